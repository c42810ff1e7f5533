package resolve

import (
	"slices"
	"strings"
	"sync"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/model"
)

// Names finds entries by the IDs that references give them. Names may be laid
// over others, of which some entries do not count any more. It is safe for
// concurrent use.
type Names struct {
	entries []*model.Entry
	full    map[string][]*model.Entry // by whole ID, former IDs included
	short   map[string][]*model.Entry // by last part
	lost    map[string]bool           // IDs and last parts of entries whose files could not be read
	under   *Names                    // what these are laid over; nil for nothing
	gone    func(*model.Entry) bool   // entries of it that do not count
	lists   sync.Map                  // sorted IDs and last parts, by the kinds that they are of
}

func newNames(entries []*model.Entry, lost []decode.Lost) *Names {
	n := &Names{entries: entries, full: make(map[string][]*model.Entry, len(entries)), short: make(map[string][]*model.Entry, len(entries)), lost: map[string]bool{}}
	for _, e := range entries {
		n.full[e.ID] = append(n.full[e.ID], e)
		n.short[model.LastPart(e.ID)] = append(n.short[model.LastPart(e.ID)], e)
	}
	for _, e := range entries {
		for _, old := range e.Formerly {
			taken := func(o *model.Entry) bool { return o.Kind == e.Kind && o.ID == old.S }
			if !slices.ContainsFunc(n.full[old.S], taken) {
				n.full[old.S] = append(n.full[old.S], e)
			}
		}
	}
	for _, x := range lost {
		n.lost[x.ID], n.lost[model.LastPart(x.ID)] = true, true
	}
	return n
}

// over lays entries over names.
func (n *Names) over(under *Names, gone func(*model.Entry) bool) *Names {
	n.under, n.gone = under, gone
	return n
}

// ByID lists the entries that have a whole ID, or had it.
func (n *Names) ByID(id string) []*model.Entry {
	if n.under == nil {
		return n.full[id]
	}
	return append(n.left(n.under.ByID(id)), n.full[id]...)
}

// ByLastPart lists the entries whose IDs end in a word.
func (n *Names) ByLastPart(word string) []*model.Entry {
	if n.under == nil {
		return n.short[word]
	}
	return append(n.left(n.under.ByLastPart(word)), n.short[word]...)
}

// left lists those entries of the names beneath that still count.
func (n *Names) left(list []*model.Entry) []*model.Entry {
	return slices.DeleteFunc(slices.Clone(list), n.gone)
}

func (n *Names) isLost(id string) bool {
	return n.lost[id] || n.under != nil && n.under.isLost(id)
}

// known lists the IDs of some kinds and their last parts, sorted; none means
// all kinds.
func (n *Names) known(kinds []model.Kind) []string {
	var key strings.Builder
	for _, k := range kinds {
		key.WriteByte(byte(k))
	}
	if list, ok := n.lists.Load(key.String()); ok {
		return list.([]string)
	}
	var ids []string
	for _, e := range n.entries {
		if len(kinds) == 0 || slices.Contains(kinds, e.Kind) {
			ids = append(ids, e.ID, model.LastPart(e.ID))
		}
	}
	if n.under != nil {
		// Those that do not count any more mostly stand among the new ones.
		ids = append(ids, n.under.known(kinds)...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	n.lists.Store(key.String(), ids)
	return ids
}
