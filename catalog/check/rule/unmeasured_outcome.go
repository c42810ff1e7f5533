package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var unmeasuredOutcome = check.Rule{
	Kind: diag.Kind{
		Code: "CON223", ID: "unmeasured-outcome", Title: "outcome that no KPI measures",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Major,
		Why:    "Nobody can tell whether an outcome that is not measured comes closer, and the work for it loses against work that is.",
		Settle: "Name the outcome under `measures` of the KPI that shows it, or define one that does.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		measured := map[*model.Entry]bool{}
		for _, k := range p.Catalog.KPIs {
			if !k.Live() {
				continue
			}
			for _, o := range targets(k.Measures) {
				for o != nil && !measured[o] { // what measures a part measures the whole
					measured[o] = true
					o = o.Self.(*model.Outcome).Parent.To
				}
			}
		}
		for _, o := range p.Catalog.Outcomes {
			if asserted(&o.Entry) && !measured[&o.Entry] {
				p.Report(p.At(o.At, "no KPI measures the outcome `"+o.ID+"`").
					WithHelp("write `measures: ["+o.ID+"]` in the file of the KPI that shows it"), &o.Entry)
			}
		}
	},
}
