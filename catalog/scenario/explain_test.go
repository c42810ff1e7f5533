package scenario_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

func TestExplanations(t *testing.T) {
	exampletest.Run(t, scenario.Examples(), scenario.Kinds(), func(set *source.Set) diag.List {
		tree, found := decode.Decode(set, nil)
		c, unresolved := resolve.Resolve(set, tree)
		formulas, broken := formula.Analyse(c)
		_, unfit := scenario.Run(c, formulas, model.NewDate(2027, 3, 1))
		return append(append(append(found, unresolved...), broken...), unfit...).Sort()
	})
}
