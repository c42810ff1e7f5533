package site

import (
	"github.com/concord-catalog/concord/catalog/model"
)

// MeasuresView is the page of numbers that anyone can count again.
type MeasuresView struct {
	Measures []MeasureView
}

// MeasureView is a share of a whole: how many, of how many, and which ones are
// missing.
type MeasureView struct {
	Anchor  string
	Title   string
	How     string // how it is counted
	Have    int
	Of      int
	Share   string
	Bar     int // 0 to 100
	Missing []Link
	More    int
}

// most entries that a measure lists as missing.
const mostMissing = 100

func (p *planner) measures() Page {
	v := &MeasuresView{}
	g := p.in.Graph
	of := func(kinds ...model.Kind) []*model.Entry {
		var list []*model.Entry
		for _, k := range kinds {
			for _, e := range p.in.Catalog.OfKind(k) {
				if e.Live() {
					list = append(list, e)
				}
			}
		}
		return list
	}
	governed := of(model.TermKind, model.KPIKind, model.ObjectKind, model.SystemKind, model.DecisionKind, model.OutcomeKind, model.IntegrationKind)
	v.add(p, "objects-outcome", of(model.ObjectKind), func(e *model.Entry) bool { return g.ReachesOutcome(g.Of(e)) })
	v.add(p, "kpis-decision", of(model.KPIKind), func(e *model.Entry) bool { return p.feeds(e, model.DecisionKind) })
	v.add(p, "outcomes-kpi", of(model.OutcomeKind), func(e *model.Entry) bool { return p.fedBy(e, model.KPIKind) })
	v.add(p, "decisions-outcome", of(model.DecisionKind), func(e *model.Entry) bool { return g.ReachesOutcome(g.Of(e)) })
	v.add(p, "owners", governed, func(e *model.Entry) bool { return e.Accountable != nil && !e.Accountable.Gone(p.in.Today) })
	v.add(p, "approved", of(model.TermKind, model.KPIKind), func(e *model.Entry) bool { return e.Status == model.Approved })
	v.add(p, "defined", of(model.TermKind, model.KPIKind, model.ObjectKind), func(e *model.Entry) bool { return e.Meaning().S != "" })
	v.add(p, "record", of(model.ObjectKind), func(e *model.Entry) bool { return len(e.Self.(*model.Object).SystemOfRecord) == 1 })
	v.add(p, "undisputed", governed, func(e *model.Entry) bool { return len(p.info(e).open) == 0 })
	var reviewed []*model.Entry
	for _, e := range p.in.Catalog.Entries {
		if _, ok := reviewDue(e); ok {
			reviewed = append(reviewed, e)
		}
	}
	v.add(p, "reviewed", reviewed, func(e *model.Entry) bool {
		due, _ := reviewDue(e)
		return !due.Before(p.in.Today)
	})
	return Page{URL: measuresURL, Template: "measures", View: v, Frame: p.frame(measuresURL, "measures", p.t("nav.measures"), p.t("measures.lead"))}
}

func (v *MeasuresView) add(p *planner, key string, entries []*model.Entry, holds func(*model.Entry) bool) {
	m := MeasureView{Anchor: key, Title: p.t("measure." + key), How: p.t("measure." + key + ".how"), Of: len(entries)}
	for _, e := range entries {
		switch {
		case holds(e):
			m.Have++
		case len(m.Missing) < mostMissing:
			m.Missing = append(m.Missing, p.domainLink(measuresURL, e))
		default:
			m.More++
		}
	}
	if m.Of > 0 {
		m.Bar = 100 * m.Have / m.Of
	}
	m.Share = share(m.Have, m.Of)
	v.Measures = append(v.Measures, m)
}

// feeds reports whether an entry feeds one of a kind directly.
func (p *planner) feeds(e *model.Entry, k model.Kind) bool {
	for _, edge := range p.in.Graph.Out(p.in.Graph.Of(e)) {
		if p.in.Graph.Node(edge.To).Entry.Kind == k {
			return true
		}
	}
	return false
}

// fedBy reports whether an entry is fed by one of a kind directly.
func (p *planner) fedBy(e *model.Entry, k model.Kind) bool {
	for _, edge := range p.in.Graph.In(p.in.Graph.Of(e)) {
		if p.in.Graph.Node(edge.From).Entry.Kind == k {
			return true
		}
	}
	return false
}
