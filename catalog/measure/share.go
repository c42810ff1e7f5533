package measure

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// put adds an item to one side of a share.
func (s *Share) put(holds bool, i Item) {
	if holds {
		s.Holds = append(s.Holds, i)
	} else {
		s.Lacks = append(s.Lacks, i)
	}
}

// coverage is how much of the data serves an outcome, and how much of the
// strategy is measured and acted on. Entries that are deprecated or retired do
// not count.
func coverage(in Input) []Share {
	g := in.Graph
	objects := Share{ID: "objects", Title: "data objects with a path to an outcome",
		How: "data objects in use from which lineage leads to at least one outcome, of all data objects in use"}
	fields := Share{ID: "fields", Title: "fields with a path to an outcome",
		How: "fields of data objects in use, keys left out, from which lineage leads to an outcome, of all of them"}
	for _, o := range in.Catalog.Objects {
		if !o.Live() {
			continue
		}
		objects.put(g.ReachesOutcome(g.Of(&o.Entry)), Item{Key: o.Key()})
		for i := range o.Fields {
			if f := &o.Fields[i]; !o.IsKey(f) {
				fields.put(g.ReachesOutcome(g.OfField(f)), Item{Key: o.Key(), Part: f.Name.S})
			}
		}
	}
	outcomes := Share{ID: "outcomes", Title: "outcomes with a KPI", How: "outcomes in use that a KPI in use measures, of all outcomes in use"}
	for _, o := range in.Catalog.Outcomes {
		if o.Live() {
			measured := slices.ContainsFunc(g.In(g.Of(&o.Entry)), func(e lineage.Edge) bool {
				return e.Kind == lineage.Measures && g.Node(e.From).Entry.Live()
			})
			outcomes.put(measured, Item{Key: o.Key()})
		}
	}
	kpis := Share{ID: "kpis", Title: "KPIs with a decision", How: "KPIs in use that inform a decision in use, of all KPIs in use"}
	for _, k := range in.Catalog.KPIs {
		if k.Live() {
			decided := slices.ContainsFunc(g.Out(g.Of(&k.Entry)), func(e lineage.Edge) bool {
				to := g.Node(e.To).Entry
				return to.Kind == model.DecisionKind && to.Live()
			})
			kpis.put(decided, Item{Key: k.Key()})
		}
	}
	return []Share{objects, fields, outcomes, kpis}
}

// alignment looks at the statements by which data crosses from one function to
// another: an object or field that another function computes from, derives from
// or decides on, and an integration that arrives in a system of another
// function. One is aligned when an integration that moves the data has a current
// agreement that both functions have signed.
func alignment(in Input) Share {
	s := Share{ID: "alignment", Title: "crossings under a current agreement",
		How: "edges of the lineage by which data leaves one business function for another, and that an integration carries under an agreement that both have signed and that is not older than the definitions it covers, of all such edges"}
	pacts := pactsOf(in)
	seen := map[string]bool{}
	for _, e := range in.Graph.Edges() {
		c, ok := crossingOf(in.Graph, e)
		if !ok {
			continue
		}
		item := Item{Key: c.from.Key(), Part: c.to.Key()}
		if key := item.Key + " " + item.Part; seen[key] {
			continue
		} else {
			seen[key] = true
		}
		covered := slices.ContainsFunc(pacts, func(p pact) bool { return p.covers(c) })
		s.put(covered, item)
	}
	return s
}

// crossing is data that leaves one function for another.
type crossing struct {
	from, to         *model.Entry
	object           *model.Entry       // the data object, or nil for all that an integration moves
	integration      *model.Integration // the integration itself, when the edge is part of it
	fromDom, intoDom *model.Domain
}

func crossingOf(g *lineage.Graph, e lineage.Edge) (crossing, bool) {
	from, to := g.Node(e.From).Entry, g.Node(e.To).Entry
	c := crossing{from: from, to: to, fromDom: from.InDomain, intoDom: to.InDomain}
	switch e.Kind {
	case lineage.Computes, lineage.Inputs, lineage.Derives, lineage.Used:
		if from.Kind != model.ObjectKind {
			return c, false
		}
		c.object = from
	case lineage.Arrives:
		i := from.Self.(*model.Integration)
		if i.From.To == nil {
			return c, false
		}
		c.integration, c.fromDom = i, i.From.To.InDomain
	default:
		return c, false
	}
	return c, c.fromDom != nil && c.intoDom != nil && c.fromDom != c.intoDom && from.Live() && to.Live()
}

// pact is an integration with a current agreement.
type pact struct {
	of      *model.Integration
	objects []*model.Entry
	sides   []*model.Domain // the domains of those who signed, and the domains above
}

func pactsOf(in Input) []pact {
	var list []pact
	for _, i := range in.Catalog.Integrations {
		if i.Agreement == nil || !i.Live() || stale(in, i) {
			continue
		}
		p := pact{of: i}
		for _, m := range i.Moves {
			if m.To != nil {
				p.objects = append(p.objects, m.To)
			}
		}
		for _, by := range i.Agreement.By {
			p.sign(in, by)
		}
		list = append(list, p)
	}
	return list
}

// sign adds the functions that a signature speaks for: those that the owner
// belongs to or is accountable for.
func (p *pact) sign(in Input, by model.Ref) {
	if by.To == nil {
		return
	}
	if by.To.InDomain != nil {
		p.sides = append(p.sides, by.To.InDomain)
	}
	for _, d := range in.Catalog.Domains {
		if d.Accountable != nil && &d.Accountable.Entry == by.To {
			p.sides = append(p.sides, d)
		}
	}
}

// stale reports whether something that an agreement covers has changed its
// meaning since it was signed.
func stale(in Input, i *model.Integration) bool {
	for _, m := range i.Moves {
		if m.To != nil && len(in.History.Unagreed(m.To.Key(), i.Agreement)) > 0 {
			return true
		}
	}
	return false
}

func (p pact) covers(c crossing) bool {
	if c.integration != nil && c.integration != p.of {
		return false
	}
	if c.object != nil && !slices.Contains(p.objects, c.object) {
		return false
	}
	return p.signedFor(c.fromDom) && p.signedFor(c.intoDom)
}

// signedFor reports whether somebody signed for a domain or for one above it.
func (p pact) signedFor(d *model.Domain) bool {
	for n := 0; d != nil && n < 20; n++ {
		if slices.Contains(p.sides, d) {
			return true
		}
		if d.Parent.To == nil {
			return false
		}
		d, _ = d.Parent.To.Self.(*model.Domain)
	}
	return false
}

// singleSource counts the concepts that data objects record and asks how many
// systems claim each.
func singleSource(in Input) Share {
	s := Share{ID: "single-source", Title: "concepts with exactly one system of record",
		How: "concepts recorded by data objects in use for which exactly one system is named as the system of record, of all of them; an object that names no concept counts by itself"}
	type claim struct {
		key     string
		systems []string
	}
	var claims []*claim
	byConcept := map[string]*claim{}
	for _, o := range in.Catalog.Objects {
		if !o.Live() {
			continue
		}
		name, key := conceptOf(o)
		c := byConcept[name]
		if c == nil {
			c = &claim{key: key}
			byConcept[name] = c
			claims = append(claims, c)
		}
		for _, r := range o.SystemOfRecord {
			if r.To != nil && !slices.Contains(c.systems, r.To.ID) {
				c.systems = append(c.systems, r.To.ID)
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b *claim) int { return cmp.Compare(a.key, b.key) })
	for _, c := range claims {
		note := ""
		switch len(c.systems) {
		case 0:
			note = "no system of record"
		case 1:
		default:
			note = fmt.Sprintf("%d systems claim it", len(c.systems))
		}
		s.put(len(c.systems) == 1, Item{Key: c.key, Note: note})
	}
	return s
}

// conceptOf is the concept that an object records: that of its term, else the
// term, else the object itself.
func conceptOf(o *model.Object) (name, key string) {
	if o.Term.To == nil {
		return o.Key(), o.Key()
	}
	if t, ok := o.Term.To.Self.(*model.Term); ok && t.Concept.S != "" {
		return "concept " + t.Concept.S, t.Key()
	}
	return o.Term.To.Key(), o.Term.To.Key()
}
