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

// probes proposes one revision to look at in each gap whose ends differ. Gaps
// in which a conflict came up that is open still go before all others.
func (o *observer) probes(most int) []int {
	known := slices.Sorted(maps.Keys(o.states))
	newest := o.states[known[len(known)-1]]
	openNow := func(c *seen) bool { now := newest.find(c.ID); return now != nil && now.How == "" }
	probed := map[int]bool{} // by the gap's end
	var revs []int
	for _, wanted := range []func(*seen) bool{openNow, func(*seen) bool { return true }} {
		for i := len(known) - 1; i > 0 && len(revs) < most; i-- {
			from, to := known[i-1], known[i]
			if to-from < 2 || probed[to] {
				continue
			}
			if c := difference(o.states[from], o.states[to], wanted); c != nil {
				probed[to] = true
				revs = append(revs, o.probe(from, to, c))
			}
		}
	}
	return revs
}

// difference is the first conflict wanted that is open in one state and not in
// the other, or nil.
func difference(a, b state, wanted func(*seen) bool) *seen {
	for _, sides := range [][2]state{{b, a}, {a, b}} {
		for i := range sides[0].Conflicts {
			c := &sides[0].Conflicts[i]
			if c.How != "" {
				continue
			}
			if other := sides[1].find(c.ID); (other == nil || other.How != "") && wanted(c) {
				return c
			}
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
