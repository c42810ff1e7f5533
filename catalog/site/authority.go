package site

import (
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// accord is the data that goes to another function by an integration whose
// functions have shaken hands on it.
type accord map[promise]bool

// promise is one data object and a function that may rely on it.
type promise struct {
	object *model.Entry
	to     *model.Domain
}

// accords collects what the integrations of a catalog have agreed on.
func accords(c *model.Catalog) accord {
	a := accord{}
	for _, i := range c.Integrations {
		if i.Agreement == nil {
			continue
		}
		for _, moved := range i.Moves {
			for _, to := range i.To {
				if moved.To != nil && to.To != nil && to.To.InDomain != nil {
					a[promise{moved.To, to.To.InDomain}] = true
				}
			}
		}
	}
	return a
}

// loose reports whether an edge leads data from one function to another
// without an agreement between them. What words and numbers mean may be used
// by anybody, and a system may keep the records of others; it is rows that are
// moved and counted that are agreed on.
func (p *planner) loose(e lineage.Edge) bool {
	if !p.crosses(e) {
		return false
	}
	from, to := p.in.Graph.Node(e.From).Entry, p.in.Graph.Node(e.To).Entry
	for _, end := range []*model.Entry{from, to} {
		if i, ok := end.Self.(*model.Integration); ok {
			return i.Agreement == nil
		}
	}
	switch e.Kind {
	case lineage.Computes, lineage.Inputs, lineage.Derives, lineage.Used:
		return from.Kind == model.ObjectKind && !p.agreed[promise{from, to.InDomain}]
	}
	return false
}

// answerer is the name of whoever answers for an entry, with their function.
func (p *planner) answerer(e *model.Entry) string {
	if e.Accountable == nil {
		return p.t("fact.owner.none")
	}
	name := e.Accountable.Title()
	if e.InDomain != nil {
		name += " · " + p.title(&e.InDomain.Entry)
	}
	return name
}
