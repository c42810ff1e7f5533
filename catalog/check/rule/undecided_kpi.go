package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var undecidedKPI = check.Rule{
	Kind: diag.Kind{
		Code: "CON225", ID: "undecided-kpi", Title: "KPI that informs no decision",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "A figure on which nothing is decided costs the work of reporting it and changes nothing.",
		Settle: "Name the decision taken on it under `informs`, or stop reporting it.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		decides := feeding(p, func(e *model.Entry) bool { return e.Kind == model.DecisionKind && e.Live() })
		for _, k := range p.Catalog.KPIs {
			if !asserted(&k.Entry) || decides[p.Graph.Of(&k.Entry)] {
				continue
			}
			f := p.At(k.At, "`"+k.ID+"` informs no decision")
			for _, r := range k.ReportedBy {
				f = f.WithPlace(r.At, "reported all the same")
			}
			p.Report(f.WithHelp("name the decision that is taken on it under `informs` in "+file(p, &k.Entry),
				"or write `status: retired` there and stop reporting it"), &k.Entry)
		}
	},
}
