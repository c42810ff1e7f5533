package draw

import (
	"cmp"
	"slices"
)

// plain places a shape that has one obvious picture, and returns nil for every
// other: a chain, or one box with boxes that lead to it and boxes that it leads
// to. That is what most neighbourhoods look like.
func plain(s *Shape) *Layout {
	if s.Nodes == 1 {
		return layered(s)
	}
	if len(s.Edges) != s.Nodes-1 {
		return nil
	}
	in, out := make([]int, s.Nodes), make([]int, s.Nodes)
	for _, e := range s.Edges {
		out[e[0]]++
		in[e[1]]++
	}
	chain, joints, middle := true, 0, 0
	for i := range in {
		chain = chain && in[i] <= 1 && out[i] <= 1
		if in[i]+out[i] > 1 {
			joints++
			middle = i
		}
	}
	if chain && joints == s.Nodes-2 {
		return layered(s)
	}
	if joints == 1 && in[middle]+out[middle] == len(s.Edges) {
		return star(s, middle)
	}
	return nil
}

// mostInColumn is how many boxes on one side of a star stand above each other.
// More of them stand in two columns, turn by turn, with the arrows to the
// farther ones passing between the nearer.
const mostInColumn = 8

// star places a box and those that lead to it or that it leads to.
func star(s *Shape, middle int) *Layout {
	l := &Layout{Nodes: make([]Point, s.Nodes), Edges: make([][]Point, len(s.Edges))}
	var sides [2][]int // the edges that arrive and that leave
	for i, e := range s.Edges {
		if e[1] == middle {
			sides[0] = append(sides[0], i)
		} else {
			sides[1] = append(sides[1], i)
		}
	}
	for side, edges := range sides {
		column := NodeWidth + s.Gap()
		if side == 0 {
			column = -column
		}
		row, columns := NodeHeight+RowGap, 1
		if len(edges) > mostInColumn {
			row, columns = row/2, 2
		}
		for k, i := range edges {
			at := Point{column * (1 + k%columns), (2*k - len(edges) + 1) * row / 2}
			way := []Point{{}, at}
			if k%columns == 1 {
				way = []Point{{}, {column, at.Y}, at}
			}
			if side == 0 {
				l.Nodes[s.Edges[i][0]] = at
				slices.Reverse(way)
			} else {
				l.Nodes[s.Edges[i][1]] = at
			}
			l.Edges[i] = wayOn(way)
		}
	}
	return l.fit()
}

// byPlace orders places as one reads a column: from the top, and from the left
// where they are level.
func byPlace(a, b Point) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) }
