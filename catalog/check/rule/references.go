package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
)

// foundations lists what an entry's meaning rests on: what its formula reads,
// what it is computed or decided from, the concept that it is a special case or
// a record of, what it shows. What it merely informs is not among them.
func foundations(p *check.Pass, e *model.Entry) []model.Ref {
	var refs []model.Ref
	if prog := p.Formulas.Of(e); prog != nil {
		for _, r := range prog.Reads {
			refs = append(refs, model.Ref{To: &r.Object.Entry, At: r.At})
		}
		for _, u := range prog.Uses {
			refs = append(refs, model.Ref{To: u.Entry, At: u.At})
		}
	}
	switch v := e.Self.(type) {
	case *model.Term:
		refs = append(refs, v.Broader...)
	case *model.Object:
		refs = append(append(refs, v.Term), v.DerivesFrom...)
	case *model.KPI:
		refs = append(refs, v.Inputs...)
	case *model.Decision:
		refs = append(refs, v.Uses...)
	case *model.Report:
		refs = append(refs, v.KPIs...)
	}
	return refs
}

// references lists every reference by which an entry makes use of another, owners
// aside: what has left is not deprecated. References that are there to lead
// away from an entry (replaced_by, distinct_from) are no use of it.
func references(p *check.Pass, e *model.Entry) []model.Ref {
	refs := append(foundations(p, e), e.Domain)
	switch v := e.Self.(type) {
	case *model.Domain:
		refs = append(refs, v.Parent)
	case *model.Term:
		refs = append(append(refs, v.Narrower...), v.Related...)
	case *model.Object:
		refs = append(append(refs, v.SystemOfRecord...), v.Copies...)
		for i := range v.Fields {
			refs = append(refs, v.Fields[i].Term)
		}
	case *model.KPI:
		refs = append(append(append(append(refs, v.ReportedBy...), v.Informs...), v.Measures...), v.Canonical.Ref)
	case *model.Decision:
		refs = append(refs, v.Serves...)
	case *model.Outcome:
		refs = append(refs, v.Parent)
	case *model.Integration:
		refs = append(append(append(refs, v.From), v.To...), v.Moves...)
		for i := range v.Milestones {
			refs = append(refs, v.Milestones[i].KPI)
		}
	case *model.Report:
		refs = append(refs, v.Systems...)
	}
	return refs
}
