package lineage

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Build makes the lineage of a catalog. Formulas state most of it; the rest is
// what entries declare.
func Build(c *model.Catalog, formulas *formula.Set) *Graph {
	b := builder{Graph: &Graph{byEntry: map[*model.Entry]NodeID{}, fields: map[*model.ObjectField]NodeID{}}}
	b.number(c)
	b.data(c)
	b.meaning(c, formulas)
	b.purpose(c)
	b.movement(c)
	b.index()
	b.measureReach()
	return b.Graph
}

type builder struct{ *Graph }

// number gives every node its ID: entries in catalog order, then fields.
func (b builder) number(c *model.Catalog) {
	for _, e := range c.Entries {
		switch e.Kind {
		case model.TermKind, model.SystemKind, model.ObjectKind, model.KPIKind, model.DecisionKind,
			model.OutcomeKind, model.IntegrationKind, model.ReportKind:
			b.byEntry[e] = NodeID(len(b.nodes))
			b.nodes = append(b.nodes, Node{Entry: e})
		}
		if e.Kind == model.OutcomeKind {
			b.outs = append(b.outs, b.byEntry[e])
		}
	}
	for _, o := range c.Objects {
		for i := range o.Fields {
			b.fields[&o.Fields[i]] = NodeID(len(b.nodes))
			b.nodes = append(b.nodes, Node{Entry: &o.Entry, Field: &o.Fields[i]})
		}
	}
}

func (b builder) edge(from, to NodeID, kind EdgeKind, at source.Span) {
	if from != None && to != None {
		b.Graph.edges = append(b.Graph.edges, Edge{from, to, kind, at})
	}
}

// ref is the node that a reference points to: a field when it names one.
func (b builder) ref(r model.Ref) NodeID {
	if r.To == nil {
		return None
	}
	if o, ok := r.To.Self.(*model.Object); ok && r.Field != "" {
		if f, _ := o.Field(r.Field); f != nil {
			return b.OfField(f)
		}
	}
	return b.Of(r.To)
}

func (b builder) from(refs []model.Ref, to NodeID, kind EdgeKind) {
	for _, r := range refs {
		b.edge(b.ref(r), to, kind, r.At)
	}
}

func (b builder) to(from NodeID, refs []model.Ref, kind EdgeKind) {
	for _, r := range refs {
		b.edge(from, b.ref(r), kind, r.At)
	}
}

func (b builder) data(c *model.Catalog) {
	for _, o := range c.Objects {
		id := b.Of(&o.Entry)
		b.from(o.SystemOfRecord, id, Records)
		b.from(o.DerivesFrom, id, Derives)
		b.edge(id, b.ref(o.Term), Embodies, o.Term.At)
		for i := range o.Fields {
			f := &o.Fields[i]
			b.edge(id, b.OfField(f), Contains, f.At)
			b.edge(b.OfField(f), b.ref(f.Term), Embodies, f.Term.At)
		}
	}
}

func (b builder) meaning(c *model.Catalog, formulas *formula.Set) {
	for _, t := range c.Terms {
		b.computed(&t.Entry, formulas)
	}
	for _, k := range c.KPIs {
		id := b.computed(&k.Entry, formulas)
		b.from(k.Inputs, id, Inputs)
	}
}

func (b builder) computed(e *model.Entry, formulas *formula.Set) NodeID {
	id := b.Of(e)
	p := formulas.Of(e)
	if p == nil {
		return id
	}
	for _, r := range p.Reads {
		from := b.Of(&r.Object.Entry)
		if r.Field >= 0 {
			from = b.OfField(&r.Object.Fields[r.Field])
		}
		b.edge(from, id, Computes, r.At)
	}
	for _, u := range p.Uses {
		b.edge(b.Of(u.Entry), id, Computes, u.At)
	}
	return id
}

func (b builder) purpose(c *model.Catalog) {
	for _, k := range c.KPIs {
		id := b.Of(&k.Entry)
		b.to(id, k.Informs, Informs)
		b.to(id, k.Measures, Measures)
		for _, r := range k.ReportedBy {
			if r.To != nil && r.To.Kind == model.ReportKind {
				b.edge(id, b.Of(r.To), Shows, r.At)
			}
		}
	}
	for _, d := range c.Decisions {
		b.from(d.Uses, b.Of(&d.Entry), Used)
		b.to(b.Of(&d.Entry), d.Serves, Serves)
	}
	for _, o := range c.Outcomes {
		b.edge(b.Of(&o.Entry), b.ref(o.Parent), PartOf, o.Parent.At)
	}
	for _, r := range c.Reports {
		b.from(r.KPIs, b.Of(&r.Entry), Shows)
	}
}

func (b builder) movement(c *model.Catalog) {
	for _, i := range c.Integrations {
		id := b.Of(&i.Entry)
		b.edge(b.ref(i.From), id, Leaves, i.From.At)
		b.to(id, i.To, Arrives)
		b.from(i.Moves, id, Moves)
	}
}

// index sorts the edges, drops repetitions of one statement between the same
// nodes (the first place stays) and builds both adjacency tables.
func (b builder) index() {
	g := b.Graph
	slices.SortFunc(g.edges, compareEdges)
	g.edges = slices.CompactFunc(g.edges, func(x, y Edge) bool {
		return x.From == y.From && x.To == y.To && x.Kind == y.Kind
	})
	g.first = make([]int32, len(g.nodes)+1)
	g.firstIn = make([]int32, len(g.nodes)+1)
	g.inverse = make([]int32, len(g.edges))
	for i, e := range g.edges {
		g.first[e.From+1]++
		g.firstIn[e.To+1]++
		g.inverse[i] = int32(i)
	}
	for i := range g.nodes {
		g.first[i+1] += g.first[i]
		g.firstIn[i+1] += g.firstIn[i]
	}
	slices.SortStableFunc(g.inverse, func(x, y int32) int { return cmp.Compare(g.edges[x].To, g.edges[y].To) })
}

// measureReach carries each outcome up to everything it depends on. A queue
// makes it right for cycles too.
func (b builder) measureReach() {
	g := b.Graph
	words := (len(g.outs) + 63) / 64
	all := make(outcomeSet, words*len(g.nodes))
	g.reach = make([]outcomeSet, len(g.nodes))
	for i := range g.reach {
		g.reach[i] = all[i*words : (i+1)*words]
	}
	queue := slices.Clone(g.outs)
	queued := make([]bool, len(g.nodes))
	for bit, id := range g.outs {
		g.reach[id].add(bit)
		queued[id] = true
	}
	for i := 0; i < len(queue); i++ {
		id := queue[i]
		queued[id] = false
		for _, e := range g.inverse[g.firstIn[id]:g.firstIn[id+1]] {
			edge := g.edges[e]
			if edge.Kind.Meaning() && g.reach[edge.From].union(g.reach[id]) && !queued[edge.From] {
				queued[edge.From] = true
				queue = append(queue, edge.From)
			}
		}
	}
}
