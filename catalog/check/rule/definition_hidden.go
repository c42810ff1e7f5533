package rule

import (
	"fmt"
	"regexp"
	"slices"
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
		eachDefinition(p, hiddenDefinition, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s defines another word in passing", quoted(e.Title()))).
				WithLabel("a second definition").WithHelp("give that word an entry of its own")
		})
	},
}

// hiddenDefinition finds where a definition defines another word. "(which is
// the …)" goes on about the same thing and defines nothing.
func hiddenDefinition(e *model.Entry) (from, to int) {
	text := e.Definition.S
	if !strings.Contains(text, "(") && !strings.Contains(text, " where ") && !strings.Contains(text, " wobei ") {
		return 0, 0
	}
	from, to = matching(definesAnother)(e)
	words := strings.Fields(strings.ToLower(strings.TrimLeft(text[from:to], "(,; ")))
	if len(words) == 0 || slices.Contains([]string{"which", "that", "who", "it", "this", "these", "they", "there", "what", "and", "or", "as", "es", "sie", "dies"}, words[0]) {
		return 0, 0
	}
	return from, to
}
