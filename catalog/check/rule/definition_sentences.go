package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var definitionSentences = check.Rule{
	Kind: diag.Kind{
		Code: "ADV103", ID: "definition-sentences", Title: "definition of more than one sentence",
		Family: diag.Advice, Category: "definition", Severity: diag.Info,
		Why:    "One sentence can stand in a list, on a card and in a contract. What follows it is explanation, and mixes what must hold with what is nice to know.",
		Settle: "Keep the first sentence as the definition and move the rest to `note`.",
		Source: "ISO 704:2022, writing definitions; ISO/IEC 11179-4:2004, 5.1.3",
	},
	Run: func(p *check.Pass) {
		look := func(e *model.Entry) (int, int) {
			if starts := sentences(e.Definition.S); len(starts) > 1 {
				return starts[1], len(e.Definition.S)
			}
			return 0, 0
		}
		eachDefinition(p, look, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s has more than one sentence", quoted(e.Title()))).
				WithLabel("a second sentence").WithHelp("keep one sentence and move the rest to `note`")
		})
	},
}
