package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

var failedExpectation = check.Rule{
	Kind: diag.Kind{
		Code: "CON262", ID: "failed-expectation", Title: "definition that does not give the expected answer",
		Family: diag.Conflict, Category: "scenario", Severity: diag.Major,
		Why:    "People agreed what the answer must be in this situation, and the definition as it is written says something else.",
		Settle: "Correct the formula, or the expectation, whichever is wrong.",
	},
	Run: func(p *check.Pass) {
		for i := range p.Answers {
			r := &p.Answers[i]
			for _, a := range r.Answers {
				m := a.Entry.Measured()
				broken := m.Formula.S != "" && p.Formulas.Of(a.Entry) == nil // has had its finding
				if a.Met || broken || !asserted(&r.Scenario.Entry) || !a.Entry.Live() {
					continue
				}
				f := p.At(a.Expected.At, "in `"+r.Scenario.ID+"`, `"+a.Entry.ID+"` should give "+a.Expected.Text+" and gives "+answerOf(a)).
					WithLabel("expected").WithPlace(m.Formula.At, "gives "+answerOf(a)).
					WithHelp("correct the formula in " + file(p, a.Entry) + ", or the expectation in " + file(p, &r.Scenario.Entry))
				p.Report(f, &r.Scenario.Entry, a.Entry)
			}
		}
	},
}
