package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

var milestoneWithoutKPI = check.Rule{
	Kind: diag.Kind{
		Code: "CON228", ID: "milestone-without-kpi", Title: "milestone that no KPI shows",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "A milestone that is only a date is reached when the date comes: the system is live, and nobody can say what became better.",
		Settle: "Name under `kpi` the figure that will move when the milestone is reached.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, i := range p.Catalog.Integrations {
			if !asserted(&i.Entry) {
				continue
			}
			for n := range i.Milestones {
				if m := &i.Milestones[n]; m.KPI.Text == "" {
					p.ReportPart(p.At(milestoneAt(m, &i.Entry), "the milestone "+quoted(m.Name.S)+" of `"+i.ID+"` names no KPI").
						WithHelp("name under `kpi` the figure that shows it, in "+file(p, &i.Entry)), m.Name.S, &i.Entry)
				}
			}
		}
	},
}
