package compare

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// reach is everything that formulas lead to: by themselves, and through the
// terms and KPIs that they use.
type reach struct {
	programs []*formula.Program // each once, the compared ones first
	tables   []reachedTable     // by object ID
	given    []*model.Entry     // used by name and without a formula, by key
	broken   *formula.Program   // one that has findings of its own
	today    bool               // a formula asks for the day
	large    bool               // there are more than mostPrograms
}

// reachedTable is a data object and the fields of it that are read, in the
// order of the object.
type reachedTable struct {
	object *model.Object
	fields []int
}

// mostPrograms bounds how many formulas a comparison may lead through. People
// build on a handful; a chain of thousands would cost more than its answer is
// worth.
const mostPrograms = 200

func reachOf(set *formula.Set, programs ...*formula.Program) *reach {
	r := &reach{}
	fields := map[*model.Object][]int{}
	seen := map[*formula.Program]bool{}
	var walk func(p *formula.Program)
	walk = func(p *formula.Program) {
		if seen[p] || r.large {
			return
		}
		if len(r.programs) == mostPrograms {
			r.large = true
			return
		}
		seen[p] = true
		r.programs = append(r.programs, p)
		if p.Broken && r.broken == nil {
			r.broken = p
		}
		p.Root.Walk(func(n *formula.Node) { r.today = r.today || n.Op == formula.OpToday })
		for _, read := range p.Reads {
			list := fields[read.Object]
			if read.Field >= 0 && !slices.Contains(list, read.Field) {
				list = append(list, read.Field)
			}
			fields[read.Object] = list
		}
		for _, use := range p.Uses {
			if q := set.Of(use.Entry); q != nil {
				walk(q)
			} else if !slices.Contains(r.given, use.Entry) {
				r.given = append(r.given, use.Entry)
			}
		}
	}
	for _, p := range programs {
		walk(p)
	}
	for o, list := range fields {
		slices.Sort(list)
		r.tables = append(r.tables, reachedTable{o, list})
	}
	slices.SortFunc(r.tables, func(a, b reachedTable) int { return cmp.Compare(a.object.ID, b.object.ID) })
	slices.SortFunc(r.given, func(a, b *model.Entry) int { return cmp.Compare(a.Key(), b.Key()) })
	return r
}

// dayFor is the day around which facts are made up. Where no formula asks for
// the day, the first of the month does, and results change with the month only.
func (r *reach) dayFor(opt Options) model.Date {
	switch {
	case opt.Today.IsZero():
		return model.NewDate(2026, time.January, 31)
	case r.today:
		return opt.Today
	}
	t := opt.Today.Time()
	return model.NewDate(t.Year(), t.Month(), 1)
}

// Fingerprint is equal for comparisons that have the same result: it holds
// every formula that takes part, what is declared of every field that they
// read, the facts that people have written down, the day and the budget.
func Fingerprint(set *formula.Set, a, b *formula.Program, opt Options) [sha256.Size]byte {
	r := reachOf(set, a, b)
	h := sha256.New()
	put := func(parts ...string) {
		for _, p := range parts {
			fmt.Fprintf(h, "%d:%s,", len(p), p)
		}
	}
	for _, p := range r.programs {
		put("formula", p.Entry.Key(), p.Text, p.Entry.Measured().Unit.S, fmt.Sprint(p.Broken))
		for _, read := range p.Reads {
			put(read.Object.Key(), fmt.Sprint(read.Field))
		}
		for _, use := range p.Uses {
			put(use.Entry.Key())
		}
	}
	for _, t := range r.tables {
		put("table", t.object.Key())
		for _, i := range t.fields {
			f := &t.object.Fields[i]
			put(fmt.Sprint(i), f.Name.S, f.Type.S, f.Unit.S, fmt.Sprint(t.object.IsKey(f)))
			put(codesOf(f)...)
		}
	}
	for _, k := range opt.Known {
		put("scenario", k.Scenario.Key(), k.Facts.Today.String(), fmt.Sprint(k.about(a.Entry, b.Entry)))
		for _, t := range r.tables {
			for _, row := range k.Facts.Tables[t.object] {
				put(t.object.Key())
				for _, i := range t.fields {
					put(exactly(row[i]))
				}
			}
		}
	}
	put(r.dayFor(opt).String(), fmt.Sprint(opt.Budget))
	return [sha256.Size]byte(h.Sum(nil))
}

// assumptions lists what the catalog declares of the fields that are read.
func (r *reach) assumptions() []assumption {
	var out []assumption
	for _, t := range r.tables {
		for _, i := range t.fields {
			f := &t.object.Fields[i]
			if f.Type.S == "string" && len(f.Values) > 0 {
				out = append(out, assumption{holdsCode, t.object, f})
			}
			if f.Type.S == "integer" {
				out = append(out, assumption{holdsWhole, t.object, f})
			}
			if t.object.IsKey(f) {
				out = append(out, assumption{filledIn, t.object, f})
			}
		}
	}
	return out
}
