package rule

import (
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
)

// partedByGaps takes the comparisons in which formulas are proved equal on rows
// that are complete: a disagreement about how a gap in the data is treated, and
// not about what the concept means. [competingFormulas] and
// [sameNameDifferentFilter] leave these out.
var partedByGaps = check.Rule{
	Kind: diag.Kind{
		Code: "ADV111", ID: "parted-by-gaps", Title: "formulas that agree only on complete rows",
		Family: diag.Advice, Category: "formula", Severity: diag.Minor,
		Why:    "The formulas mean the same, and give two numbers as soon as a row lacks a value: a comparison with a missing value does not hold, and what is not held does.",
		Settle: "Write one formula as the other is written, or say in both what a missing value stands for, as in `.discount ?? 0`.",
	},
	Run: func(p *check.Pass) {
		eachComparison(p, func(c comparison) {
			gaps := c.gaps()
			if len(gaps) == 0 || !c.compare().byGaps(c) {
				return
			}
			a, b := c.sides[0].Measured().Formula, c.sides[1].Measured().Formula
			f := p.At(a.At, fmt.Sprintf("the formulas of %s in %s give one answer only where %s filled in", quoted(c.concept), c.who.names(c.sides), are(gaps))).
				WithLabel(c.who.says(c.sides[0])).WithPlace(b.At, c.who.says(c.sides[1]))
			p.Report(f.WithHelp("write one formula as the other is written, or say in both what a missing value stands for, as in `.amount ?? 0`"), c.sides...)
		})
	},
}

// are names what is or are something.
func are(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return enumerate(names) + " are"
}

// gaps lists the fields whose missing values alone part two formulas. A date
// that is missing is no gap: it says that something has not happened yet, and
// what then is part of the meaning.
func (c comparison) gaps() []string {
	var names []string
	for _, g := range compare.Gaps(c.pass.Formulas, c.a, c.b) {
		if b := formula.FieldType(g.Field).Base; b == formula.DateType || b == formula.InstantType {
			return nil
		}
		names = append(names, g.String())
	}
	return names
}

// byGaps reports whether a comparison found no more than that formulas treat
// gaps in the data in two ways. Facts that people wrote down weigh more: what
// they leave empty they mean.
func (r compared) byGaps(c comparison) bool {
	if r.shown == nil || r.shown.Counterexample == nil {
		return r.verdict == compare.Undistinguished && r.reason == "" && len(c.gaps()) > 0
	}
	x := r.shown.Counterexample
	missing := slices.ContainsFunc(x.Facts, func(t diag.FactTable) bool {
		return slices.ContainsFunc(t.Rows, func(row []string) bool { return slices.Contains(row, "") })
	})
	return x.Scenario == "" && missing && len(c.gaps()) > 0
}
