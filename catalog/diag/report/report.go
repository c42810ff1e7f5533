// Package report prints findings for people and for machines.
//
// Each format is one function in one file and sees the same list; the table in
// [Formats] is all that a new format has to join. Text that comes from content
// files is untrusted: control characters, direction overrides and invisible
// characters are made visible, and content never begins a line of output.
package report

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Options say how findings are printed. The zero value prints everything
// without colour.
type Options struct {
	Color  bool   // with ANSI colours, for terminals; text only
	Width  int    // columns a line of source may take; 0 means 100; text only
	Max    int    // findings printed in full, the rest counted; 0 means all; text only
	New    bool   // the list leaves out what was known before, and says so where nothing is left; text only
	Folder string // put before file names, so that they open from where the reader stands; not in JSON

	Version string // Concord's own; SARIF only
}

// Printer writes findings in one format. The list is not changed.
type Printer func(w io.Writer, set *source.Set, list diag.List, o Options) error

// Format is a printer and the name it is asked for by.
type Format struct {
	Name  string
	Print Printer
}

// Formats lists the formats, the default first.
func Formats() []Format {
	return []Format{{"text", Text}, {"short", Short}, {"json", JSON}, {"jsonl", JSONL}, {"sarif", SARIF}, {"github", GitHub},
		{"gitlab", GitLab}, {"junit", JUnit}, {"rdjson", RDJSON}, {"markdown", Markdown}}
}

// Names lists the names of the formats.
func Names() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return names
}

// Lookup returns the printer of a format, or false when there is none of that
// name.
func Lookup(name string) (Printer, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f.Print, true
		}
	}
	return nil, false
}

// ByWeight puts findings into the order in which a person should read them:
// errors, then conflicts by what they put at risk, then advice. Findings of
// equal weight keep their order. Settled findings are left out.
func ByWeight(list diag.List) diag.List {
	open := make(diag.List, 0, len(list))
	for _, f := range list {
		if f.Settled == nil {
			open = append(open, f)
		}
	}
	slices.SortStableFunc(open, func(a, b diag.Finding) int {
		return cmp.Or(
			cmp.Compare(b.Kind.Family, a.Kind.Family),
			cmp.Compare(weight(b), weight(a)),
			bySeverity(a, b),
		)
	})
	return open
}

func bySeverity(a, b diag.Finding) int {
	if a.Kind.Family == diag.Error {
		return 0 // errors are all in the way; the order of the files reads best
	}
	return cmp.Compare(b.Severity, a.Severity)
}

func weight(f diag.Finding) float64 {
	if f.Risk == nil {
		return 0
	}
	return f.Risk.Weight
}

// bareID is a full ID without its kind: "term:finance/revenue" is
// "finance/revenue".
func bareID(key string) string {
	_, id, ok := strings.Cut(key, ":")
	if !ok {
		return key
	}
	return id
}
