package print

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/print/typeset"
	"github.com/concord-catalog/concord/catalog/source"
)

//go:embed testdata/explain/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each kind of finding, named after it.
func Examples() fs.FS { return diag.Examples(examples, "testdata/explain") }

// Kinds lists what can keep a booklet from being printed, in code order.
func Kinds() []*diag.Kind { return []*diag.Kind{&needsShaping, &missingGlyph} }

var needsShaping = diag.Kind{
	Code: "PRT001", ID: "text-needs-shaping", Title: "script that the built-in engine cannot set",
	Family: diag.Error, Category: "print", Severity: diag.Major,
	Why:    "Letters of Arabic, Hebrew and the Indic scripts join, stack or run from right to left. Set one by one they are garbage, so nothing is printed.",
	Settle: "Print with `--engine chromium`, which uses an installed browser.",
}

var missingGlyph = diag.Kind{
	Code: "PRT002", ID: "missing-glyph", Title: "character that no font has",
	Family: diag.Error, Category: "print", Severity: diag.Major,
	Why:    "A character without a glyph would be printed as an empty box. The built-in fonts have Latin, Greek and Cyrillic letters.",
	Settle: "Name a TrueType font that has it with `--font FILE.ttf`.",
}

// faults finds what the embedded engine cannot set: at most one finding of
// each kind for an entry.
func faults(k *Booklet, t *typefaces) diag.List {
	var found diag.List
	check := func(title, key string, at source.Span, text string) {
		var complex, missing []string
		for _, r := range text {
			switch {
			case r < 0x180: // Latin, which the built-in fonts have
			case typeset.Shaped(r):
				complex = appendNew(complex, named(r))
			case !t.serif.Has(r) && !t.sans.Has(r):
				missing = appendNew(missing, named(r))
			}
		}
		report := func(kind *diag.Kind, list []string, what, help string) {
			if len(list) == 0 {
				return
			}
			f := diag.Finding{Kind: kind, Severity: kind.Severity, At: at,
				Message: fmt.Sprintf("`%s` has %s: %s", title, what, some(list)), Help: []string{help}}
			if key != "" {
				f.Subjects = []string{key}
			}
			found = append(found, f)
		}
		report(&needsShaping, complex, "letters that join or run from right to left", "print with `--engine chromium`")
		report(&missingGlyph, missing, "characters that no font has", "name a TrueType font that has them with `--font`")
	}
	check(k.Cover.Title, "", source.Span{}, k.Cover.Title+k.Cover.Subtitle+k.Cover.Audience+k.Cover.Lead)
	for _, c := range k.Guide {
		check(c.Title, "", source.Span{}, c.Title+PlainText(c.Lead)+blockText(c.Blocks))
	}
	for _, s := range k.Sections {
		for _, e := range s.Entries {
			check(e.Title, e.Key, e.At, e.text())
		}
	}
	for _, g := range k.Owners {
		check(g.Title, "", source.Span{}, g.Title+g.Note)
	}
	return found
}

func named(r rune) string { return fmt.Sprintf("`%c` (U+%04X)", r, r) }

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// some lists a few things and says how many more there are.
func some(list []string) string {
	const most = 4
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

// text is all that is printed of an entry.
func (e *Entry) text() string {
	var b strings.Builder
	add := func(runs ...[]Inline) {
		for _, r := range runs {
			b.WriteString(PlainText(r))
		}
	}
	b.WriteString(e.Title + e.Domain)
	for _, l := range e.Labels {
		b.WriteString(l.Text)
	}
	add(e.Meaning, e.More, e.Source)
	add(e.Notices...)
	add(e.Examples...)
	add(e.Counter...)
	for _, d := range e.Disputes {
		add(d.Text, d.Decider)
	}
	for _, c := range e.Codes {
		b.WriteString(c.Code + c.Name + c.Meaning)
	}
	facts := slices.Concat(e.Relations, e.Facts)
	if e.Formula != nil {
		b.WriteString(e.Formula.Text)
		facts = append(facts, e.Formula.Tags...)
	}
	for _, f := range facts {
		b.WriteString(f.Label)
		add(f.Text)
	}
	if e.Figure != nil {
		for _, n := range e.Figure.Nodes {
			b.WriteString(n.Label)
		}
	}
	b.WriteString(blockText(e.Note))
	return b.String()
}

func blockText(list []Block) string {
	var b strings.Builder
	for _, x := range list {
		b.WriteString(PlainText(x.Text))
		b.WriteString(blockText(x.Blocks))
	}
	return b.String()
}
