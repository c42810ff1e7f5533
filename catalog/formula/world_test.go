package formula_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

var today = model.NewDate(2026, time.March, 15)

// line is the data object that the tests look at.
const line = `name: Line
fields:
  - {name: id, type: string, key: true}
  - {name: amount, type: number, unit: EUR}
  - {name: tax, type: number, unit: USD}
  - {name: quantity, type: integer, unit: pieces}
  - {name: share, type: number, unit: "%"}
  - {name: wait, type: number, unit: hours}
  - {name: status, type: string, values: [open, paid]}
  - {name: note, type: string}
  - {name: open, type: boolean}
  - {name: sent_on, type: date}
  - {name: paid_on, type: date}
  - {name: sent_at, type: datetime}
  - {name: took, type: duration}
  - untyped
`

// analyse compiles formulas as terms t0, t1 and so on, beside some others that
// they may use.
func analyse(t testing.TB, formulas ...string) (*model.Catalog, *formula.Set, diag.List) {
	t.Helper()
	files := map[string][]byte{
		"objects/line.yaml":    []byte(line),
		"terms/total.yaml":     []byte("preferred: total\nunit: EUR\nformula: sum(line, .amount)\n"),
		"terms/open-ones.yaml": []byte("preferred: open ones\nformula: filter(line, .open)\n"),
		"terms/words.yaml":     []byte("preferred: words\ndefinition: no formula\n"),
		"terms/chicken.yaml":   []byte("preferred: chicken\nformula: egg + 1\n"),
		"terms/egg.yaml":       []byte("preferred: egg\nformula: chicken + 1\n"),
	}
	for i, f := range formulas {
		files[fmt.Sprintf("terms/t%d.yaml", i)] = []byte("preferred: T\nformula: |-\n  " + strings.ReplaceAll(f, "\n", "\n  ") + "\n")
	}
	set := source.NewSet(files)
	tree, found := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	if found = append(found, unresolved...); found.Has(diag.Error) {
		t.Fatalf("the catalog itself is wrong: %v", found[0].Message)
	}
	programs, broken := formula.Analyse(c)
	return c, programs, broken
}

// one compiles one formula that must be right.
func one(t testing.TB, text string) (*model.Catalog, *formula.Set, *formula.Program) {
	t.Helper()
	c, set, broken := analyse(t, text)
	for _, f := range broken {
		if len(f.Subjects) > 0 && f.Subjects[0] == "term:t0" {
			t.Fatalf("%s: %s", text, f.Message)
		}
	}
	return c, set, set.Of(c.Get(model.TermKind, "t0"))
}
