package history

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// Commit is one commit, as pages and findings name it.
type Commit struct {
	Hash    string // full
	Author  string // name
	Email   string
	Date    model.Date // the committer's day, in UTC
	Subject string     // first line of the message
}

// Entries tells what happened to the entries of a catalog. A nil Entries means
// that there is no history.
type Entries struct {
	byKey map[string]*Entry
	order []string // the commits that changed the folder, by hash, oldest first
}

// NewEntries takes over the histories of entries by their full ID, and the
// hashes of all commits that changed the folder, oldest first, where they are
// known.
func NewEntries(byKey map[string]*Entry, order ...string) *Entries { return &Entries{byKey, order} }

// Of returns the history of an entry by its full ID ("term:finance/revenue"),
// or nil when none is known.
func (h *Entries) Of(key string) *Entry {
	if h == nil {
		return nil
	}
	return h.byKey[key]
}

// Entry is the history of one entry, renames followed.
type Entry struct {
	Created Commit   // its first appearance, or the oldest known one in a shallow clone
	Changed Commit   // its last change of any kind
	Changes []Change // changes of what it means, newest first
	AtLeast bool     // older history is missing
}

// Change is a change of one part of what an entry means.
type Change struct {
	Commit        Commit
	Part          string // "definition", "formula", "unit", "grain", "window", "calendar", "values" or "fields"
	Before, After string // the part's text; of values and fields one line each
}

// Since returns the changes that were made after a day, newest first.
func (e *Entry) Since(day model.Date) []Change {
	if e == nil {
		return nil
	}
	for i, c := range e.Changes {
		if !day.Before(c.Commit.Date) {
			return e.Changes[:i]
		}
	}
	return e.Changes
}

// Unagreed returns the changes of an entry that an agreement does not know,
// newest first: those after the revision that was agreed on, else those after
// the day. A revision that did not change the folder, or is not known, tells
// nothing that the day does not tell.
func (h *Entries) Unagreed(key string, a *model.Agreement) []Change {
	e := h.Of(key)
	if e == nil {
		return nil
	}
	agreed := h.position(a.Revision.S)
	if agreed < 0 {
		return e.Since(a.On)
	}
	for i, c := range e.Changes {
		if at := h.position(c.Commit.Hash); at >= 0 && at <= agreed {
			return e.Changes[:i]
		}
	}
	return e.Changes
}

// position is where a commit stands in order, given by its hash or the first
// seven or more of its digits, or -1.
func (h *Entries) position(hash string) int {
	if len(hash) < 7 {
		return -1
	}
	return slices.IndexFunc(h.order, func(known string) bool { return strings.HasPrefix(known, strings.ToLower(hash)) })
}

// Without is the history as it was before some commits, given by hash. An entry
// that only they know is left out.
func (h *Entries) Without(commits []string) *Entries {
	if h == nil || len(commits) == 0 {
		return h
	}
	gone := make(map[string]bool, len(commits))
	for _, hash := range commits {
		gone[hash] = true
	}
	earlier := make(map[string]*Entry, len(h.byKey))
	for key, e := range h.byKey {
		if gone[e.Created.Hash] {
			continue
		}
		then := *e
		then.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(c Change) bool { return gone[c.Commit.Hash] })
		if gone[then.Changed.Hash] {
			then.Changed = e.Created
			if len(then.Changes) > 0 {
				then.Changed = then.Changes[0].Commit
			}
		}
		earlier[key] = &then
	}
	return &Entries{earlier, h.order}
}
