package check

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// Line is an owner and everyone above, nearest first. Reporting in a circle
// ends the line.
func Line(o *model.Owner) []*model.Owner {
	var line []*model.Owner
	for o != nil && !slices.Contains(line, o) {
		line = append(line, o)
		o = above(o)
	}
	return line
}

// above is whom an owner reports to; a team without a line of its own reports
// where its domain does.
func above(o *model.Owner) *model.Owner {
	if o.ReportsTo.To != nil {
		up, _ := o.ReportsTo.To.Self.(*model.Owner)
		return up
	}
	seen := map[*model.Domain]bool{}
	for d := o.InDomain; d != nil && !seen[d]; d = parentOf(d) {
		seen[d] = true
		if d.Owner.To != nil && d.Owner.To != &o.Entry {
			up, _ := d.Owner.To.Self.(*model.Owner)
			return up
		}
	}
	return nil
}

func parentOf(d *model.Domain) *model.Domain {
	if d.Parent.To == nil {
		return nil
	}
	p, _ := d.Parent.To.Self.(*model.Domain)
	return p
}

// Superior is the lowest owner in the line above all the given ones who is
// still there, or nil. One owner alone decides for himself.
func Superior(sides []*model.Owner, today model.Date) *model.Owner {
	if len(sides) == 0 {
		return nil
	}
	for _, candidate := range Line(sides[0]) {
		shared := !slices.ContainsFunc(sides[1:], func(o *model.Owner) bool {
			return !slices.Contains(Line(o), candidate)
		})
		if shared && !candidate.Gone(today) {
			return candidate
		}
	}
	return nil
}
