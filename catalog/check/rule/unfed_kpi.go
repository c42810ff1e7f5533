package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

var unfedKPI = check.Rule{
	Kind: diag.Kind{
		Code: "CON224", ID: "unfed-kpi", Title: "KPI that is computed from nothing",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Major,
		Why:    "A figure whose data nobody named cannot be checked, and cannot be trusted when it moves.",
		Settle: "Write its `formula`. Where it cannot be written yet, name the objects it is computed from under `inputs`.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, k := range p.Catalog.KPIs {
			if asserted(&k.Entry) && k.Formula.S == "" && len(k.Inputs) == 0 && k.Canonical.Ref.Text == "" {
				p.Report(p.At(k.At, "`"+k.ID+"` has neither a formula nor inputs").
					WithHelp("write its `formula`, or name its `inputs`, in "+file(p, &k.Entry)), &k.Entry)
			}
		}
	},
}
