package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var ownerLeft = check.Rule{
	Kind: diag.Kind{
		Code: "CON212", ID: "owner-left", Title: "accountable owner who has left",
		Family: diag.Conflict, Category: "authority", Severity: diag.Major,
		Why:    "Somebody who has left cannot decide, and questions sent there are not answered.",
		Settle: "Name the successor under `owner`.",
		Source: "ISO/IEC 27001:2022, Annex A 5.9",
	},
	Run: func(p *check.Pass) {
		heirs := map[*model.Entry]int{}
		for _, e := range p.Catalog.Entries {
			if e.Live() && e.InDomain != nil && e.Accountable != nil && e.Owner.To == nil {
				heirs[inheritedFrom(e)]++
			}
		}
		for _, e := range p.Catalog.Entries {
			if e.Live() && e.Owner.To != nil && e.Accountable != nil && e.Accountable.Gone(p.Today) && e.Kind != model.OwnerKind {
				p.Report(gone(p, e, heirs[e]), e)
			}
		}
	},
}

// inheritedFrom is the domain that gives an entry its owner.
func inheritedFrom(e *model.Entry) *model.Entry {
	d := e.InDomain
	for range 32 {
		if d == nil || &d.Owner == e.AccountableRef {
			break
		}
		parent := d.Parent.To
		d = nil
		if parent != nil {
			d, _ = parent.Self.(*model.Domain)
		}
	}
	if d == nil {
		return nil
	}
	return &d.Entry
}

func gone(p *check.Pass, e *model.Entry, heirs int) diag.Finding {
	o := e.Accountable
	f := p.At(e.Owner.At, the(e)+" is owned by "+o.Title()+", who has left").WithLabel("accountable")
	switch {
	case !o.Until.IsZero():
		f = f.WithPlace(o.Until.At, "left on this day")
	case !o.Active.At.IsZero():
		f = f.WithPlace(o.Active.At, "not active any more")
	default:
		f = f.WithPlace(o.At, "has left")
	}
	if heirs > 0 {
		f = f.WithNote(fmt.Sprintf("%s inherit this owner from the domain", count(heirs, "entry", "entries")))
	}
	if d := o.Delegate.To; d != nil {
		f = f.WithPlace(o.Delegate.At, "acts in absence").WithNote("the delegate, " + d.Title() + ", acts in absence and is not accountable by that")
	}
	return concerning(f.WithHelp("name the successor under `owner` in "+file(p, e)), &o.Entry)
}
