package render_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/render"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/templates"
)

func TestDeterminism(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	generated := func() *site.Plan { return planOf(gen.Catalog(gen.Options{Entries: 300}), nil) }
	r := renderer(t, nil)
	one := filesOf(t, r, generated(), nil)
	runtime.GOMAXPROCS(2)
	two := filesOf(t, r, generated(), nil)
	if len(one) != len(two) {
		t.Fatalf("%d files, then %d", len(one), len(two))
	}
	for i := range one {
		if one[i].Path != two[i].Path || string(one[i].Data) != string(two[i].Data) {
			t.Errorf("%s differs with two processors", one[i].Path)
		}
	}
}

func TestRenderKeepsTheOrderOfThePlan(t *testing.T) {
	plan := rich(t)
	files := filesOf(t, renderer(t, nil), plan, nil)
	for i, p := range plan.Pages {
		if files[i].Path != p.URL {
			t.Fatalf("file %d is %s, want %s", i, files[i].Path, p.URL)
		}
	}
}

func TestRenderEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var last error
	for _, err := range renderer(t, nil).Render(ctx, rich(t), nil) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("the last error is %v, want %v", last, context.Canceled)
	}
}

func TestOverrides(t *testing.T) {
	over := fstest.MapFS{
		"partial/bottom.tmpl": {Data: []byte("<p>ours</p></body></html>")},
		"partial/own.tmpl":    {Data: []byte("<b>more</b>")},
		"page/missing.tmpl":   {Data: []byte(`{{template "top" .}}{{template "own" .}}{{template "bottom" .}}`)},
	}
	seen := false
	for _, f := range filesOf(t, renderer(t, over), rich(t), nil) {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		if !strings.Contains(string(f.Data), "<p>ours</p>") {
			t.Errorf("%s does not have the footer laid over the built-in one", f.Path)
		}
		seen = seen || f.Path == "404.html" && strings.Contains(string(f.Data), "<b>more</b>")
	}
	if !seen {
		t.Error("404.html does not use the template laid over the built-in one")
	}
}

// What the escaping of the templates refuses ends the build: a page with a dead
// link in its place would be published unnoticed.
func TestRefusedAddressIsAnError(t *testing.T) {
	over := fstest.MapFS{"page/missing.tmpl": {Data: []byte(`<a href="{{.Frame.Title}}">x</a>`)}}
	plan := rich(t)
	for i := range plan.Pages {
		if plan.Pages[i].Template == "missing" {
			plan.Pages[i].Frame.Title = "javascript:alert(1)"
		}
	}
	var last error
	for _, err := range renderer(t, over).Render(context.Background(), plan, nil) {
		last = err
	}
	if last == nil || !strings.Contains(last.Error(), "404.html") {
		t.Errorf("the last error is %v, want one about 404.html", last)
	}
}

func TestUnparsableTemplate(t *testing.T) {
	_, err := render.New(templates.FS, fstest.MapFS{"page/term.tmpl": {Data: []byte("{{if}}")}}, theme(t))
	if err == nil || !strings.Contains(err.Error(), "page/term.tmpl") {
		t.Errorf("got %v, want an error that names page/term.tmpl", err)
	}
}

func BenchmarkRender(b *testing.B) {
	plan := planOf(gen.Catalog(gen.Options{Entries: 2000}), nil)
	r := renderer(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range r.Render(context.Background(), plan, nil) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(plan.Pages))*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// A catalog that has hardly begun says so, and how to go on, on every list.
func TestEmptyCatalog(t *testing.T) {
	plan := planOf(map[string][]byte{"domains/a.yaml": []byte("name: A\n")}, nil)
	files := map[string]string{}
	for _, f := range filesOf(t, renderer(t, nil), plan, nil) {
		files[f.Path] = string(f.Data)
	}
	for _, page := range []string{"a-z.html", "guide.html", "lineage.html", "domains/a.html"} {
		if !strings.Contains(files[page], `class="empty"`) {
			t.Errorf("%s does not say that it is empty", page)
		}
	}
	if !strings.Contains(files["conflicts.html"], `class="agreed"`) {
		t.Error("the page of conflicts does not say that there are none")
	}
}
