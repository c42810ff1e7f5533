package export_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/export"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// input compiles content far enough to be exported.
func input(contents map[string][]byte) export.Input {
	set := source.NewSet(contents)
	tree, found := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	graph := lineage.Build(c, formulas)
	today := model.NewDate(2027, 3, 1)
	found = append(append(found, unresolved...), broken...)
	found = append(found, check.Run(check.Env{Catalog: c, Formulas: formulas, Graph: graph, Today: today}, someRules())...).Sort()
	changed := history.Commit{Hash: "0123456789abcdef0123456789abcdef01234567", Author: "Anna Berg", Date: model.NewDate(2027, 2, 1)}
	past := history.NewEntries(map[string]*history.Entry{"term:sales/customer": {Changed: changed}})
	return export.Input{Catalog: c, Graph: graph, Findings: found, History: past, Today: today,
		Revision: changed.Hash, RevisionDate: changed.Date, Generator: "Concord devel"}
}

// someRules are few, so that what other rules say does not change what is
// tested here.
func someRules() []*check.Rule {
	return slices.DeleteFunc(rule.All(), func(r *check.Rule) bool {
		return r.ID != "two-systems-of-record" && r.ID != "no-accountable-owner"
	})
}

// TestGolden compares what is exported with testdata/*.txtar, in which in/ is
// the content and out/ the documents, indented. UPDATE=1 writes out/ anew.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			contents, kept := map[string][]byte{}, []txtar.File{}
			for _, f := range archive.Files {
				if path, ok := strings.CutPrefix(f.Name, "in/"); ok {
					contents[path] = f.Data
					kept = append(kept, f)
				}
			}
			for f := range export.Files(input(contents)) {
				kept = append(kept, txtar.File{Name: "out/" + f.Path, Data: indented(t, f)})
			}
			got := txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: kept})
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := txtar.Format(archive); !bytes.Equal(got, want) {
				t.Errorf("not as in %s; run with UPDATE=1 and look at the difference:\n%s", name, got)
			}
		})
	}
}

func indented(t *testing.T, f output.File) []byte {
	t.Helper()
	if !bytes.HasSuffix(f.Data, []byte("\n")) {
		t.Errorf("%s does not end its last line", f.Path)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, f.Data, "", "  "); err != nil {
		t.Fatalf("%s: %v\n%s", f.Path, err, f.Data)
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n')
}

// TestWhole asks that catalog.json holds what stands beside the pages, an entry
// a line.
func TestWhole(t *testing.T) {
	contents := map[string][]byte{
		"terms/a.yaml": []byte("definition: First.\n"),
		"terms/b.yaml": []byte("definition: Second.\nrelated: [a]\n"),
	}
	alone := map[string]json.RawMessage{}
	var whole []byte
	for f := range export.Files(input(contents)) {
		switch f.Path {
		case "catalog.json":
			whole = f.Data
		case "conflicts.json":
		default:
			alone[f.Path] = json.RawMessage(bytes.Replace(f.Data, []byte(`"version":1,`), nil, 1))
		}
	}
	var doc struct {
		Version int
		Entries []json.RawMessage
	}
	if err := json.Unmarshal(whole, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != export.Version || len(doc.Entries) != 2 {
		t.Fatalf("version %d with %d entries", doc.Version, len(doc.Entries))
	}
	for _, e := range doc.Entries {
		if !bytes.Contains(whole, append(append([]byte{'\n'}, e...), []byte("\n")...)) && !bytes.Contains(whole, append(append([]byte{'\n'}, e...), []byte(",\n")...)) {
			t.Errorf("stands on no line of its own: %s", e)
		}
		var id struct{ ID string }
		if err := json.Unmarshal(e, &id); err != nil {
			t.Fatal(err)
		}
		if got := bytes.TrimSpace(alone["terms/"+id.ID+".json"]); !bytes.Equal(got, e) {
			t.Errorf("differs from its own file:\n%s\n%s", e, got)
		}
	}
}

// TestHostileText asks that no text leaves its string, whatever reads it.
func TestHostileText(t *testing.T) {
	text := "</script><!--\u2028\u2029\u0085\u007f \"quoted\" \\ 😀 é"
	yaml, err := json.Marshal(text) // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	for f := range export.Files(input(map[string][]byte{"terms/a.yaml": []byte("name: " + string(yaml) + "\ncustom: {" + string(yaml) + ": 1}\n")})) {
		for _, bad := range []string{"<", ">", "&", "\u2028", "\u2029", "\u0085", "\u007f"} {
			if strings.Contains(string(f.Data), bad) && f.Path != "conflicts.json" {
				t.Errorf("%s holds %q as it is", f.Path, bad)
			}
		}
		if f.Path != "terms/a.json" {
			continue
		}
		var doc struct{ Name string }
		if err := json.Unmarshal(f.Data, &doc); err != nil {
			t.Fatal(err)
		}
		if doc.Name != text {
			t.Errorf("reads back as %q, want %q", doc.Name, text)
		}
	}
}
