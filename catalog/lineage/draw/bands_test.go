package draw

import (
	"reflect"
	"testing"
)

func TestBands(t *testing.T) {
	// Two bands, three columns; the second band has six boxes in one cell.
	cells := []Cell{{0, 0}, {0, 2}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 0}, {1, 2}}
	edges := [][2]int{{0, 1}, {7, 1}, {2, 8}}
	got := Bands(cells, 2, 3, edges)
	seen := map[[3]int]bool{}
	for i, p := range got.Nodes {
		column := got.Columns[cells[i].Column]
		if p.X < column.At || p.X+BandNodeWidth > column.At+column.Size {
			t.Errorf("node %d stands at %d, outside of its column %v", i, p.X, column)
		}
		if p.Y < bandHead || p.Y+BandNodeHeight > got.Bands[cells[i].Band] {
			t.Errorf("node %d stands at %d, outside of its band of %d", i, p.Y, got.Bands[cells[i].Band])
		}
		key := [3]int{cells[i].Band, p.X, p.Y}
		if seen[key] {
			t.Errorf("two nodes stand at %v", key)
		}
		seen[key] = true
	}
	if got.Columns[1].Size != 0 {
		t.Errorf("the empty column is %d wide", got.Columns[1].Size)
	}
	if got.Nodes[7].Y >= got.Nodes[6].Y && got.Nodes[7].X == got.Nodes[6].X {
		t.Errorf("node 7, which leads to the band above, stands at %v, below its neighbour at %v", got.Nodes[7], got.Nodes[6])
	}
	if again := Bands(cells, 2, 3, edges); !reflect.DeepEqual(got, again) {
		t.Error("the same graph gives another layout")
	}
}

func TestBandsOfNothing(t *testing.T) {
	if got := Bands(nil, 0, 3, nil); got.Width != 0 || len(got.Nodes) != 0 {
		t.Errorf("nothing is laid out as %+v", got)
	}
}
