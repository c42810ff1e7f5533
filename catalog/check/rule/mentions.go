package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
)

// mentions finds the terms and KPIs that a text names: at each word the longest
// label that begins there, of an entry of the text's own domain first.
type mentions struct {
	*reader
	labels *branch
}

// branch is a node of the tree of labels, which is read word by word.
type branch struct {
	next    map[string]*branch
	entries []*model.Entry // those whose label ends here
}

// mention is a place in a text that names an entry.
type mention struct {
	of       *model.Entry
	from, to int
}

func newMentions(p *check.Pass, r *reader) *mentions {
	m := &mentions{r, &branch{next: map[string]*branch{}}}
	for _, e := range p.Catalog.Entries {
		if e.Measured() == nil || !e.Live() {
			continue
		}
		for _, l := range e.Labels() {
			if l.Use != model.DeprecatedLabel {
				m.add(r.words(l.S), e)
			}
		}
	}
	return m
}

func (m *mentions) add(label []word, e *model.Entry) {
	b := m.labels
	for _, w := range label {
		if b.next == nil {
			b.next = map[string]*branch{}
		}
		if b.next[w.singular] == nil {
			b.next[w.singular] = &branch{}
		}
		b = b.next[w.singular]
	}
	if b != m.labels && !slices.Contains(b.entries, e) {
		b.entries = append(b.entries, e)
	}
}

// in lists what a text of entry e names, in order.
func (m *mentions) in(text string, e *model.Entry) []mention {
	words := m.words(text)
	var found []mention
	for i := 0; i < len(words); i++ {
		n, named := m.at(words[i:], e)
		if n == 0 || n == 1 && !alone(text, words, i) {
			continue
		}
		if named != nil {
			found = append(found, mention{named, words[i].from, words[i+n-1].to})
		}
		i += n - 1
	}
	return found
}

// at returns the length of the longest label at the start of some words, 0 for
// none, and the entry that it means, nil when it may mean several.
func (m *mentions) at(words []word, e *model.Entry) (int, *model.Entry) {
	length, b := 0, m.labels
	var entries []*model.Entry
	for i, w := range words {
		if b = b.next[w.singular]; b == nil {
			break
		}
		if len(b.entries) > 0 {
			length, entries = i+1, b.entries
		}
	}
	if length == 0 {
		return 0, nil
	}
	return length, meant(entries, e)
}

// meant picks the entry that a label means in a text of e: the term that goes
// with it when e is a KPI of the same label, else e itself, else the only one
// of its domain, else the only one there is.
func meant(entries []*model.Entry, e *model.Entry) *model.Entry {
	local := slices.DeleteFunc(slices.Clone(entries), func(x *model.Entry) bool { return x.InDomain != e.InDomain })
	for _, list := range [][]*model.Entry{local, entries} {
		terms := slices.DeleteFunc(slices.Clone(list), func(x *model.Entry) bool { return x.Kind != model.TermKind })
		switch {
		case len(terms) == 1:
			return terms[0]
		case slices.Contains(list, e):
			return e
		case len(list) == 1:
			return list[0]
		case len(list) > 1:
			return nil
		}
	}
	return nil
}

// idioms are pairs of words in which a word does not mean what it means alone:
// "in order to", "part of".
var idioms = wordSet("in-order in-case in-place in-hand in-view in-terms part-of by-means by-way at-hand on-time")

// alone reports whether a single word stands for itself and is not the first
// part of a name such as "order line" or "order-to-cash", or of an idiom.
func alone(text string, words []word, i int) bool {
	w := words[i]
	if w.from > 0 && text[w.from-1] == '-' || w.to < len(text) && text[w.to] == '-' {
		return false
	}
	if i > 0 && idioms[words[i-1].folded+"-"+w.folded] || i+1 < len(words) && idioms[w.folded+"-"+words[i+1].folded] {
		return false
	}
	if i+1 == len(words) || words[i+1].from != w.to+1 || text[w.to] != ' ' {
		return true
	}
	next := words[i+1].folded
	return functionWord(next) || restricting[next] || hasAnySuffix(next, "ed", "ing", "en")
}
