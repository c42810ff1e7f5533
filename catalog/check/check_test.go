package check_test

import (
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

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

var today = model.NewDate(2026, 3, 2)

// environment runs the phases up to the rules, and returns what they found.
func environment(set *source.Set) (check.Env, diag.List) {
	tree, undecoded := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	answers, unfit := scenario.Run(c, formulas, today)
	env := check.Env{Catalog: c, Formulas: formulas, Graph: lineage.Build(c, formulas), Answers: answers, Today: today}
	return env, slices.Concat(undecoded, unresolved, broken, unfit)
}

// ofEngine keeps what the engine itself finds, and what must not be there.
func ofEngine(found diag.List) diag.List {
	kinds := check.EngineKinds()
	return slices.DeleteFunc(found, func(f diag.Finding) bool {
		return f.Kind.Family != diag.Error && !slices.Contains(kinds, f.Kind)
	})
}

// TestExamples runs the examples of the engine's own findings with all rules,
// because they are about what rules have found.
func TestExamples(t *testing.T) {
	exampletest.Run(t, check.Examples(), check.EngineKinds(), func(set *source.Set) diag.List {
		env, found := environment(set)
		return append(found, ofEngine(check.Run(env, rule.All()))...).Sort()
	})
}

// run applies all rules to a catalog given as a txtar archive.
func run(t *testing.T, archive string) diag.List {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = f.Data
	}
	env, found := environment(source.NewSet(files))
	for _, f := range found {
		t.Errorf("%s: %s %s", env.Catalog.Source.Place(f.At).Path, f.Kind.Code, f.Message)
	}
	return check.Run(env, rule.All())
}

// of returns the findings of one kind.
func of(found diag.List, id string) diag.List {
	return slices.DeleteFunc(slices.Clone(found), func(f diag.Finding) bool { return f.Kind.ID != id })
}
