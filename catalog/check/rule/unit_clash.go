package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
)

var unitClash = check.Rule{
	Kind: diag.Kind{
		Code: "CON121", ID: "unit-clash", Title: "quantities that do not go together",
		Family: diag.Conflict, Category: "measure", Severity: diag.Major,
		Why:    "Hours added to days, or euros to dollars, give a number that nobody can read, and that nobody notices because it is a number.",
		Settle: "Convert one of the two before they meet, or correct the unit that its field or term declares.",
		Source: "UCUM; ISO 80000-1:2022",
	},
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			prog := p.Formulas.Of(e)
			if prog == nil || len(prog.Clash) == 0 || !e.Live() {
				continue
			}
			c := prog.Clash[0]
			f := p.At(c.At, fmt.Sprintf("%s and %s %s in the formula of %s", quoted(c.Left.String()), quoted(c.Right.String()), verbOf(c.Op), quoted(e.Title()))).
				WithLabel("here")
			for _, c := range prog.Clash[1:] {
				f = f.WithPlace(c.At, fmt.Sprintf("%s and %s %s here too", c.Left, c.Right, verbOf(c.Op)))
			}
			p.Report(f.WithHelp(clashHelp(c)), e)
		}
	},
}

// verbOf says what an operator does to its two sides.
func verbOf(op string) string {
	switch op {
	case "+":
		return "are added up"
	case "-":
		return "are subtracted"
	case "/":
		return "are divided"
	case "==", "!=", "<", "<=", ">", ">=":
		return "are compared"
	}
	return "meet"
}

func clashHelp(c formula.Clash) string {
	if c.Fit == formula.FitScale {
		return fmt.Sprintf("convert one of them, so that both are in %s or both in %s", quoted(c.Left.String()), quoted(c.Right.String()))
	}
	return "see whether the fields and terms declare the right units; if they do, the formula compares unlike things"
}
