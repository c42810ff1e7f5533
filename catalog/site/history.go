package site

import (
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

// HistoryView is what became of an entry, from git.
type HistoryView struct {
	Created, Changed EventView
	AtLeast          bool         // older history is missing
	Changes          []ChangeView // of what it means, newest first
	More             int          // older ones that are left out
}

// EventView is one commit.
type EventView struct {
	Day, Date string
	Author    string
	Subject   string
	Href      string // the commit in the repository, or ""
}

// ChangeView is a change of one part of what an entry means, with the words
// that differ marked.
type ChangeView struct {
	EventView
	Part          string
	Before, After []Piece
}

// most changes of an entry that its page shows.
const mostChanges = 20

// history shows what git knows of an entry, or nil when that is nothing.
func (p *planner) history(e *model.Entry) *HistoryView {
	h := p.in.History.Of(e.Key())
	if h == nil {
		return nil
	}
	v := &HistoryView{Created: p.event(h.Created), Changed: p.event(h.Changed), AtLeast: h.AtLeast}
	for i, c := range h.Changes {
		if i == mostChanges {
			v.More = len(h.Changes) - mostChanges
			break
		}
		v.Changes = append(v.Changes, p.change(c))
	}
	return v
}

func (p *planner) event(c history.Commit) EventView {
	return EventView{Day: p.words.Day(c.Date), Date: c.Date.String(), Author: c.Author, Subject: c.Subject, Href: p.commitURL(c.Hash)}
}

func (p *planner) change(c history.Change) ChangeView {
	v := ChangeView{EventView: p.event(c.Commit), Part: p.t("part." + c.Part)}
	v.Before, v.After = wordDiff(c.Before, c.After)
	return v
}
