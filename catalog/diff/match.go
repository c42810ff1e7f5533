package diff

import "github.com/concord-catalog/concord/catalog/model"

// matching pairs the entries of two states.
type matching struct {
	is  map[*model.Entry]*model.Entry // of an old entry, the new one
	was map[*model.Entry]*model.Entry // of a new entry, the old one
}

func (m matching) pair(was, is *model.Entry) { m.is[was], m.was[is] = is, was }

// matchEntries pairs entries of one ID, then those whose former ID it is, then
// those that say the same under another ID.
func matchEntries(old, new *model.Catalog) matching {
	m := matching{make(map[*model.Entry]*model.Entry, len(old.Entries)), make(map[*model.Entry]*model.Entry, len(new.Entries))}
	for _, was := range old.Entries {
		if is := new.ByKey(was.Key()); is != nil && is.Key() == was.Key() {
			m.pair(was, is)
		}
	}
	for _, was := range old.Entries {
		if m.is[was] == nil {
			if is := new.ByKey(was.Key()); is != nil && m.was[is] == nil {
				m.pair(was, is)
			}
		}
	}
	m.bySaying(old, new)
	return m
}

// bySaying pairs what is left where one old and one new entry of a kind, and no
// other, have the same definition, or for want of one the same name.
func (m matching) bySaying(old, new *model.Catalog) {
	saying := func(e *model.Entry) string {
		text := words(e.Meaning().S)
		if text == "" {
			text = e.Name.S
		}
		if text == "" {
			return ""
		}
		return e.Kind.String() + "\x00" + text
	}
	left := func(entries []*model.Entry, paired map[*model.Entry]*model.Entry) map[string][]*model.Entry {
		by := map[string][]*model.Entry{}
		for _, e := range entries {
			if s := saying(e); paired[e] == nil && s != "" {
				by[s] = append(by[s], e)
			}
		}
		return by
	}
	came := left(new.Entries, m.was)
	for s, went := range left(old.Entries, m.is) {
		if now := came[s]; len(went) == 1 && len(now) == 1 {
			m.pair(went[0], now[0])
		}
	}
}

// untouched reports whether an entry cannot have changed: both states have it
// from one and the same file, and what it refers to is the same.
func (c *comparer) untouched(was, is *model.Entry) bool {
	if was.At.File != is.At.File || c.old.Catalog.Source.File(was.At.File) != c.new.Catalog.Source.File(is.At.File) || was.ID != is.ID {
		return false
	}
	var before []string
	was.EachRef(func(_ string, r *model.Ref) { before = append(before, c.target(r)) })
	same, n := true, 0
	is.EachRef(func(_ string, r *model.Ref) {
		same = same && n < len(before) && before[n] == target(r)
		n++
	})
	return same && n == len(before) && c.sameNames(was, is)
}

// sameNames reports whether an entry's formula, which is written as it was,
// still means the same entries.
func (c *comparer) sameNames(was, is *model.Entry) bool {
	p, q := c.old.Formulas.Of(was), c.new.Formulas.Of(is)
	if p == nil || q == nil {
		return p == q
	}
	if len(p.Uses) != len(q.Uses) || len(p.Reads) != len(q.Reads) {
		return false
	}
	for i := range p.Uses {
		if c.match.is[p.Uses[i].Entry] != q.Uses[i].Entry {
			return false
		}
	}
	for i := range p.Reads {
		if c.match.is[&p.Reads[i].Object.Entry] != &q.Reads[i].Object.Entry {
			return false
		}
	}
	return true
}

// target is what a reference of the new state leads to.
func target(r *model.Ref) string {
	if r.To == nil {
		return "?" + r.Text
	}
	if r.Field != "" {
		return r.To.Key() + "." + r.Field
	}
	return r.To.Key()
}

// target is what a reference of the old state leads to, as the new state calls
// it.
func (c *comparer) target(r *model.Ref) string {
	if is := c.match.is[r.To]; r.To != nil && is != nil {
		now := *r
		now.To = is
		return target(&now)
	}
	return target(r)
}
