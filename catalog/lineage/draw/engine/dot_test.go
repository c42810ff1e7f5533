package engine

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/lineage/draw"
)

func TestDot(t *testing.T) {
	got := string(dot(draw.Job{Nodes: 2, Edges: [][2]int{{0, 1}}, Gap: 520, Cheap: true}))
	want := `digraph g {
graph [rankdir=LR, splines=true, nodesep=0.1944, ranksep=0.7222, nslimit=0.5, nslimit1=0.5, mclimit=0.1];
node [shape=box, fixedsize=true, label="", width=2.6389, height=0.7500];
edge [arrowsize=0.7, tailport=e, headport=w];
n0;
n1;
n0 -> n1;
}
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

var twoNodes = draw.Job{ID: 3, Nodes: 2, Edges: [][2]int{{0, 1}}}

const twoPlain = `graph 1 6 1
node n0 1 0.5 2.6389 0.75 n0 solid box black lightgrey
node n1 5 0.25 2.6389 0.75 n1 solid box black lightgrey
edge n0 n1 4 2 0.5 2.5 0.5 3 0.25 4 0.25 solid black
stop
`

func TestParsePlain(t *testing.T) {
	a, err := parsePlain(twoNodes, twoPlain)
	if err != nil {
		t.Fatal(err)
	}
	if a.ID != 3 || a.Nodes[1] != (draw.Point{X: 3600, Y: 540}) || len(a.Edges[0]) != 4 || a.Edges[0][3] != (draw.Point{X: 2880, Y: 540}) {
		t.Errorf("%+v", a)
	}
}

func TestParsePlainRefuses(t *testing.T) {
	for _, change := range [][2]string{
		{"node n1", "node n2"}, {"node n1", "node x"}, {"node n1", "node n-1"}, {"edge n0 n1", "edge n1 n0"}, {" 4 2 0.5", " 99 2 0.5"}, {" 4 2 0.5", " -1 2 0.5"},
		{"5 0.25", "nan 0.25"}, {"5 0.25", "inf 0.25"}, {"5 0.25", "1e9 0.25"}, {"5 0.25", "5 x"}, {"graph 1 6 1\n", "graph 1 6\n"},
		{"node n0 1 0.5 2.6389 0.75 n0 solid box black lightgrey\n", ""}, {"edge n0 n1 4 2 0.5 2.5 0.5 3 0.25 4 0.25 solid black\n", "edge n0\n"},
		{"node n0 1 0.5 2.6389 0.75 n0 solid box black lightgrey\n", "node n0 1\n"},
	} {
		text := strings.Replace(twoPlain, change[0], change[1], 1)
		if a, err := parsePlain(twoNodes, text); err == nil {
			t.Errorf("%q for %q: %+v", change[1], change[0], a)
		}
	}
}

func FuzzParsePlain(f *testing.F) {
	f.Add(twoPlain)
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parsePlain(twoNodes, text)
		if err == nil && (len(a.Nodes) != 2 || len(a.Edges) != 1) {
			t.Errorf("%+v", a)
		}
	})
}
