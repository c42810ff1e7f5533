package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var freshness = check.Rule{
	Kind: diag.Kind{
		Code: "CON232", ID: "freshness", Title: "KPI reported more often than its data is fresh",
		Family: diag.Conflict, Category: "time", Severity: diag.Minor,
		Why:    "A figure that is shown anew and has not been computed from anything new looks current and is not.",
		Settle: "Bring the data more often, or report the KPI when the data has come.",
	},
	Run: func(p *check.Pass) {
		for _, k := range p.Catalog.KPIs {
			if !asserted(&k.Entry) || k.Cadence.S == "" {
				continue
			}
			for _, r := range readsOf(p, k) {
				if asserted(&r.object.Entry) && quicker(k.Cadence.S, r.object.Freshness.S) {
					stale(p, k, r)
				}
			}
		}
	},
}

func stale(p *check.Pass, k *model.KPI, r reading) {
	o := r.object
	f := p.At(k.Cadence.At, "`"+k.ID+"` is reported "+pace(k.Cadence.S)+" from `"+o.ID+"`, whose data comes "+pace(o.Freshness.S)).
		WithLabel("reported "+pace(k.Cadence.S)).
		WithPlace(o.Freshness.At, "comes "+pace(o.Freshness.S)).
		WithPlace(r.at, "read here").
		WithHelp("lengthen `cadence` in " + file(p, &k.Entry) + ", or shorten `freshness` in " + file(p, &o.Entry) + " once the data does come more often")
	p.Report(f, &k.Entry, &o.Entry)
}

// reading is a data object that a KPI is computed from and the place that says
// so.
type reading struct {
	object *model.Object
	at     source.Span
}

// readsOf lists the objects that a KPI's formula and inputs read, directly or
// through terms and KPIs that have no cadence of their own, each once.
func readsOf(p *check.Pass, k *model.KPI) []reading {
	var list []reading
	seen := map[*model.Entry]bool{}
	var visit func(e *model.Entry, at source.Span)
	visit = func(e *model.Entry, at source.Span) {
		if e == nil || seen[e] {
			return
		}
		seen[e] = true
		switch v := e.Self.(type) {
		case *model.Object:
			list = append(list, reading{v, at})
			return
		case *model.KPI:
			if v != k && v.Cadence.S != "" {
				return
			}
			for _, r := range v.Inputs {
				visit(r.To, r.At)
			}
		}
		if prog := p.Formulas.Of(e); prog != nil {
			for _, r := range prog.Reads {
				visit(&r.Object.Entry, r.At)
			}
			for _, u := range prog.Uses {
				visit(u.Entry, u.At)
			}
		}
	}
	visit(&k.Entry, k.At)
	return list
}
