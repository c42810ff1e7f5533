package check

import (
	"embed"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed testdata/explain/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each kind of finding that the engine
// itself makes, named after it.
func Examples() fs.FS { return diag.Examples(examples, "testdata/explain") }
