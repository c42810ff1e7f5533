package draw

import "slices"

// tall is how high a node's place in its column is.
func (l *layering) tall(node int) int {
	if node < l.shape.Nodes {
		return NodeHeight + RowGap
	}
	return 2 * RowGap
}

// placeRows finds the height of every node: as near to the mean of its
// neighbours as the order of its column allows.
func (l *layering) placeRows() {
	l.y = make([]int, len(l.column))
	for _, nodes := range l.order {
		l.settle(nodes, make([]int, len(nodes)))
	}
	for sweep := range 24 {
		for i := range l.order {
			c := i
			if sweep%2 == 1 {
				c = len(l.order) - 1 - i
			}
			nodes := l.order[c]
			want := make([]int, len(nodes))
			for k, n := range nodes {
				want[k] = l.wish(n, sweep)
			}
			l.settle(nodes, want)
		}
	}
}

// wish is where a node would stand if it were alone: level with those on its
// one side on the way there, and on the way back, and in the end between both.
func (l *layering) wish(n, sweep int) int {
	sum, count := 0, 0
	if sweep%2 == 0 || sweep >= 16 || len(l.right[n]) == 0 {
		for _, m := range l.left[n] {
			sum, count = sum+l.y[m], count+1
		}
	}
	if sweep%2 == 1 || sweep >= 16 || len(l.left[n]) == 0 {
		for _, m := range l.right[n] {
			sum, count = sum+l.y[m], count+1
		}
	}
	if count == 0 {
		return l.y[n]
	}
	return sum / count
}

// settle places the nodes of a column, which must not overlap, so that the
// squares of the distances to where they want to be are smallest: nodes that
// would overlap form a block, which stands at the mean of what its nodes want.
func (l *layering) settle(nodes, want []int) {
	type block struct{ first, sum, count int }
	offset := make([]int, len(nodes)) // from the middle of the first node
	for i := 1; i < len(nodes); i++ {
		offset[i] = offset[i-1] + (l.tall(nodes[i-1])+l.tall(nodes[i]))/2
	}
	var blocks []block
	for i := range nodes {
		blocks = append(blocks, block{i, want[i] - offset[i], 1})
		for k := len(blocks) - 1; k > 0; k-- {
			b, before := blocks[k], blocks[k-1]
			if b.sum/b.count >= before.sum/before.count {
				break
			}
			blocks = append(blocks[:k-1], block{before.first, before.sum + b.sum, before.count + b.count})
		}
	}
	for _, b := range blocks {
		for i := b.first; i < b.first+b.count; i++ {
			l.y[nodes[i]] = b.sum/b.count + offset[i]
		}
	}
}

// draw makes the layout: boxes at their columns, arrows as curves from column
// to column.
func (l *layering) draw() *Layout {
	at := make([]Point, len(l.column))
	for n, c := range l.column {
		at[n] = Point{c * (NodeWidth + l.shape.Gap()), l.y[n]}
	}
	drawn := &Layout{Nodes: slices.Clone(at[:l.shape.Nodes])}
	for i, way := range l.way {
		points := make([]Point, len(way))
		for k, n := range way {
			points[k] = at[n]
		}
		if l.back[i] {
			drawn.Edges = append(drawn.Edges, wayBack(points))
		} else {
			drawn.Edges = append(drawn.Edges, wayOn(points))
		}
	}
	return drawn.fit()
}

// wayOn is an arrow to the right through the given places: level beside each
// box, a curve from column to column.
func wayOn(at []Point) []Point {
	var path []Point
	for i := 1; i < len(at); i++ {
		step := curve(at[i-1], at[i])
		if i+1 < len(at) { // on to a bend, which has no arrowhead
			step = curve(at[i-1], at[i].add(Point{headLength, 0}))
		}
		if i == 1 {
			path = step
			continue
		}
		path = append(path, straight(path[len(path)-1], step[0])...)
		path = append(path, step[1:]...)
	}
	return path
}

// backDrop is how far below the others arrows to the left run.
const backDrop = NodeHeight / 4

// wayBack is an arrow to the left through the given places, which run from
// left to right: it keeps below the arrows that run the other way.
func wayBack(at []Point) []Point {
	there := make([]Point, len(at))
	for i, p := range at {
		there[i] = Point{-p.X, p.Y + backDrop}
	}
	slices.Reverse(there)
	path := wayOn(there)
	for i := range path {
		path[i].X = -path[i].X
	}
	return path
}

// straight is the rest of a curve, after its start, that is a line.
func straight(from, to Point) []Point {
	third := Point{(to.X - from.X) / 3, (to.Y - from.Y) / 3}
	return []Point{from.add(third), {to.X - third.X, to.Y - third.Y}, to}
}
