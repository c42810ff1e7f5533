package draw

import (
	"fmt"
	"slices"
	"testing"
)

func TestPlainShapes(t *testing.T) {
	for edges, want := range map[string]bool{
		"a": true, "ab": true, "ab bc cd": true, "ah bh ch": true, "ha hb": true, "ah bh hx": true,
		"a b": false, "ab cd": false, "ab bc ca": false, "ab ba": false, "ab bc ac": false, "ab bc bd de": false,
		"ax bx cy xy": false, "ab bc cd ea": true, "ab cb cd": false,
	} {
		if got := plain(ShapeOf(figure(edges))) != nil; got != want {
			t.Errorf("%q: %v", edges, got)
		}
	}
}

func TestStarStandsEven(t *testing.T) {
	f := figure("ah bh hx hy hz")
	s := ShapeOf(f)
	l := plain(s)
	s.sortTwins(l)
	row := NodeHeight + RowGap
	top := margin + NodeHeight/2
	column := func(c int) int { return margin + NodeWidth/2 + c*(NodeWidth+s.Gap()) }
	want := []Point{{column(0), top + row/2}, {column(1), top + row}, {column(0), top + row*3/2},
		{column(2), top}, {column(2), top + row}, {column(2), top + 2*row}}
	var got []Point
	for i := range f.Nodes {
		got = append(got, l.Nodes[s.number[i]])
	}
	if !slices.Equal(got, want) {
		t.Errorf("\ngot  %v\nwant %v", got, want)
	}
	if l.Width != 3*NodeWidth+2*s.Gap()+2*margin || l.Height != 3*NodeHeight+2*RowGap+2*margin {
		t.Errorf("size %d × %d", l.Width, l.Height)
	}
}

// A box with many neighbours has them in two columns on a side, turn by turn.
func TestLargeStar(t *testing.T) {
	f := figure("ha hb hc hd he hf hg hi hj hk hl xh yh")
	s := ShapeOf(f)
	l := plain(s)
	s.sortTwins(l)
	if err := l.check(s.Nodes, len(s.Edges)); err != nil {
		t.Fatal(err)
	}
	checkEnds(t, f, s, l)
	checkInside(t, l)
	checkClear(t, l)
	if want := 6*(NodeHeight+RowGap) - RowGap + 2*margin; l.Height != want {
		t.Errorf("height %d, want %d", l.Height, want)
	}
	for k := 1; k <= 11; k++ {
		at, before := l.Nodes[s.number[k]], l.Nodes[s.number[k-1]]
		if k > 1 && at.Y-before.Y != (NodeHeight+RowGap)/2 {
			t.Errorf("box %d is not in the figure's order", k)
		}
	}
}

func TestOwnLayoutIsSound(t *testing.T) {
	for seed := range uint64(60) {
		r := random(seed)
		n := 3 + r.IntN(60)
		f := web(r, n, n+r.IntN(n), r.IntN(4))
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := ShapeOf(f)
			l := layered(s)
			if err := l.check(s.Nodes, len(s.Edges)); err != nil {
				t.Fatal(err)
			}
			s.sortTwins(l)
			checkEnds(t, f, s, l)
			checkInside(t, l)
			checkClear(t, l)
		})
	}
}

func checkInside(t *testing.T, l *Layout) {
	t.Helper()
	for _, path := range append(slices.Clone(l.Edges), l.Nodes) {
		for _, p := range path {
			if p.X < 0 || p.Y < 0 || p.X > l.Width || p.Y > l.Height {
				t.Fatalf("%v is outside of the picture", p)
			}
		}
	}
}

// checkClear asks that the level parts of long arrows cross no box.
func checkClear(t *testing.T, l *Layout) {
	t.Helper()
	for i, path := range l.Edges {
		for k := 3; k+3 < len(path); k += 3 {
			a, b := path[k], path[k+3]
			if abs(b.X-a.X) != NodeWidth {
				continue
			}
			for n, p := range l.Nodes {
				if p.X == (a.X+b.X)/2 && abs(p.Y-a.Y) < NodeHeight/2 {
					t.Errorf("edge %d runs through box %d", i, n)
				}
			}
		}
	}
}

func TestInversions(t *testing.T) {
	for _, c := range []struct {
		values []int
		want   int
	}{{nil, 0}, {[]int{0, 1, 2}, 0}, {[]int{2, 1, 0}, 3}, {[]int{1, 1, 0}, 2}, {[]int{0, 3, 1, 2}, 2}} {
		if got := inversions(c.values, 3); got != c.want {
			t.Errorf("%v: %d", c.values, got)
		}
	}
}
