package rule

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// definitionPlural finds definitions that begin with the plural of the word
// that their own label has in the singular: "customers who …" for "active
// customer".
var definitionPlural = check.Rule{
	Kind: diag.Kind{
		Code: "ADV104", ID: "definition-plural", Title: "definition in the plural",
		Family: diag.Advice, Category: "definition", Severity: diag.Info,
		Why:    "A definition says what one such thing is. In the plural it is not clear whether each has to meet the condition or all of them together.",
		Settle: "Write the definition in the singular: `customer who …`.",
		Source: "ISO/IEC 11179-4:2004, 5.1.1",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		look := func(e *model.Entry) (int, int) { return r.pluralOf(e.Definition.S, e.Title()) }
		eachDefinition(p, look, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s is in the plural, and its label in the singular", quoted(e.Title()))).
				WithLabel("plural").WithHelp("write it in the singular, so that it says what one is")
		})
	},
}

// pluralOf finds the plural of a word of a label at the start of a text, after
// an article or "all" at most.
func (r *reader) pluralOf(text, label string) (from, to int) {
	words := r.opening(text)
	for len(words) > 0 && slices.Contains([]string{"all", "the", "alle", "samtliche", "die"}, words[0].folded) {
		words = words[1:]
	}
	if len(words) < 2 {
		return 0, 0
	}
	w := words[0]
	for _, l := range r.words(label) {
		if l.folded != w.folded && l.stem == w.stem && r.isPluralOf(w, l, text) && functionWord(words[1].folded) {
			return w.from, w.to
		}
	}
	return 0, 0
}

func (r *reader) isPluralOf(w, singular word, text string) bool {
	if r.english {
		return w.singular == singular.folded
	}
	first, _ := utf8.DecodeRuneInString(text[w.from:])
	return unicode.IsUpper(first) && len(w.folded) > len(singular.folded) && hasAnySuffix(w.folded, "e", "en", "n", "er")
}
