package timeline

import (
	"context"
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

// DefaultBudget is how many entries are checked at past revisions, all
// revisions together: every commit of a small catalog, some hundred of one with
// a thousand entries.
const DefaultBudget = 100_000

// Options is what [Past.Conflicts] needs to know.
type Options struct {
	Rules  []*check.Rule
	Budget int // entries checked at all revisions together; 0 means [DefaultBudget], negative no limit

	// The catalog as it is today, and its findings. It may have changes that are
	// not committed.
	Now      check.Env
	Findings diag.List

	// A folder that keeps the conflicts of revisions between builds, and the
	// version of Concord, for another version's answers may differ. Without
	// either nothing is kept.
	CacheDir string
	Version  string
}

// Conflicts finds out when each conflict came up, when and how it ended, and
// which were open at the end of each month. The error is for a cancelled
// context.
//
// Where there are more revisions than the budget allows, they are sampled as
// [history.Conflicts.Exact] says.
func (p *Past) Conflicts(ctx context.Context, opt Options) (*history.Conflicts, error) {
	o := &observer{past: p, rules: opt.Rules, salt: salt(opt.Version, opt.Rules), states: map[int]state{}}
	if opt.Version != "" {
		o.cache = openCache(opt.CacheDir)
	}
	if err := o.explore(ctx, p.affordable(opt.Budget)); err != nil {
		return nil, err
	}
	o.cache.prune()
	r := recorder{past: p, today: opt.Now.Today, lives: map[string]*history.Life{}}
	for _, rev := range slices.Sorted(maps.Keys(o.states)) {
		r.revision(rev, o.states[rev])
	}
	r.present(stateOf(opt.Now, opt.Findings, opt.Rules))
	return &history.Conflicts{
		Lives:     r.sorted(),
		Months:    r.months,
		Oldest:    p.revision(p.first).Commit,
		AtLeast:   p.cut(),
		Revisions: len(p.log.Revisions) - p.first,
		Checked:   len(o.states),
	}, nil
}

// affordable is how many revisions the budget allows to check.
func (p *Past) affordable(budget int) int {
	if budget < 0 {
		return len(p.log.Revisions)
	}
	if budget == 0 {
		budget = DefaultBudget
	}
	entries := 0
	for _, l := range p.story.entries {
		if l.live {
			entries++
		}
	}
	return max(2, budget/max(1, entries))
}

// recorder turns the states of revisions, oldest first, into lives.
type recorder struct {
	past   *Past
	today  model.Date
	lives  map[string]*history.Life
	months []history.Snapshot
	before int // the revision looked at before, plus one; 0 for none
}

func (r *recorder) revision(rev int, s state) {
	within := 0
	if r.before > 0 {
		within = rev - r.before
	}
	r.record(s, r.past.credit(rev), within, rev == r.past.first && r.past.cut())
	r.before = rev + 1
	until := r.today
	if rev+1 < len(r.past.log.Revisions) {
		until = r.past.revision(rev + 1).Date
	}
	for _, day := range monthEnds(r.past.revision(rev).Date, until) {
		r.months = append(r.months, r.snapshot(s, day, r.past.revision(rev).Hash))
	}
}

// present adds what is so today to what was so at the newest commit.
func (r *recorder) present(s state) {
	r.record(s, history.Commit{Date: r.today}, 0, false)
	newest := r.past.revision(len(r.past.log.Revisions) - 1)
	r.months = append(r.months, r.snapshot(s, r.today, newest.Hash))
}

func (r *recorder) record(s state, at history.Commit, within int, atLeast bool) {
	for i := range s.Conflicts {
		c := &s.Conflicts[i]
		l := r.lives[c.ID]
		if l == nil {
			l = &history.Life{ID: c.ID, Born: at}
			r.lives[c.ID] = l
		}
		l.Rule, l.Title, l.Subjects, l.Severity = c.Rule, c.Title, c.Subjects, c.Severity
		switch open := l.Open(); {
		case c.How == "" && open == nil:
			l.Spells = append(l.Spells, history.Spell{Began: at, BeganWithin: within, AtLeast: atLeast})
		case c.How != "" && open != nil:
			open.Ended, open.EndedWithin, open.How, open.By = at, within, c.How, c.By
		}
	}
	for _, l := range r.lives {
		if s.find(l.ID) == nil {
			end(l, s.Decisions, at, within)
		}
	}
}

// gone is how a conflict ended that no resolution names.
const gone = "gone"

// end notes that a conflict is not found any more. Where a resolution says that
// it was to be settled so, then or later, the end is to its credit.
func end(l *history.Life, decisions []decision, at history.Commit, within int) {
	if len(l.Spells) == 0 {
		return
	}
	last := &l.Spells[len(l.Spells)-1]
	if !last.Over() {
		last.Ended, last.EndedWithin, last.How = at, within, gone
	}
	if last.How != gone {
		return
	}
	for i := range decisions {
		if d := &decisions[i]; d.settles(l.ID, l.Rule, l.Subjects) {
			last.How, last.By = d.How, d.By
			return
		}
	}
}

func (r *recorder) snapshot(s state, day model.Date, revision string) history.Snapshot {
	snap := history.Snapshot{Day: day, Revision: revision, Weights: s.Standing.Weights, Shares: s.Standing.Shares}
	for i := range s.Conflicts {
		c := &s.Conflicts[i]
		if c.How != "" {
			continue
		}
		open := history.OpenConflict{ID: c.ID, Rule: c.Rule, Severity: c.Severity, Subjects: c.Subjects, Domains: c.Domains}
		if c.Risk != nil {
			open.Risk = *c.Risk
		}
		if spell := r.lives[c.ID].Open(); spell != nil {
			open.Age = max(0, spell.Began.Date.DaysUntil(day))
		}
		snap.Open = append(snap.Open, open)
	}
	return snap
}

// monthEnds lists the last days of months from one day on and before another.
func monthEnds(from, before model.Date) []model.Date {
	var days []model.Date
	t := from.Time()
	for {
		end := model.NewDate(t.Year(), t.Month()+1, 0)
		if !end.Before(before) {
			return days
		}
		days = append(days, end)
		t = end.Time().AddDate(0, 0, 1)
	}
}

func (r *recorder) sorted() []history.Life {
	var lives []history.Life
	for _, id := range slices.Sorted(maps.Keys(r.lives)) {
		lives = append(lives, *r.lives[id])
	}
	return lives
}

// Date returns the list with [diag.Finding.Since] set for every conflict whose
// life is known. Where it is not certain which commit brought a conflict, none
// is named.
func Date(list diag.List, c *history.Conflicts, today model.Date) diag.List {
	dated := slices.Clone(list)
	for i := range dated {
		if l := c.Of(dated[i].ID); l != nil && dated[i].ID != "" {
			dated[i].Since = origin(l, today)
		}
	}
	return dated
}

func origin(l *history.Life, today model.Date) *diag.Origin {
	s := history.Spell{Began: l.Born}
	if n := len(l.Spells); n > 0 {
		s = l.Spells[n-1]
	}
	o := &diag.Origin{Day: s.Began.Date.String(), Age: max(0, s.Began.Date.DaysUntil(today)), AtLeast: s.AtLeast || s.BeganWithin > 0}
	if s.BeganWithin == 0 && !s.AtLeast {
		o.Revision, o.Author, o.Subject = s.Began.Hash, s.Began.Author, s.Began.Subject
	}
	return o
}
