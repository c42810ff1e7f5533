package decode_test

import (
	"slices"
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/source"
)

// unshowable are the findings whose cause cannot stand in an example: no file
// name, no text, or far too much of it. TestHostileFiles has them all.
var unshowable = []string{"symbolic-link", "special-file", "unreadable-file", "bad-file-name", "file-name-clash", "unknown-file",
	"not-utf8", "control-character", "byte-order-mark", "hidden-character", "hidden-character-in-text", "over-limit"}

func TestExamples(t *testing.T) {
	kinds := slices.DeleteFunc(decode.Kinds(), func(k *diag.Kind) bool { return slices.Contains(unshowable, k.ID) })
	exampletest.Run(t, decode.Examples(), kinds, func(set *source.Set) diag.List {
		_, found := decode.Decode(set, nil)
		return found
	})
}
