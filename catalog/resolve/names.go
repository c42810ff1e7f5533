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
	full    model.Lookup    // by whole ID, former IDs included
	short   model.Lookup    // by last part
	lost    map[string]bool // IDs and last parts of entries whose files could not be read
	under   *Names          // what these are laid over; nil for nothing
	lists   sync.Map        // sorted IDs and last parts, by the kinds that they are of
}

func newNames(entries []*model.Entry, lost []decode.Lost) *Names {
	n := &Names{entries: entries, lost: map[string]bool{}}
	for _, e := range entries {
		n.full.Add(e.ID, e)
		n.short.Add(model.LastPart(e.ID), e)
	}
	for _, e := range entries {
		for _, old := range e.Formerly {
			taken := func(o *model.Entry) bool { return o.Kind == e.Kind && o.ID == old.S }
			if !slices.ContainsFunc(n.full.Get(old.S), taken) {
				n.full.Add(old.S, e)
			}
		}
	}
	for _, x := range lost {
		n.lost[x.ID], n.lost[model.LastPart(x.ID)] = true, true
	}
	return n
}

// over lays entries over names, some of whose entries do not count any more.
func (n *Names) over(under *Names, gone func(*model.Entry) bool) *Names {
	n.under = under
	n.full.Over(&under.full, gone)
	n.short.Over(&under.short, gone)
	return n
}

// ByID lists the entries that have a whole ID, or had it.
func (n *Names) ByID(id string) []*model.Entry { return n.full.Get(id) }

// ByLastPart lists the entries whose IDs end in a word.
func (n *Names) ByLastPart(word string) []*model.Entry { return n.short.Get(word) }

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
