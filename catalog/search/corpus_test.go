package search_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/ingest"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/search"
)

// published imports a catalog of others, which is not part of the project.
func published(t *testing.T, format, folder string) *model.Catalog {
	t.Helper()
	corpora := os.Getenv("CONCORD_CORPORA")
	if corpora == "" {
		t.Skip("CONCORD_CORPORA does not name a folder of published catalogs; skipped")
	}
	formats := ingest.Formats()
	at := slices.IndexFunc(formats, func(f ingest.Format) bool { return f.Name == format })
	if at < 0 {
		t.Fatalf("the format %s is gone", format)
	}
	r, err := formats[at].Import(context.Background(), os.DirFS(filepath.Join(corpora, folder)), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range r.Files {
		files[f.Path] = f.Data
	}
	return catalogOf(files)
}

// TestIndicators asks a catalog that others wrote what readers would ask it. The
// queries were written before the answers were looked at.
func TestIndicators(t *testing.T) {
	x := search.Compile(search.Input{Catalog: published(t, "sdg", "sdg-uk")})
	queries := readQueries(t, "testdata/indicators.queries")
	mean := meanReciprocal(t, x, queries)
	t.Logf("mean reciprocal rank of %d queries to %d entries: %.3f", len(queries), x.Entries(), mean)
	if mean < 0.9 {
		t.Errorf("the mean reciprocal rank is %.3f, want at least 0.9", mean)
	}
}

// TestPublishedCatalog looks for entries of a large published catalog by what
// they are called and by that with errors. The queries are made of the entries
// themselves; any entry of the same title is a right answer.
func TestPublishedCatalog(t *testing.T) {
	c := published(t, "metric-hub", "metric-hub")
	x := search.Compile(search.Input{Catalog: c})
	for name, change := range map[string]func(string) string{
		"as written": func(s string) string { return s }, "two letters swapped": swapped, "a letter left out": shortened,
	} {
		queries := known(c, change)
		mean := meanReciprocal(t, x, queries)
		t.Logf("%s: mean reciprocal rank of %d queries to %d entries: %.3f", name, len(queries), x.Entries(), mean)
		if mean < 0.8 {
			t.Errorf("%s: the mean reciprocal rank is %.3f, want at least 0.8", name, mean)
		}
	}
}

// known makes a query of every so-manieth KPI.
func known(c *model.Catalog, change func(string) string) []query {
	titles := map[string][]string{}
	for _, e := range c.Entries {
		key := strings.ToLower(e.Title())
		titles[key] = append(titles[key], e.Key())
	}
	var list []query
	for i := 0; i < len(c.KPIs); i += max(1, len(c.KPIs)/100) {
		title := c.KPIs[i].Title()
		if text := change(title); text != "" {
			list = append(list, query{text: text, want: titles[strings.ToLower(title)]})
		}
	}
	return list
}

// longest is the longest word of a title, or "" where none is long enough for an
// error in it to be told.
func longest(title string) string {
	words := strings.FieldsFunc(title, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
	best := ""
	for _, w := range words {
		if len(w) > len(best) {
			best = w
		}
	}
	if len(best) < 6 {
		return ""
	}
	return best
}

func swapped(title string) string {
	w := longest(title)
	if w == "" {
		return ""
	}
	return strings.Replace(title, w, w[:3]+w[4:5]+w[3:4]+w[5:], 1)
}

func shortened(title string) string {
	w := longest(title)
	if w == "" {
		return ""
	}
	return strings.Replace(title, w, w[:2]+w[3:], 1)
}
