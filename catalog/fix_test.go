package catalog_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diff"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var fixDay = model.NewDate(2027, time.March, 1)

// slips are what people do to files: each changes one file's text.
var slips = []func(rng *rand.Rand, path, text string) string{
	func(_ *rand.Rand, _, s string) string { return "\ufeff" + s },
	func(rng *rand.Rand, _, s string) string { return misspell(rng, s, "definition") },
	func(rng *rand.Rand, _, s string) string { return misspell(rng, s, "approved") },
	func(rng *rand.Rand, _, s string) string { return misspell(rng, s, "owner") },
	func(_ *rand.Rand, path, s string) string {
		return yamlOnly(path, s, strings.TrimRight(s, "\n")+"\nsince:\n")
	},
	func(_ *rand.Rand, path, s string) string {
		return yamlOnly(path, s, strings.TrimRight(s, "\n")+"\nallow:\n  - rule: homonym\n    reason: we looked\n    by: nobody\n    until: 2099-01-01\n")
	},
	func(_ *rand.Rand, path, s string) string {
		return yamlOnly(path, s, strings.TrimRight(s, "\n")+"\nallow: [{rule: synonym, reason: once}]\n")
	},
	func(_ *rand.Rand, _, s string) string {
		i := strings.Index(s, "of ") // in the middle of a definition
		if i < 0 {
			return s
		}
		return s[:i+1] + "\u200b" + s[i+1:]
	},
	func(rng *rand.Rand, _, s string) string { return misspell(rng, s, "sum(") },
	func(rng *rand.Rand, _, s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
}

func yamlOnly(path, old, new string) string {
	if strings.HasSuffix(path, ".yaml") && !strings.Contains(old, "\n---") {
		return new
	}
	return old
}

// misspell drops one letter from a word.
func misspell(rng *rand.Rand, s, word string) string {
	i := 1 + rng.IntN(len(word)-2)
	return strings.Replace(s, word, word[:i]+word[i+1:], 1)
}

// TestFixKeepsMeaning makes slips in a catalog and fixes them. A second run has
// nothing to do. Safe fixes take nothing away that the catalog said, but for
// waivers of nothing, and change nothing; they may bring back what a slip hid.
func TestFixKeepsMeaning(t *testing.T) {
	all := func(list diag.List) diag.List { return list }
	files := gen.Catalog(gen.Options{Entries: 120})
	names := slices.Sorted(maps.Keys(files))
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 7))
		broken := maps.Clone(files)
		for range 12 {
			name := names[rng.IntN(len(names))]
			broken[name] = []byte(slips[rng.IntN(len(slips))](rng, name, string(broken[name])))
		}
		before := catalog.Compile(source.NewSet(broken), nil, fixDay)
		for _, unsafe := range []bool{false, true} {
			f, err := before.Fix(context.Background(), all, unsafe)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			after := before.Again(f.Change.Apply(before.Set))
			again, err := after.Fix(context.Background(), all, unsafe)
			if err != nil || !again.Change.IsZero() {
				t.Errorf("seed %d: a second run changes %v, %v", seed, again.Change.Paths(), err)
			}
			if !unsafe {
				sameMeaning(t, fmt.Sprintf("seed %d", seed), before, after)
			}
		}
	}
}

func sameMeaning(t *testing.T, what string, before, after *catalog.Compiled) {
	t.Helper()
	side := func(c *catalog.Compiled) diff.Side {
		return diff.Side{Catalog: c.Catalog, Formulas: c.Formulas, Graph: c.Graph, Answers: c.Answers, Findings: c.Findings}
	}
	d := diff.Of(side(before), side(after), fixDay)
	for _, e := range d.Entries {
		if e.How == diff.Removed || e.How == diff.Renamed {
			t.Errorf("%s: %s %s", what, e.Now().Key(), e.How)
		}
		for _, p := range e.Parts {
			hidden := strings.NewReplacer("\u200b", "").Replace
			if p.Old != "" && !strings.HasPrefix(p.Field, "allow") && hidden(p.Old) != p.New && !(p.Field == "status" && p.Old == "draft") {
				t.Errorf("%s: %s of %s was %q and is %q", what, p.Field, e.Now().Key(), p.Old, p.New)
			}
		}
	}
}
