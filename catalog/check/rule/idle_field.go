package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

var idleField = check.Rule{
	Kind: diag.Kind{
		Code: "CON222", ID: "idle-field", Title: "fields that inform nothing",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Info,
		Why:    "Each field that no KPI, decision or outcome needs is typed in, checked and migrated all the same, and makes the ones that matter harder to find.",
		Settle: "Tie the field to what needs it: a formula, or a `term` that is used. If nothing does, leave it out of the next integration and stop maintaining it.",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		u := purposesOf(p)
		for _, o := range p.Catalog.Objects {
			if !asserted(&o.Entry) || !u.useful[p.Graph.Of(&o.Entry)] || u.whole(o) {
				continue
			}
			if idle := u.idle(o); len(idle) > 0 {
				f := p.At(idle[0].Name.At, fieldNames(idle)+" of `"+o.ID+"` "+inform(len(idle))+" nothing")
				for _, x := range idle[1:] {
					f = f.WithPlace(x.Name.At, "this too")
				}
				f.Risk = &diag.Risk{}
				p.Report(f.WithHelp("give the field a `term` that is used, or let a formula read it; else remove it from "+file(p, &o.Entry)), &o.Entry)
			}
		}
	},
}

func inform(n int) string {
	if n == 1 {
		return "informs"
	}
	return "inform"
}

// purposes knows which fields serve a purpose.
type purposes struct {
	p      *check.Pass
	useful map[lineage.NodeID]bool // nodes on which a KPI, decision or outcome depends
	moved  map[*model.ObjectField]bool
	keys   map[string]bool // names of key fields
}

func purposesOf(p *check.Pass) *purposes {
	u := &purposes{p: p, useful: feeding(p, purposeful), moved: map[*model.ObjectField]bool{}, keys: map[string]bool{}}
	for _, i := range p.Catalog.Integrations {
		for _, r := range i.Moves {
			if o, ok := objectOf(r); ok && r.Field != "" {
				f, _ := o.Field(r.Field)
				u.moved[f] = true
			}
		}
	}
	for _, o := range p.Catalog.Objects {
		for n := range o.Fields {
			if o.IsKey(&o.Fields[n]) {
				u.keys[o.Fields[n].Name.S] = true
			}
		}
	}
	return u
}

func objectOf(r model.Ref) (*model.Object, bool) {
	if r.To == nil {
		return nil, false
	}
	o, ok := r.To.Self.(*model.Object)
	return o, ok
}

// whole reports whether something depends on the object as a whole, without
// saying which fields: a decision that uses it, a KPI that has it as input, an
// object made from it.
func (u *purposes) whole(o *model.Object) bool {
	for _, e := range u.p.Graph.Out(u.p.Graph.Of(&o.Entry)) {
		if (e.Kind == lineage.Inputs || e.Kind == lineage.Used || e.Kind == lineage.Derives) && u.useful[e.To] {
			return true
		}
	}
	return false
}

// idle lists the fields that nothing needs. Keys tell rows apart, and a field
// that is called like a key leads to another object's rows: both are needed
// whatever is computed. A field that an integration names was chosen by
// somebody.
func (u *purposes) idle(o *model.Object) []*model.ObjectField {
	var list []*model.ObjectField
	for n := range o.Fields {
		f := &o.Fields[n]
		if !o.IsKey(f) && !u.keys[f.Name.S] && !u.moved[f] && !u.useful[u.p.Graph.OfField(f)] {
			list = append(list, f)
		}
	}
	return list
}
