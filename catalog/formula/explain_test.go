package formula_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

func TestExamples(t *testing.T) {
	exampletest.Run(t, formula.Examples(), formula.Kinds(), func(set *source.Set) diag.List {
		tree, found := decode.Decode(set, nil)
		c, unresolved := resolve.Resolve(set, tree)
		_, broken := formula.Analyse(c)
		return append(append(found, unresolved...), broken...).Sort()
	})
}
