// Package rule holds the rules: each file is one thing that can be wrong.
package rule

import (
	"embed"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/check"
)

//go:embed testdata
var examples embed.FS

// Examples holds one txtar archive for each rule, named after it.
func Examples() fs.FS {
	sub, err := fs.Sub(examples, "testdata")
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	return sub
}

// All lists the rules by code.
func All() []*check.Rule {
	return []*check.Rule{}
}
