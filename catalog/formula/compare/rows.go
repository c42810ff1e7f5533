package compare

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
)

// Bounds on the rows that are looked at for one table.
const (
	maxRows    = 3000 // rows made
	maxClasses = 60   // rows kept, no two of which the formulas treat alike
)

// rowMaker makes the rows of one table that matter: one for each way in which
// the formulas can treat a row.
type rowMaker struct {
	set    *formula.Set
	facts  *formula.Facts // empty, with the day
	table  reachedTable
	values [][]formula.Value // by position in table.fields
	looks  []look
	seen   map[string]bool
	rows   []madeRow
	loose  map[int]bool // fields that conditions look up in other tables
	tried  int
	start  []int // the most ordinary row, as places in values
	best   []int // the row that meets most conditions
}

// look is a part of a formula that looks at rows of the table.
type look struct {
	node *formula.Node
	test bool // a condition, of which only the truth counts
}

// madeRow is a row and how unusual it is: how far down the lists of candidates
// its values stand.
type madeRow struct {
	row     formula.Row
	unusual int
	missing bool // one of its values is missing
}

func newRowMaker(set *formula.Set, t reachedTable, programs []*formula.Program, k *constants, facts *formula.Facts) *rowMaker {
	m := &rowMaker{set: set, facts: facts, table: t, seen: map[string]bool{}, loose: map[int]bool{}}
	numbers := 0
	for _, i := range t.fields {
		m.values = append(m.values, k.candidates(cell{t.object, i}, numbers, facts.Today))
		if formula.FieldType(&t.object.Fields[i]).Base == formula.NumberType {
			numbers++
		}
	}
	for _, p := range programs {
		p.Root.Walk(m.lookAt)
	}
	m.order()
	return m
}

// lookAt notes the parts of a call that are evaluated for each row.
func (m *rowMaker) lookAt(n *formula.Node) {
	if n.Op != formula.OpCall || len(n.Args) != 2 {
		return
	}
	var columns, closed bool
	n.Args[1].Walk(func(x *formula.Node) {
		columns = columns || x.Op == formula.OpColumn && x.Object == m.table.object
		closed = closed || x.Op == formula.OpTable || x.Op == formula.OpEntry
	})
	if !columns {
		return
	}
	m.split(n.Args[1], closed)
}

// split takes conditions apart into those that they are made of. What looks at
// other rows too cannot be worked out for one row alone, so its columns count
// as they are.
func (m *rowMaker) split(n *formula.Node, closed bool) {
	switch {
	case n.Op == formula.OpColumn && n.Object == m.table.object:
		m.looks = append(m.looks, look{node: n})
		m.loose[n.Field] = m.loose[n.Field] || closed
	case closed, n.Op == formula.OpBinary && (n.Str == "and" || n.Str == "or"), n.Op == formula.OpUnary && n.Str == "not", n.Op == formula.OpCond:
		for _, a := range n.Args {
			m.split(a, closed)
		}
	default:
		m.looks = append(m.looks, look{n, n.Type.Base == formula.BoolType})
	}
}

// order puts the values first that meet the most conditions that look at their
// field alone.
func (m *rowMaker) order() {
	for f, list := range m.values {
		score := make(map[int]int, len(list))
		index := make([]int, len(list))
		for i, v := range list {
			index[i] = i
			row := m.row()
			row[m.table.fields[f]] = v
			for _, l := range m.looks {
				if l.test && m.only(l.node, m.table.fields[f]) && m.set.EvalRow(l.node, row, m.facts).Bool {
					score[i]++
				}
			}
		}
		slices.SortStableFunc(index, func(a, b int) int {
			if list[a].Missing() != list[b].Missing() {
				return cmp.Compare(truth(list[a].Missing()), truth(list[b].Missing()))
			}
			return cmp.Compare(score[b], score[a])
		})
		sorted := make([]formula.Value, len(list))
		for i, j := range index {
			sorted[i] = list[j]
		}
		m.values[f] = sorted
	}
}

// only reports whether a node reads no other field than the one.
func (m *rowMaker) only(n *formula.Node, field int) bool {
	one := true
	n.Walk(func(x *formula.Node) {
		if x.Op == formula.OpColumn && x.Field != field || x.Op == formula.OpTable || x.Op == formula.OpEntry {
			one = false
		}
	})
	return one
}

func (m *rowMaker) row() formula.Row { return make(formula.Row, len(m.table.object.Fields)) }

// near makes the rows that are made to measure, and those around the most
// ordinary one and the one that meets most conditions at once. They are few,
// and most often they are enough.
func (m *rowMaker) near(c *prover) []madeRow {
	m.start = make([]int, len(m.values))
	m.add(m.start)
	m.fits(c)
	m.best = m.climb(m.start)
	m.around(m.best, 1)
	m.around(m.start, 1)
	return m.sorted()
}

// all makes all rows that matter, after near, by how unusual they are.
func (m *rowMaker) all(*prover) []madeRow {
	m.around(m.best, 2)
	m.every()
	return m.sorted()
}

func (m *rowMaker) sorted() []madeRow {
	slices.SortStableFunc(m.rows, func(a, b madeRow) int { return cmp.Compare(a.unusual, b.unusual) })
	return m.rows[:min(len(m.rows), maxClasses)]
}

// climb changes one value at a time as long as more conditions are met.
func (m *rowMaker) climb(from []int) []int {
	best := slices.Clone(from)
	for range len(m.values) + 1 {
		better := slices.Clone(best)
		most := m.met(best)
		for f := range m.values {
			try := slices.Clone(best)
			for v := range m.values[f] {
				try[f] = v
				if n := m.met(try); n > most {
					better, most = slices.Clone(try), n
				}
			}
		}
		if slices.Equal(better, best) {
			break
		}
		best = better
	}
	return best
}

func (m *rowMaker) met(pick []int) int {
	row, n := m.rowOf(pick), 0
	for _, l := range m.looks {
		if l.test && m.set.EvalRow(l.node, row, m.facts).Bool {
			n++
		}
	}
	return n
}

// around adds the rows that differ from one in up to so many fields.
func (m *rowMaker) around(pick []int, fields int) {
	var vary func(from int, left int, at []int)
	vary = func(from, left int, at []int) {
		m.add(at)
		if left == 0 {
			return
		}
		for f := from; f < len(m.values); f++ {
			next := slices.Clone(at)
			for v := range m.values[f] {
				if v != pick[f] {
					next[f] = v
					vary(f+1, left-1, next)
				}
			}
		}
	}
	vary(0, fields, slices.Clone(pick))
}

// every adds rows by rising unusualness until there are enough.
func (m *rowMaker) every() {
	most := 0
	for _, list := range m.values {
		most += len(list) - 1
	}
	for total := 1; total <= most && m.tried < maxRows; total++ {
		m.spread(0, make([]int, len(m.values)), total)
	}
}

// spread shares out an unusualness among the fields from f on.
func (m *rowMaker) spread(f int, pick []int, left int) {
	if m.tried >= maxRows {
		return
	}
	if f == len(m.values) {
		if left == 0 {
			m.add(pick)
		}
		return
	}
	for v := 0; v <= left && v < len(m.values[f]); v++ {
		pick[f] = v
		m.spread(f+1, pick, left-v)
	}
	pick[f] = 0
}

func (m *rowMaker) rowOf(pick []int) formula.Row {
	row := m.row()
	for f, v := range pick {
		row[m.table.fields[f]] = m.values[f][v]
	}
	return row
}

// add keeps the row of some candidates if the formulas treat it unlike all rows
// before.
func (m *rowMaker) add(pick []int) {
	if m.tried++; m.tried > maxRows {
		return
	}
	made := madeRow{row: m.rowOf(pick)}
	for f, v := range pick {
		made.unusual += v
		made.missing = made.missing || m.values[f][v].Missing()
	}
	m.keep(made)
}

// addRow is add for a row that need not consist of candidates. Each value that
// is not the most ordinary counts as one.
func (m *rowMaker) addRow(row formula.Row) {
	made := madeRow{row: row}
	for f, field := range m.table.fields {
		if !same(row[field], m.values[f][0]) {
			made.unusual++
		}
		made.missing = made.missing || row[field].Missing()
	}
	m.keep(made)
}

func (m *rowMaker) keep(made madeRow) {
	var key []byte
	for _, l := range m.looks {
		v := m.set.EvalRow(l.node, made.row, m.facts)
		switch {
		case v.Base == formula.BoolType && v.Bool:
			key = append(key, '1')
		case v.Base == formula.BoolType || l.test:
			key = append(key, '0')
		case v.Base == formula.StringType || v.Base == formula.ListType:
			key = append(key, v.String()...)
		case v.Base != formula.Unknown:
			key = append(key, v.Num.Exact()...)
		}
		key = append(key, '|')
	}
	if !m.seen[string(key)] {
		m.seen[string(key)] = true
		m.rows = append(m.rows, made)
	}
}
