package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

var decisionWithoutKPI = check.Rule{
	Kind: diag.Kind{
		Code: "CON226", ID: "decision-without-kpi", Title: "decision taken on nothing",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "A recurring decision that rests on no figure, term or object is taken on what each person has heard.",
		Settle: "Name what it is taken on under `uses`, or under `informs` of the KPI.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, d := range p.Catalog.Decisions {
			if asserted(&d.Entry) && !informed(p, d) {
				f := p.At(d.At, "nothing informs the decision `"+d.ID+"`")
				if d.Critical.V {
					f = f.WithPlace(d.Critical.At, "getting it wrong hurts at once")
				}
				p.Report(f.WithHelp("name the KPIs, terms or objects it is taken on under `uses` in "+file(p, &d.Entry)), &d.Entry)
			}
		}
	},
}

// informed reports whether a decision uses anything, or some KPI says that it
// informs it.
func informed(p *check.Pass, d *model.Decision) bool {
	for _, e := range p.Graph.In(p.Graph.Of(&d.Entry)) {
		if (e.Kind == lineage.Used || e.Kind == lineage.Informs) && p.Graph.Node(e.From).Entry.Live() {
			return true
		}
	}
	return false
}
