package model

import "slices"

// Lookup finds entries by names that several may share. It may be laid over
// another one, of which some entries do not count any more: then it costs no
// more than what is new. The zero Lookup is empty and ready to use; once filled,
// it is safe for concurrent use.
type Lookup struct {
	own   map[string][]*Entry
	under *Lookup
	gone  func(*Entry) bool // entries of the one beneath that do not count
}

// Add gives an entry a name.
func (l *Lookup) Add(name string, e *Entry) {
	if l.own == nil {
		l.own = map[string][]*Entry{}
	}
	l.own[name] = append(l.own[name], e)
}

// Over lays it over another one.
func (l *Lookup) Over(under *Lookup, gone func(*Entry) bool) { l.under, l.gone = under, gone }

// Get lists the entries of a name, those beneath first. The list must not be
// changed.
func (l *Lookup) Get(name string) []*Entry {
	if l.under == nil {
		return l.own[name]
	}
	return append(slices.DeleteFunc(slices.Clone(l.under.Get(name)), l.gone), l.own[name]...)
}

// Own is what it holds itself, without the one beneath.
func (l *Lookup) Own() map[string][]*Entry { return l.own }
