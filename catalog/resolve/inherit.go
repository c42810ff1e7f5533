package resolve

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// inherit gives entries what their domain has and they do not: an accountable
// owner and an audience. A domain inherits from its parent likewise.
func inherit(entries []*model.Entry) {
	for _, e := range entries {
		e.AccountableRef = ownerRef(e)
		if e.AccountableRef != nil {
			e.Accountable, _ = e.AccountableRef.To.Self.(*model.Owner)
		}
		e.Readers = readers(e)
	}
}

// above lists the domains that an entry inherits from, nearest first. Domains
// that are each other's parents end the list.
func above(e *model.Entry) []*model.Domain {
	var list []*model.Domain
	d := e.InDomain
	if self, ok := e.Self.(*model.Domain); ok {
		d = parent(self)
	}
	for d != nil && !slices.Contains(list, d) {
		list = append(list, d)
		d = parent(d)
	}
	return list
}

func parent(d *model.Domain) *model.Domain {
	if d.Parent.To == nil {
		return nil
	}
	p, _ := d.Parent.To.Self.(*model.Domain)
	return p
}

func ownerRef(e *model.Entry) *model.Ref {
	if e.Owner.To != nil {
		return &e.Owner
	}
	if e.Owner.Text != "" {
		return nil // named, and the name leads nowhere: that is a finding already
	}
	for _, d := range above(e) {
		if d.Owner.To != nil {
			return &d.Owner
		}
	}
	return nil
}

func readers(e *model.Entry) []string {
	own := e.Audience
	for _, d := range above(e) {
		if len(own) > 0 {
			break
		}
		own = d.Audience
	}
	var names []string
	for _, a := range own {
		if a.S != "everyone" {
			names = append(names, a.S)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
