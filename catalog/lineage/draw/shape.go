package draw

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
)

// Key names a shape: the SHA-256 of its canonical list of edges.
type Key [sha256.Size]byte

// String is the key in hexadecimal.
func (k Key) String() string { return hex.EncodeToString(k[:]) }

// Shape is what the layout of a figure depends on: its nodes, renumbered in a
// way that does not depend on how the figure lists them, and its edges as
// pairs, sorted, each once. Arrows from a box to itself are no part of it.
//
// Figures that differ only in the order of their nodes nearly always have one
// shape. Nothing breaks where they do not: one more layout is made.
type Shape struct {
	Nodes int
	Edges [][2]int // sorted
	Key   Key

	number []int // the shape's number of each node of the figure
	edge   []int // the shape's edge for each edge of the figure, -1 for none
	level  []int // the column of each of the shape's nodes, from the left
}

// mostRefined is the number of nodes up to which shapes are made canonical.
// Figures are kept smaller by whoever makes them; a larger one keeps its order
// and is a shape of its own.
const mostRefined = 200

// ShapeOf finds the shape of a figure. Edges whose ends are no nodes of the
// figure are left out.
func ShapeOf(f *Figure) *Shape {
	g := graphOf(f)
	s := &Shape{Nodes: g.n}
	if g.n <= mostRefined {
		s.number = g.canonical()
	} else {
		s.number = g.byLevel()
	}
	s.level = make([]int, g.n)
	for i, n := range s.number {
		s.level[n] = g.level[i]
	}
	for i, out := range g.out {
		for _, to := range out {
			s.Edges = append(s.Edges, [2]int{s.number[i], s.number[to]})
		}
	}
	slices.SortFunc(s.Edges, comparePairs)
	s.edge = make([]int, len(f.Edges))
	for i, e := range f.Edges {
		s.edge[i] = -1
		if g.has(e) {
			s.edge[i], _ = slices.BinarySearchFunc(s.Edges, [2]int{s.number[e.From], s.number[e.To]}, comparePairs)
		}
	}
	s.Key = s.hash()
	return s
}

func comparePairs(a, b [2]int) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

func (s *Shape) hash() Key {
	data := binary.AppendUvarint(make([]byte, 0, 8+4*len(s.Edges)), uint64(s.Nodes))
	for _, e := range s.Edges {
		data = binary.AppendUvarint(data, uint64(e[0]))
		data = binary.AppendUvarint(data, uint64(e[1]))
	}
	return sha256.Sum256(data)
}

// graph is a figure without its words: for each node where its edges lead and
// come from, sorted, each once.
type graph struct {
	n       int
	out, in [][]int
	level   []int // the longest way to a node from the left, cycles taken as one
}

func graphOf(f *Figure) *graph {
	g := &graph{n: len(f.Nodes)}
	g.out, g.in = make([][]int, g.n), make([][]int, g.n)
	for _, e := range f.Edges {
		if g.has(e) {
			g.out[e.From] = append(g.out[e.From], e.To)
		}
	}
	for from := range g.out {
		slices.Sort(g.out[from])
		g.out[from] = slices.Compact(g.out[from])
		for _, to := range g.out[from] {
			g.in[to] = append(g.in[to], from)
		}
	}
	g.level = levels(g.out)
	return g
}

func (g *graph) has(e Edge) bool {
	return e.From != e.To && e.From >= 0 && e.To >= 0 && e.From < g.n && e.To < g.n
}

// byLevel numbers the nodes from left to right and else as they come.
func (g *graph) byLevel() []int {
	order := make([]int, g.n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(g.level[a], g.level[b]) })
	number := make([]int, g.n)
	for i, node := range order {
		number[node] = i
	}
	return number
}
