package lsp

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/internal/gen"
)

// large opens a catalog of ten thousand entries, with a term that is not saved.
func large(b *testing.B) (c *client, path string) {
	files := map[string]string{}
	domain := "zzz"
	for p, data := range gen.Catalog(gen.Options{Entries: 10000, Seed: 1}) {
		files[p] = string(data)
		if parts := strings.Split(p, "/"); parts[0] == "terms" && len(parts) == 3 {
			domain = min(domain, parts[1])
		}
	}
	c = start(b, files, everything)
	path = "terms/" + domain + "/unsaved.yaml"
	c.open(path, "name: Unsaved\ndefinition: What nobody has saved yet.\nstatus: draft\n")
	return c, path
}

// typed is the text of a document with one more line, in the n-th of its states.
func typed(text string, n int) string {
	return text + "tags: [" + strings.Repeat("x", n%20+1) + "]\n"
}

// BenchmarkKey is what an editor waits for after a key: the edit, and proposals
// for the word that is being written.
func BenchmarkKey(b *testing.B) {
	c, path := large(b)
	text := string(c.docs[path].data) + "related: [a]\nowner: a\n"
	c.must("textDocument/hover", c.here(path, "nam|e"))
	for _, words := range map[string]string{"fields": "\nde|finition", "references": "related: [a|]", "owners": "owner: a|"} {
		b.Run(strings.Trim(strings.Map(letters, words), "a"), func(b *testing.B) {
			var worst time.Duration
			for i := range b.N {
				began := time.Now()
				c.replace(path, typed(text, i))
				c.must("textDocument/completion", c.here(path, words))
				worst = max(worst, time.Since(began))
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
		})
	}
}

func letters(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}

// BenchmarkQuestions is what an editor waits for when it asks right after a key.
func BenchmarkQuestions(b *testing.B) {
	c, path := large(b)
	text := "related: [" + strings.TrimSuffix(strings.TrimPrefix(path, "terms/"), "/unsaved.yaml") + "/unsaved]\n" + string(c.docs[path].data)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	for _, method := range []string{"hover", "definition", "references", "documentSymbol", "codeAction"} {
		b.Run(method, func(b *testing.B) {
			var worst time.Duration
			for i := range b.N {
				began := time.Now()
				c.replace(path, typed(text, i))
				place := c.here(path, "/unsa|ved]")
				c.must("textDocument/"+method, map[string]any{"textDocument": place.TextDocument, "position": place.Position,
					"range": span{}, "context": map[string]any{}})
				worst = max(worst, time.Since(began))
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
		})
	}
}

// BenchmarkFindings is what it takes from a key until a mistake is shown, and
// from another one until it is gone.
func BenchmarkFindings(b *testing.B) {
	c, path := large(b)
	text := string(c.docs[path].data)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	for _, x := range []struct{ name, code, line string }{
		{"syntax", "SRC020", "tags: [\n"},
		{"field", "REF001", "nothing: x\n"},
		{"reference", "REF010", "related: [nobody-wrote-this]\n"},
		{"formula", "FRM002", "formula: nobody_wrote_this * 2\n"},
	} {
		b.Run(x.name, func(b *testing.B) {
			var worst time.Duration
			shown := func(list []diagnostic) bool {
				return slices.ContainsFunc(list, func(d diagnostic) bool { return d.Code == x.code })
			}
			for i := range b.N {
				began := time.Now()
				c.replace(path, text+strings.Repeat("#", i%7)+"\n"+x.line)
				c.waitFor(path, x.code, shown)
				c.replace(path, text)
				c.waitFor(path, "no "+x.code, func(list []diagnostic) bool { return !shown(list) })
				worst = max(worst, time.Since(began))
			}
			b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
		})
	}
}

// BenchmarkNames is what it takes until an edit has shown what it means for all
// other files, without the pause.
func BenchmarkNames(b *testing.B) {
	files := map[string][]byte{}
	for p, data := range gen.Catalog(gen.Options{Entries: 10000, Seed: 1}) {
		files[p] = data
	}
	dir := b.TempDir()
	for p, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(p))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o644)); err != nil {
			b.Fatal(err)
		}
	}
	live, err := catalog.Open(b.Context(), catalog.Options{Content: dir, Now: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		b.Fatal(err)
	}
	path := slices.Min(slices.DeleteFunc(slices.Collect(maps.Keys(files)), func(p string) bool { return !strings.HasPrefix(p, "terms/") }))
	b.ResetTimer()
	for i := range b.N {
		newIndex(live.Revised(map[string][]byte{path: []byte(typed(string(files[path]), i))}, nil).Names())
	}
}

// BenchmarkConflicts is what it takes until the rules have run again.
func BenchmarkConflicts(b *testing.B) {
	c, path := large(b)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	if os.Getenv("CONCORD_LONG") == "" {
		b.Skip("set CONCORD_LONG to run it: it takes seconds a round")
	}
	text := string(c.docs[path].data)
	waiver := text + "allow: [{rule: homonym, reason: x, by: nobody, until: 2027-12-31}]\n"
	for range b.N {
		c.replace(path, waiver)
		c.has(path, "ADV290")
		c.replace(path, text)
		c.waitFor(path, "no waiver", func(list []diagnostic) bool {
			for _, d := range list {
				if d.Code == "ADV290" {
					return false
				}
			}
			return true
		})
	}
}

// BenchmarkTyping is what it takes from a key until a mistake is shown, while
// the folder as a whole and its rules are being worked on: keys come slower than
// the pauses are.
func BenchmarkTyping(b *testing.B) {
	c, path := large(b)
	text := string(c.docs[path].data)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	var took []time.Duration
	for i := range b.N {
		time.Sleep(time.Duration(90+i%10*20) * time.Millisecond)
		missing := []string{"nobody-wrote-this", "nobody-wrote-that-either"}[i%2]
		began := time.Now()
		c.replace(path, text+"related: ["+missing+"]\n")
		c.waitFor(path, missing, func(list []diagnostic) bool {
			return slices.ContainsFunc(list, func(d diagnostic) bool { return d.Code == "REF010" && strings.Contains(d.Message, missing) })
		})
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	for name, d := range map[string]time.Duration{"median-ms": took[len(took)/2], "p95-ms": took[len(took)*95/100], "worst-ms": took[len(took)-1]} {
		b.ReportMetric(float64(d.Microseconds())/1000, name)
	}
}

// BenchmarkRename gives an entry that others refer to another ID, which rests on
// the folder as a whole.
func BenchmarkRename(b *testing.B) {
	c, path := large(b)
	c.must("textDocument/hover", c.here(path, "Unsa|ved"))
	place := c.here(path, "Unsa|ved")
	for b.Loop() {
		c.must("textDocument/rename", map[string]any{"textDocument": place.TextDocument, "position": place.Position, "newName": strings.TrimSuffix(strings.TrimPrefix(path, "terms/"), "unsaved.yaml") + "saved"})
	}
}
