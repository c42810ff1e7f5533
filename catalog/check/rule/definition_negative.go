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

var startsNegative = regexp.MustCompile(`(?i)^((an?|the|any|all|ein|eine|der|die|das) )?(not\b|(something|anything|everything|any \w+|all \w+) (that|which) (is|are) not\b|(anything|everything) (but|except|other than)\b|the opposite of\b|opposite of\b|kein\w*\b|nicht\b|das gegenteil von\b|gegenteil von\b|alles außer\b|alles, was (nicht|kein\w*)\b)`)

// definitionNegative finds definitions that begin with what the thing is not. A
// lack is no fault where it is the mark of the thing, as the label then says.
var definitionNegative = check.Rule{
	Kind: diag.Kind{
		Code: "ADV102", ID: "definition-negative", Title: "definition by what it is not",
		Family: diag.Advice, Category: "definition", Severity: diag.Minor,
		Why:    "There is no end to the things that a hub is not. What it is, the reader still has to guess.",
		Settle: "Name the kind of thing it is, then what sets it apart.",
		Source: "ISO 704:2022, negative definitions; ISO/IEC 11179-4:2004, 5.2.2",
	},
	Run: func(p *check.Pass) {
		matches := matching(startsNegative)
		look := func(e *model.Entry) (int, int) {
			if lacking(e.Title()) {
				return 0, 0
			}
			return matches(e)
		}
		eachDefinition(p, look, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s says what it is not", quoted(e.Title()))).
				WithLabel("a negation").WithHelp("name the kind of thing it is, then what sets it apart")
		})
	},
}

// lacking reports a label that itself says that something is missing.
func lacking(label string) bool {
	for _, w := range strings.Fields(strings.ToLower(label)) {
		for _, prefix := range []string{"non", "un", "in", "dis", "no", "not", "without", "ohne", "nicht", "kein", "out"} {
			if strings.HasPrefix(w, prefix) {
				return true
			}
		}
		if strings.HasSuffix(w, "less") || strings.HasSuffix(w, "free") || strings.HasSuffix(w, "los") || strings.HasSuffix(w, "frei") {
			return true
		}
	}
	return false
}
