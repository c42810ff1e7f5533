package compare

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// witness looks for facts on which two formulas differ.
type witness struct {
	set      *formula.Set
	a, b     *formula.Program
	reach    *reach
	scale    [2]formula.Decimal
	convert  bool // compare answers as quantities
	today    model.Date
	budget   int // cases to try in all
	limit    int // cases after which the present part of the search ends
	cases    int
	found    *formula.Facts
	clear    bool // both answers are defined on the facts found
	scenario string
	makers   []*rowMaker
}

// item is one thing that facts can consist of: a row of a table, or what a term
// without a formula comes to.
type item struct {
	object  *model.Object
	row     madeRow
	entry   *model.Entry
	value   formula.Value
	unusual int
}

func newWitness(set *formula.Set, a, b *formula.Program, r *reach, opt Options) *witness {
	w := &witness{set: set, a: a, b: b, reach: r, today: r.dayFor(opt), budget: cmp.Or(opt.Budget, DefaultBudget)}
	w.scale[0], w.scale[1], w.convert = conversion(unitOf(a), unitOf(b))
	return w
}

// difference is how the answers on some facts stand to each other.
type difference uint8

const (
	alike   difference = iota
	onlyOne            // one formula has an answer, the other has none
	apart              // two different answers
)

func (w *witness) compare(f *formula.Facts) difference {
	x, y := w.set.Eval(w.a, f), w.set.Eval(w.b, f)
	switch {
	case x.Missing() && y.Missing():
		return alike
	case x.Missing() || y.Missing():
		return onlyOne
	}
	if w.convert {
		x, y = inUnit(x, w.scale[0]), inUnit(y, w.scale[1])
	}
	if sameAnswer(x, y) {
		return alike
	}
	return apart
}

func inUnit(v formula.Value, scale formula.Decimal) formula.Value {
	if v.Base != formula.NumberType && v.Base != formula.DurationType {
		return v
	}
	return formula.Number(v.Num.Mul(scale))
}

// sameAnswer reports whether two present answers are the same. Lists and tables
// are the same when they hold the same, in whatever order.
func sameAnswer(x, y formula.Value) bool {
	if x.Base != y.Base || x.Base != formula.ListType && x.Base != formula.TableType {
		return x.Equal(y)
	}
	return slices.Equal(contents(x), contents(y))
}

func contents(v formula.Value) []string {
	var out []string
	for _, x := range v.List {
		out = append(out, exactly(x))
	}
	for _, r := range v.Rows() {
		row := ""
		for _, x := range r {
			row += exactly(x) + "\x00"
		}
		out = append(out, row)
	}
	slices.Sort(out)
	return out
}

func exactly(v formula.Value) string { return v.Base.String() + v.Num.Exact() + " " + v.String() }

// try counts facts as a case and keeps them if they are better than those found
// so far. It reports whether to stop looking.
func (w *witness) try(f *formula.Facts) bool {
	w.cases++
	switch w.compare(f) {
	case apart:
		w.found, w.clear = f, true
	case onlyOne:
		if w.found == nil {
			w.found = f
			w.budget = min(w.budget, w.cases+maxDoubt)
			w.limit = min(w.limit, w.budget)
		}
	}
	return w.clear || w.cases >= w.limit
}

// maxDoubt is how many more cases are tried once facts are found on which one
// formula has an answer and the other has none, in the hope of facts on which
// both have.
const maxDoubt = 2000

// tryKnown tries facts that people have written down, first those that were
// written for these formulas.
func (w *witness) tryKnown(known []Known) bool {
	known = slices.Clone(known)
	slices.SortStableFunc(known, func(j, k Known) int {
		return cmp.Compare(k.about(w.a.Entry, w.b.Entry), j.about(w.a.Entry, w.b.Entry))
	})
	for _, k := range known {
		if !w.concerns(k.Facts) || w.cases >= w.budget {
			continue
		}
		if w.cases++; w.compare(k.Facts) == apart {
			w.found, w.clear, w.scenario = k.Facts, true, k.Scenario.Key()
			return true
		}
	}
	return false
}

// concerns reports whether facts say anything about what the formulas read.
func (w *witness) concerns(f *formula.Facts) bool {
	return slices.ContainsFunc(w.reach.tables, func(t reachedTable) bool { return len(f.Tables[t.object]) > 0 })
}

// Bounds on the parts of the search.
const (
	cleanCases = 1500 // facts without missing values, tried first
	mostItems  = 4    // rows and given values in one set of facts
)

// search makes facts up, smallest and most ordinary first. Facts of one or two
// rows in which nothing is missing come before all others: they are the easiest
// to believe.
func (w *witness) search() {
	assumed := map[assumption]bool{}
	for _, x := range w.reach.assumptions() {
		assumed[x] = true
	}
	c := newProver(w.set, assumed)
	c.forms(w.a, w.b)
	k := constantsOf(w.reach.programs)
	for _, t := range w.reach.tables {
		w.makers = append(w.makers, newRowMaker(w.set, t, w.reach.programs, k, &formula.Facts{Today: w.today}))
	}
	w.limit = min(w.budget, w.cases+cleanCases)
	if !w.try(w.facts(nil)) {
		items := w.items(c, (*rowMaker).near)
		w.bySize(slices.DeleteFunc(items, func(i item) bool { return i.row.missing }), 2)
	}
	if !w.clear && w.cases < w.budget {
		w.limit = w.budget
		w.bySize(w.items(c, (*rowMaker).all), mostItems)
	}
	if w.found != nil {
		w.shrink()
	}
}

// items lists the rows and values that facts are put together from, the most
// ordinary of each table first.
func (w *witness) items(c *prover, rows func(*rowMaker, *prover) []madeRow) []item {
	var out []item
	for _, m := range w.makers {
		for i, r := range rows(m, c) {
			out = append(out, item{object: m.table.object, row: r, unusual: i})
		}
	}
	for n, e := range w.reach.given {
		first := int64(100 - 10*n)
		for i, v := range []int64{first, first - 40, 0, 10, -first} {
			out = append(out, item{entry: e, value: formula.Number(formula.Int(v)), unusual: i})
		}
	}
	slices.SortStableFunc(out, func(a, b item) int { return cmp.Compare(a.unusual, b.unusual) })
	return out
}

// bySize tries facts of rising size, and among those of one size the more
// ordinary first.
func (w *witness) bySize(items []item, most int) {
	for size := 1; size <= most; size++ {
		for total := 0; total <= size*(len(items)-1); total++ {
			if w.multisets(items, make([]item, 0, size), size, 0, total) {
				return
			}
		}
	}
}

// multisets tries every choice of size items, repetition allowed, whose places
// in the list add up to total, none before from.
func (w *witness) multisets(items, chosen []item, size, from, total int) bool {
	if size == 0 {
		return total == 0 && valid(chosen) && w.try(w.facts(chosen))
	}
	for i := from; i < len(items) && i*size <= total; i++ {
		if total-i > (size-1)*(len(items)-1) {
			continue
		}
		if w.multisets(items, append(chosen, items[i]), size-1, i, total-i) {
			return true
		}
	}
	return false
}

// valid reports whether no term is given two values.
func valid(chosen []item) bool {
	for i, a := range chosen {
		for _, b := range chosen[:i] {
			if a.entry != nil && a.entry == b.entry {
				return false
			}
		}
	}
	return true
}

func (w *witness) facts(chosen []item) *formula.Facts {
	f := &formula.Facts{Tables: make(map[*model.Object][]formula.Row, 2), Today: w.today}
	for _, c := range chosen {
		if c.entry == nil {
			f.Tables[c.object] = append(f.Tables[c.object], c.row.row)
			continue
		}
		if f.Given == nil {
			f.Given = map[*model.Entry]formula.Value{}
		}
		f.Given[c.entry] = c.value
	}
	return f
}
