package draw

import (
	"cmp"
	"slices"
)

// forward lists the edges as they would be if none led backwards, each once, and
// which of them each edge of the shape is. Nodes are numbered from left to
// right, so only an edge on a cycle can lead backwards: turning it round breaks
// the cycle, and keeps the answer of Graphviz from depending on how it would
// break it.
func (s *Shape) forward() (edges [][2]int, of []int) {
	for _, e := range s.Edges {
		edges = append(edges, [2]int{min(e[0], e[1]), max(e[0], e[1])})
	}
	slices.SortFunc(edges, comparePairs)
	edges = slices.Compact(edges)
	for _, e := range s.Edges {
		i, _ := slices.BinarySearchFunc(edges, [2]int{min(e[0], e[1]), max(e[0], e[1])}, comparePairs)
		of = append(of, i)
	}
	return edges, of
}

// tidy makes a picture of what Graphviz answered for the forward edges. The
// places of the boxes and the ways of long arrows stay as they are. Arrows from
// one column to the next, which nothing can stand in the way of, become one
// even curve, and long ones arrive level.
func tidy(s *Shape, answer *Layout, of []int) *Layout {
	l := &Layout{Nodes: answer.Nodes, Edges: make([][]Point, len(s.Edges))}
	for i, e := range s.Edges {
		back := e[0] > e[1]
		from, to := l.Nodes[min(e[0], e[1])], l.Nodes[max(e[0], e[1])]
		path := slices.Clone(answer.Edges[of[i]])
		switch {
		case from.X >= to.X: // not what was asked for: leave it as it is
		case back && besides(from, to, s.Gap()):
			path = wayBack([]Point{from, to})
		case back:
			arriveLevel(path, to)
			path = turned(path)
		case besides(from, to, s.Gap()):
			path = curve(from, to)
		default:
			arriveLevel(path, to)
		}
		l.Edges[i] = path
	}
	return l.fit()
}

// turned makes the path of an arrow to the right one of an arrow the other way,
// a little lower.
func turned(path []Point) []Point {
	slices.Reverse(path)
	path[0].X += headLength
	path[len(path)-1].X += headLength
	for i := range path {
		path[i].Y += backDrop
	}
	return path
}

// besides reports whether to stands in the column right of that of from.
func besides(from, to Point, gap int) bool {
	d := to.X - from.X
	return d > NodeWidth && d < NodeWidth+2*gap
}

// arriveLevel bends the end of a path so that it arrives at a box from straight
// left.
func arriveLevel(path []Point, to Point) {
	n := len(path)
	end := Point{to.X - NodeWidth/2 - headLength, to.Y}
	bend := min(3*headLength, (end.X-path[n-4].X)/2)
	path[n-2], path[n-1] = Point{end.X - bend, end.Y}, end
}

// sortTwins hands the places of interchangeable nodes to them in the order of
// the figure, from the top down. Nodes are interchangeable when they have the
// same neighbours. It changes only which of them stands where, never the shape.
func (s *Shape) sortTwins(l *Layout) {
	var in, out [][]int
	in, out = make([][]int, s.Nodes), make([][]int, s.Nodes)
	for _, e := range s.Edges {
		out[e[0]] = append(out[e[0]], e[1])
		in[e[1]] = append(in[e[1]], e[0])
	}
	byNeighbours := make([]int, len(s.number)) // nodes of the figure
	for i := range byNeighbours {
		byNeighbours[i] = i
	}
	compare := func(a, b int) int {
		x, y := s.number[a], s.number[b]
		return cmp.Or(slices.Compare(out[x], out[y]), slices.Compare(in[x], in[y]))
	}
	slices.SortStableFunc(byNeighbours, compare)
	moved := make([]int, s.Nodes) // where the shape's nodes go
	for i := range moved {
		moved[i] = i
	}
	for start := 0; start < len(byNeighbours); {
		end := start + 1
		for end < len(byNeighbours) && compare(byNeighbours[start], byNeighbours[end]) == 0 {
			end++
		}
		places := make([]int, 0, end-start)
		for _, node := range byNeighbours[start:end] {
			places = append(places, s.number[node])
		}
		slices.SortFunc(places, func(a, b int) int {
			return cmp.Or(byPlace(l.Nodes[a], l.Nodes[b]), cmp.Compare(a, b))
		})
		for k, node := range byNeighbours[start:end] {
			moved[s.number[node]] = places[k]
		}
		start = end
	}
	for i, n := range s.number {
		s.number[i] = moved[n]
	}
	for i, e := range s.edge {
		if e >= 0 {
			to := [2]int{moved[s.Edges[e][0]], moved[s.Edges[e][1]]}
			s.edge[i], _ = slices.BinarySearchFunc(s.Edges, to, comparePairs)
		}
	}
}
