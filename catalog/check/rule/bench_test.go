package rule_test

import (
	"fmt"
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/source"
)

// BenchmarkRules runs every rule by itself, and all of them, over a generated
// catalog of 10,000 entries.
func BenchmarkRules(b *testing.B) {
	env, _ := environment(source.NewSet(gen.Catalog(gen.Options{Entries: 10_000, Seed: 1})))
	run := func(name string, rules []*check.Rule) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check.Run(env, rules)
			}
		})
	}
	for _, r := range rule.All() {
		run(fmt.Sprintf("%s_%s", r.Code, r.ID), []*check.Rule{r})
	}
	run("none", nil)
	run("all", rule.All())
}
