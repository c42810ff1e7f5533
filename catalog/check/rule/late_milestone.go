package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var lateMilestone = check.Rule{
	Kind: diag.Kind{
		Code: "CON229", ID: "late-milestone", Title: "milestone past its day",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "What depends on a milestone was planned for its day. Until somebody says a new one, every plan behind it is wrong.",
		Settle: "Write the day it was reached under `done`, or agree on a new day and write it under `due`.",
	},
	Run: func(p *check.Pass) {
		for _, i := range p.Catalog.Integrations {
			if !asserted(&i.Entry) {
				continue
			}
			for n := range i.Milestones {
				m := &i.Milestones[n]
				if done := m.Done.Text != "" && m.Done.Text != "false"; done || !m.Due.Before(p.Today) {
					continue
				}
				f := p.At(m.Due.At, "the milestone "+quoted(m.Name.S)+" of `"+i.ID+"` is "+count(m.Due.DaysUntil(p.Today), "day", "days")+" late").
					WithLabel("due on this day").
					WithHelp("write the day it was reached under `done`, or a new day under `due`, in " + file(p, &i.Entry))
				if k := m.KPI.To; k != nil {
					f = concerning(f.WithPlace(m.KPI.At, "was to show it"), k)
				}
				p.ReportPart(f, m.Name.S, &i.Entry)
			}
		}
	},
}

// milestoneAt is where a milestone stands: its name, or for want of one its
// first byte.
func milestoneAt(m *model.Milestone, i *model.Entry) source.Span {
	if !m.Name.At.IsZero() {
		return m.Name.At
	}
	return orHead(m.At, i)
}
