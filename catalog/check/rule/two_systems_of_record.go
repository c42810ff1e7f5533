package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// twoSystemsOfRecord concerns the systems as well as the objects: whoever
// answers for a system that loses its claim has to be heard too.
var twoSystemsOfRecord = check.Rule{
	Kind: diag.Kind{
		Code: "CON202", ID: "two-systems-of-record", Title: "two systems of record for one thing",
		Family: diag.Conflict, Category: "source of truth", Severity: diag.Major,
		Why:    "Two systems that both count as the truth drift apart, and every report is right by one of them.",
		Settle: "Decide which system's record counts. The other holds a copy: name it under `copies`, or let the second object say `derives_from` the first.",
	},
	Run: func(p *check.Pass) {
		grouped := map[*model.Object]bool{}
		for _, group := range sameThing(p.Catalog) {
			if systems := recorders(group); len(systems) > 1 {
				p.Report(concerning(rivals(p, group, systems), systems...), entriesOf(group)...)
				for _, o := range group {
					grouped[o] = true
				}
			}
		}
		for _, o := range p.Catalog.Objects {
			if systems := recorders([]*model.Object{o}); asserted(&o.Entry) && len(systems) > 1 && !grouped[o] {
				p.Report(concerning(twoClaims(p, o, systems), systems...), &o.Entry)
			}
		}
	},
}

// sameThing groups the objects that record instances of one concept and are
// not made from one another, in catalog order.
func sameThing(c *model.Catalog) [][]*model.Object {
	groups := map[string][]*model.Object{}
	var order []string
	for _, o := range c.Objects {
		if o.Term.To == nil || !asserted(&o.Entry) || len(o.SystemOfRecord) == 0 || len(o.DerivesFrom) > 0 {
			continue
		}
		key := conceptOf(o.Term.To)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], o)
	}
	var list [][]*model.Object
	for _, key := range order {
		if g := sameGrain(groups[key]); len(g) > 1 {
			list = append(list, g)
		}
	}
	return list
}

// conceptOf is what a term stands for: the concept that it names, or itself.
func conceptOf(term *model.Entry) string {
	if m := term.Measured(); m != nil && m.Concept.S != "" {
		return "concept:" + m.Concept.S
	}
	return term.Key()
}

// sameGrain keeps the objects whose rows may be the same things as the first
// one's: an order and the lines of orders are recorded apart without
// contradicting each other.
func sameGrain(group []*model.Object) []*model.Object {
	return slices.DeleteFunc(slices.Clone(group), func(o *model.Object) bool {
		return o.Grain.S != "" && group[0].Grain.S != "" && o.Grain.S != group[0].Grain.S
	})
}

// recorders lists the live systems that objects name as theirs of record.
func recorders(group []*model.Object) []*model.Entry {
	var systems []*model.Entry
	for _, o := range group {
		for _, s := range targets(o.SystemOfRecord) {
			if s.Live() && !slices.Contains(systems, s) {
				systems = append(systems, s)
			}
		}
	}
	return systems
}

func twoClaims(p *check.Pass, o *model.Object, systems []*model.Entry) diag.Finding {
	f := p.At(o.SystemOfRecord[0].At, "`"+o.ID+"` has "+count(len(systems), "system", "systems")+" of record, "+titles(systems)).WithLabel("one record that counts")
	for _, r := range o.SystemOfRecord[1:] {
		f = f.WithPlace(r.At, "and another")
	}
	return f.WithHelp("keep one under `system_of_record` in " + file(p, &o.Entry) + " and name the other under `copies`")
}

func rivals(p *check.Pass, group []*model.Object, systems []*model.Entry) diag.Finding {
	first := group[0]
	f := p.At(first.SystemOfRecord[0].At, ids(entriesOf(group))+" record `"+first.Term.To.ID+"`, and "+titles(systems)+" both count as the truth").
		WithLabel("`" + first.ID + "` claims it for " + titles(targets(first.SystemOfRecord)))
	for _, o := range group[1:] {
		f = f.WithPlace(o.SystemOfRecord[0].At, "`"+o.ID+"` claims it for "+titles(targets(o.SystemOfRecord)))
	}
	second := group[1]
	return f.WithHelp(
		"keep one system of record, and write `derives_from: ["+first.ID+"]` in "+file(p, &second.Entry)+" (or the other way round)",
		"or merge the two objects and name the other system under `copies`")
}
