package lsp

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAtOnce has a server that never gets round to the folder as a whole after
// an edit: what the edited file says is told all the same, and answers are about
// the text as it stands.
func TestAtOnce(t *testing.T) {
	c := begin(t, folder(t, content(t, "testdata/world.txtar")), Options{NamesAfter: time.Hour, ConflictsAfter: time.Hour}, everything)
	path := "terms/sales/another.yaml"
	start := "name: Another\ndefinition: Something else.\n"
	c.open(path, start)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	for _, x := range []struct{ line, code string }{
		{"related: [custoner]\n", "REF010"},
		{"relatedd: [customer]\n", "REF001"},
		{"formula: count(nowhere)\n", "FRM002"},
		{"tags: [\n", "SRC020"},
	} {
		c.replace(path, start+x.line)
		c.has(path, x.code)
		c.replace(path, start)
		c.waitFor(path, "no "+x.code, func(list []diagnostic) bool {
			return !slices.ContainsFunc(list, func(d diagnostic) bool { return d.Code == x.code })
		})
	}
	c.replace(path, "name: Anew\nformerly: [sales/ancient]\nrelated: [sales/another, customer]\n")
	if h := as[hover](t, c.must("textDocument/hover", c.here(path, "sales/ano|ther"))); !strings.Contains(h.Contents.Value, "Anew") {
		t.Errorf("the hover says %s", h.Contents.Value)
	}
	c.openFile(logisticsTransit)
	c.replace(logisticsTransit, "name: Stock in transit\nrelated: [sales/ancient]\n")
	if l := as[location](t, c.must("textDocument/definition", c.here(logisticsTransit, "anc|ient"))); !strings.HasSuffix(l.URI, path) {
		t.Errorf("the definition is %+v", l)
	}
	if list := as[[]location](t, c.must("textDocument/references", c.here(logisticsTransit, "anc|ient"))); len(list) != 2 {
		t.Errorf("the references are %+v", list)
	}
}
