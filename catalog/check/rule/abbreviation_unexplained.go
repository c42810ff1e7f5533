package rule

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// abbreviationUnexplained finds words in capitals that neither the catalog nor
// the sentence itself explains. Those that every reader knows, codes, units and
// numbers are left alone.
var abbreviationUnexplained = check.Rule{
	Kind: diag.Kind{
		Code: "ADV109", ID: "abbreviation-unexplained", Title: "abbreviation that nothing explains",
		Family: diag.Advice, Category: "definition", Severity: diag.Info,
		Why:    "An abbreviation is known to those who do not need the definition. One and the same often stands for two things in two functions.",
		Settle: "Spell it out, or give it an entry with that `abbreviation`.",
		Source: "ISO/IEC 11179-4:2004, 5.1.4",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		var known map[string]bool
		for _, e := range defined(p) {
			if !hasCapitals(e.Definition.S) {
				continue
			}
			if known == nil {
				known = knownWords(p, r)
			}
			if found := r.unexplained(e.Definition.S, known); len(found) > 0 {
				p.Report(abbreviationFinding(p, e, found), e)
			}
		}
	},
}

// knownWords are the words of every label, ID, code and system type in the
// catalog, folded.
func knownWords(p *check.Pass, r *reader) map[string]bool {
	known := map[string]bool{}
	add := func(text string) {
		for _, w := range r.words(text) {
			known[w.folded] = true
		}
	}
	codes := func(list []model.Code) {
		for _, c := range list {
			add(c.Code)
			add(c.Name.S)
		}
	}
	for _, e := range p.Catalog.Entries {
		add(e.ID)
		for _, l := range e.Labels() {
			add(l.S)
		}
		switch v := e.Self.(type) {
		case *model.System:
			add(v.Type.S)
		case *model.Term:
			codes(v.Values)
		case *model.Object:
			for i := range v.Fields {
				add(v.Fields[i].Name.S)
				codes(v.Fields[i].Values)
			}
		}
	}
	return known
}

// unexplained lists the abbreviations of a text that nothing explains, each
// once.
func (r *reader) unexplained(text string, known map[string]bool) []word {
	if text == strings.ToUpper(text) {
		return nil
	}
	var found []word
	for _, w := range r.words(text) {
		raw := text[w.from:w.to]
		switch {
		case !isAbbreviation(raw), known[w.folded], commonAbbreviations[raw], functionWord(w.folded), restricting[w.folded]:
		case strings.Contains(text, "("+raw+")"), strings.Contains(text, raw+" ("), quotedIn(text, w):
		case formula.ParseUnit(raw).Dim != "" && !strings.HasPrefix(string(formula.ParseUnit(raw).Dim), "other:"):
		case slices.ContainsFunc(found, func(f word) bool { return f.folded == w.folded }):
		default:
			found = append(found, w)
		}
	}
	return found
}

// hasCapitals reports two capitals in a row, without which a text holds no
// abbreviation.
func hasCapitals(text string) bool {
	before := false
	for _, c := range text {
		upper := unicode.IsUpper(c)
		if upper && before {
			return true
		}
		before = upper
	}
	return false
}

// isAbbreviation reports two to six capitals. Words with digits are codes and
// versions.
func isAbbreviation(raw string) bool {
	n := 0
	for _, c := range raw {
		if !unicode.IsUpper(c) {
			return false
		}
		n++
	}
	return n >= 2 && n <= 6 && strings.Trim(raw, "IVXLCDM") != ""
}

// quotedIn reports whether a word stands in quotes or as code, so that it is a
// value or a name.
func quotedIn(text string, w word) bool {
	return w.from > 0 && strings.ContainsRune("\"'`/_.-", rune(text[w.from-1])) || w.to < len(text) && strings.ContainsRune("\"'`/_-", rune(text[w.to]))
}

func abbreviationFinding(p *check.Pass, e *model.Entry, found []word) diag.Finding {
	var names []string
	for _, w := range found {
		names = append(names, quoted(e.Definition.S[w.from:w.to]))
	}
	f := p.At(within(p.Catalog.Source, e.Definition, found[0].from, found[0].to), fmt.Sprintf("nothing explains %s in the definition of %s", enumerate(names), quoted(e.Title()))).
		WithLabel("an abbreviation")
	for _, w := range found[1:] {
		f = f.WithPlace(within(p.Catalog.Source, e.Definition, w.from, w.to), "another")
	}
	return f.WithHelp("spell it out, or give it an entry with that `abbreviation`")
}
