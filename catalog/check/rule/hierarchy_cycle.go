package rule

import (
	"slices"

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
		for _, h := range []hierarchy{
			{model.DomainKind, "parent", "part of", func(e *model.Entry) []model.Ref { return []model.Ref{e.Self.(*model.Domain).Parent} }},
			{model.OwnerKind, "reports_to", "below", func(e *model.Entry) []model.Ref { return []model.Ref{e.Self.(*model.Owner).ReportsTo} }},
			{model.TermKind, "broader", "a special case of", broader(p.Catalog)},
			{model.OutcomeKind, "parent", "part of", func(e *model.Entry) []model.Ref { return []model.Ref{e.Self.(*model.Outcome).Parent} }},
		} {
			h.check(p)
		}
	},
}

// hierarchy is a way in which entries of one kind stand above each other.
type hierarchy struct {
	kind       model.Kind
	key, below string
	up         func(*model.Entry) []model.Ref
}

func (h hierarchy) check(p *check.Pass) {
	for _, c := range loops(p.Catalog.OfKind(h.kind), h.up) {
		reportLoop(p, c, h.key, func(names string) string {
			if len(c) == 1 {
				return names + " is said to be " + h.below + " itself"
			}
			return "each of " + names + " is " + h.below + " the next, all the way round"
		}, "remove the `"+h.key+"` that points the wrong way")
	}
}

// broader gives the terms above a term: those it names as broader, and those
// that name it as narrower.
func broader(c *model.Catalog) func(*model.Entry) []model.Ref {
	above := map[*model.Entry][]model.Ref{}
	for _, t := range c.Terms {
		for _, r := range t.Narrower {
			above[r.To] = append(above[r.To], model.Ref{To: &t.Entry, At: r.At})
		}
	}
	return func(e *model.Entry) []model.Ref {
		return append(slices.Clip(e.Self.(*model.Term).Broader), above[e]...)
	}
}
