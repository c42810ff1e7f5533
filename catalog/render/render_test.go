package render_test

import (
	"context"
	"io/fs"
	"runtime"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/render"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/templates"
	"github.com/concord-catalog/concord/themes"
)

func planOf(files map[string][]byte) *site.Plan {
	set := source.NewSet(files)
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	formulas, _ := formula.Analyse(c)
	today, _ := model.ParseDate("2026-03-15")
	return site.New(site.Input{Catalog: c, Graph: lineage.Build(c, formulas), Formulas: formulas, Today: today, Version: "1.0"})
}

func archive(t testing.TB, path string) map[string][]byte {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range a.Files {
		files[f.Name] = f.Data
	}
	return files
}

func renderer(t testing.TB) *render.Renderer {
	t.Helper()
	r, err := render.New(templates.FS, nil, theme(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func all(t testing.TB, r *render.Renderer, plan *site.Plan) []output.File {
	t.Helper()
	var files []output.File
	for f, err := range r.Render(context.Background(), plan, box) {
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// box stands for a drawing.
func box(*site.Figure) []byte {
	return []byte(`<svg viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1"/></svg>`)
}

func TestDeterminism(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	plan := planOf(gen.Catalog(gen.Options{Entries: 300}))
	r := renderer(t)
	one := all(t, r, plan)
	runtime.GOMAXPROCS(2)
	two := all(t, r, planOf(gen.Catalog(gen.Options{Entries: 300})))
	if len(one) != len(two) {
		t.Fatalf("%d files, then %d", len(one), len(two))
	}
	for i := range one {
		if one[i].Path != two[i].Path || string(one[i].Data) != string(two[i].Data) {
			t.Errorf("%s differs with two processors", one[i].Path)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	plan := planOf(gen.Catalog(gen.Options{Entries: 2000}))
	r := renderer(b)
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

func theme(t testing.TB) *render.Theme {
	t.Helper()
	sub, err := fs.Sub(themes.FS, "concord")
	if err != nil {
		t.Fatal(err)
	}
	th, err := render.ReadTheme(sub)
	if err != nil {
		t.Fatal(err)
	}
	return th
}
