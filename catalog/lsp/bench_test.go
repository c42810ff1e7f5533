package lsp

import (
	"os"
	"strings"
	"testing"
	"time"

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

// BenchmarkNames is what it takes until findings of fields, references and
// formulas are there, without the pause.
func BenchmarkNames(b *testing.B) {
	c, path := large(b)
	text := string(c.docs[path].data)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	b.ResetTimer()
	for i := range b.N {
		c.replace(path, typed(text, i))
		c.must("textDocument/documentSymbol", c.here(path, "nam|e"))
	}
}

// BenchmarkSyntax is what it takes until a mistake of spelling is shown.
func BenchmarkSyntax(b *testing.B) {
	c, path := large(b)
	text := string(c.docs[path].data)
	c.must("textDocument/hover", c.here(path, "nam|e"))
	b.ResetTimer()
	for i := range b.N {
		c.replace(path, text+strings.Repeat(" ", i%7)+"name: [\n")
		c.waitFor(path, "a bracket", func(list []diagnostic) bool {
			for _, d := range list {
				if d.Severity == 1 {
					return true
				}
			}
			return false
		})
		c.replace(path, text)
		c.waitFor(path, "none", func(list []diagnostic) bool {
			for _, d := range list {
				if d.Severity == 1 {
					return false
				}
			}
			return true
		})
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
