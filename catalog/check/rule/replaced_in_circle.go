package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var replacedInCircle = check.Rule{
	Kind: diag.Kind{
		Code: "CON244", ID: "replaced-in-circle", Title: "replaced in a circle",
		Family: diag.Conflict, Category: "lifecycle", Severity: diag.Major,
		Why:    "Whoever follows the way to the entry that holds comes back to where they started.",
		Settle: "Decide which entry holds and remove its `replaced_by`.",
		Source: "ISO 19135-1",
	},
	Run: func(p *check.Pass) {
		next := func(e *model.Entry) []model.Ref { return []model.Ref{e.ReplacedBy} }
		for _, c := range loops(p.Catalog.Entries, next) {
			reportLoop(p, c, "replaced_by", func(names string) string {
				if len(c) == 1 {
					return names + " is said to be replaced by itself"
				}
				return names + " are each replaced by the next, and none of them holds"
			}, "remove `replaced_by` from the entry that holds")
		}
	},
}
