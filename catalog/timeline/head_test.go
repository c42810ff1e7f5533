package timeline_test

import (
	"context"
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/catalog/timeline"
)

// head is the catalog of a content folder as it is now, as package catalog
// compiles it.
type head struct {
	check.Env
	entries  *history.Entries
	findings diag.List
}

func load(t testing.TB, dir string, past *timeline.Past) head {
	t.Helper()
	set, refusals, err := source.Read(context.Background(), dir, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	tree, _ := decode.Decode(set, refusals)
	c, _ := resolve.Resolve(set, tree)
	at, err := history.ReadHead(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	formulas, _ := formula.Analyse(c)
	answers, _ := scenario.Run(c, formulas, at.Date)
	env := check.Env{Catalog: c, Formulas: formulas, Graph: lineage.Build(c, formulas), Answers: answers,
		History: past.Entries(c), Today: at.Date}
	return head{env, env.History, check.Run(env, rules())}
}

func (h head) options(cache string) timeline.Options {
	return timeline.Options{Rules: rules(), Now: h.Env, Findings: h.findings, CacheDir: cache, Version: "test"}
}
