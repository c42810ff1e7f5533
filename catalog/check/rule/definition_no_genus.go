package rule

import (
	"fmt"
	"regexp"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var startsWithoutGenus = regexp.MustCompile(`(?i)^((it |this |that )?(is|means) )?(when|where|whenever|wherever|if|because|wenn|falls|sobald|wann|wo|weil)\b`)

var definitionNoGenus = check.Rule{
	Kind: diag.Kind{
		Code: "ADV105", ID: "definition-no-genus", Title: "definition that does not say what kind of thing it is",
		Family: diag.Advice, Category: "definition", Severity: diag.Minor,
		Why:    "A definition that begins with when or where describes an occasion. Whether the word means the event, the state or the number, everybody decides alone.",
		Settle: "Begin with the kind of thing it is: `state of an order that …`, `time from …`.",
		Source: "ISO 704:2022, intensional definitions",
	},
	Run: func(p *check.Pass) {
		eachDefinition(p, matching(startsWithoutGenus), func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s does not say what kind of thing it is", quoted(e.Title()))).
				WithLabel("describes an occasion").WithHelp("begin with the kind of thing, as in `state of …`, `share of …`, `time from …`")
		})
	},
}
