// Package rule holds the rules: each file is one thing that can be wrong.
//
// A rule is a value with its explanation, found in [All], and a function that
// looks at a [check.Pass] and reports. Its example in testdata is what `concord
// explain` and the rule's page show, and what the tests run. Rules about what
// words and formulas mean are listed in meaning.go, rules about who answers for
// what, and when, in governance.go.
package rule

import (
	"cmp"
	"embed"
	"io/fs"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed testdata/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each rule, named after it.
func Examples() fs.FS { return diag.Examples(examples, "testdata") }

// All lists the rules by code.
func All() []*check.Rule {
	rules := slices.Concat(meaning(), governance())
	slices.SortFunc(rules, func(a, b *check.Rule) int { return cmp.Compare(a.Code, b.Code) })
	return rules
}
