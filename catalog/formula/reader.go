package formula

import (
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// Reader reads texts as if they were formulas of a catalog's entries: what an
// entry once said, or what somebody is about to write.
type Reader struct {
	catalog *model.Catalog
	names   *names
	set     *Set
	typed   map[*model.Entry]int // every program of the set, as the analyser marks those that it is done with
}

// NewReader makes a reader for a catalog whose formulas are analysed.
func NewReader(c *model.Catalog, set *Set) *Reader {
	r := &Reader{catalog: c, names: indexNames(c), set: set, typed: make(map[*model.Entry]int, len(set.programs))}
	for e := range set.programs {
		r.typed[e] = 2
	}
	return r
}

// Read parses and types a text in the place of the formula of e, a term or KPI,
// with names meaning what they mean for e. The program belongs to a stand-in for
// e, so that it can be compared with e's own. It is nil when the text cannot be
// parsed; the findings say why, and what else is wrong with it.
func (r *Reader) Read(e *model.Entry, text string) (*Program, diag.List) {
	stand := model.NewSelf(e.Kind)
	stand.ID, stand.Name, stand.InDomain = e.ID, e.Name, e.InDomain
	*stand.Measured() = *e.Measured()
	stand.Measured().Formula = model.Text{S: text}
	a := &analyser{source: r.catalog.Source, names: r.names, set: &Set{programs: map[*model.Entry]*Program{}}, state: r.typed}
	a.parse(stand, stand.Measured().Formula)
	p := a.set.programs[stand]
	if p == nil {
		return nil, a.findings
	}
	a.set = r.set
	t := typer{analyser: a, program: p, as: e}
	p.Type = t.node(p.Root)
	return p, a.findings
}
