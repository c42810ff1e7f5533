package formula

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// names finds entries by the names that formulas give them.
type names struct {
	short map[string][]*model.Entry // last part of the ID
	full  map[string][]*model.Entry // whole ID
}

// Name is how a formula writes an ID, or a part of one.
func Name(id string) string {
	return strings.NewReplacer("-", "_", "/", "_").Replace(id)
}

func indexNames(c *model.Catalog) names {
	n := names{map[string][]*model.Entry{}, map[string][]*model.Entry{}}
	for _, e := range c.Entries {
		switch e.Kind {
		case model.ObjectKind, model.TermKind, model.KPIKind:
			for _, id := range append([]string{e.ID}, texts(e.Formerly)...) {
				if c.Get(e.Kind, id) != e {
					continue // a former ID that is another entry's own
				}
				short, full := Name(model.LastPart(id)), Name(id)
				n.short[short] = append(n.short[short], e)
				if full != short {
					n.full[full] = append(n.full[full], e)
				}
			}
		}
	}
	return n
}

func texts(list []model.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.S
	}
	return out
}

// find returns the entry that a name means in a formula of e, or the candidates
// when there are several. A table is wanted where rows are read; elsewhere a
// term or KPI is. An entry's own name never means itself.
func (n names) find(name string, e *model.Entry, table bool) (found *model.Entry, candidates []*model.Entry) {
	var all []*model.Entry
	for _, c := range append(slices.Clone(n.full[name]), n.short[name]...) {
		if c != e && !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	fits := func(c *model.Entry) bool { return (c.Kind == model.ObjectKind) == table }
	if slices.ContainsFunc(all, fits) {
		all = slices.DeleteFunc(all, func(c *model.Entry) bool { return !fits(c) })
	}
	for _, better := range []func(*model.Entry) bool{
		func(c *model.Entry) bool { return slices.Contains(n.full[name], c) },
		func(c *model.Entry) bool { return c.InDomain != nil && c.InDomain == e.InDomain },
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
func (n names) known(table bool) []string {
	var list []string
	for name, entries := range n.short {
		if slices.ContainsFunc(entries, func(e *model.Entry) bool { return (e.Kind == model.ObjectKind) == table }) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}
