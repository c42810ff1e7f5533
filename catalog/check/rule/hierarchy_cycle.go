package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var hierarchyCycle = check.Rule{
	Kind: diag.Kind{
		Code: "CON282", ID: "hierarchy-cycle", Title: "hierarchy that leads back to itself",
		Family: diag.Conflict, Category: "structure", Severity: diag.Major,
		Why:    "In a circle nobody is above anybody: owners are inherited from nowhere, and a conflict inside it has nobody to decide it.",
		Settle: "Remove the reference that points upwards where it should point down.",
	},
	Run: func(p *check.Pass) {
		for _, h := range hierarchies {
			for _, c := range loops(p.Catalog.OfKind(h.kind), h.up) {
				reportLoop(p, c, h.key, func(names string) string {
					if len(c) == 1 {
						return names + " is said to be " + h.below + " itself"
					}
					return "each of " + names + " is " + h.below + " the next, all the way round"
				}, "remove the `"+h.key+"` that points the wrong way")
			}
		}
	},
}

// hierarchies are the ways in which entries of one kind stand above each other.
var hierarchies = []struct {
	kind       model.Kind
	key, below string
	up         func(*model.Entry) []model.Ref
}{
	{model.DomainKind, "parent", "part of", func(e *model.Entry) []model.Ref { return []model.Ref{e.Self.(*model.Domain).Parent} }},
	{model.OwnerKind, "reports_to", "below", func(e *model.Entry) []model.Ref { return []model.Ref{e.Self.(*model.Owner).ReportsTo} }},
	{model.TermKind, "broader", "a special case of", func(e *model.Entry) []model.Ref { return e.Self.(*model.Term).Broader }},
	{model.TermKind, "narrower", "broader than", func(e *model.Entry) []model.Ref { return e.Self.(*model.Term).Narrower }},
	{model.OutcomeKind, "parent", "part of", func(e *model.Entry) []model.Ref { return []model.Ref{e.Self.(*model.Outcome).Parent} }},
}
