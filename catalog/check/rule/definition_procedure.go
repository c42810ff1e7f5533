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

var (
	startsWithStep = regexp.MustCompile(`(?i)^(first,? )?(calculate|compute|divide|multiply|subtract|add up|sum up|take (the|all|each)|count (the|all|each|how)|berechne|teile|dividiere|multipliziere|subtrahiere|addiere|summiere|zähle|man nehme)\b`)
	namesSteps     = regexp.MustCompile(`(?i)(^|[.;:(] ?)(step|schritt) (1|one|eins)\b|\bfirst,? [^.]{3,80}[,;.] ?(and )?then,? (divide|multiply|subtract|add|take|count|sum|calculate|compute)\b|\b(zuerst|zunächst) [^.]{3,120}\b(dann|danach|anschließend) (durch|mit|wird|werden|teil|multiplizier|subtrahier|addier)`)
)

// tellsSteps finds where a definition tells a step.
func tellsSteps(e *model.Entry) (from, to int) {
	if from, to = matching(startsWithStep)(e); to > 0 {
		return from, to
	}
	for _, mark := range []string{"tep ", "chritt ", "irst", "uerst ", "unächst "} {
		if strings.Contains(e.Definition.S, mark) {
			return matching(namesSteps)(e)
		}
	}
	return 0, 0
}

var definitionProcedure = check.Rule{
	Kind: diag.Kind{
		Code: "ADV106", ID: "definition-procedure", Title: "definition that tells how to do it",
		Family: diag.Advice, Category: "definition", Severity: diag.Info,
		Why:    "Steps tell how a figure is made today. What it is meant to be stays unsaid, so nobody can tell whether the steps are right.",
		Settle: "Say what it is in the definition, put the calculation under `formula` and the steps under `manual_steps` or `note`.",
		Source: "ISO/IEC 11179-4:2004, 5.2.5",
	},
	Run: func(p *check.Pass) {
		eachDefinition(p, tellsSteps, func(e *model.Entry, at source.Span) diag.Finding {
			return p.At(at, fmt.Sprintf("the definition of %s tells how to do it, not what it is", quoted(e.Title()))).
				WithLabel("a step").WithHelp("say what it is, and put the calculation under `formula`")
		})
	},
}
