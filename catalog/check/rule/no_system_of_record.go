package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var noSystemOfRecord = check.Rule{
	Kind: diag.Kind{
		Code: "CON201", ID: "no-system-of-record", Title: "data object without a system of record",
		Family: diag.Conflict, Category: "source of truth", Severity: diag.Major,
		Why:    "When two systems show different figures, nobody can say which of them is right unless it was agreed beforehand whose record counts.",
		Settle: "Agree on the one system whose record counts and name it under `system_of_record`; the others go under `copies`.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, o := range p.Catalog.Objects {
			if !asserted(&o.Entry) || len(o.SystemOfRecord) > 0 {
				continue
			}
			f := p.At(o.At, "no system is the one whose record of `"+o.ID+"` counts").
				WithHelp("name it under `system_of_record` in " + file(p, &o.Entry))
			if o.Status != model.Approved {
				f.Severity = diag.Minor
			}
			if len(o.Copies) > 0 {
				f = f.WithPlace(o.Copies[0].At, "only copies are named").
					WithNote("copies are held by " + titles(targets(o.Copies)))
			}
			p.Report(f, &o.Entry)
		}
	},
}
