package timeline

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/history"
)

// observer knows the conflicts of the revisions that have been looked at.
type observer struct {
	past    *Past
	rules   []*check.Rule
	memo    check.Memo
	cache   cache
	salt    string
	changed map[string][]int // the revisions that changed each entry, by full ID
	states  map[int]state
}

// look finds the conflicts of some revisions, on all processors.
func (o *observer) look(ctx context.Context, revs []int) error {
	revs = slices.DeleteFunc(slices.Clone(revs), func(rev int) bool { _, known := o.states[rev]; return known })
	found := make([]state, len(revs))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, rev := range revs {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if ctx.Err() == nil {
				found[i] = o.conflicts(rev)
			}
		})
	}
	wg.Wait()
	for i, rev := range revs {
		o.states[rev] = found[i]
	}
	return ctx.Err()
}

// conflicts takes the conflicts of a revision from the cache, or finds them.
func (o *observer) conflicts(rev int) state {
	key := o.past.key(rev, o.salt)
	if s, ok := o.cache.get(key); ok {
		return s
	}
	s := o.past.compile(rev, o.rules, &o.memo)
	o.cache.put(key, s)
	return s
}

// explore looks at as many revisions as are allowed: at all of them if they are
// few enough, otherwise at the ends of months first, and then between two of
// them wherever the open conflicts differ, newest first, until it is certain
// which commit made the difference. What it looks at depends on the history
// alone, never on what the cache has.
func (o *observer) explore(ctx context.Context, most int) error {
	first, last := o.past.first, len(o.past.log.Revisions)-1
	if last-first+1 <= most {
		all := make([]int, 0, last-first+1)
		for rev := first; rev <= last; rev++ {
			all = append(all, rev)
		}
		return o.look(ctx, all)
	}
	o.changed = o.past.story.changed()
	next := o.past.milestones(most / 2)
	for len(next) > 0 {
		if err := o.look(ctx, next); err != nil {
			return err
		}
		next = o.probes(most - len(o.states))
	}
	return nil
}

// milestones lists the first and the newest revision and the last one of each
// month, or of each quarter or year where those would be too many.
func (p *Past) milestones(most int) []int {
	first, last := p.first, len(p.log.Revisions)-1
	for _, months := range []int{1, 3, 12} {
		revs := []int{first}
		for rev := first + 1; rev < last; rev++ {
			if p.period(rev, months) != p.period(rev+1, months) {
				revs = append(revs, rev)
			}
		}
		if revs = append(revs, last); len(revs) <= most {
			return slices.Compact(revs)
		}
	}
	return slices.Compact([]int{first, last})
}

// period numbers the stretches of so many months since year zero.
func (p *Past) period(rev, months int) int {
	day := p.revision(rev).Date.Time()
	return (day.Year()*12 + int(day.Month()) - 1) / months
}

// probes proposes one revision to look at in each gap whose ends differ.
func (o *observer) probes(most int) []int {
	known := slices.Sorted(maps.Keys(o.states))
	var revs []int
	for i := len(known) - 1; i > 0 && len(revs) < most; i-- {
		from, to := known[i-1], known[i]
		if to-from < 2 {
			continue
		}
		if c := difference(o.states[from].Conflicts, o.states[to].Conflicts); c != nil {
			revs = append(revs, o.probe(from, to, c))
		}
	}
	return revs
}

// difference is the first conflict that is open on one side and not on the
// other, or nil.
func difference(a, b []seen) *seen {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case j == len(b) || i < len(a) && a[i].ID < b[j].ID:
			if a[i].How == "" {
				return &a[i]
			}
			i++
		case i == len(a) || b[j].ID < a[i].ID:
			if b[j].How == "" {
				return &b[j]
			}
			j++
		default:
			if (a[i].How == "") != (b[j].How == "") {
				return &b[j]
			}
			i, j = i+1, j+1
		}
	}
	return nil
}

// probe is the revision at which to look for what made a difference: one that
// changed an entry of the conflict, and then the one before it, else the
// middle.
func (o *observer) probe(from, to int, c *seen) int {
	var likely []int
	for _, key := range append(slices.Clip(c.Subjects), c.By) {
		for _, rev := range o.changed[key] {
			if from < rev && rev <= to {
				likely = append(likely, rev)
			}
		}
	}
	if len(likely) == 0 {
		return (from + to) / 2
	}
	slices.Sort(likely)
	likely = slices.Compact(likely)
	if rev := likely[(len(likely)-1)/2]; rev < to {
		return rev
	}
	return to - 1
}

// changed lists the revisions that changed each entry, by full ID.
func (s *story) changed() map[string][]int {
	changed := map[string][]int{}
	for _, l := range s.entries {
		key := ""
		for _, m := range l.marks {
			if m.key != "" {
				key = m.key
			}
			changed[key] = append(changed[key], m.rev)
		}
	}
	return changed
}

// credit is the commit to name for what a revision changed.
func (p *Past) credit(rev int) history.Commit {
	c := p.revision(rev).Credit()
	c.Date = p.revision(rev).Date
	return c
}
