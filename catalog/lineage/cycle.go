package lineage

import (
	"slices"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// Cycles lists the ways in which lineage leads back to where it began: one
// shortest cycle for each strongly connected group of nodes, starting at the
// group's first node. Edges that carry no meaning play no part.
func (g *Graph) Cycles() []Path {
	d := simple.NewDirectedGraph()
	for _, e := range g.edges {
		if e.Kind.Meaning() && e.From != e.To {
			d.SetEdge(d.NewEdge(simple.Node(e.From), simple.Node(e.To)))
		}
	}
	var cycles []Path
	for _, e := range g.edges {
		if e.From == e.To && e.Kind.Meaning() {
			cycles = append(cycles, Path{e})
		}
	}
	for _, group := range topo.TarjanSCC(d) {
		if len(group) < 2 {
			continue
		}
		ids := make([]NodeID, len(group))
		for i, n := range group {
			ids[i] = NodeID(n.ID())
		}
		slices.Sort(ids)
		cycles = append(cycles, g.shortestCycle(ids))
	}
	slices.SortFunc(cycles, func(a, b Path) int { return compareEdges(a[0], b[0]) })
	return cycles
}

func (g *Graph) shortestCycle(group []NodeID) Path {
	came := map[NodeID]Edge{}
	start := group[0]
	queue := []NodeID{start}
	for i := 0; i < len(queue); i++ {
		for _, e := range g.Out(queue[i]) {
			if _, in := slices.BinarySearch(group, e.To); !in || !e.Kind.Meaning() {
				continue
			}
			if e.To == start {
				p := Path{e}
				for at := e.From; at != start; at = came[at].From {
					p = append(p, came[at])
				}
				slices.Reverse(p)
				return p
			}
			if _, seen := came[e.To]; !seen {
				came[e.To] = e
				queue = append(queue, e.To)
			}
		}
	}
	return nil
}
