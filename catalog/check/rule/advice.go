package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// What follows is shared by the advice about how definitions are written. It
// looks at `definition` only: a `description` may be longer and freer. Advice
// would rather miss something than find fault with good prose.

// defined lists the entries in use that have a definition, in catalog order.
func defined(p *check.Pass) []*model.Entry {
	var entries []*model.Entry
	for _, e := range p.Catalog.Entries {
		if e.Live() && e.Definition.S != "" {
			entries = append(entries, e)
		}
	}
	return entries
}

// eachDefinition reports where look finds something in a definition: the bytes
// concerned, or to == 0 for nothing.
func eachDefinition(p *check.Pass, look func(e *model.Entry) (from, to int), report func(e *model.Entry, at source.Span) diag.Finding) {
	for _, e := range defined(p) {
		if from, to := look(e); to > 0 {
			p.Report(report(e, within(p.Catalog.Source, e.Definition, from, to)), e)
		}
	}
}

// matching makes a look of an expression.
func matching(expression *regexp.Regexp) func(*model.Entry) (int, int) {
	return func(e *model.Entry) (int, int) {
		if m := expression.FindStringIndex(e.Definition.S); m != nil {
			return m[0], m[1]
		}
		return 0, 0
	}
}

// sentences returns where each sentence of a text begins. A full stop ends a
// sentence only before a space and a capital letter, and not after an
// abbreviation, an initial or a number.
func sentences(text string) []int {
	starts := []int{0}
	for i := 1; i+1 < len(text); i++ {
		if !strings.ContainsRune(".!?", rune(text[i-1])) || text[i] != ' ' && text[i] != '\n' {
			continue
		}
		rest := strings.TrimLeft(text[i:], " \n\"'(*_„“»")
		if rest == "" || !unicode.IsUpper([]rune(rest[:min(len(rest), 4)])[0]) {
			continue
		}
		if text[i-1] == '.' && abbreviated(text[:i-1]) {
			continue
		}
		starts = append(starts, len(text)-len(strings.TrimLeft(text[i:], " \n")))
	}
	return starts
}

// firstSentence is the part of a text that defines; what follows it explains.
func firstSentence(text string) string {
	if starts := sentences(text); len(starts) > 1 {
		return text[:starts[1]]
	}
	return text
}

// abbreviated reports whether the full stop after a text belongs to its last
// word.
func abbreviated(before string) bool {
	word := before[strings.LastIndexAny(before, " \n(")+1:]
	if len([]rune(word)) < 2 || strings.Contains(word, ".") || strings.Trim(word, "0123456789") == "" {
		return true
	}
	return slices.Contains(strings.Fields(`eg ie etc vs cf approx resp incl excl no nos fig min max avg dept est inc ltd co corp
		st mr ms mrs dr prof jr sr bzw ca usw ggf inkl exkl evtl vgl nr abs art ziff lt gem std mio mrd tsd`), strings.ToLower(word))
}

// labelsInUse lists the designations of an entry that are not deprecated.
func labelsInUse(e *model.Entry) []string {
	var labels []string
	for _, l := range e.Labels() {
		if l.Use != model.DeprecatedLabel {
			labels = append(labels, l.S)
		}
	}
	return labels
}
