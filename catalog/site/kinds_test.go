package site_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
)

func TestExamples(t *testing.T) {
	exampletest.Run(t, site.Examples(), site.Kinds(), func(set *source.Set) diag.List {
		tree, found := decode.Decode(set, nil)
		c, unresolved := resolve.Resolve(set, tree)
		formulas, _ := formula.Analyse(c)
		today, _ := model.ParseDate("2026-03-15")
		plan := site.New(site.Input{Catalog: c, Graph: lineage.Build(c, formulas), Formulas: formulas, Today: today})
		return append(append(found, unresolved...), plan.Findings...).Sort()
	})
}
