package search_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/search"
)

// query is a case: what is asked, and which entries should come first. Several
// are equally right.
type query struct {
	text, own string
	want      []string
}

func readQueries(t testing.TB, path string) []query {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []query
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		text, want, ok := strings.Cut(line, " = ")
		if !ok {
			t.Fatalf("%s: %q has no answer", path, line)
		}
		text, own, _ := strings.Cut(text, " @")
		list = append(list, query{text, own, strings.Fields(want)})
	}
	return list
}

// reciprocal is one over the place of the first right answer, 0 when there is
// none among the first ten.
func (q query) reciprocal(x *search.Index, hits []search.Hit) float64 {
	for i, h := range hits[:min(len(hits), 10)] {
		if slices.Contains(q.want, x.Key(h.Number)) {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// meanReciprocal puts queries to an index and names those whose right answer
// does not come first.
func meanReciprocal(t *testing.T, x *search.Index, queries []query) float64 {
	t.Helper()
	sum := 0.0
	for _, q := range queries {
		r := x.Find(search.Query{Text: q.text, Own: q.own})
		one := q.reciprocal(x, r.Hits)
		if sum += one; one < 1 {
			var got []string
			for _, h := range r.Hits[:min(len(r.Hits), 3)] {
				got = append(got, x.Key(h.Number))
			}
			t.Logf("%q: 1/%.0f, first %v, want %v", q.text, 1/max(one, 0.01), got, q.want)
		}
	}
	return sum / float64(len(queries))
}

// corpora are catalogs with queries whose right answers are known, and the mean
// reciprocal rank that must be kept.
func corpora(t testing.TB) map[string]*search.Index {
	return map[string]*search.Index{"sample": indexOf(folder(t, "../../content")), "german": indexOf(archive(t, "testdata/german.txtar"))}
}

func TestRightAnswers(t *testing.T) {
	least := map[string]float64{"sample": 0.95, "german": 0.95}
	total := 0
	for name, x := range corpora(t) {
		t.Run(name, func(t *testing.T) {
			queries := readQueries(t, "testdata/"+name+".queries")
			mean := meanReciprocal(t, x, queries)
			t.Logf("mean reciprocal rank of %d queries: %.3f", len(queries), mean)
			if mean < least[name] {
				t.Errorf("the mean reciprocal rank is %.3f, want at least %.2f", mean, least[name])
			}
			total += len(queries)
		})
	}
	t.Logf("%d queries", total)
}
