package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var cadence = check.Rule{
	Kind: diag.Kind{
		Code: "CON231", ID: "cadence", Title: "decision taken more often than its KPI is known",
		Family: diag.Conflict, Category: "time", Severity: diag.Minor,
		Why:    "Most days such a decision is taken on a figure that has not moved since the last time, or on a guess.",
		Settle: "Report the KPI at least as often as the decision is taken, or take the decision when the figure comes.",
	},
	Run: func(p *check.Pass) {
		for _, d := range p.Catalog.Decisions {
			for _, r := range d.Uses {
				if r.To != nil {
					if k, ok := r.To.Self.(*model.KPI); ok {
						outpaced(p, d, k, r)
					}
				}
			}
		}
		for _, k := range p.Catalog.KPIs {
			for _, r := range k.Informs {
				if r.To == nil {
					continue
				}
				d := r.To.Self.(*model.Decision)
				if !slices.ContainsFunc(d.Uses, func(u model.Ref) bool { return u.To == &k.Entry }) {
					outpaced(p, d, k, r)
				}
			}
		}
	},
}

func outpaced(p *check.Pass, d *model.Decision, k *model.KPI, tie model.Ref) {
	if !asserted(&d.Entry) || !asserted(&k.Entry) || !quicker(d.Cadence.S, k.Cadence.S) {
		return
	}
	f := p.At(d.Cadence.At, "`"+d.ID+"` is decided "+pace(d.Cadence.S)+" on `"+k.ID+"`, which is reported "+pace(k.Cadence.S)).
		WithLabel("decided "+pace(d.Cadence.S)).
		WithPlace(k.Cadence.At, "reported "+pace(k.Cadence.S)).
		WithPlace(tie.At, "tied together here").
		WithHelp("shorten `cadence` in " + file(p, &k.Entry) + ", or lengthen it in " + file(p, &d.Entry))
	p.Report(f, &d.Entry, &k.Entry)
}

// quicker reports whether one rhythm is clearly shorter than another. Months
// are not all of one length, so a tenth counts as the same; what happens on
// demand compares with nothing.
func quicker(a, b string) bool {
	x, okX := model.ParseRhythm(a)
	y, okY := model.ParseRhythm(b)
	return okX && okY && !x.OnDemand && !y.OnDemand && x.Hours*1.1 < y.Hours
}

// pace is a rhythm as a sentence says it: "daily", "every 15 minutes".
func pace(text string) string {
	if slices.Contains(model.RhythmWords(), text) || len(text) > 2 && (text[len(text)-2:] == "ly" || text[:2] == "ev") {
		return text
	}
	return "every " + text
}
