package rule

import (
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var labelRepeated = check.Rule{
	Kind: diag.Kind{
		Code: "ADV108", ID: "label-repeated", Title: "definition that repeats its label",
		Family: diag.Advice, Category: "definition", Severity: diag.Info,
		Why:    "The label stands above the definition already. A definition without it can replace the word in a sentence, which is the best test of it.",
		Settle: "Begin with the kind of thing it is: not `A hub is a warehouse …`, but `warehouse …`.",
		Source: "ISO 704:2022, substitution principle",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		for _, e := range defined(p) {
			if to := r.preamble(e.Definition.S, labelsInUse(e)); to > 0 {
				p.Report(repeatedFinding(p, e, to), e)
			}
		}
	},
}

// preamble is how many bytes at the start of a text only repeat a label, with
// "is" or a colon behind it.
func (r *reader) preamble(text string, labels []string) int {
	words := r.opening(text)
	if n := r.repeatedLabel(words, labels); n > 0 {
		if n == len(words) {
			return 0
		}
		return words[n].from
	}
	for _, label := range labels {
		own := r.words(label)
		if n := len(own); n > 0 && n < len(words) && sameRun(words[:n], own) && strings.HasPrefix(text[words[n-1].to:], ":") {
			return words[n].from
		}
	}
	return 0
}

func repeatedFinding(p *check.Pass, e *model.Entry, to int) diag.Finding {
	at := within(p.Catalog.Source, e.Definition, 0, to)
	f := p.At(at, fmt.Sprintf("the definition of %s begins by repeating it", quoted(e.Title()))).
		WithLabel("not needed").WithHelp("begin with the kind of thing it is")
	if p.Catalog.Source.Text(at) == e.Definition.S[:to] {
		f.Edits = []diag.Edit{{At: at}}
	}
	return f
}
