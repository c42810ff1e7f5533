package print_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/print"
	"github.com/concord-catalog/concord/catalog/source"
)

// compiled reads and compiles files of one day.
func compiled(t testing.TB, files map[string][]byte) *catalog.Compiled {
	t.Helper()
	day, err := model.ParseDate("2026-03-15")
	if err != nil {
		t.Fatal(err)
	}
	return catalog.Compile(source.NewSet(files), nil, day)
}

// folder reads a content folder.
func folder(t testing.TB, dir string) *catalog.Compiled {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return compiled(t, files)
}

var options = catalog.Options{Version: "1.0"}

// TestModel compares whole booklets with what they should be. UPDATE=1 writes
// them anew.
func TestModel(t *testing.T) {
	names, err := filepath.Glob("testdata/model/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("there are no golden files", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{}
			for _, f := range archive.Files {
				if rest, ok := strings.CutPrefix(f.Name, "in/"); ok {
					files[rest] = f.Data
				}
			}
			c := compiled(t, files)
			var kept []txtar.File
			for _, f := range archive.Files {
				kept = append(kept, f)
				asked, ok := strings.CutPrefix(f.Name, "out ")
				if !ok {
					continue
				}
				got := dump(catalog.Booklet(c, options, choice(t, c, asked)))
				if os.Getenv("UPDATE") != "" {
					kept[len(kept)-1].Data = []byte(got)
				} else if got != string(f.Data) {
					t.Errorf("%s gives\n%swant\n%s", f.Name, got, f.Data)
				}
			}
			if os.Getenv("UPDATE") != "" {
				archive.Files = kept
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// choice reads what a golden file asks for: "pack=x lang=de domain=y status=z".
func choice(t *testing.T, c *catalog.Compiled, asked string) print.Options {
	var o print.Options
	for _, word := range strings.Fields(asked) {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "pack":
			var ok bool
			if o.Pack, ok = print.PackOf(c.Catalog, value); !ok {
				t.Fatalf("there is no pack %s", value)
			}
		case "lang":
			o.Lang = value
		case "domain":
			o.Domains = append(o.Domains, value)
		case "status":
			for s := model.Draft; s <= model.Retired; s++ {
				if s.String() == value {
					o.Status = append(o.Status, s)
				}
			}
		}
	}
	return o
}

// dump writes a booklet as text: one line for each thing that it says.
func dump(k *print.Booklet) string {
	var b strings.Builder
	line := func(indent int, format string, args ...any) {
		fmt.Fprintf(&b, "%s"+format+"\n", append([]any{strings.Repeat("  ", indent)}, args...)...)
	}
	line(0, "cover: %s | %s | %s | %s", k.Cover.Title, k.Cover.Subtitle, k.Cover.Audience, strings.Join(k.Cover.Counts, ", "))
	line(0, "edition: %s, %d entries, %d open, lang %s", k.Cover.Edition, k.Entries, k.Open, k.Lang)
	for _, g := range k.Guide {
		line(0, "guide %s: %s", g.ID, g.Title)
		dumpBlocks(line, 1, g.Blocks)
	}
	for _, s := range k.Sections {
		line(0, "section %s: %s", s.ID, s.Title)
		for _, e := range s.Entries {
			dumpEntry(line, e)
		}
	}
	for _, g := range k.Owners {
		line(0, "owner %s: %s %s", g.ID, g.Title, g.Note)
		dumpIndex(line, g)
	}
	for _, g := range k.Labels {
		line(0, "index %s", g.Title)
		dumpIndex(line, g)
	}
	return b.String()
}

func dumpEntry(line func(int, string, ...any), e *print.Entry) {
	line(1, "%s: %s [%s, %s, %s]", e.ID, e.Title, e.Kind.Label, e.Domain, e.Status.Label)
	line(2, "means: %s", marked(e.Meaning))
	for _, l := range e.Labels {
		line(2, "%s: %s", l.Use, l.Text)
	}
	for _, d := range e.Disputes {
		line(2, "disputed: %s; decides: %s", marked(d.Text), marked(d.Decider))
	}
	for _, n := range e.Notices {
		line(2, "notice: %s", marked(n))
	}
	if e.Formula != nil {
		line(2, "formula: %s (mathematics: %t)", e.Formula.Text, e.Formula.Math != "")
		for _, f := range e.Formula.Tags {
			line(3, "%s: %s", f.Label, marked(f.Text))
		}
	}
	for _, x := range e.Examples {
		line(2, "example: %s", marked(x))
	}
	for _, x := range e.Counter {
		line(2, "no example: %s", marked(x))
	}
	for _, c := range e.Codes {
		line(2, "code %s: %s, %s", c.Code, c.Name, c.Meaning)
	}
	dumpBlocks(line, 2, e.Note)
	for _, f := range append(e.Relations, e.Facts...) {
		line(2, "%s: %s", f.Label, marked(f.Text))
	}
	if e.Figure != nil {
		line(2, "figure: %s (%d boxes, %d arrows)", e.Figure.Desc, len(e.Figure.Nodes), len(e.Figure.Edges))
	}
	if len(e.Source) > 0 {
		line(2, "source: %s", marked(e.Source))
	}
}

func dumpBlocks(line func(int, string, ...any), indent int, list []print.Block) {
	for _, x := range list {
		line(indent, "<%s> %s", x.Kind, marked(x.Text))
		dumpBlocks(line, indent+1, x.Blocks)
	}
}

func dumpIndex(line func(int, string, ...any), g print.IndexGroup) {
	for _, l := range g.Lines {
		line(1, "%s (%s) %s see %q -> %s", l.Text, l.Note, l.Use, l.See, l.Ref)
	}
}

// marked writes runs with their manner and where they lead.
func marked(runs []print.Inline) string {
	var b strings.Builder
	for _, r := range runs {
		text := r.Text
		for _, m := range []struct {
			on   bool
			sign string
		}{{r.Code, "`"}, {r.Em, "_"}, {r.Strong, "*"}, {r.Strike, "~"}} {
			if m.on {
				text = m.sign + text + m.sign
			}
		}
		switch {
		case r.Ref != "":
			text = "[" + text + "](" + r.Ref + ")"
		case r.URL != "":
			text = fmt.Sprintf("[%s](%s quiet=%t)", text, r.URL, r.Quiet)
		case r.Image != "":
			text = "![" + text + "](" + r.Image + ")"
		}
		b.WriteString(text)
		if r.Break {
			b.WriteString("⏎")
		}
	}
	return b.String()
}

func TestExamples(t *testing.T) {
	exampletest.Run(t, print.Examples(), print.Kinds(), func(set *source.Set) diag.List {
		day, err := model.ParseDate("2026-03-15")
		if err != nil {
			t.Fatal(err)
		}
		_, found, err := print.PDF(catalog.Booklet(catalog.Compile(set, nil, day), options, print.Options{}), print.PDFOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return found
	})
}
