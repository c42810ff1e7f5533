package catalog_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
)

// testOptions build a folder without layout helpers and without a cache.
func testOptions(content string) catalog.Options {
	return catalog.Options{Content: content, Today: model.NewDate(2027, 3, 1), Version: "devel",
		Now: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}
}

// filesOf builds a site in memory.
func filesOf(t *testing.T, opt catalog.Options) map[string]string {
	t.Helper()
	c, files, err := catalog.Files(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if c.Findings.Has(diag.Error) && !opt.KeepGoing {
		t.Fatal("the content has errors")
	}
	m := map[string]string{}
	for _, f := range files {
		if _, twice := m[f.Path]; twice {
			t.Errorf("%s is written twice", f.Path)
		}
		m[f.Path] = string(f.Data)
	}
	return m
}

// copyContent makes a content folder whose files came about in reverse order.
func copyContent(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "content")
	var names []string
	err := filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(names)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(to, rel), data)
	}
	return to
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestSameBytes builds the sample with one processor and with several, from
// files that came about in another order and lie elsewhere.
func TestSameBytes(t *testing.T) {
	one, two := copyContent(t, "../content"), copyContent(t, copyContent(t, "../content"))
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	first := filesOf(t, testOptions(one))
	runtime.GOMAXPROCS(4)
	second := filesOf(t, testOptions(two))
	for path, text := range first {
		if other, ok := second[path]; !ok {
			t.Errorf("%s is missing the second time", path)
		} else if other != text {
			t.Errorf("%s differs", path)
		}
	}
	if len(first) != len(second) {
		t.Errorf("%d files, then %d", len(first), len(second))
	}
}

// TestJSONBesidePages asks that each entry's page has its JSON, and that
// catalog.json names pages that exist.
func TestJSONBesidePages(t *testing.T) {
	files := filesOf(t, testOptions(copyContent(t, "../content")))
	var doc struct {
		Entries []struct{ Key, Kind, ID, Page, File string }
	}
	if err := json.Unmarshal([]byte(files["catalog.json"]), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Entries) == 0 {
		t.Fatal("catalog.json has no entries")
	}
	for _, e := range doc.Entries {
		if _, ok := files[e.Page]; !ok {
			t.Errorf("%s: there is no page %s", e.Key, e.Page)
		}
		beside := strings.TrimSuffix(e.Page, ".html") + ".json"
		if _, ok := files[beside]; !ok {
			t.Errorf("%s: there is no %s beside its page", e.Key, beside)
		}
		if !strings.Contains(files[e.Page], filepath.Base(beside)) {
			t.Errorf("%s does not link to %s", e.Page, beside)
		}
	}
	var conflicts struct{ Conflicts, Settled []struct{ ID string } }
	if err := json.Unmarshal([]byte(files["conflicts.json"]), &conflicts); err != nil {
		t.Fatal(err)
	}
	for _, c := range append(conflicts.Conflicts, conflicts.Settled...) {
		if _, ok := files["conflicts/"+c.ID+".html"]; !ok {
			t.Errorf("conflict %s has no page", c.ID)
		}
	}
}

// TestErrorsPublishNothing asks for the old site after a build with errors, and
// for what compiles when told to keep going.
func TestErrorsPublishNothing(t *testing.T) {
	dir := t.TempDir()
	opt := testOptions(filepath.Join(dir, "content"))
	opt.Out = filepath.Join(dir, "public")
	write(t, filepath.Join(opt.Content, "terms", "good.yaml"), []byte("definition: Fine.\n"))
	write(t, filepath.Join(opt.Content, "terms", "bad.yaml"), []byte("definiton: Not fine.\n"))
	b, err := catalog.Build(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if b.Published || !b.Findings.Has(diag.Error) {
		t.Fatalf("published: %t, with %d errors", b.Published, b.Findings.Count(diag.Error))
	}
	if _, err := os.Stat(opt.Out); err == nil {
		t.Error("the output folder is there")
	}
	opt.KeepGoing = true
	if b, err = catalog.Build(context.Background(), opt); err != nil || !b.Published {
		t.Fatalf("keeping going: published %t, %v", b != nil && b.Published, err)
	}
	for _, page := range []string{"errors.html", "terms/good.html"} {
		if _, err := os.Stat(filepath.Join(opt.Out, page)); err != nil {
			t.Error(err)
		}
	}
}

// TestCancelled asks that a build whose time is up says so and writes nothing.
func TestCancelled(t *testing.T) {
	opt := testOptions("../content")
	opt.Out = filepath.Join(t.TempDir(), "public")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := catalog.Build(ctx, opt); err == nil {
		t.Error("a cancelled build gave no error")
	}
	if _, err := os.Stat(opt.Out); err == nil {
		t.Error("the output folder is there")
	}
}

// TestWrongTheme asks for a clear error where a theme or template is none.
func TestWrongTheme(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content", "concord.toml"), []byte("theme = \"baroque\"\n"))
	write(t, filepath.Join(dir, "templates", "page", "term.tmpl"), []byte("{{.Nonsense"))
	for name, change := range map[string]func(*catalog.Options){
		"baroque":  func(*catalog.Options) {},
		"nowhere":  func(o *catalog.Options) { o.Content, o.Theme = "../content", filepath.Join(dir, "nowhere") },
		"term.tmp": func(o *catalog.Options) { o.Content, o.Templates = "../content", filepath.Join(dir, "templates") },
	} {
		opt := testOptions(filepath.Join(dir, "content"))
		change(&opt)
		_, _, err := catalog.Files(context.Background(), opt)
		if wrong, ok := err.(*catalog.ConfigError); !ok || !strings.Contains(wrong.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkBuild builds generated catalogs from cold and reports, beside the
// time, the largest heap and the number of layouts.
func BenchmarkBuild(b *testing.B) {
	for _, entries := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			dir := b.TempDir()
			opt := testOptions(filepath.Join(dir, "content"))
			for path, data := range gen.Catalog(gen.Options{Entries: entries}) {
				write(b, filepath.Join(opt.Content, path), data)
			}
			var built *catalog.Built
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				opt.Out = filepath.Join(dir, fmt.Sprint("public", i))
				var err error
				if built, err = catalog.Build(context.Background(), opt); err != nil {
					b.Fatal(err)
				}
			}
			var mem runtime.MemStats
			runtime.ReadMemStats(&mem)
			b.ReportMetric(float64(built.Pages), "pages")
			b.ReportMetric(float64(built.Drawn.Shapes), "layouts")
			b.ReportMetric(float64(mem.HeapSys)/(1<<20), "heap-MB")
		})
	}
}
