package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

var decisionWithoutOutcome = check.Rule{
	Kind: diag.Kind{
		Code: "CON227", ID: "decision-without-outcome", Title: "decision that serves no outcome",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "Where nobody has said what a decision is to bring about, it is judged by how well it was prepared.",
		Settle: "Name the outcome it serves under `serves`. If there is none, it need not be taken.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, d := range p.Catalog.Decisions {
			if asserted(&d.Entry) && len(d.Serves) == 0 {
				p.Report(p.At(d.At, "the decision `"+d.ID+"` serves no outcome").
					WithHelp("name the outcome under `serves` in "+file(p, &d.Entry)), &d.Entry)
			}
		}
	},
}
