package schema_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/schema"
	"github.com/concord-catalog/concord/catalog/source"
)

func compiled(t *testing.T, name string, data []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft7)
	if err := c.AddResource(name+".json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain is a written value as JSON has it.
func plain(v *source.Value) any {
	switch v.Kind {
	case source.Null:
		return nil
	case source.Bool:
		return v.Text == "true"
	case source.Number:
		if f, err := strconv.ParseFloat(strings.ReplaceAll(v.Text, "_", ""), 64); err == nil {
			return f
		}
	case source.List:
		list := make([]any, len(v.Items))
		for i := range v.Items {
			list[i] = plain(&v.Items[i])
		}
		return list
	case source.Map:
		m := map[string]any{}
		for i := range v.Fields {
			m[v.Fields[i].Key] = plain(&v.Fields[i].Value)
		}
		return m
	}
	return v.Text
}

// shapes are the findings that a schema can have too: what stands where, not
// what it refers to.
var shapes = map[string]bool{"unknown-field": true, "wrong-type": true, "bad-date": true, "unknown-word": true, "empty-value": true}

// TestAgreement gives every entry of a corpus to the compiler and to the
// schema: what one takes the other takes, and what one refuses the other
// refuses.
func TestAgreement(t *testing.T) {
	schemas := map[model.Kind]*jsonschema.Schema{}
	for _, k := range model.Kinds() {
		schemas[k] = compiled(t, k.String(), schema.Kind(k))
	}
	good, bad := 0, 0
	for name, files := range corpus(t) {
		set := source.NewSet(files)
		tree, _ := decode.Decode(set, nil)
		_, found := resolve.Resolve(set, tree)
		for _, d := range tree.Decls {
			wrong := shapeFindings(set, d, found)
			err := schemas[d.Kind].Validate(plain(&d.Fields))
			if (err != nil) != (len(wrong) > 0) {
				t.Errorf("%s %s:%s: the compiler says %v, the schema %v", name, d.Kind, d.ID, wrong, err)
			}
			if err == nil {
				good++
			} else {
				bad++
			}
		}
	}
	if good < 200 || bad < 8 {
		t.Errorf("the corpus has %d good entries and %d bad ones", good, bad)
	}
}

func shapeFindings(set *source.Set, d decode.Decl, found diag.List) []string {
	var list []string
	for _, f := range found {
		if shapes[f.Kind.ID] && f.At.File == d.At.File && f.At.Start >= d.At.Start && f.At.End <= d.At.End {
			list = append(list, f.Kind.Code+" "+f.Message)
		}
	}
	return list
}

func corpus(t *testing.T) map[string]map[string][]byte {
	t.Helper()
	all := map[string]map[string][]byte{"generated": gen.Catalog(gen.Options{Entries: 150, Seed: 5}), "sample": folder(t, "../../content"), "written": written}
	examples, err := filepath.Glob("../*/testdata/explain/*.txtar")
	if err != nil || len(examples) < 10 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for _, name := range examples {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []string{"bad/", "good/"} {
			files := map[string][]byte{}
			for _, f := range ar.Files {
				if rest, ok := strings.CutPrefix(f.Name, side); ok {
					files[rest] = f.Data
				}
			}
			all[filepath.Base(name)+" "+side] = files
		}
	}
	return all
}

func folder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	root := os.DirFS(dir)
	for _, pattern := range []string{"*", "*/*", "*/*/*", "*/*/*/*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			rel, _ := filepath.Rel(dir, n)
			if data, err := fs.ReadFile(root, filepath.ToSlash(rel)); err == nil {
				files[filepath.ToSlash(rel)] = data
			}
		}
	}
	return files
}

// written are entries that try each form of value, right and wrong.
var written = func() map[string][]byte {
	files := map[string][]byte{}
	put := func(kind model.Kind, lines ...string) {
		for _, l := range lines {
			files[fmt.Sprintf("%s/w%d.yaml", kind.Folder(), len(files))] = []byte("name: x\n" + l + "\n")
		}
	}
	put(model.TermKind, "values: {a: Alpha, b: Beta}", "values: [a, {code: b, name: Beta}]", "values: {a: {name: Alpha, definition: first}}",
		"values: {a: [x]}", "admitted: one", "admitted: [one, two]", "admitted: {one: two}", "tags: [[a]]", "since: 2026-02-01", "since: soon",
		"translations: {de: {name: X}}", "translations: {de: X}", "translations: {de: {nam: X}}", "source: ISO 704", "source: [{authority: ISO, clause: 3}]",
		"source: {authority: ISO, page: 3}", "allow: [{rule: homonym, reason: x}]", "allow: homonym", "note: text", "notes: text", "review_every: 6 months", "status: draft", "status: Draft",
		"custom: {anything: [1, {a: b}]}", "custom: text", "links: [https://a.example, {label: A, url: https://a.example}]", "definition:", "unit: 5", "domain: [a]")
	put(model.KPIKind, "target: 5", "target: all", "target: [5]", "canonical: true", "canonical: other", "canonical: [a]", "direction: up", "direction: higher")
	put(model.OutcomeKind, "weight: 3", "weight: heavy", "weight: \"3\"", "weight: true")
	put(model.ObjectKind, "fields: [a, {name: b, type: string}]", "fields: {a: {type: string}}", "fields: {a: string}", "fields: [{name: a, tpye: string}]", "fields: [{name: a, key: yes please}]")
	put(model.IntegrationKind, "agreement: {by: [a], on: 2026-01-01}", "agreement: a", "milestones: [go, {name: live, due: 2027-01-01}]", "milestones: {live: {due: 2027-01-01}}", "milestones: [{due: someday}]")
	put(model.ScenarioKind, "given: {stock: [{a: 1, b: null}]}", "given: {stock: [1]}", "given: {stock: {a: 1}}", "expect: {a: 1, b: undefined}", "expect: {a: [1]}", "given: [1]")
	put(model.ResolutionKind, "settles: c-0123456789", "settles: [{rule: homonym, subjects: [a]}]", "settles: [[a]]", "outcome: canonical", "outcome: maybe")
	put(model.SystemKind, "colour: blue", "owner: ada", "owner: {name: ada}")
	return files
}()

func TestConfig(t *testing.T) {
	s := compiled(t, "config", schema.Config())
	for text, ok := range map[string]bool{
		"title = \"A\"\n[rules]\nhomonym = \"minor\"\n[thresholds]\nx = 3\n":      true,
		"[rules]\nhomonym = \"loud\"\n":                                           false,
		"[custom.cost]\ntitle = \"Cost\"\ntype = \"number\"\nkinds = [\"kpi\"]\n": true,
		"[custom.cost]\ntype = \"money\"\n":                                       false,
		"[[packs]]\nid = \"a\"\ndomains = [\"sales\"]\n":                          true,
		"titel = \"A\"\n": false,
	} {
		set := source.NewSet(map[string][]byte{"concord.toml": []byte(text)})
		tree, _ := decode.Decode(set, nil)
		_, found := resolve.Resolve(set, tree)
		err := s.Validate(plain(&tree.Config))
		if (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
		wrong := false
		for _, f := range found {
			wrong = wrong || shapes[f.Kind.ID]
		}
		if wrong == ok {
			t.Errorf("%q: the compiler says %v", text, found)
		}
	}
}

// TestLists takes a TOML file of several entries.
func TestLists(t *testing.T) {
	s := compiled(t, "owner", schema.Kind(model.OwnerKind))
	entry := func(id string) map[string]any { return map[string]any{"id": id, "name": "Ada"} }
	nameless := maps.Clone(entry("a"))
	delete(nameless, "id")
	for i, c := range []struct {
		v  any
		ok bool
	}{
		{map[string]any{"entry": []any{entry("a"), entry("b")}}, true},
		{map[string]any{"kind": "owner", "entry": []any{entry("a")}}, true},
		{map[string]any{"kind": "term", "entry": []any{entry("a")}}, false},
		{map[string]any{"entry": []any{nameless}}, false},
		{map[string]any{"entry": []any{entry("A b")}}, false},
	} {
		if err := s.Validate(c.v); (err == nil) != c.ok {
			t.Errorf("case %d: %v", i, err)
		}
	}
}
