package engine_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/lineage/draw/engine"
	"github.com/concord-catalog/concord/catalog/lineage/draw/engine/private"
)

// cacheDir holds the compiled Graphviz for all tests, because compiling takes a
// second.
var cacheDir string

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "layout-helper" {
		if err := engine.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	dir, err := os.MkdirTemp("", "concord-engine-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	cacheDir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func helper() []string { return []string{os.Args[0], "layout-helper"} }

// newDrawer opens a drawer that knows no layouts and shares compiled code.
func newDrawer(t testing.TB, helpers int) *draw.Drawer {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(cacheDir, "layouts")); err != nil {
		t.Fatal(err)
	}
	d := draw.NewDrawer(draw.Options{Command: helper(), CacheDir: cacheDir, Helpers: helpers})
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// web makes a figure of columns of boxes, most arrows from one column to the
// next, and some back.
func web(seed uint64, nodes, edges, back int) *draw.Figure {
	r := rand.New(rand.NewPCG(seed, 7))
	f := &draw.Figure{Title: "A web", Desc: "As catalogs have them"}
	for i := range nodes {
		f.Nodes = append(f.Nodes, draw.Node{Key: fmt.Sprint(i), Label: fmt.Sprintf("Node %d", i), Sub: "Term", Class: "n-term", Href: "x.html"})
	}
	columns := 3 + r.IntN(4)
	for tries := 0; len(f.Edges) < edges && tries < 100*edges; tries++ {
		a, b := r.IntN(nodes), r.IntN(nodes)
		if d := b*columns/nodes - a*columns/nodes; d == 1 || d > 1 && r.IntN(6) == 0 {
			f.Edges = append(f.Edges, draw.Edge{From: a, To: b})
		}
	}
	for range back {
		e := f.Edges[r.IntN(len(f.Edges))]
		f.Edges = append(f.Edges, draw.Edge{From: e.To, To: e.From})
	}
	return f
}

func webs(n int) []*draw.Figure {
	var figures []*draw.Figure
	for i := range n {
		figures = append(figures, web(uint64(i), 5+i%20, 6+i%30, i%3))
	}
	return figures
}

func pictures(t testing.TB, d *draw.Drawer, figures []*draw.Figure) (string, draw.Report) {
	t.Helper()
	set, report, err := d.Layout(t.Context(), figures)
	if err != nil {
		t.Fatal(err)
	}
	var b []byte
	for i, f := range figures {
		b = set.AppendSVG(b, fmt.Sprint("g", i), f)
	}
	return string(b), report
}

func TestGraphvizPlacesShapes(t *testing.T) {
	figures := webs(60)
	got, r := pictures(t, newDrawer(t, 2), figures)
	if r.Failed != 0 || r.Restarts != 0 || r.Placed+r.Simple != r.Shapes || r.Placed < 50 {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(filepath.Join(cacheDir, "layout", "go-graphviz")); err != nil {
		t.Error("helpers keep compiled code elsewhere:", err)
	}
	if again, _ := pictures(t, newDrawer(t, 1), figures); again != got {
		t.Error("one helper gives other pictures than two")
	}
	if n := strings.Count(got, "</svg>"); n != len(figures) {
		t.Errorf("%d pictures", n)
	}
}

// The largest shapes that Graphviz is asked for must be far from the deadline.
func TestLargestShapes(t *testing.T) {
	figures := []*draw.Figure{web(1, draw.MaxNodes, 100, 0), web(2, draw.MaxNodes, draw.MaxEdges-8, 8), web(3, 24, 120, 20), web(4, draw.MaxNodes, draw.MaxNodes+10, 0)}
	if _, r := pictures(t, newDrawer(t, 2), figures); r.Placed != len(figures) || r.Restarts != 0 {
		t.Errorf("%+v", r)
	}
}

// The picture of one shape, as it must come out on every machine.
func TestPictureIsStable(t *testing.T) {
	got, _ := pictures(t, newDrawer(t, 1), []*draw.Figure{web(8, 9, 14, 2)})
	got += "\n"
	const golden = "testdata/web.svg"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the picture differs from %s; if that is meant, change draw.Engine and run with UPDATE=1", golden)
	}
}

// Layouts on disk are good for one version of Graphviz, which draw.Engine names.
func TestEngineNamesTheVersion(t *testing.T) {
	mod, err := os.ReadFile("../../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(draw.Engine, ",")
	if !strings.Contains(string(mod), "github.com/goccy/"+name) {
		t.Errorf("draw.Engine is %q, and go.mod asks for another", draw.Engine)
	}
}

func TestServeRefusesGarbage(t *testing.T) {
	for name, in := range map[string]string{
		"not JSON":         "}{\n",
		"cut off":          `{"id":1,"nodes":`,
		"an edge too many": `{"id":1,"nodes":1,"edges":[[0,5]]}`,
	} {
		cmd := exec.Command(helper()[0], helper()[1:]...)
		cmd.Env = append(os.Environ(), private.Env+"="+privateDir(t))
		cmd.Stdin = strings.NewReader(in)
		if out, err := cmd.Output(); err == nil {
			t.Errorf("%s: no error, and %q", name, out)
		}
	}
}

// privateDir is where the drawers of these tests keep compiled code.
func privateDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(cacheDir, "layout")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// go-graphviz must not look into a shared temporary folder, in any process that
// holds it: somebody else's machine code could lie there.
func TestCompiledCodeIsPrivate(t *testing.T) {
	shared, home := t.TempDir(), t.TempDir()
	run := func(env ...string) {
		t.Helper()
		cmd := exec.Command(helper()[0], helper()[1:]...)
		cmd.Env = append([]string{"TMPDIR=" + shared, "TMP=" + shared, "TEMP=" + shared}, env...)
		out, err := cmd.Output()
		if err != nil || !bytes.Contains(out, []byte(draw.Engine)) {
			t.Fatalf("%v: %v, %q", env, err, out)
		}
		if left, err := os.ReadDir(shared); err != nil || len(left) > 0 {
			t.Fatalf("%v: the shared folder holds %v (%v)", env, left, err)
		}
	}
	run(private.Env + "=" + privateDir(t))
	if _, err := os.Stat(filepath.Join(privateDir(t), "go-graphviz")); err != nil {
		t.Error("no compiled code in the private folder:", err)
	}
	if os.PathSeparator != '/' {
		return
	}
	open := filepath.Join(home, "open")
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	run(private.Env + "=" + open)
	if left, _ := os.ReadDir(open); len(left) > 0 {
		t.Error("a folder open to all was used")
	}
}

func TestTemporaryFolderIsRestored(t *testing.T) {
	if dir := os.TempDir(); strings.Contains(dir, "concord") || dir == os.DevNull {
		t.Errorf("TMPDIR still is %s", dir)
	}
}

func BenchmarkLayouts(b *testing.B) {
	for _, size := range []struct{ nodes, edges int }{{12, 16}, {24, 40}, {60, 100}, {60, 150}} {
		b.Run(fmt.Sprintf("%d-%d", size.nodes, size.edges), func(b *testing.B) {
			d := newDrawer(b, 1)
			pictures(b, d, []*draw.Figure{web(0, 10, 15, 0)})
			var figures []*draw.Figure
			for i := range b.N {
				figures = append(figures, web(uint64(i+1), size.nodes, size.edges, 0))
			}
			b.ResetTimer()
			if _, r := pictures(b, d, figures); r.Failed > 0 {
				b.Errorf("%+v", r)
			}
		})
	}
}
