package search_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
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

func generated(n int) *search.Index { return indexOf(gen.Catalog(gen.Options{Entries: n, Seed: 1})) }

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

// TestSizes bounds what a reader has to fetch.
func TestSizes(t *testing.T) {
	x := generated(10_000)
	var total, whole, largest int
	name, kinds := "", map[string]int{}
	for _, f := range filesOf(x) {
		n := compressed(f.Data)
		total, whole = total+n, whole+len(f.Data)
		kinds[strings.TrimRight(f.Path, "0123456789.js")] += len(f.Data)
		if n > largest {
			largest, name = n, f.Path
		}
	}
	t.Logf("%d entries: %d bytes in %d files, %d compressed; the largest is %s with %d; %v", x.Entries(), whole, len(filesOf(x)), total, name, largest, kinds)
}
