package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

var manualReconciliation = check.Rule{
	Kind: diag.Kind{
		Code: "CON203", ID: "manual-reconciliation", Title: "figure that is put together by hand",
		Family: diag.Conflict, Category: "source of truth", Severity: diag.Minor,
		Why:    "What a person adjusts by hand, or joins from two systems, is a definition that is written nowhere and goes on holiday with that person.",
		Settle: "Write what is done by hand into the formula or the integration, settle which system counts, and remove the step.",
	},
	Run: func(p *check.Pass) {
		for _, k := range p.Catalog.KPIs {
			if !byHand(p, &k.Entry, k.ManualSteps) && asserted(&k.Entry) {
				joinsTwo(p, &k.Entry, objectsBehind(p, &k.Entry))
			}
		}
		for _, r := range p.Catalog.Reports {
			if !byHand(p, &r.Entry, r.ManualSteps) {
				fromTwo(p, r)
			}
		}
	},
}

func byHand(p *check.Pass, e *model.Entry, steps []model.Text) bool {
	if len(steps) == 0 || !asserted(e) {
		return false
	}
	f := p.At(steps[0].At, the(e)+" needs "+count(len(steps), "step", "steps")+" by hand: "+clause(steps[0].S)).
		WithHelp("put what is done there into a formula or an integration, and remove `manual_steps` from " + file(p, e))
	for _, s := range steps[1:] {
		f = f.WithPlace(s.At, "and this")
	}
	p.Report(f, e)
	return true
}

// fromTwo reports a report that reads one concept from two systems: through two
// objects with different systems of record, or from a copy beside the record.
// A single KPI does so through two objects.
func fromTwo(p *check.Pass, r *model.Report) {
	if !asserted(&r.Entry) {
		return
	}
	var shown []*model.Entry
	for _, k := range r.KPIs {
		if k.To == nil {
			continue
		}
		if a, _ := rivalsAmong(objectsBehind(p, k.To)); a == nil { // else the KPI has a finding of its own
			shown = append(shown, k.To)
		}
	}
	objects := objectsBehind(p, shown...)
	if !joinsTwo(p, &r.Entry, objects) {
		besideCopy(p, r, objects)
	}
}

// joinsTwo reports a report or KPI behind which two objects record one concept
// with different systems of record.
func joinsTwo(p *check.Pass, e *model.Entry, objects []*model.Object) bool {
	a, b := rivalsAmong(objects)
	if a == nil {
		return false
	}
	f := p.At(e.At, the(e)+" reads `"+b.Term.To.ID+"` from "+titles(recorders([]*model.Object{a, b}))).
		WithPlace(a.SystemOfRecord[0].At, "recorded here as `"+a.ID+"`").
		WithPlace(b.SystemOfRecord[0].At, "and here as `"+b.ID+"`").
		WithHelp("base it on one of the two objects")
	p.Report(concerning(f, &a.Entry, &b.Entry), e)
	return true
}

// rivalsAmong finds two objects that record one concept with different systems
// of record, the first such pair, or nothing.
func rivalsAmong(objects []*model.Object) (a, b *model.Object) {
	first := map[string]*model.Object{}
	for _, o := range objects {
		if o.Term.To == nil || len(o.SystemOfRecord) == 0 || len(o.DerivesFrom) > 0 {
			continue
		}
		key := conceptOf(o.Term.To)
		other := first[key]
		if other == nil {
			first[key] = o
			continue
		}
		pair := []*model.Object{other, o}
		if len(sameGrain(pair)) > 1 && len(recorders(pair)) > 1 {
			return other, o
		}
	}
	return nil, nil
}

// besideCopy reports a system that a report reads for nothing but its copy of
// what it reads from the system of record as well.
func besideCopy(p *check.Pass, r *model.Report, objects []*model.Object) {
	recorded := map[*model.Entry]bool{}
	for _, o := range objects {
		for _, s := range targets(o.SystemOfRecord) {
			recorded[s] = true
		}
	}
	reads := targets(r.Systems)
	for _, ref := range r.Systems {
		if ref.To == nil || recorded[ref.To] {
			continue
		}
		for _, o := range objects {
			i := slices.IndexFunc(o.Copies, func(c model.Ref) bool { return c.To == ref.To })
			record := slices.IndexFunc(o.SystemOfRecord, func(s model.Ref) bool { return slices.Contains(reads, s.To) })
			if i < 0 || record < 0 {
				continue
			}
			f := p.At(ref.At, the(&r.Entry)+" reads `"+o.ID+"` from "+o.SystemOfRecord[record].To.Title()+" and from a copy in "+ref.To.Title()).
				WithPlace(o.SystemOfRecord[record].At, "the record").WithPlace(o.Copies[i].At, "the copy").
				WithHelp("take it from one of the two, and correct `systems` in " + file(p, &r.Entry))
			p.Report(concerning(f, &o.Entry), &r.Entry)
			return
		}
	}
}

// objectsBehind lists the objects that KPIs are computed from, in catalog order.
func objectsBehind(p *check.Pass, kpis ...*model.Entry) []*model.Object {
	var nodes []lineage.NodeID
	for _, k := range kpis {
		nodes = append(nodes, p.Graph.Of(k))
	}
	var objects []*model.Object
	for _, id := range p.Graph.Upstream(nodes...) {
		n := p.Graph.Node(id)
		if o, ok := n.Entry.Self.(*model.Object); ok && n.Field == nil && o.Live() {
			objects = append(objects, o)
		}
	}
	return objects
}
