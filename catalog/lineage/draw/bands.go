package draw

import (
	"cmp"
	"slices"
)

// The measures of a map, in pixels. Its boxes are smaller than those of
// pictures, since there are thousands of them.
const (
	BandNodeWidth  = 156
	BandNodeHeight = 34

	bandRow    = BandNodeHeight + 8
	bandColumn = BandNodeWidth + 16
	bandGap    = 120 // between the columns of two kinds, for the arrows
	bandHead   = 30  // above the boxes of a band, for its name
	bandFoot   = 14
)

// Cell is the place of a node in the grid of a map: in which band it stands,
// and in which column.
type Cell struct{ Band, Column int }

// Stretch is where a band or column begins and how far it goes, in pixels.
type Stretch struct{ At, Size int }

// Banded is the layout of a map. Nodes are placed by the corner where reading
// begins, across from the left of the map and down from the top of their band,
// so that a band may be closed without laying anything out anew.
type Banded struct {
	Nodes   []Point // in pixels
	Bands   []int   // heights, in pixels
	Columns []Stretch
	Width   int
}

// Bands lays out a graph of any size in a grid: bands from top to bottom,
// columns from left to right, in each cell its nodes in as many rows as columns
// of their own make room for. Within a cell nodes stand near the height of
// those that they are joined to. The work grows with the number of nodes and
// edges, not with their product, as it does where arrows are kept short.
func Bands(cells []Cell, bands, columns int, edges [][2]int) Banded {
	g := grid{cells: cells, columns: columns, members: make([][]int, bands*columns)}
	for i, c := range cells {
		g.members[c.Band*columns+c.Column] = append(g.members[c.Band*columns+c.Column], i)
	}
	out := g.sizes(bands)
	g.order(edges)
	out.Nodes = make([]Point, len(cells))
	for cell, members := range g.members {
		rows := g.rows[cell/columns]
		for at, i := range members {
			out.Nodes[i] = Point{out.Columns[cell%columns].At + at/rows*bandColumn, bandHead + at%rows*bandRow}
		}
	}
	return out
}

type grid struct {
	cells   []Cell
	columns int
	members [][]int // nodes by cell, in their order from top to bottom
	rows    []int   // of each band
	tops    []int
}

// sizes decides how many rows each band has and how wide each column must be.
// A cell is some four times as high as wide, counted in boxes.
func (g *grid) sizes(bands int) Banded {
	out := Banded{Bands: make([]int, bands), Columns: make([]Stretch, g.columns)}
	g.rows, g.tops = make([]int, bands), make([]int, bands)
	wide := make([]int, g.columns)
	top := 0
	for b := range bands {
		most := 0
		for c := range g.columns {
			most = max(most, len(g.members[b*g.columns+c]))
		}
		across := 1
		for 4*across*across < most {
			across++
		}
		g.rows[b] = max(1, (most+across-1)/across)
		for c := range g.columns {
			wide[c] = max(wide[c], (len(g.members[b*g.columns+c])+g.rows[b]-1)/g.rows[b])
		}
		out.Bands[b] = bandHead + g.rows[b]*bandRow + bandFoot
		g.tops[b] = top
		top += out.Bands[b]
	}
	x := 0
	for c, n := range wide {
		out.Columns[c] = Stretch{x, max(0, n*bandColumn-(bandColumn-BandNodeWidth))}
		if n > 0 {
			x += out.Columns[c].Size + bandGap
			out.Width = x - bandGap
		}
	}
	return out
}

// order sorts the nodes of each cell by the mean height of their neighbours,
// first from left to right by those before, then back by those after.
func (g *grid) order(edges [][2]int) {
	before, after := make([][]int, len(g.cells)), make([][]int, len(g.cells))
	for _, e := range edges {
		before[e[1]], after[e[0]] = append(before[e[1]], e[0]), append(after[e[0]], e[1])
	}
	height := make([]int, len(g.cells))
	place := func(cell int) {
		band := cell / g.columns
		for at, i := range g.members[cell] {
			height[i] = g.tops[band] + at%g.rows[band]*bandRow
		}
	}
	for cell := range g.members {
		place(cell)
	}
	for _, neighbours := range [][][]int{before, after, before} {
		for cell := range g.members {
			want := make(map[int]int, len(g.members[cell]))
			for _, i := range g.members[cell] {
				want[i] = mean(height, neighbours[i], height[i])
			}
			slices.SortStableFunc(g.members[cell], func(a, b int) int { return cmp.Compare(want[a], want[b]) })
		}
		for cell := range g.members {
			place(cell)
		}
	}
}

// mean is the mean height of some nodes, or otherwise when there are none.
func mean(height []int, of []int, otherwise int) int {
	if len(of) == 0 {
		return otherwise
	}
	sum := 0
	for _, i := range of {
		sum += height[i]
	}
	return sum / len(of)
}
