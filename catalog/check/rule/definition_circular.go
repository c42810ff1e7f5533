package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// definitionCircular finds a label inside its own definition. At the start,
// where it only repeats itself, see label-repeated.
var definitionCircular = check.Rule{
	Kind: diag.Kind{
		Code: "ADV101", ID: "definition-circular", Title: "definition that uses its own word",
		Family: diag.Advice, Category: "definition", Severity: diag.Minor,
		Why:    "Whoever does not know the word cannot learn it from a definition that uses it.",
		Settle: "Say it in words that are known without the one that is defined.",
		Source: "ISO 704:2022, circular definitions; ISO/IEC 11179-4:2004, 5.2.4",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		m := newMentions(p, r)
		look := func(e *model.Entry) (int, int) {
			if e.Measured() == nil {
				return 0, 0
			}
			words := r.opening(e.Definition.S)
			start := 0
			if n := r.repeatedLabel(words, labelsInUse(e)); n > 0 {
				start = words[n-1].to
			}
			for _, found := range m.in(firstSentence(e.Definition.S), e) {
				if found.of == e && found.from >= start {
					return found.from, found.to
				}
			}
			return 0, 0
		}
		eachDefinition(p, look, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s uses the word itself", quoted(e.Title()))).
				WithLabel("the word that is defined").WithHelp("say it in words that are known without this one")
		})
	},
}
