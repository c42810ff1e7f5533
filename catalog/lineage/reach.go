package lineage

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// outcomeSet is a set of outcomes, one bit each.
type outcomeSet []uint64

func (s outcomeSet) add(bit int) { s[bit/64] |= 1 << (bit % 64) }

func (s outcomeSet) union(t outcomeSet) (grew bool) {
	for i, w := range t {
		if s[i]|w != s[i] {
			s[i] |= w
			grew = true
		}
	}
	return grew
}

func (s outcomeSet) each(f func(bit int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(i*64 + bits.TrailingZeros64(w))
		}
	}
}

// Outcomes lists the outcomes that depend on a node, in ID order.
func (g *Graph) Outcomes(id NodeID) []*model.Outcome {
	var list []*model.Outcome
	g.reach[id].each(func(bit int) {
		list = append(list, g.nodes[g.outs[bit]].Entry.Self.(*model.Outcome))
	})
	return list
}

// ReachesOutcome reports whether any outcome depends on the node.
func (g *Graph) ReachesOutcome(id NodeID) bool {
	return slices.ContainsFunc(g.reach[id], func(w uint64) bool { return w != 0 })
}

// Downstream lists every node that depends on one of the given nodes, the
// given ones left out, in ID order.
func (g *Graph) Downstream(from ...NodeID) []NodeID {
	return g.flood(from, func(id NodeID, visit func(NodeID)) {
		for _, e := range g.Out(id) {
			if e.Kind.Meaning() {
				visit(e.To)
			}
		}
	})
}

// Upstream lists every node that one of the given nodes depends on, the given
// ones left out, in ID order.
func (g *Graph) Upstream(from ...NodeID) []NodeID {
	return g.flood(from, func(id NodeID, visit func(NodeID)) {
		for _, e := range g.In(id) {
			if e.Kind.Meaning() {
				visit(e.From)
			}
		}
	})
}

func (g *Graph) flood(from []NodeID, next func(NodeID, func(NodeID))) []NodeID {
	seen := make(map[NodeID]bool, 16)
	queue := make([]NodeID, 0, 16)
	for _, id := range from {
		if id != None && !seen[id] {
			seen[id] = true
			queue = append(queue, id)
		}
	}
	given := len(queue)
	for i := 0; i < len(queue); i++ {
		next(queue[i], func(to NodeID) {
			if !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		})
	}
	found := queue[given:]
	slices.Sort(found)
	return found
}

// Impact is what depends on the given nodes: the KPIs, decisions and outcomes
// downstream, among them the nodes themselves, and their weight.
func (g *Graph) Impact(nodes ...NodeID) *diag.Risk {
	r := &diag.Risk{}
	affected := append(g.Downstream(nodes...), nodes...)
	slices.Sort(affected)
	for _, id := range slices.Compact(affected) {
		if id == None || g.nodes[id].Field != nil {
			continue
		}
		switch e := g.nodes[id].Entry; v := e.Self.(type) {
		case *model.KPI:
			r.KPIs, r.Weight = append(r.KPIs, e.Key()), r.Weight+1
		case *model.Decision:
			r.Decisions, r.Weight = append(r.Decisions, e.Key()), r.Weight+1
		case *model.Outcome:
			r.Outcomes, r.Weight = append(r.Outcomes, e.Key()), r.Weight+v.Importance()
		}
	}
	return r
}

// Path is a way through the graph: edges, each starting where the one before
// ends.
type Path []Edge

// PathsToOutcomes gives one shortest path from the given nodes to each outcome
// that depends on one of them, in outcome ID order. Among equally short paths it
// takes the one whose nodes come first.
func (g *Graph) PathsToOutcomes(from ...NodeID) []Path {
	if !slices.ContainsFunc(from, g.ReachesOutcome) {
		return nil
	}
	came := map[NodeID]Edge{}
	queue := slices.Clone(from)
	for i := 0; i < len(queue); i++ {
		for _, e := range g.Out(queue[i]) {
			if _, seen := came[e.To]; !e.Kind.Meaning() || seen || slices.Contains(from, e.To) {
				continue
			}
			came[e.To] = e
			queue = append(queue, e.To)
		}
	}
	var paths []Path
	for _, o := range g.outs {
		if _, ok := came[o]; !ok {
			continue
		}
		var p Path
		for at := o; !slices.Contains(from, at); at = came[at].From {
			p = append(p, came[at])
		}
		slices.Reverse(p)
		paths = append(paths, p)
	}
	return paths
}

// View is a part of the graph, ready to be drawn or listed.
type View struct {
	Center NodeID   // the node that the view is about, or None
	Nodes  []NodeID // sorted
	Edges  []Edge   // edges whose ends are both in Nodes, sorted
	Hidden int      // nodes left out because of the cap
}

// Around is the neighbourhood of an entry: what it stands on and what stands on
// it, to the given number of steps in each direction, at most limit nodes.
// Fields stand for themselves only when the entry is their own object;
// elsewhere the object stands for its fields.
func (g *Graph) Around(e *model.Entry, steps, limit int) View {
	id := g.Of(e)
	if id == None {
		return View{Center: None}
	}
	level := map[NodeID]int{id: 0}
	near := []NodeID{id}
	for _, down := range []bool{true, false} {
		frontier := []NodeID{id}
		for s := 1; s <= steps; s++ {
			var next []NodeID
			for _, at := range frontier {
				g.neighbours(at, down, func(n NodeID) {
					if _, ok := level[n]; !ok {
						level[n] = s
						next = append(next, n)
						near = append(near, n)
					}
				})
			}
			frontier = next
		}
	}
	slices.SortStableFunc(near, func(a, b NodeID) int { return cmp.Compare(level[a], level[b]) })
	return g.view(id, near, limit)
}

// Behind is everything an entry stands on, all the way down to systems.
func (g *Graph) Behind(e *model.Entry, limit int) View {
	id := g.Of(e)
	if id == None {
		return View{Center: None}
	}
	return g.view(id, g.spread(id, false), limit)
}

// Ahead is everything that stands on an entry, all the way to outcomes.
func (g *Graph) Ahead(e *model.Entry, limit int) View {
	id := g.Of(e)
	if id == None {
		return View{Center: None}
	}
	return g.view(id, g.spread(id, true), limit)
}

// spread lists the nodes on one side of a node in breadth-first order, fields
// folded into their objects, the node itself first.
func (g *Graph) spread(from NodeID, down bool) []NodeID {
	seen := map[NodeID]bool{from: true}
	queue := []NodeID{from}
	for i := 0; i < len(queue); i++ {
		g.neighbours(queue[i], down, func(n NodeID) {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		})
	}
	return queue
}

// neighbours visits the nodes one step away in one direction, looking through
// fields: a field's object stands for it.
func (g *Graph) neighbours(at NodeID, down bool, visit func(NodeID)) {
	step := func(e Edge) {
		to := e.From
		if down {
			to = e.To
		}
		switch {
		case !e.Kind.Meaning() && e.Kind != Moves && g.nodes[at].Entry.Kind != model.IntegrationKind && g.nodes[to].Entry.Kind != model.IntegrationKind:
		case g.nodes[to].Field == nil:
			visit(to)
		case down:
			for _, f := range g.Out(to) {
				visit(f.To)
			}
		default:
			visit(g.byEntry[g.nodes[to].Entry])
		}
	}
	if down {
		for _, e := range g.Out(at) {
			step(e)
		}
		return
	}
	for _, e := range g.In(at) {
		step(e)
	}
}

// view cuts an ordered list of nodes at limit and collects the edges among the
// rest, with fields folded into their objects.
func (g *Graph) view(center NodeID, ordered []NodeID, limit int) View {
	v := View{Center: center}
	if len(ordered) > limit {
		v.Hidden = len(ordered) - limit
		ordered = ordered[:limit]
	}
	v.Nodes = slices.Clone(ordered)
	slices.Sort(v.Nodes)
	in := make(map[NodeID]bool, len(v.Nodes))
	for _, n := range v.Nodes {
		in[n] = true
	}
	seen := map[[2]NodeID]bool{}
	add := func(from NodeID, e Edge) {
		pair := [2]NodeID{from, e.To}
		if in[from] && in[e.To] && from != e.To && !seen[pair] {
			seen[pair] = true
			v.Edges = append(v.Edges, Edge{From: from, To: e.To, Kind: e.Kind, At: e.At})
		}
	}
	for _, n := range v.Nodes {
		for _, e := range g.Out(n) {
			add(n, e)
			if g.nodes[e.To].Field == nil {
				continue
			}
			for _, f := range g.Out(e.To) {
				add(n, f)
			}
		}
	}
	slices.SortFunc(v.Edges, compareEdges)
	return v
}

func compareEdges(a, b Edge) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), a.At.Compare(b.At))
}
