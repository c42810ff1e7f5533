package render

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestProse renders texts as notes of an entry; UPDATE=1 writes the HTML anew.
func TestProse(t *testing.T) {
	const path = "testdata/prose.txtar"
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := &txtar.Archive{Comment: archive.Comment}
	for i := 0; i < len(archive.Files); i++ {
		f := archive.Files[i]
		name, ok := strings.CutSuffix(f.Name, ".md")
		if !ok {
			continue
		}
		html := noteHTML(t, f.Data)
		got.Files = append(got.Files, f, txtar.File{Name: name + ".html", Data: html})
		if os.Getenv("UPDATE") != "" {
			continue
		}
		if i+1 == len(archive.Files) || archive.Files[i+1].Name != name+".html" {
			t.Errorf("%s has no HTML beside it", f.Name)
		} else if want := archive.Files[i+1].Data; string(want) != string(html) {
			t.Errorf("%s becomes\n%s\nwant\n%s", f.Name, html, want)
		}
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, txtar.Format(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// noteHTML plans a catalog of one term with a note, and renders the note.
func noteHTML(t *testing.T, note []byte) []byte {
	t.Helper()
	set := source.NewSet(map[string][]byte{
		"terms/berth.md":    append([]byte("---\nname: Berth\ndefinition: A place at a quay.\n---\n\n"), note...),
		"terms/quay.md":     []byte("---\nname: Quay\ndefinition: A wall.\n---\n\n## Price\n\nBy the night.\n"),
		"terms/picture.png": []byte("a picture"),
	})
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	formulas, _ := formula.Analyse(c)
	today, _ := model.ParseDate("2026-03-15")
	plan := site.New(site.Input{Catalog: c, Graph: lineage.Build(c, formulas), Formulas: formulas, Today: today})
	for _, p := range plan.Pages {
		if v, ok := p.View.(*site.TermView); ok && v.Title == "Berth" {
			html, err := appendProse(nil, v.Note, plan.Words)
			if err != nil {
				t.Fatal(err)
			}
			return html
		}
	}
	t.Fatal("the term has no page")
	return nil
}
