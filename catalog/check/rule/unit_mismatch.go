package rule

import (
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// unitMismatch compares the unit that an entry declares with the one that its
// formula gives. It keeps silent where a unit that Concord does not know, such
// as points, may well stand for what the formula gives.
var unitMismatch = check.Rule{
	Kind: diag.Kind{
		Code: "CON120", ID: "unit-mismatch", Title: "declared unit and formula disagree",
		Family: diag.Conflict, Category: "measure", Severity: diag.Major,
		Why:    "A number in another unit than it claims looks plausible and is wrong, by a factor of a hundred where a ratio is taken for a percentage.",
		Settle: "Convert in the formula, or declare the unit that it gives.",
		Source: "UCUM; ISO 80000-1:2022",
	},
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			prog := p.Formulas.Of(e)
			if prog == nil || prog.Broken || !e.Live() {
				continue
			}
			declared := formula.ParseUnit(e.Measured().Unit.S)
			if given, fit := givenUnit(prog, declared); fit == formula.FitScale || fit == formula.FitDimension {
				p.Report(unitFinding(p, e, prog, declared, given, fit), e)
			}
		}
	},
}

// givenUnit is the unit that a formula gives and how the declared one stands to
// it.
func givenUnit(prog *formula.Program, declared formula.Unit) (formula.Unit, formula.Fit) {
	given := prog.Type.Unit
	if prog.Type.Base == formula.DurationType {
		given = formula.Unit{Dim: formula.Time, Scale: declared.Scale, Name: "a length of time"}
	}
	switch {
	case countsThings(declared.Dim) && (given.Dim == formula.Ratio || given.Dim == formula.Time && prog.Type.Base == formula.DurationType):
		return given, formula.FitUnknown // orders per customer, points, working days
	case declared.Per == formula.Time && given.Per == formula.NoDimension:
		return given, formula.FitUnknown // the window may supply what it is per
	}
	fit := declared.Compare(given)
	if fit == formula.FitScale && near(factor(prog.Root), given.Scale/declared.Scale) {
		return given, formula.FitSame // it converts: `100 * a / b` to percent, `sum(…) / 1000` to thousands
	}
	return given, fit
}

// factor is the number that a formula multiplies what it adds up or divides by.
func factor(n *formula.Node) float64 {
	switch {
	case n.Op == formula.OpNumber:
		return n.Num
	case n.Op == formula.OpBinary && n.Str == "*":
		return factor(n.Args[0]) * factor(n.Args[1])
	case n.Op == formula.OpBinary && n.Str == "/":
		if by := factor(n.Args[1]); by != 0 {
			return factor(n.Args[0]) / by
		}
	case n.Op == formula.OpBinary && (n.Str == "+" || n.Str == "-"):
		if left := factor(n.Args[0]); near(left, factor(n.Args[1])) {
			return left
		}
	case n.Op == formula.OpCall && len(n.Args) > 0:
		switch n.Str {
		case "sum", "mean", "median", "min", "max", "map":
			return factor(n.Args[len(n.Args)-1])
		case "round", "floor", "ceil", "abs":
			return factor(n.Args[0])
		}
	}
	return 1
}

// countsThings reports whether a unit counts things, or is none that Concord
// knows.
func countsThings(d formula.Dimension) bool {
	return d == formula.Count || strings.HasPrefix(string(d), "other:")
}

func unitFinding(p *check.Pass, e *model.Entry, prog *formula.Program, declared, given formula.Unit, fit formula.Fit) diag.Finding {
	unit := e.Measured().Unit
	f := p.At(unit.At, fmt.Sprintf("%s is declared in %s, and its formula gives %s", quoted(e.Title()), quoted(unit.S), inWords(given))).
		WithLabel("declared").WithPlace(prog.At, "gives "+given.String())
	switch {
	case fit == formula.FitScale && declared.Dim == formula.Ratio && declared.Scale == 0.01:
		return f.WithHelp("multiply the formula by 100, or declare `unit: ratio`")
	case fit == formula.FitScale:
		return f.WithHelp(fmt.Sprintf("convert in the formula, or declare `unit: %s`", given))
	case given.Dim == formula.Time && prog.Type.Base == formula.DurationType:
		return f.WithHelp("write `hours(…)` or `days(…)` around the formula and declare that unit")
	}
	return f.WithHelp(fmt.Sprintf("declare `unit: %s`, or correct the formula", given))
}

// inWords is a unit in a sentence.
func inWords(u formula.Unit) string {
	switch {
	case u.Dim == formula.Ratio && u.Scale == 1:
		return "a ratio"
	case strings.HasPrefix(u.Name, "a "):
		return u.Name
	}
	return quoted(u.String())
}
