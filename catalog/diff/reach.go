package diff

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// Reach is what depends on something that changed, before or after the change.
type Reach struct {
	Risk   diag.Risk      // KPIs, decisions and outcomes downstream, without the entry itself
	Owners []*model.Owner // who answers for them, those who answer for the entry itself left out; by ID
}

// reach finds what a change reaches: what depended on the entry and what now
// does. Changes of words, and of who answers, reach nobody.
func (c *comparer) reach(e *Entry) Reach {
	if e.class() != Meaning && e.class() != Life {
		return Reach{}
	}
	found := map[string]*model.Entry{} // as the new state calls them
	add := func(g *lineage.Graph, nodes []lineage.NodeID, now func(*model.Entry) *model.Entry) {
		for _, id := range g.Downstream(nodes...) {
			if n := g.Node(id); n.Field == nil {
				is := now(n.Entry)
				found[is.Key()] = is
			}
		}
	}
	if e.Was != nil {
		add(c.old.Graph, nodesOf(c.old.Graph, e.Was, e.Parts), func(was *model.Entry) *model.Entry {
			if is := c.match.is[was]; is != nil {
				return is
			}
			return was
		})
	}
	if e.Is != nil {
		add(c.new.Graph, nodesOf(c.new.Graph, e.Is, e.Parts), func(is *model.Entry) *model.Entry { return is })
	}
	delete(found, e.Now().Key())
	return reachOf(found, e.Now().Accountable)
}

// nodesOf is where a change starts: at the fields of an object where nothing
// else of it changed, else at the entry.
func nodesOf(g *lineage.Graph, e *model.Entry, parts []Part) []lineage.NodeID {
	o, ok := e.Self.(*model.Object)
	var nodes []lineage.NodeID
	for _, p := range parts {
		rest, isField := strings.CutPrefix(p.Field, "fields.")
		if !ok || !isField && p.Class <= Life {
			return []lineage.NodeID{g.Of(e)}
		}
		name, _, _ := strings.Cut(rest, ".")
		if f, _ := o.Field(name); f != nil {
			nodes = append(nodes, g.OfField(f))
		}
	}
	if len(parts) == 0 {
		nodes = append(nodes, g.Of(e))
	}
	return slices.DeleteFunc(nodes, func(id lineage.NodeID) bool { return id == lineage.None })
}

func reachOf(found map[string]*model.Entry, own *model.Owner) Reach {
	var r Reach
	owners := map[string]*model.Owner{}
	for key, e := range found {
		switch v := e.Self.(type) {
		case *model.KPI:
			r.Risk.KPIs, r.Risk.Weight = append(r.Risk.KPIs, key), r.Risk.Weight+1
		case *model.Decision:
			r.Risk.Decisions, r.Risk.Weight = append(r.Risk.Decisions, key), r.Risk.Weight+1
		case *model.Outcome:
			r.Risk.Outcomes, r.Risk.Weight = append(r.Risk.Outcomes, key), r.Risk.Weight+v.Importance()
		}
		if o := e.Accountable; o != nil && (own == nil || o.ID != own.ID) {
			owners[o.ID] = o
		}
	}
	slices.Sort(r.Risk.KPIs)
	slices.Sort(r.Risk.Decisions)
	slices.Sort(r.Risk.Outcomes)
	for _, o := range owners {
		r.Owners = append(r.Owners, o)
	}
	slices.SortFunc(r.Owners, func(a, b *model.Owner) int { return strings.Compare(a.ID, b.ID) })
	return r
}
