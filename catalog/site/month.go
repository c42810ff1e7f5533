package site

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// MonthBrief is what changed in the last thirty days, for the first page.
type MonthBrief struct {
	Counts []Tile // new entries, changed ones, conflicts that came and went
	Lines  []ChangeLine
	Href   string
}

// lastMonth is how many days back the first page looks, and monthLines how many
// changes it names.
const (
	lastMonth  = 30
	monthLines = 5
)

// month sums up the last thirty days, or returns nil when nothing happened in
// them or nobody knows.
func (p *planner) month() *MonthBrief {
	if p.in.History == nil {
		return nil
	}
	recent := func(d model.Date) bool {
		return !d.IsZero() && p.in.Today.Day-d.Day <= lastMonth && d.Day <= p.in.Today.Day
	}
	var all []changed
	fresh, edited, came, went := 0, 0, 0, 0
	for _, e := range p.in.Catalog.Entries {
		h := p.in.History.Of(e.Key())
		if h == nil {
			continue
		}
		if !h.AtLeast && recent(h.Created.Date) {
			fresh++
			all = append(all, changed{entry: e, commit: h.Created})
			continue
		}
		if len(h.Changes) > 0 && recent(h.Changes[0].Commit.Date) {
			edited++
			all = append(all, changed{e, &h.Changes[0], h.Changes[0].Commit})
		}
	}
	if p.in.Conflicts != nil {
		for i := range p.in.Conflicts.Lives {
			for _, s := range p.in.Conflicts.Lives[i].Spells {
				if !s.AtLeast && recent(s.Began.Date) {
					came++
				}
				if s.Over() && recent(s.Ended.Date) {
					went++
				}
			}
		}
	}
	if fresh+edited+came+went == 0 {
		return nil
	}
	v := &MonthBrief{Href: changesURL}
	for _, c := range []struct {
		key string
		n   int
	}{{"month.new", fresh}, {"month.changed", edited}, {"month.came", came}, {"month.went", went}} {
		v.Counts = append(v.Counts, Tile{Label: p.t(c.key), Value: thousands(c.n)})
	}
	slices.SortStableFunc(all, func(a, b changed) int {
		return cmp.Or(cmp.Compare(b.commit.Date.Day, a.commit.Date.Day), compareBool(a.change == nil, b.change == nil))
	})
	for _, c := range all[:min(len(all), monthLines)] {
		l := ChangeLine{Entry: p.domainLink(homeURL, c.entry), New: c.change == nil}
		l.EventView = p.event(c.commit)
		if c.change != nil {
			l.Part = p.t("part." + c.change.Part)
		}
		v.Lines = append(v.Lines, l)
	}
	return v
}
