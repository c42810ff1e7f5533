package draw

import (
	"errors"
	"fmt"
)

// Unit is how many units of a [Layout] make one CSS pixel. Positions are whole
// numbers, so that no machine rounds them differently.
const Unit = 10

// The size of a box and the space between boxes, in units. Every box has the
// same size: that is what makes a layout depend on the shape alone. Between the
// columns is [Shape.Gap].
const (
	NodeWidth  = 190 * Unit
	NodeHeight = 54 * Unit
	RowGap     = 14 * Unit // between boxes of a column
)

// MaxNodes and MaxEdges are the largest shape that Graphviz is asked to place;
// what is larger is placed by our own rules. Dense graphs of a few hundred
// nodes would keep it busy for minutes.
const (
	MaxNodes = 64
	MaxEdges = 160
)

// Gap is the space between the columns, in units: wider where many arrows have
// to pass.
func (s *Shape) Gap() int {
	switch {
	case len(s.Edges) <= 30:
		return 52 * Unit
	case len(s.Edges) <= 70:
		return 68 * Unit
	}
	return 88 * Unit
}

const (
	headLength = 7 * Unit // of an arrow, along its direction
	headWidth  = 7 * Unit
	margin     = 10 * Unit // around the whole
	widest     = 100_000 * Unit
)

// Point is a place in a layout, in units from the left and from the top.
type Point struct{ X, Y int }

// Layout is a shape put in place.
type Layout struct {
	Width, Height int       // of the whole, in units
	Nodes         []Point   // the middle of each box
	Edges         [][]Point // 1 + 3k points each: a start and k cubic curves, up to where the arrowhead begins
}

// fit moves everything so that it starts at the margin, and sets the size of
// the whole.
func (l *Layout) fit() *Layout {
	if len(l.Nodes) == 0 {
		return l
	}
	lo, hi := l.Nodes[0], l.Nodes[0]
	grow := func(p Point, w, h int) {
		lo.X, lo.Y = min(lo.X, p.X-w), min(lo.Y, p.Y-h)
		hi.X, hi.Y = max(hi.X, p.X+w), max(hi.Y, p.Y+h)
	}
	for _, p := range l.Nodes {
		grow(p, NodeWidth/2, NodeHeight/2)
	}
	for _, e := range l.Edges {
		for _, p := range e {
			grow(p, 0, 0)
		}
	}
	move := Point{margin - lo.X, margin - lo.Y}
	for i := range l.Nodes {
		l.Nodes[i] = l.Nodes[i].add(move)
	}
	for _, e := range l.Edges {
		for i := range e {
			e[i] = e[i].add(move)
		}
	}
	l.Width, l.Height = hi.X-lo.X+2*margin, hi.Y-lo.Y+2*margin
	return l
}

func (p Point) add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }

// check reports why this cannot be the layout of so many nodes and edges.
// Nothing that comes from another process or from a disk is drawn before it has
// passed.
func (l *Layout) check(nodes, edges int) error {
	switch {
	case len(l.Nodes) != nodes:
		return fmt.Errorf("%d of %d nodes came back", len(l.Nodes), nodes)
	case len(l.Edges) != edges:
		return fmt.Errorf("%d of %d edges came back", len(l.Edges), edges)
	}
	for i, p := range l.Nodes {
		if !p.bounded() {
			return fmt.Errorf("node %d lies outside of any picture", i)
		}
		for _, q := range l.Nodes[:i] {
			if abs(p.X-q.X) < NodeWidth && abs(p.Y-q.Y) < NodeHeight {
				return fmt.Errorf("node %d lies on another", i)
			}
		}
	}
	for i, e := range l.Edges {
		if len(e) < 4 || len(e)%3 != 1 || len(e) > 1000 {
			return fmt.Errorf("edge %d has %d points", i, len(e))
		}
		for _, p := range e {
			if !p.bounded() {
				return fmt.Errorf("edge %d leaves any picture", i)
			}
		}
	}
	if l.Width < 0 || l.Height < 0 || l.Width > 2*widest || l.Height > 2*widest {
		return errors.New("the picture is too large")
	}
	return nil
}

func (p Point) bounded() bool {
	return abs(p.X) <= widest && abs(p.Y) <= widest
}

func abs(n int) int { return max(n, -n) }

// curve is the arrow that both we and the columns of Graphviz allow wherever
// nothing stands between: out of the box to the right, into the other from the
// left, in one curve.
func curve(from, to Point) []Point {
	start, end := Point{from.X + NodeWidth/2, from.Y}, Point{to.X - NodeWidth/2 - headLength, to.Y}
	bend := (end.X - start.X) * 55 / 100
	return []Point{start, {start.X + bend, start.Y}, {end.X - bend, end.Y}, end}
}
