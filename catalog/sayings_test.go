package catalog

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestSayings reads what findings of many catalogs say in German: the examples
// of all kinds, the sample, the catalogs that were written blind, and a generated
// one. Nothing of it may stay English.
func TestSayings(t *testing.T) {
	english := map[string]string{} // what was not translated, and where
	for name, files := range worlds(t) {
		set := source.NewSet(files)
		c, _ := compile(input{set: set, today: model.NewDate(2026, 3, 2), history: changedSometime})
		c.History = nil // which was made up for the rules
		c = (&Live{}).Texts(c)
		says := site.SayingsFor("de", titlesOf(c.Catalog))
		for _, f := range c.Findings {
			if f.Kind.Family == diag.Error {
				continue // a site with errors is a draft for those who write the files
			}
			said, ok := says.Finding(f)
			if ok {
				continue
			}
			for _, pair := range texts(&f, &said) {
				if pair[0] == pair[1] && pair[0] != "" {
					english[f.Kind.ID+"\t"+pair[0]] = name
				}
			}
		}
	}
	says := site.SayingsFor("de", nil)
	for _, k := range Kinds() {
		if k.Family != diag.Error && (says.Title(k) == k.Title || says.Why(k) == k.Why || says.Settle(k) == k.Settle) {
			t.Errorf("%s %s: title, why or settle are English", k.Code, k.ID)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(english)) {
		t.Errorf("%s\t%s", text, english[text])
	}
}

// texts pairs the texts of a finding with those of another.
func texts(a, b *diag.Finding) [][2]string {
	list := [][2]string{{a.Message, b.Message}, {a.Label, b.Label}}
	for i := range a.Places {
		list = append(list, [2]string{a.Places[i].Label, b.Places[i].Label})
	}
	for i := range a.Notes {
		list = append(list, [2]string{a.Notes[i], b.Notes[i]})
	}
	for i := range a.Help {
		list = append(list, [2]string{a.Help[i], b.Help[i]})
	}
	return list
}

func titlesOf(c *model.Catalog) []string {
	var names []string
	for _, e := range c.Entries {
		names = append(names, e.Title())
	}
	return names
}

func changedSometime(c *model.Catalog) *history.Entries {
	byKey := map[string]*history.Entry{}
	for _, e := range c.Entries {
		if !e.Since.IsZero() {
			byKey[e.Key()] = &history.Entry{Changes: []history.Change{{
				Commit: history.Commit{Hash: strings.Repeat("0", 40), Author: "Nadia Rahimi", Date: e.Since}, Part: "definition",
			}}}
		}
	}
	return history.NewEntries(byKey)
}

// worlds are content folders with much that is wrong in them.
func worlds(t *testing.T) map[string]map[string][]byte {
	all := map[string]map[string][]byte{"generated": gen.Catalog(gen.Options{Entries: 3000, Seed: 1}), "sample": {}}
	add := func(name string, a *txtar.Archive) {
		for _, f := range a.Files {
			folder, path, ok := strings.Cut(f.Name, "/")
			if !ok || folder == "good" || folder == "fixed" {
				continue
			}
			if folder != "bad" {
				folder, path = "", f.Name
			}
			key := name + " " + folder
			if all[key] == nil {
				all[key] = map[string][]byte{}
			}
			all[key][path] = f.Data
		}
	}
	for _, b := range books() {
		files, err := fs.Glob(b.examples, "*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := fs.ReadFile(b.examples, file)
			if err != nil {
				t.Fatal(err)
			}
			add(file, txtar.Parse(data))
		}
	}
	blind, err := filepath.Glob("testdata/blind/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range blind {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		add(filepath.Base(file), a)
	}
	err = filepath.WalkDir("../content", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel("../content", path)
			all["sample"][filepath.ToSlash(rel)], err = os.ReadFile(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// BenchmarkSayings says the findings of a large catalog in German.
func BenchmarkSayings(b *testing.B) {
	c, _ := compile(input{set: source.NewSet(gen.Catalog(gen.Options{Entries: 10000, Seed: 1})), today: model.NewDate(2026, 3, 2)})
	says := site.SayingsFor("de", titlesOf(c.Catalog))
	for b.Loop() {
		for _, f := range c.Findings {
			says.Finding(f)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(c.Findings)), "µs/finding")
	b.ReportMetric(float64(len(c.Findings)), "findings")
}
