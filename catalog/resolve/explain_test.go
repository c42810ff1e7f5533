package resolve_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

func TestExamples(t *testing.T) {
	exampletest.Run(t, resolve.Examples(), resolve.Kinds(), func(set *source.Set) diag.List {
		tree, found := decode.Decode(set, nil)
		_, more := resolve.Resolve(set, tree)
		return append(found, more...)
	})
}
