package catalog

import (
	"io/fs"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/print"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/site"
)

// book is what one phase can find wrong, with its examples.
type book struct {
	kinds    []*diag.Kind
	examples fs.FS
}

func books() []book {
	var rules []*diag.Kind
	for _, r := range rule.All() {
		rules = append(rules, &r.Kind)
	}
	return []book{
		{decode.Kinds(), decode.Examples()},
		{resolve.Kinds(), resolve.Examples()},
		{formula.Kinds(), formula.Examples()},
		{rules, rule.Examples()},
		{check.EngineKinds(), check.Examples()},
		{scenario.Kinds(), scenario.Examples()},
		{site.Kinds(), site.Examples()},
		{print.Kinds(), print.Examples()},
	}
}

// Explanation is what `concord explain` prints of one kind of finding.
type Explanation struct {
	Kind *diag.Kind
	Case string        // what the example is about
	Bad  []ExampleFile // files that have the finding
	Want []string      // the findings they give, one line each
	Good []ExampleFile // the same, put right
}

// ExampleFile is one file of an example.
type ExampleFile struct {
	Path string
	Text string
}

// Explain finds the explanation of a code ("CON101") or rule ID ("homonym").
func Explain(name string) (Explanation, bool) {
	for _, b := range books() {
		for _, k := range b.kinds {
			if strings.EqualFold(k.Code, name) || k.ID == name {
				return explain(k, b.examples), true
			}
		}
	}
	return Explanation{}, false
}

func explain(k *diag.Kind, examples fs.FS) Explanation {
	x := Explanation{Kind: k}
	data, err := fs.ReadFile(examples, k.ID+".txtar")
	if err != nil {
		return x
	}
	archive := txtar.Parse(data)
	x.Case = strings.TrimSpace(string(archive.Comment))
	for _, f := range archive.Files {
		text := string(f.Data)
		if rest, ok := strings.CutPrefix(f.Name, "bad/"); ok {
			x.Bad = append(x.Bad, ExampleFile{rest, text})
		} else if rest, ok := strings.CutPrefix(f.Name, "good/"); ok {
			x.Good = append(x.Good, ExampleFile{rest, text})
		} else if f.Name == "want" {
			x.Want = strings.Split(strings.TrimSpace(text), "\n")
		}
	}
	return x
}
