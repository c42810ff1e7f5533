package rule_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// past stands in for git in the examples: an entry's definition last changed on
// the day since which it holds.
func past(c *model.Catalog) *history.Entries {
	byKey := map[string]*history.Entry{}
	for _, e := range c.Entries {
		if !e.Since.IsZero() {
			byKey[e.Key()] = &history.Entry{Changes: []history.Change{{
				Commit: history.Commit{Author: "Nadia Rahimi", Date: e.Since}, Part: "definition",
			}}}
		}
	}
	return history.NewEntries(byKey)
}

// generated is a catalog of n entries, ready for the rules.
func generated(n int) check.Env {
	env, _ := environment(source.NewSet(gen.Catalog(gen.Options{Entries: n, Seed: 1})))
	return env
}

// BenchmarkGovernance runs the rules of governance over 10,000 entries, one
// after another, and reports how many findings there are.
func BenchmarkGovernance(b *testing.B) {
	env := generated(10_000)
	var rules []*check.Rule
	for _, r := range rule.All() {
		if r.Code[3] != '1' {
			rules = append(rules, r)
		}
	}
	b.Run("all", func(b *testing.B) { benchmark(b, env, rules) })
	for _, r := range rules {
		b.Run(r.ID, func(b *testing.B) { benchmark(b, env, []*check.Rule{r}) })
	}
}

func benchmark(b *testing.B, env check.Env, rules []*check.Rule) {
	found := 0
	for b.Loop() {
		found = len(check.Run(env, rules))
	}
	b.ReportMetric(float64(found), "findings")
}

// TestGenerated asks that rules of governance have nothing to say about a
// catalog in which everything is owned, agreed and tied to an outcome.
func TestGenerated(t *testing.T) {
	for _, size := range []int{100, 1000} {
		env := generated(size)
		for _, f := range check.Run(env, rule.All()) {
			if f.Kind.Code[3] != '1' {
				t.Errorf("of %d entries: %s: %s", size, f.Kind.ID, f.Message)
			}
		}
	}
}
