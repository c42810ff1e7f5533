package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

var informsNothing = check.Rule{
	Kind: diag.Kind{
		Code: "CON221", ID: "informs-nothing", Title: "data object that informs nothing",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "Data that reaches no KPI, decision or outcome is stored, moved and kept right for nobody, or for somebody who is not in the catalog.",
		Settle: "Write down what it is for: a formula that reads it, or a decision that `uses` it. If there is none, stop collecting it and retire the object.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		useful := feeding(p, purposeful)
		for _, o := range p.Catalog.Objects {
			if asserted(&o.Entry) && !useful[p.Graph.Of(&o.Entry)] {
				p.Report(p.At(o.At, "`"+o.ID+"` reaches no KPI, decision or outcome").
					WithHelp("name it under `uses` of the decision that needs it, or let a KPI's formula read it",
						"or write `status: retired` in "+file(p, &o.Entry)), &o.Entry)
			}
		}
	},
}
