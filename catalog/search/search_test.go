package search_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/search"
	"github.com/concord-catalog/concord/catalog/source"
)

func catalogOf(files map[string][]byte) *model.Catalog {
	set := source.NewSet(files)
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	return c
}

// folder reads a content folder.
func folder(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// archive reads the files of a txtar archive.
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

func indexOf(files map[string][]byte) *search.Index {
	return search.Compile(search.Input{Catalog: catalogOf(files)})
}

// large is the index of a catalog large enough that most dictionaries have many
// shards.
var large = sync.OnceValue(func() *search.Index { return indexOf(gen.Catalog(gen.Options{Entries: 6000, Seed: 1})) })

func filesOf(x *search.Index) []output.File {
	var files []output.File
	for f := range x.Files() {
		files = append(files, f)
	}
	return files
}

func compressed(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Len()
}

// TestSizes bounds what a reader has to fetch: the manifest before the first
// answer, single shards as one types, and all of it.
func TestSizes(t *testing.T) {
	const mostFile, mostManifest, mostPerEntry = 12 << 10, 6 << 10, 150
	x := large()
	total := 0
	for _, f := range filesOf(x) {
		n := compressed(f.Data)
		if total += n; n > mostFile {
			t.Errorf("%s is %d bytes compressed, want at most %d", f.Path, n, mostFile)
		}
		if f.Path == search.Manifest && n > mostManifest {
			t.Errorf("the manifest is %d bytes compressed, want at most %d", n, mostManifest)
		}
	}
	if per := total / x.Entries(); per > mostPerEntry {
		t.Errorf("the index takes %d bytes for each entry, want at most %d", per, mostPerEntry)
	}
	t.Logf("%d entries in %d files of %d bytes, compressed", x.Entries(), len(filesOf(x)), total)
}

func TestDeterminism(t *testing.T) {
	one, two := filesOf(indexOf(archive(t, "testdata/german.txtar"))), filesOf(indexOf(archive(t, "testdata/german.txtar")))
	if len(one) != len(two) {
		t.Fatalf("%d files, then %d", len(one), len(two))
	}
	for i := range one {
		if one[i].Path != two[i].Path || !bytes.Equal(one[i].Data, two[i].Data) {
			t.Errorf("%s differs from one run to the next", one[i].Path)
		}
	}
}

func TestOwnDomainAndFilters(t *testing.T) {
	x := indexOf(folder(t, "../../content"))
	first := func(q search.Query) string {
		hits := x.Find(q).Hits
		if len(hits) == 0 {
			return ""
		}
		return x.Key(hits[0].Number)
	}
	for _, c := range []struct {
		q    search.Query
		want string
	}{
		{search.Query{Text: "inventory turnover", Own: "operations"}, "kpi:operations/inventory-turnover"},
		{search.Query{Text: "inventory turnover", Own: "finance"}, "kpi:finance/inventory-turnover"},
		{search.Query{Text: "order", Filters: []string{"kind:object"}}, "object:sales/order-line"},
		{search.Query{Text: "customer", Filters: []string{"kind:kpi", "domain:sales"}}, "kpi:sales/customer-lifetime-value"},
		{search.Query{Text: "customer", Filters: []string{"kind:nothing"}}, ""},
		{search.Query{Text: "customer", Filters: []string{"conflict:open"}}, ""}, // compiled without findings
		{search.Query{Text: "  ,;  "}, ""},
		{search.Query{Text: ""}, ""},
	} {
		if got := first(c.q); got != c.want {
			t.Errorf("%+v finds %q first, want %q", c.q, got, c.want)
		}
	}
}
