package site

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// OtherUse is how another function uses the same word, or defines the same
// concept.
type OtherUse struct {
	Link       Link
	Domain     string
	Status     Badge
	Here       bool // it is the page's own entry
	Definition []Piece
	Formula    []Piece
	Facts      []SideFact
	Apart      bool   // the two are kept apart on purpose
	Owner      []Link // on the page of the word alone
	Page       string // the page of the word, with the page's own entry
}

// wordIndex finds entries by label and by concept.
type wordIndex struct {
	byLabel   map[string][]*model.Entry
	byConcept map[string][]*model.Entry
}

func indexWords(c *model.Catalog) wordIndex {
	w := wordIndex{map[string][]*model.Entry{}, map[string][]*model.Entry{}}
	for _, e := range c.Entries {
		m := e.Measured()
		if m == nil {
			continue
		}
		if m.Concept.S != "" {
			w.byConcept[m.Concept.S] = append(w.byConcept[m.Concept.S], e)
		}
		for _, l := range e.Labels() {
			if key := strings.ToLower(l.S); l.Use != model.DeprecatedLabel && !slices.Contains(w.byLabel[key], e) {
				w.byLabel[key] = append(w.byLabel[key], e)
			}
		}
	}
	return w
}

// mostOthers bounds how many entries of one word are looked at beside an entry.
// Pages show a few of them; a word that thousands share must not cost the square
// of that.
const mostOthers = 100

// others lists the entries that share a label or a concept with e, the first of
// them in catalog order.
func (w wordIndex) others(e *model.Entry) []*model.Entry {
	var list []*model.Entry
	add := func(more []*model.Entry) {
		for _, o := range more {
			if len(list) == mostOthers {
				return
			}
			if o != e && !slices.Contains(list, o) {
				list = append(list, o)
			}
		}
	}
	if m := e.Measured(); m.Concept.S != "" {
		add(w.byConcept[m.Concept.S])
	}
	for _, l := range e.Labels() {
		if l.Use != model.DeprecatedLabel {
			add(w.byLabel[strings.ToLower(l.S)])
		}
	}
	return list
}

// otherUses puts an entry and those that share its word side by side, the
// entry itself first. It is nil when nobody else uses the word.
func (b *pageBuilder) otherUses(e *model.Entry) []OtherUse {
	others := b.wordsIn.others(e)
	if len(others) == 0 {
		return nil
	}
	own := b.otherUse(e)
	own.Here = true
	if url := b.wordPage(e); url != "" {
		own.Page = rel(b.url, url)
	}
	list := []OtherUse{own}
	for _, o := range others[:min(len(others), mostSides)] {
		u := b.otherUse(o)
		u.Apart = keptApart(e, o)
		if !u.Apart {
			_, u.Definition = wordDiff(b.says(e).S, b.says(o).S)
			_, u.Formula = wordDiff(e.Measured().Formula.S, o.Measured().Formula.S)
			for i := range u.Facts {
				for _, f := range own.Facts {
					if f.Label == u.Facts[i].Label && f.Text != u.Facts[i].Text {
						u.Facts[i].Differs = true
					}
				}
			}
		}
		list = append(list, u)
	}
	if len(list) == 2 && !list[1].Apart {
		list[0].Definition, _ = wordDiff(b.says(e).S, b.says(others[0]).S)
		list[0].Formula, _ = wordDiff(e.Measured().Formula.S, others[0].Measured().Formula.S)
	}
	return list
}

func (b *pageBuilder) otherUse(e *model.Entry) OtherUse {
	s := b.side(e)
	return OtherUse{Link: s.Link, Domain: s.Domain, Status: s.Status, Facts: s.Facts,
		Definition: whole(b.says(e).S), Formula: whole(e.Measured().Formula.S)}
}

// keptApart reports whether one of two terms says that it is distinct from the
// other.
func keptApart(a, b *model.Entry) bool {
	says := func(x, y *model.Entry) bool {
		t, ok := x.Self.(*model.Term)
		return ok && slices.ContainsFunc(t.DistinctFrom, func(r model.Ref) bool { return r.To == y })
	}
	return says(a, b) || says(b, a)
}
