package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var redirectCycle = check.Rule{
	Kind: diag.Kind{
		Code: "CON283", ID: "redirect-cycle", Title: "renamed in a circle",
		Family: diag.Conflict, Category: "structure", Severity: diag.Major,
		Why:    "Each entry says that it used to be the other. Old links and the history of both lead to one or the other by chance.",
		Settle: "Find out from the history which entry was renamed, and remove the former ID from the other.",
	},
	Run: func(p *check.Pass) {
		next := func(e *model.Entry) []model.Ref {
			var refs []model.Ref
			for _, old := range e.Formerly {
				if to := p.Catalog.Get(e.Kind, old.S); to != nil && to.ID == old.S {
					refs = append(refs, model.Ref{Text: old.S, At: old.At, To: to})
				}
			}
			return refs
		}
		for _, c := range loops(p.Catalog.Entries, next) {
			reportLoop(p, c, "formerly", func(names string) string {
				if len(c) == 1 {
					return names + " is said to be a former ID of itself"
				}
				return "each of " + names + " is said to have been the next, all the way round"
			}, "remove the `formerly` of the entry that was not renamed")
		}
	},
}
