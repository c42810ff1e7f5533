package compare

import (
	"cmp"
	"slices"

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
}

// reachedTable is a data object and the fields of it that are read, in the
// order of the object.
type reachedTable struct {
	object *model.Object
	fields []int
}

func reachOf(set *formula.Set, programs ...*formula.Program) *reach {
	r := &reach{}
	fields := map[*model.Object][]int{}
	var walk func(p *formula.Program)
	walk = func(p *formula.Program) {
		if slices.Contains(r.programs, p) {
			return
		}
		r.programs = append(r.programs, p)
		if p.Broken && r.broken == nil {
			r.broken = p
		}
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
