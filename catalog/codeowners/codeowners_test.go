package codeowners_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/codeowners"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

func catalogOf(files map[string][]byte) *model.Catalog {
	set := source.NewSet(files)
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	return c
}

const pumps = `
-- owners/people.toml --
[[entry]]
id = "ada"
name = "Ada"
handle = "@ada"
[[entry]]
id = "ben"
name = "Ben"
email = "ben@kestrel.example"
[[entry]]
id = "eve"
name = "Eve"
handle = "@eve @everybody"
[[entry]]
id = "cy"
name = "Cy"
handle = "kestrel/cy"
-- domains/d.toml --
[[entry]]
id = "sales"
name = "Sales"
owner = "ada"
[[entry]]
id = "ops"
name = "Operations"
owner = "eve"
-- terms/sales/a.yaml --
name: a
-- terms/sales/b.yaml --
name: b
-- terms/sales/odd name #1.yaml --
id: sales/odd
name: odd
stewards: [ben]
-- terms/ops/c.yaml --
name: c
-- integrations/i.yaml --
name: i
owner: ada
agreement: {by: [ben, cy], on: 2026-01-01}
-- resolutions/r.yaml --
name: r
decided_by: cy
settles: {rule: homonym, subjects: [term:sales/a]}
`

func TestGenerate(t *testing.T) {
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(pumps)).Files {
		files[f.Name] = f.Data
	}
	text, notes := codeowners.Generate(catalogOf(files), codeowners.GitHub, "content/")
	want := `/content/domains/d.toml @ada
/content/integrations/i.yaml @ada @kestrel/cy ben@kestrel.example
/content/resolutions/r.yaml @ada @kestrel/cy
/content/terms/sales/ @ada
/content/terms/sales/odd\ name\ \#1.yaml @ada ben@kestrel.example
`
	_, rules, _ := strings.Cut(string(text), "not this file.\n")
	if rules != want {
		t.Errorf("got\n%s\nwant\n%s", rules, want)
	}
	if strings.Contains(string(text), "everybody") {
		t.Error("a handle with a blank gave review rights to somebody else")
	}
	if !slices.ContainsFunc(notes, func(n string) bool { return strings.HasPrefix(n, "owner:eve") }) {
		t.Errorf("nothing is said about the malformed handle: %v", notes)
	}
	if gitlab, _ := codeowners.Generate(catalogOf(files), codeowners.GitLab, ""); !strings.Contains(string(gitlab), "[Catalog]\n/domains/d.toml @ada\n") {
		t.Errorf("GitLab:\n%s", gitlab)
	}
}

// ownersOf finds the owners of a file as the hosts do: the last rule that matches
// counts.
func ownersOf(text, file string) string {
	found := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == '[' {
			continue
		}
		pattern, owners, _ := strings.Cut(strings.ReplaceAll(line, `\ `, "\x00"), " ")
		pattern = strings.TrimPrefix(strings.ReplaceAll(strings.ReplaceAll(pattern, "\x00", " "), `\`, ""), "/")
		if ok, _ := path.Match(pattern, file); ok || strings.HasSuffix(pattern, "/") && strings.HasPrefix(file, pattern) {
			found = owners
		}
	}
	return found
}

// TestEveryFile compares each file's rule with the owners of its entries, on a
// catalog with many.
func TestEveryFile(t *testing.T) {
	files := gen.Catalog(gen.Options{Entries: 800, Seed: 9})
	for name, data := range files {
		if strings.HasPrefix(name, "owners/") {
			files[name] = []byte(strings.ReplaceAll(string(data), "name = \"Person ", "handle = \"@p\"\nname = \"Person "))
		}
	}
	c := catalogOf(files)
	for i, o := range c.Owners {
		o.Handle.S = "@p" + string(rune('a'+i))
	}
	text, notes := codeowners.Generate(c, codeowners.GitHub, "")
	if len(notes) > 1 {
		t.Errorf("notes %v", notes)
	}
	for _, e := range c.Entries {
		if e.Accountable == nil || e.Kind == model.DomainKind || e.Kind == model.OwnerKind || e.Kind == model.IntegrationKind || e.Kind == model.SystemKind {
			continue
		}
		if got := ownersOf(string(text), c.Source.Place(e.At).Path); got != e.Accountable.Handle.S {
			t.Errorf("%s: %q, want %q", e.Key(), got, e.Accountable.Handle.S)
		}
	}
	if again, _ := codeowners.Generate(c, codeowners.GitHub, ""); !codeowners.Current(again, text) {
		t.Error("a second run writes something else")
	}
}

// A file whose name reads as a pattern takes over nobody else's files, neither
// by its own rule nor by one for its folder.
func TestNamesThatReadAsPatterns(t *testing.T) {
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(pumps)).Files {
		files[f.Name] = f.Data
	}
	before, _ := codeowners.Generate(catalogOf(files), codeowners.GitHub, "content/")
	for i, name := range []string{"terms/sales/?.yaml", "terms/sales/[a-z].yaml", "terms/sales/z*.yaml", "terms/s????/a.yaml", "terms/s????/b.yaml", `terms/sales/\.yaml`} {
		files[name] = fmt.Appendf(nil, "id: mine-%d\nname: mine %d\nowner: ben\n", i, i)
	}
	text, notes := codeowners.Generate(catalogOf(files), codeowners.GitHub, "content/")
	if string(text) != string(before) {
		t.Errorf("got\n%s\nwant\n%s", text, before)
	}
	if n := len(slices.DeleteFunc(notes, func(n string) bool { return !strings.Contains(n, "reads as a pattern") })); n != 6 {
		t.Errorf("%d notes say so, want 6", n)
	}
}
