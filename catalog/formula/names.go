package formula

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// names finds entries by the names that formulas give them. Names may be laid
// over others, of which some entries do not count any more.
type names struct {
	short model.Lookup // by last part of the ID
	full  model.Lookup // by whole ID
	under *names       // what these are laid over; nil for nothing
}

// over lays them over others.
func (n *names) over(under *names, gone func(*model.Entry) bool) {
	n.under = under
	n.short.Over(&under.short, gone)
	n.full.Over(&under.full, gone)
}

// Name is how a formula writes an ID, or a part of one.
func Name(id string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '/' {
			return '_'
		}
		return r
	}, id)
}

func indexNames(c *model.Catalog) *names {
	return newNames(c.Entries, func(e *model.Entry, id string) bool { return c.Get(e.Kind, id) == e })
}

// newNames indexes the entries that formulas can name. An entry goes by a former
// ID only if it is led to by it, and not another entry.
func newNames(entries []*model.Entry, leads func(e *model.Entry, id string) bool) *names {
	n := &names{}
	for _, e := range entries {
		switch e.Kind {
		case model.ObjectKind, model.TermKind, model.KPIKind:
			n.add(e, e.ID)
			for _, old := range e.Formerly {
				if old.S != e.ID && leads(e, old.S) {
					n.add(e, old.S)
				}
			}
		}
	}
	return n
}

func (n *names) add(e *model.Entry, id string) {
	short, full := Name(model.LastPart(id)), Name(id)
	n.short.Add(short, e)
	if full != short {
		n.full.Add(full, e)
	}
}

// find returns the entry that a name means in a formula of e, or the candidates
// when there are several. A table is wanted where rows are read; elsewhere a
// term or KPI is. An entry's own name never means itself.
func (n *names) find(name string, e *model.Entry, table bool) (found *model.Entry, candidates []*model.Entry) {
	var all []*model.Entry
	full := n.full.Get(name)
	for _, c := range append(slices.Clone(full), n.short.Get(name)...) {
		if c != e && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	fits := func(c *model.Entry) bool { return (c.Kind == model.ObjectKind) == table }
	if slices.ContainsFunc(all, fits) {
		all = slices.DeleteFunc(all, func(c *model.Entry) bool { return !fits(c) })
	}
	for _, better := range []func(*model.Entry) bool{
		func(c *model.Entry) bool { return slices.Contains(full, c) },
		func(c *model.Entry) bool { return c.SharesDomain(e) },
		func(c *model.Entry) bool { return c.Live() },
		func(c *model.Entry) bool { return c.Kind == model.TermKind },
	} {
		if slices.ContainsFunc(all, better) {
			all = slices.DeleteFunc(all, func(c *model.Entry) bool { return !better(c) })
		}
	}
	slices.SortFunc(all, func(a, b *model.Entry) int { return cmp.Compare(a.Key(), b.Key()) })
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0], nil
	}
	return nil, all
}

// known lists the short names that fit, for suggestions.
func (n *names) known(table bool) []string {
	var list []string
	if n.under != nil {
		// Those that do not count any more mostly stand among the new ones.
		list = n.under.known(table)
	}
	for name, entries := range n.short.Own() {
		if slices.ContainsFunc(entries, func(e *model.Entry) bool { return (e.Kind == model.ObjectKind) == table }) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
