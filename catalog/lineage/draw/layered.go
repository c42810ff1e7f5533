package draw

import (
	"cmp"
	"slices"
)

// layered places a shape without Graphviz: columns by the longest way from the
// left, an order within each column that crosses few arrows, and heights near
// those of the neighbours. Long arrows pass between the boxes of the columns
// they cross.
//
// It is fast and the same on every machine. It serves the simplest shapes, for
// which there is one obvious picture, and any shape for which Graphviz has no
// answer.
func layered(s *Shape) *Layout {
	l := newLayering(s)
	l.split()
	l.sortColumns()
	l.placeRows()
	return l.draw()
}

// layering is a shape whose long edges are cut into steps of one column. Steps
// meet in bends, which take part as nodes without a box.
type layering struct {
	shape  *Shape
	back   []bool  // edges turned round to break cycles
	column []int   // of each node, bends after the shape's own
	way    [][]int // for each edge the nodes it passes, ends included, left to right
	left   [][]int // the neighbours of each node in the column before
	right  [][]int
	order  [][]int // the nodes of each column, from the top
	y      []int
}

// mostBends is where a shape is so large that long arrows run straight.
const mostBends = 20_000

func newLayering(s *Shape) *layering {
	l := &layering{shape: s, back: make([]bool, len(s.Edges))}
	out := make([][]int, s.Nodes)
	for i, e := range s.Edges {
		// The shape's numbers run from left to right, so only edges on a cycle
		// can lead backwards.
		if l.back[i] = e[0] > e[1]; l.back[i] {
			e[0], e[1] = e[1], e[0]
		}
		out[e[0]] = append(out[e[0]], e[1])
	}
	l.column = make([]int, s.Nodes)
	sources := make([]bool, s.Nodes)
	for i := range sources {
		sources[i] = true
	}
	for from := range out {
		for _, to := range out[from] {
			l.column[to] = max(l.column[to], l.column[from]+1)
			sources[to] = false
		}
	}
	// What nothing leads to stands right before the first thing it leads to.
	for i := range out {
		if sources[i] && len(out[i]) > 0 {
			nearest := l.column[out[i][0]]
			for _, to := range out[i] {
				nearest = min(nearest, l.column[to])
			}
			l.column[i] = nearest - 1
		}
	}
	return l
}

// split cuts the edges into steps.
func (l *layering) split() {
	bends := 0
	for i, e := range l.shape.Edges {
		if l.back[i] {
			e[0], e[1] = e[1], e[0]
		}
		way := []int{e[0]}
		for c := l.column[e[0]] + 1; c < l.column[e[1]] && bends < mostBends; c++ {
			way = append(way, len(l.column))
			l.column = append(l.column, c)
			bends++
		}
		l.way = append(l.way, append(way, e[1]))
	}
	l.left, l.right = make([][]int, len(l.column)), make([][]int, len(l.column))
	for _, way := range l.way {
		for i := 1; i < len(way); i++ {
			l.right[way[i-1]] = append(l.right[way[i-1]], way[i])
			l.left[way[i]] = append(l.left[way[i]], way[i-1])
		}
	}
	last := -1
	for _, c := range l.column {
		last = max(last, c)
	}
	l.order = make([][]int, last+1)
	for node, c := range l.column {
		l.order[c] = append(l.order[c], node)
	}
}

// sortColumns orders the columns by the places of their neighbours, there and
// back, and keeps the order that crosses the fewest arrows.
func (l *layering) sortColumns() {
	place := make([]int, len(l.column))
	number := func(nodes []int) {
		for i, n := range nodes {
			place[n] = i
		}
	}
	for _, nodes := range l.order {
		number(nodes)
	}
	best, fewest := cloneColumns(l.order), l.crossings(place)
	for sweep := 0; sweep < 12 && fewest > 0; sweep++ {
		beside := l.left
		if sweep%2 == 1 {
			beside = l.right
		}
		for i := range l.order {
			c := i
			if sweep%2 == 1 {
				c = len(l.order) - 1 - i
			}
			sortByMean(l.order[c], beside, place)
			number(l.order[c])
		}
		if n := l.crossings(place); n < fewest {
			best, fewest = cloneColumns(l.order), n
		}
	}
	l.order = best
}

func cloneColumns(columns [][]int) [][]int {
	clone := slices.Clone(columns)
	for i := range clone {
		clone[i] = slices.Clone(clone[i])
	}
	return clone
}

// sortByMean sorts nodes by the mean place of their neighbours; a node without
// any keeps its place.
func sortByMean(nodes []int, beside [][]int, place []int) {
	mean := make(map[int]int, len(nodes))
	for i, n := range nodes {
		mean[n] = i * 1000
		if len(beside[n]) > 0 {
			sum := 0
			for _, b := range beside[n] {
				sum += place[b]
			}
			mean[n] = sum * 1000 / len(beside[n])
		}
	}
	slices.SortStableFunc(nodes, func(a, b int) int { return cmp.Compare(mean[a], mean[b]) })
}

// crossings counts how often steps cross.
func (l *layering) crossings(place []int) int {
	total := 0
	for _, nodes := range l.order {
		var ends []int // of all steps to the right, by start and then end
		most := 0
		for _, n := range nodes {
			start := len(ends)
			for _, to := range l.right[n] {
				ends = append(ends, place[to])
				most = max(most, place[to])
			}
			slices.Sort(ends[start:])
		}
		total += inversions(ends, most)
	}
	return total
}

// inversions counts the pairs that stand in the wrong order, all values being
// from 0 to most.
func inversions(values []int, most int) int {
	tree := make([]int, most+2) // a Fenwick tree of how often a value was seen
	total := 0
	for seen, v := range values {
		total += seen
		for i := v + 1; i > 0; i -= i & -i {
			total -= tree[i]
		}
		for i := v + 1; i < len(tree); i += i & -i {
			tree[i]++
		}
	}
	return total
}
