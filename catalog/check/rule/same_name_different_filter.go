package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula/compare"
)

// sameNameDifferentFilter takes the comparisons in which formulas differ in
// nothing but the rows that they take in; [competingFormulas] takes the others.
var sameNameDifferentFilter = check.Rule{
	Kind: diag.Kind{
		Code: "CON111", ID: "same-name-different-filter", Title: "same name, different rows",
		Family: diag.Conflict, Category: "formula", Severity: diag.Critical,
		Why: "The formulas do the same with the rows they take in, and they take in different ones. " +
			"Such numbers look alike for months and part on the day it matters.",
		Settle: "Decide for the rows that the finding names whether they belong to the concept, and write the same condition in both formulas. " +
			"If both numbers are needed, let the names say what is left out.",
		Source: "ISO/IEC 11179-4:2004, 5.1",
	},
	Run: func(p *check.Pass) {
		eachComparison(p, func(c comparison) {
			if c.taken() != (compare.Taken{}) {
				c.report()
			}
		})
	},
}
