package rule_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// today is the day on which all examples are read.
var today = model.NewDate(2026, 3, 2)

// TestExamples runs the example of every rule through all phases, with no other
// rule switched on: an example is as short as the one thing it shows. Findings
// of the phases before are part of the result, so that an example cannot rest
// on a mistake.
func TestExamples(t *testing.T) {
	for _, r := range rule.All() {
		exampletest.Run(t, exampleOf(t, r), []*diag.Kind{&r.Kind}, func(set *source.Set) diag.List {
			env, found := environment(set)
			return append(found, check.Run(env, []*check.Rule{r})...).Sort()
		})
	}
}

// TestRules asks that codes and names are unique, that rules are in order, and
// that no example is left without its rule.
func TestRules(t *testing.T) {
	var codes, names []string
	for _, r := range rule.All() {
		codes, names = append(codes, r.Code), append(names, r.ID+".txtar")
		want := map[diag.Family]string{diag.Conflict: "CON", diag.Advice: "ADV"}[r.Family]
		if want == "" || !strings.HasPrefix(r.Code, want) {
			t.Errorf("%s %s is %s", r.Code, r.ID, r.Family)
		}
	}
	if !slices.IsSorted(codes) || len(slices.Compact(codes)) != len(names) {
		t.Errorf("codes are not unique and in order: %v", codes)
	}
	files, err := fs.Glob(rule.Examples(), "*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !slices.Contains(names, f) {
			t.Errorf("no rule is explained by testdata/%s", f)
		}
	}
}

// exampleOf is a file system that holds the example of one rule.
func exampleOf(t *testing.T, r *check.Rule) fs.FS {
	t.Helper()
	name := r.ID + ".txtar"
	data, err := fs.ReadFile(rule.Examples(), name)
	if err != nil {
		t.Errorf("%s has no example: %v", r.Code, err)
		return fstest.MapFS{}
	}
	return fstest.MapFS{name: {Data: data}}
}

// environment runs the phases up to the rules, and returns what they found.
func environment(set *source.Set) (check.Env, diag.List) {
	tree, undecoded := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	answers, unfit := scenario.Run(c, formulas, today)
	env := check.Env{Catalog: c, Formulas: formulas, Graph: lineage.Build(c, formulas), Answers: answers, History: past(c), Today: today}
	return env, slices.Concat(undecoded, unresolved, broken, unfit)
}
