package scenario

import (
	"embed"
	"io/fs"
)

//go:embed testdata/explain/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each kind of finding, named after it.
func Examples() fs.FS {
	sub, err := fs.Sub(examples, "testdata/explain")
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	return sub
}
