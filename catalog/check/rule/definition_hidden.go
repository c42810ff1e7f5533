package rule

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var definesAnother = regexp.MustCompile(`(?i)\((where |wobei |an? |the |ein |eine |der |die |das )?[\p{L}-]+( [\p{L}-]+){0,2} (is an?|is the|are the|means|is defined as|are defined as|refers to|denotes|ist eine?|sind die|bedeutet|bezeichnet) [^)]{8,}\)|[,;] (where|wobei) (an? |the |ein |eine |der |die |das )?[\p{L}-]+( [\p{L}-]+){0,2} (means|is defined as|are defined as|refers to|denotes|bedeutet|bezeichnet) `)

// definitionHidden finds a second definition in brackets or in a where-clause.
var definitionHidden = check.Rule{
	Kind: diag.Kind{
		Code: "ADV107", ID: "definition-hidden", Title: "definition inside a definition",
		Family: diag.Advice, Category: "definition", Severity: diag.Info,
		Why:    "A word that is defined in passing cannot be found, linked or owned, and will be defined again elsewhere, differently.",
		Settle: "Give the other word an entry of its own and use it here.",
		Source: "ISO 704:2022, hidden definitions; ISO/IEC 11179-4:2004, 5.1.5",
	},
	Run: func(p *check.Pass) {
		look := func(e *model.Entry) (int, int) {
			if !strings.Contains(e.Definition.S, "(") && !strings.Contains(e.Definition.S, " where ") && !strings.Contains(e.Definition.S, " wobei ") {
				return 0, 0
			}
			return matching(definesAnother)(e)
		}
		eachDefinition(p, look, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s defines another word in passing", quoted(e.Title()))).
				WithLabel("a second definition").WithHelp("give that word an entry of its own")
		})
	},
}
