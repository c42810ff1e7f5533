package compare

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
)

// Bounds on the rows that are made to measure.
const (
	maxRegions = 40 // conditions that rows are made for, of one table
	maxWays    = 3  // rows for each condition
)

// regions lists conditions that tell apart all rows of a table that the
// formulas treat differently: each is one way in which a row can meet some of
// the formulas' conditions and fail the others.
func (c *prover) regions(source string) []cond {
	guards := c.guards[source]
	if cells := c.refine(nil, guards, maxRegions); cells != nil {
		return cells
	}
	out := slices.Clone(guards)
	for i, g := range guards {
		for _, h := range guards[:i] {
			out = append(out, c.minus(g, h), c.minus(h, g))
		}
	}
	return out[:min(len(out), maxRegions)]
}

// fits makes rows to measure: for each region of the table, rows that lie in
// it. What the formulas do not look into is left to chance.
func (m *rowMaker) fits(c *prover) {
	for _, region := range c.regions(m.table.object.Key()) {
		for _, way := range c.ways(region) {
			if row, ok := m.measured(c, way); ok && !c.over {
				m.addRow(row)
				m.elsewhere(row)
			}
		}
	}
}

// elsewhere adds a row once more with another value in each of the columns that
// are looked up in other tables, so that it is found there or not.
func (m *rowMaker) elsewhere(row formula.Row) {
	for k, f := range m.table.fields {
		if m.loose[f] && len(m.values[k]) > 1 && !row[f].Missing() {
			other := slices.Clone(row)
			other[f] = m.values[k][1]
			m.addRow(other)
		}
	}
}

// bound says that a variable lies between two cuts.
type bound struct {
	v         int32
	low, high *cut
}

// ways lists some ways in which a condition can be true, as bounds on all
// variables that matter.
func (c *prover) ways(when cond) [][]bound {
	var out [][]bound
	var walk func(at cond, way []bound)
	walk = func(at cond, way []bound) {
		if at == no || len(out) == maxWays {
			return
		}
		if at == yes {
			out = append(out, slices.Clone(way))
			return
		}
		b := c.branches[at]
		for _, i := range usualFirst(c.about[b.v], len(b.kids)) {
			next := bound{v: b.v}
			if i > 0 {
				next.low = &b.cuts[i-1]
			}
			if i < len(b.cuts) {
				next.high = &b.cuts[i]
			}
			walk(b.kids[i], append(slices.Clip(way), next))
		}
	}
	walk(when, nil)
	return out
}

// usualFirst orders the branches of a variable: present before missing, true
// before false, and else points and what lies between before what lies outside.
func usualFirst(v variable, n int) []int {
	order := make([]int, 0, n)
	switch v.sort {
	case presenceVar, truthVar, testVar, opaqueVar:
		for i := n - 1; i >= 0; i-- {
			order = append(order, i)
		}
		return order
	}
	for i := 1; i < n; i++ {
		order = append(order, i)
	}
	return append(order, 0)
}

// measured is a row that keeps within bounds, found by putting one column after
// another right; false when that does not lead to one.
func (m *rowMaker) measured(c *prover, way []bound) (formula.Row, bool) {
	s := &solver{c: c, m: m, row: m.rowOf(m.start), set: map[int]bool{}, tests: map[int][]func(string) bool{}}
	var forms []bound
	for _, b := range way {
		if c.about[b.v].sort == formVar {
			forms = append(forms, b)
		} else {
			s.take(b)
		}
	}
	if !s.texts(way) {
		return nil, false
	}
	// Columns by themselves first: sums and differences then use what is free.
	slices.SortStableFunc(forms, func(a, b bound) int { return len(c.about[a.v].form) - len(c.about[b.v].form) })
	for _, b := range forms {
		if !s.fit(b) {
			return nil, false
		}
	}
	return s.row, true
}

// take puts right what a bound says outright of one column, and notes what it
// asks of a text.
func (s *solver) take(b bound) {
	v := s.c.about[b.v]
	i := s.field(v.column)
	if i < 0 {
		return
	}
	switch v.sort {
	case presenceVar:
		if b.low == nil {
			s.row[i], s.set[i] = formula.Value{}, true
		}
	case truthVar:
		s.row[i] = formula.Truth(b.low != nil)
	case codeVar:
		s.row[i] = formula.TextValue(codesOf(v.column.field)[place(b.low)])
	case textVar:
		s.ask(i, v.lower, func(text string) bool { return b.holds(cut{text: text}) })
	case testVar:
		s.ask(i, v.lower, func(text string) bool { return v.test(text) == (b.low != nil) })
	}
}

func place(low *cut) int {
	if low == nil {
		return 0
	}
	return int(low.num.Float64())
}

// holds reports whether a value, given as the cut just before it, is within the
// bound.
func (b bound) holds(at cut) bool {
	return (b.low == nil || b.low.compare(at) <= 0) && (b.high == nil || at.compare(*b.high) < 0)
}

func (s *solver) ask(field int, lower bool, test func(string) bool) {
	s.tests[field] = append(s.tests[field], func(text string) bool {
		if lower {
			text = strings.ToLower(text)
		}
		return test(text)
	})
}

// texts finds texts that pass what is asked of them, one column after another,
// and then the order between two.
func (s *solver) texts(way []bound) bool {
	for k, field := range s.m.table.fields {
		if len(s.tests[field]) > 0 && !s.row[field].Missing() && !s.text(k, field) {
			return false
		}
	}
	for _, b := range way {
		v := s.c.about[b.v]
		if v.sort != orderVar {
			continue
		}
		i, j := s.field(v.column), s.field(v.other)
		if i < 0 || j < 0 || s.row[i].Missing() || s.row[j].Missing() {
			continue
		}
		s.ask(j, false, func(text string) bool {
			return b.holds(cut{num: formula.Int(int64(strings.Compare(s.row[i].Str, text)))})
		})
		if !s.text(slices.Index(s.m.table.fields, j), j) {
			return false
		}
	}
	return true
}

// text gives a field a text that passes its tests: one of the candidates, one of
// another field's, or one made of those.
func (s *solver) text(k, field int) bool {
	tries := slices.Clone(s.m.values[k])
	for _, list := range s.m.values {
		tries = append(tries, list...)
	}
	for _, v := range tries {
		if v.Base != formula.StringType {
			continue
		}
		for _, text := range []string{v.Str, v.Str + "x", strings.ToLower(v.Str), strings.ToUpper(v.Str), ""} {
			if !slices.ContainsFunc(s.tests[field], func(test func(string) bool) bool { return !test(text) }) {
				s.row[field] = formula.TextValue(text)
				return true
			}
		}
	}
	return false
}

// solver puts the numbers and dates of a row right.
type solver struct {
	c     *prover
	m     *rowMaker
	row   formula.Row
	set   map[int]bool                // fields whose value is settled
	tests map[int][]func(string) bool // what is asked of the texts of fields
}

// field is the index of a column in the row, or -1 when it is of another table.
func (s *solver) field(col *columnAtom) int {
	if col == nil || col.object != s.m.table.object {
		return -1
	}
	_, i := col.object.Field(col.field.Name.S)
	return i
}

// fit brings a form within bounds by changing a column that is still free.
func (s *solver) fit(b bound) bool {
	form := s.c.about[b.v].form
	now, ok := s.worth(form)
	if !ok {
		return false
	}
	step, whole := s.c.stepOf(form)
	target, ok := within(b, now, step, whole)
	if !ok {
		return false
	}
	free := -1
	for k, t := range form {
		f := s.c.monos[t.mono]
		if len(f) != 1 || f[0].exp != 1 {
			continue
		}
		if i := s.field(s.c.atoms[f[0].atom].column); i >= 0 && !s.set[i] && free < 0 {
			free = k
			s.row[i].Num = s.row[i].Num.Add(target.Sub(now).Quo(t.coef))
		}
	}
	for _, t := range form {
		for _, f := range s.c.monos[t.mono] {
			if i := s.field(s.c.atoms[f.atom].column); i >= 0 && (len(form) == 1 || free >= 0) {
				s.set[i] = true
			}
		}
	}
	return free >= 0 || target.Cmp(now) == 0
}

// worth is what a form comes to on the row as it is.
func (s *solver) worth(form poly) (formula.Decimal, bool) {
	var sum formula.Decimal
	for _, t := range form {
		part := t.coef
		for _, f := range s.c.monos[t.mono] {
			a := s.c.atoms[f.atom]
			num := formula.Day(s.m.facts.Today).Num
			if i := s.field(a.column); i >= 0 && !s.row[i].Missing() {
				num = s.row[i].Num
			} else if a.key != "today" || f.exp < 1 {
				return sum, false
			}
			for range f.exp {
				part = part.Mul(num)
			}
		}
		sum = sum.Add(part)
	}
	return sum, true
}

// within is the value nearest to now that lies between two cuts.
func within(b bound, now, step formula.Decimal, whole bool) (formula.Decimal, bool) {
	if !whole {
		step = formula.Int(1)
	}
	tries := []formula.Decimal{now}
	if b.low != nil {
		tries = append(tries, b.low.num, b.low.num.Add(step))
	}
	if b.high != nil {
		tries = append(tries, b.high.num, b.high.num.Sub(step))
	}
	if b.low != nil && b.high != nil && !whole {
		tries = append(tries, b.low.num.Add(b.high.num).Quo(formula.Int(2)))
	}
	for _, d := range tries {
		if b.holds(cut{num: d}) {
			return d, true
		}
	}
	return now, false
}
