package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
)

// findingsOut is where the findings of a command go whose purpose is another:
// formats for machines to standard output, text for people out of the way.
func (m *machine) findingsOut(format string) io.Writer {
	if format == "text" {
		return m.stderr
	}
	return m.stdout
}

// printFindings prints the findings of a catalog.
func (m *machine) printFindings(c *catalog.Compiled, content, format string, w io.Writer) error {
	print, _ := report.Lookup(format)
	return print(w, c.Set, c.Findings, m.reportOptions(content, w))
}

// reportOptions says how findings in a content folder are printed to w.
func (m *machine) reportOptions(content string, w io.Writer) report.Options {
	o := report.Options{Color: m.colour(w), Version: toolVersion()}
	if folder := m.seen(content); folder != "." {
		o.Folder = filepath.ToSlash(folder) + "/"
	}
	return o
}

// printJSON prints a document for machines.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// seconds is a time taken as people read it.
func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// wrap breaks text into lines of at most width columns, each after indent.
func wrap(text, indent string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case column == 0:
			b.WriteString(indent)
			column = len(indent) + n
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = len(indent) + n
		default:
			b.WriteByte(' ')
			column += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}
