package diff

import (
	"github.com/concord-catalog/concord/catalog/model"
)

// Approval is somebody who should approve the change, and why.
type Approval struct {
	Owner   *model.Owner
	Left    bool // the owner has left; Delegate or nobody acts instead
	Reasons []Reason
}

// Reason is one reason to ask somebody: what they are, to what.
type Reason struct {
	Role string // "answers for", "answered for", "signed", "can decide"
	What string // an entry by full ID, or a conflict by ID
}

// approvals lists who should approve: whoever answers for what changed, signed
// an agreement that becomes stale, or can decide a conflict that appears. The
// order is that of the reasons. What nobody answers for comes separately.
func approvals(d *Difference, c *model.Catalog) (list []Approval, unowned []*model.Entry) {
	ask := func(o *model.Owner, role, what string) {
		if o == nil {
			return
		}
		for i := range list {
			if list[i].Owner.ID == o.ID {
				list[i].add(Reason{role, what})
				return
			}
		}
		list = append(list, Approval{Owner: o, Left: o.Gone(d.today), Reasons: []Reason{{role, what}}})
	}
	for i := range d.Entries {
		e := &d.Entries[i]
		if e.Now().Accountable == nil && !personal(e.Now()) {
			unowned = append(unowned, e.Now())
		}
		ask(accountable(e.Now()), "answers for", e.Now().Key())
		if e.Was != nil && e.Is != nil {
			if before, now := accountable(e.Was), accountable(e.Is); before != nil && now != nil && before.ID != now.ID {
				ask(stillThere(c, before), "answered for", e.Was.Key())
			}
		}
	}
	for _, a := range d.Agreements {
		for _, r := range a.Integration.Agreement.By {
			if r.To != nil {
				if o, ok := r.To.Self.(*model.Owner); ok {
					ask(o, "signed", a.Integration.Key())
				}
			}
		}
	}
	for _, x := range d.Conflicts {
		if e := c.Get(model.OwnerKind, x.Finding.Decider); x.How.Bad() && e != nil {
			ask(e.Self.(*model.Owner), "can decide", x.Finding.ID)
		}
	}
	return list, unowned
}

func (a *Approval) add(r Reason) {
	for _, there := range a.Reasons {
		if there == r {
			return
		}
	}
	a.Reasons = append(a.Reasons, r)
}

// accountable is who answers for an entry; an owner answers for their own.
func accountable(e *model.Entry) *model.Owner {
	if o, ok := e.Self.(*model.Owner); ok && e.Accountable == nil {
		return o
	}
	return e.Accountable
}

// personal reports the kinds that need no accountable owner.
func personal(e *model.Entry) bool {
	return e.Kind == model.OwnerKind || e.Kind == model.PageKind || e.Kind == model.ResolutionKind || e.Kind == model.ScenarioKind
}

// stillThere is an owner of the old state as the new one has it.
func stillThere(c *model.Catalog, o *model.Owner) *model.Owner {
	if e := c.Get(model.OwnerKind, o.ID); e != nil {
		return e.Self.(*model.Owner)
	}
	return o
}
