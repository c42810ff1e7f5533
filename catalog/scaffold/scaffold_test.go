package scaffold_test

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scaffold"
	"github.com/concord-catalog/concord/catalog/source"
)

// decoded asks that files decode cleanly into the entries named.
func decoded(t *testing.T, contents map[string][]byte, keys ...string) decode.Tree {
	t.Helper()
	tree, found := decode.Decode(source.NewSet(contents), nil)
	for _, f := range found {
		t.Errorf("%s: %s", f.Kind.Code, f.Message)
	}
	var got []string
	for _, d := range tree.Decls {
		got = append(got, d.Kind.String()+":"+d.ID)
	}
	if strings.Join(got, " ") != strings.Join(keys, " ") {
		t.Errorf("declares %v, want %v", got, keys)
	}
	return tree
}

func TestNew(t *testing.T) {
	for _, k := range model.Kinds() {
		t.Run(k.String(), func(t *testing.T) {
			f := scaffold.New(k, "sales/first-example")
			if f.Path != scaffold.Path(k, "sales/first-example") {
				t.Errorf("New puts it at %s, Path says %s", f.Path, scaffold.Path(k, "sales/first-example"))
			}
			tree := decoded(t, map[string][]byte{f.Path: f.Data}, k.String()+":sales/first-example")
			if name := tree.Decls[0].Fields.Get("name"); name == nil || name.Value.Text != "First example" {
				t.Errorf("the name is %v, want First example", name)
			}
			if strings.ContainsAny(string(f.Data), "\t\r") {
				t.Error("has tabs or carriage returns")
			}
		})
	}
}

// TestNewKnowsItsFields asks that every field a template mentions, comments
// included, is a field of its kind.
func TestNewKnowsItsFields(t *testing.T) {
	for _, k := range model.Kinds() {
		known := map[string]bool{}
		for _, f := range model.Schema(k) {
			known[f.Name] = true
		}
		for line := range strings.Lines(string(scaffold.New(k, "x").Data)) {
			name, _, ok := strings.Cut(strings.TrimPrefix(line, "# "), ":")
			if ok && !strings.ContainsAny(name, " #`-{") && !known[name] {
				t.Errorf("%s: %q is no field", k, name)
			}
		}
	}
}

func TestInit(t *testing.T) {
	contents := map[string][]byte{}
	for _, f := range scaffold.Init(`The "house" of \ words`, model.NewDate(2027, 3, 31)) {
		contents[f.Path] = f.Data
	}
	tree := decoded(t, contents, "domain:sales", "owner:anna-berg", "term:sales/customer")
	if title := tree.Config.Get("title"); title == nil || title.Value.Text != `The "house" of \ words` {
		t.Errorf("the title is %v", title)
	}
	if len(contents) != 3 {
		t.Errorf("%d files, want three that a steward takes in at once", len(contents))
	}
}
