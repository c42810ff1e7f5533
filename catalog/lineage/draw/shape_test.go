package draw

import (
	"fmt"
	"strings"
	"testing"
)

func TestShapeDoesNotDependOnOrder(t *testing.T) {
	families := map[string]*Figure{
		"one box":        figure("a"),
		"no edges":       figure("a b c"),
		"chain":          figure("ab bc cd de"),
		"star":           figure("ah bh ch dh hx hy hz"),
		"two stars":      figure("ax bx cx dy ey fy xz yz"),
		"cycle":          figure("ab bc cd da"),
		"there and back": figure("ab ba bc cb ac"),
		"grid":           figure("ax ay bx by cz cx xp yp zp zq"),
		"tree":           figure("ab ac bd be cf cg dh ei"),
	}
	for seed := range uint64(40) {
		r := random(seed)
		n := 4 + r.IntN(50)
		families[fmt.Sprintf("web %d", seed)] = web(r, n, n+r.IntN(n), r.IntN(3))
	}
	for name, f := range families {
		want := ShapeOf(f)
		for seed := range uint64(10) {
			if got := ShapeOf(shuffled(random(seed), f)); got.Key != want.Key {
				t.Errorf("%s: shuffled %d: another shape\n%v\n%v", name, seed, want.Edges, got.Edges)
				break
			}
		}
	}
}

func TestShapesDiffer(t *testing.T) {
	seen := map[Key]string{}
	for _, edges := range []string{"a", "a b", "ab", "ab bc", "ab cb", "ba bc", "ab bc ca", "ab ba", "ab bc ac", "ab cd", "ab bc cd", "ab ac bd cd"} {
		key := ShapeOf(figure(edges)).Key
		if other, ok := seen[key]; ok {
			t.Errorf("%q and %q have one shape", edges, other)
		}
		seen[key] = edges
	}
}

func TestShapeMapsTheFigure(t *testing.T) {
	f := figure("ab bc ab cc ca")
	f.Edges = append(f.Edges, Edge{From: 0, To: 9}, Edge{From: -1, To: 0})
	s := ShapeOf(f)
	if len(s.Edges) != 3 {
		t.Fatalf("edges: %v", s.Edges)
	}
	for i, e := range f.Edges {
		switch {
		case i == 3 || i > 4: // to itself, or to nothing
			if s.edge[i] != -1 {
				t.Errorf("edge %d is part of the shape", i)
			}
		case s.Edges[s.edge[i]] != [2]int{s.number[e.From], s.number[e.To]}:
			t.Errorf("edge %d is taken for another", i)
		}
	}
}

// Columns must come in the order of numbers: the layout counts on it.
func TestNumbersRunFromLeftToRight(t *testing.T) {
	for seed := range uint64(30) {
		f := web(random(seed), 20, 30, 0)
		for _, e := range ShapeOf(f).Edges {
			if e[0] >= e[1] {
				t.Fatalf("seed %d: edge %v leads backwards without a cycle", seed, e)
			}
		}
	}
}

func TestLargeFiguresHaveShapes(t *testing.T) {
	f := web(random(1), 1500, 2500, 4)
	s := ShapeOf(f)
	if err := layered(s).check(s.Nodes, len(s.Edges)); err != nil {
		t.Error(err)
	}
}

func TestTwinsStandInTheFiguresOrder(t *testing.T) {
	f := figure("hx ah bh ch hy hz")
	for seed := range uint64(10) {
		g := shuffled(random(seed), f)
		s := ShapeOf(g)
		l := layered(s)
		s.sortTwins(l)
		var left, right []int
		for i, n := range g.Nodes {
			y := l.Nodes[s.number[i]].Y
			switch {
			case strings.Contains("abc", n.Key):
				left = append(left, y)
			case n.Key != "h":
				right = append(right, y)
			}
		}
		for _, ys := range [][]int{left, right} {
			if ys[0] >= ys[1] || ys[1] >= ys[2] {
				t.Fatalf("seed %d: from the top: %v", seed, ys)
			}
		}
		checkEnds(t, g, s, l)
	}
}

// checkEnds asks that every arrow leaves its box on one side and points at the
// other box.
func checkEnds(t *testing.T, f *Figure, s *Shape, l *Layout) {
	t.Helper()
	for i, e := range f.Edges {
		n := s.edge[i]
		if n < 0 {
			continue
		}
		path := l.Edges[n]
		from, to := l.Nodes[s.number[e.From]], l.Nodes[s.number[e.To]]
		if path[0].X != from.X+NodeWidth/2 && path[0].X != from.X-NodeWidth/2 || abs(path[0].Y-from.Y) > NodeHeight/2 {
			t.Errorf("edge %d starts at %v, its box is at %v", i, path[0], from)
		}
		tip, _, _ := arrowhead(path)
		if abs(tip.X-to.X) != NodeWidth/2 || abs(tip.Y-to.Y) > NodeHeight/2 {
			t.Errorf("edge %d ends at %v, its box is at %v", i, tip, to)
		}
	}
}
