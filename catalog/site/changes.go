package site

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

// EndedLine is a conflict that is no more.
type EndedLine struct {
	ID       string
	Title    string
	Subjects []Link
	How      string
	By       []Link
	Age      string // how long it was open
	End      EventView
}

// most ended conflicts that the conflicts page lists.
const mostEnded = 100

// ended lists the conflicts that history knows and the files no longer show,
// those that ended last first.
func (p *planner) ended(v *ConflictsView) {
	if p.in.Conflicts == nil {
		return
	}
	here := map[string]bool{}
	for _, c := range p.conflicts {
		here[c.ID] = true
	}
	var over []*history.Life
	for i := range p.in.Conflicts.Lives {
		l := &p.in.Conflicts.Lives[i]
		if !here[l.ID] && len(l.Spells) > 0 && l.Open() == nil {
			over = append(over, l)
		}
	}
	slices.SortStableFunc(over, func(a, b *history.Life) int {
		return cmp.Or(int(lastSpell(b).Ended.Date.Day)-int(lastSpell(a).Ended.Date.Day), cmp.Compare(a.ID, b.ID))
	})
	v.EndedMore = max(0, len(over)-mostEnded)
	for _, l := range over[:min(len(over), mostEnded)] {
		v.Ended = append(v.Ended, p.endedLine(l))
	}
}

func lastSpell(l *history.Life) *history.Spell { return &l.Spells[len(l.Spells)-1] }

func (p *planner) endedLine(l *history.Life) EndedLine {
	s := lastSpell(l)
	e := EndedLine{ID: l.ID, Title: p.lifeTitle(l), Subjects: p.keyLinks(conflictsURL, l.Subjects), Age: p.words.N("age.days", s.Days(p.in.Today)), End: p.event(s.Ended)}
	e.How = p.t("ended.gone")
	if s.By != "" {
		e.How = p.t("settled." + s.How)
		e.By = p.keyLinks(conflictsURL, []string{s.By})
	}
	return e
}

// lifeTitle names a conflict by its sort, as history remembers it.
func (p *planner) lifeTitle(l *history.Life) string {
	return sentence(p.sayings.title(l.Rule, l.Title))
}

// ChangesView is what changed, by month, newest first.
type ChangesView struct {
	Months []MonthView
	Pager  []PagerLink
	Feed   string // the same as Atom, or "" where the site's address is not known
}

// MonthView is the changes of one month.
type MonthView struct {
	Title  string
	Anchor string
	Lines  []ChangeLine
	Came   []EndedLine // conflicts that came up
	Went   []EndedLine // conflicts that ended
}

// ChangeLine is one change of one entry.
type ChangeLine struct {
	Entry Link
	New   bool
	ChangeView
}

// most months and, of each, changes that the page lists.
const (
	mostMonths = 24
	mostLined  = 100
)

type changed struct {
	entry  *model.Entry
	change *history.Change // nil when the entry was created
	commit history.Commit
}

// changesPage lists what changed in meaning, by month. There is none without
// history.
func (p *planner) changesPage() []Page {
	if p.in.History == nil {
		return nil
	}
	var all []changed
	for _, e := range p.in.Catalog.Entries {
		h := p.in.History.Of(e.Key())
		if h == nil {
			continue
		}
		if !h.AtLeast {
			all = append(all, changed{entry: e, commit: h.Created})
		}
		for i := range h.Changes {
			all = append(all, changed{e, &h.Changes[i], h.Changes[i].Commit})
		}
	}
	slices.SortStableFunc(all, func(a, b changed) int { return int(b.commit.Date.Day) - int(a.commit.Date.Day) })
	v := &ChangesView{}
	months := map[string]int{}
	month := func(d model.Date) *MonthView {
		key := d.String()[:7]
		i, ok := months[key]
		if !ok {
			if len(v.Months) == mostMonths {
				return nil
			}
			i = len(v.Months)
			months[key] = i
			v.Months = append(v.Months, MonthView{Title: p.words.Month(d), Anchor: "m-" + key})
		}
		return &v.Months[i]
	}
	for _, c := range all {
		if m := month(c.commit.Date); m != nil && len(m.Lines) < mostLined {
			m.Lines = append(m.Lines, p.changeLine(c))
		}
	}
	p.conflictMoves(month)
	slices.SortStableFunc(v.Months, func(a, b MonthView) int { return cmp.Compare(b.Anchor, a.Anchor) })
	frame := p.frame(changesURL, "changes", p.t("nav.changes"), p.t("changes.lead"))
	frame.Feed = p.feedHref(changesURL, wholeFeed)
	v.Feed = frame.Feed
	return []Page{{URL: changesURL, Template: "changes", View: v, Frame: frame}}
}

func (p *planner) changeLine(c changed) ChangeLine {
	l := ChangeLine{Entry: p.domainLink(changesURL, c.entry), New: c.change == nil}
	if c.change != nil {
		l.ChangeView = p.change(*c.change)
	} else {
		l.EventView = p.event(c.commit)
	}
	return l
}

// conflictMoves adds the conflicts that came up and ended in each month.
func (p *planner) conflictMoves(month func(model.Date) *MonthView) {
	if p.in.Conflicts == nil {
		return
	}
	for i := range p.in.Conflicts.Lives {
		l := &p.in.Conflicts.Lives[i]
		for j := range l.Spells {
			s := &l.Spells[j]
			if m := month(s.Began.Date); m != nil && !s.AtLeast && len(m.Came) < mostLined {
				line := p.endedLine(l)
				line.End = p.event(s.Began)
				m.Came = append(m.Came, p.withPage(line))
			}
			if !s.Over() {
				continue
			}
			if m := month(s.Ended.Date); m != nil && len(m.Went) < mostLined {
				m.Went = append(m.Went, p.withPage(p.endedLine(l)))
			}
		}
	}
}

// withPage leads from a line to the conflict's page, while it has one.
func (p *planner) withPage(l EndedLine) EndedLine {
	link := p.conflictLink(changesURL, l.ID)
	l.Title = link.Label
	if link.Href == "" {
		l.ID = ""
	}
	return l
}
