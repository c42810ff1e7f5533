package compare

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// prover brings formulas into a form in which equal ones are the same. All
// formulas of one comparison go through one prover, so that they share atoms.
//
// The form says exactly what the evaluator does, missing values included. A
// number is a list of pieces: under a condition, a polynomial. Where no
// condition holds, it is missing. A column is the piece "where it is filled
// in: itself", a quotient is a piece for "where the divisor is not 0", and so a
// formula's pitfalls are part of what is compared.
type prover struct {
	*algebra
	set     *formula.Set
	assumed map[assumption]bool
	texts   []textAtom
	byText  map[string]int32
	cells   map[sumKey][]cond // disjoint conditions into which the rows of sums are split
	split   map[sumKey][]cond // conditions met that are no union of cells
	made    map[*formula.Program]value
	busy    []*formula.Program
	circle  bool
	guards  map[string][]cond // by table: the conditions on its rows that aggregates met
	unpicky bool              // leave the conditions of filters out of account, and note them
	picks   []pick            // the filters noted, in the order of the formula
}

// assumption is something that the catalog declares of a field and that data
// may break: that it holds one of its codes, a whole number, or something at
// all.
type assumption struct {
	sort   assumptionSort
	object *model.Object
	field  *model.ObjectField
}

type assumptionSort uint8

const (
	holdsCode assumptionSort = iota
	holdsWhole
	filledIn
)

// sumKey names the sums of one product over the rows of one table.
type sumKey struct {
	source string
	mono   int32
}

func newProver(set *formula.Set, assumed map[assumption]bool) *prover {
	return &prover{algebra: newAlgebra(), set: set, assumed: assumed, byText: map[string]int32{}, cells: map[sumKey][]cond{}, guards: map[string][]cond{}}
}

// value is the canonical form of a part of a formula.
type value struct {
	sort   valueSort
	pieces []piece // of a scalar: disjoint
	yes    cond    // of a truth: where it is true
	no     cond    // of a truth: where it is false; elsewhere it is missing
	source string  // of a table: whose rows; of a list that is not looked into: its key
	when   cond    // of a table: which of them; of a column: of which it is taken
	picked pick    // of a table, when filters are noted
	items  []value // of a list written out
	each   *value  // of a list made of a column
}

type valueSort uint8

const (
	scalar valueSort = iota
	truthSort
	table
	column // a list with an item for each row
	written
	closedList
)

// piece is what a scalar comes to under a condition.
type piece struct {
	when cond
	base formula.Base // Unknown for something that is not looked into
	num  poly
	text int32 // of a text, into prover.texts
}

func (c *prover) number(p poly) value { return always(piece{base: formula.NumberType, num: p}) }

func always(p piece) value {
	p.when = yes
	return value{pieces: []piece{p}}
}

func boolean(when cond, c *prover) value { return value{sort: truthSort, yes: when, no: c.not(when)} }

// textFor returns the text atom of a key, made by fill when it is new.
func (c *prover) textFor(key string, t textAtom) int32 {
	if i, ok := c.byText[key]; ok {
		return i
	}
	i := int32(len(c.texts))
	c.texts = append(c.texts, t)
	c.byText[key] = i
	return i
}

func (c *prover) constantText(s string) value {
	return always(piece{base: formula.StringType, text: c.textFor("= "+s, textAtom{constant: true, s: s})})
}

// program is the canonical form of a whole formula.
func (c *prover) program(p *formula.Program) value {
	if v, ok := c.made[p]; ok {
		return v
	}
	if slices.Contains(c.busy, p) {
		c.circle = true
		return value{}
	}
	c.busy = append(c.busy, p)
	v := c.value(p.Root)
	c.busy = c.busy[:len(c.busy)-1]
	c.made[p] = v
	return v
}

// maxRounds bounds how often formulas are brought into form anew, each time
// with the rows of their sums split more finely.
const maxRounds = 5

// forms brings formulas into form together.
func (c *prover) forms(programs ...*formula.Program) []value {
	var out []value
	for range maxRounds {
		c.made, c.split, c.picks, out = map[*formula.Program]value{}, map[sumKey][]cond{}, nil, nil
		for _, p := range programs {
			out = append(out, c.program(p))
		}
		if len(c.split) == 0 || c.over || c.circle {
			break
		}
		for _, k := range slices.SortedFunc(maps.Keys(c.split), compareKeys) {
			c.cells[k] = c.refine(c.cells[k], c.split[k], maxCells)
		}
	}
	return out
}

func compareKeys(a, b sumKey) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.mono, b.mono))
}

// maxCells bounds how finely the rows of one table are split.
const maxCells = 24

// refine splits cells until each condition is a union of them; nil when there
// are more than most.
func (c *prover) refine(cells, conds []cond, most int) []cond {
	all := no
	for _, cell := range cells {
		all = c.or(all, cell)
	}
	for _, g := range conds {
		var next []cond
		for _, cell := range cells {
			for _, part := range []cond{c.and(cell, g), c.minus(cell, g)} {
				if part != no {
					next = append(next, part)
				}
			}
		}
		if rest := c.minus(g, all); rest != no {
			next = append(next, rest)
		}
		all = c.or(all, g)
		if cells = next; len(cells) > most {
			return nil
		}
	}
	return cells
}

// value is the canonical form of a node.
func (c *prover) value(n *formula.Node) value {
	if c.over || c.circle {
		return value{}
	}
	switch n.Op {
	case formula.OpNumber:
		return c.number(constant(formula.Float(n.Num)))
	case formula.OpString:
		return c.constantText(n.Str)
	case formula.OpBool:
		return boolean(truth(n.Num == 1), c)
	case formula.OpTable:
		return value{sort: table, source: n.Object.Key(), when: yes}
	case formula.OpColumn:
		return c.column(n)
	case formula.OpEntry:
		return c.entry(n)
	case formula.OpToday:
		a := c.atomFor("today", func(a *atom) { a.whole, a.step = true, day })
		return always(piece{base: formula.DateType, num: c.of(a, 1)})
	case formula.OpUnary:
		return c.unary(n)
	case formula.OpBinary:
		return c.binary(n)
	case formula.OpList:
		v := value{sort: written}
		for _, a := range n.Args {
			v.items = append(v.items, c.value(a))
		}
		return v
	case formula.OpCond:
		return c.choice(c.condition(n.Args[0]), c.value(n.Args[1]), c.value(n.Args[2]))
	case formula.OpCall:
		return c.call(n)
	}
	return value{} // nil, which is missing
}

var day = formula.Int(86400)

// entry puts a term's formula in the place of its name. A term without one is
// an unknown quantity.
func (c *prover) entry(n *formula.Node) value {
	if n.Entry != nil {
		if p := c.set.Of(n.Entry); p != nil {
			return c.program(p)
		}
	}
	key := "entry " + n.Str
	if n.Entry != nil {
		key = n.Entry.Key()
	}
	a := c.atomFor(key, func(a *atom) { a.present = c.variable("present "+key, variable{}) })
	return value{pieces: []piece{{when: c.present(a), base: formula.NumberType, num: c.of(a, 1)}}}
}

// column is the field of the row at hand.
func (c *prover) column(n *formula.Node) value {
	if n.Object == nil || n.Field < 0 {
		return value{}
	}
	f := &n.Object.Fields[n.Field]
	col := &columnAtom{n.Object, f}
	key := n.Object.Key() + "." + f.Name.S
	v := c.variable("present "+key, variable{sort: presenceVar, column: col})
	when := c.bit(v)
	if c.assumed[assumption{filledIn, n.Object, f}] {
		when = yes
	}
	base := formula.FieldType(f).Base
	switch base {
	case formula.BoolType:
		is := c.bit(c.variable("true "+key, variable{sort: truthVar, column: col}))
		return value{sort: truthSort, yes: c.and(when, is), no: c.minus(when, is)}
	case formula.StringType:
		t := textAtom{column: col}
		if c.assumed[assumption{holdsCode, n.Object, f}] {
			t.codes = codesOf(f)
		}
		return value{pieces: []piece{{when: when, base: base, text: c.textFor(". "+key, t)}}}
	}
	a := c.atomFor(key, func(a *atom) {
		a.present, a.column = v, col
		switch {
		case base == formula.DateType:
			a.whole, a.step = true, day
		case c.assumed[assumption{holdsWhole, n.Object, f}]:
			a.whole, a.step = true, formula.Int(1)
		}
	})
	return value{pieces: []piece{{when: when, base: base, num: c.of(a, 1)}}}
}

func codesOf(f *model.ObjectField) []string {
	var codes []string
	for _, v := range f.Values {
		if !slices.Contains(codes, v.Code) {
			codes = append(codes, v.Code)
		}
	}
	return codes
}

// opaque stands for the answer of something that is not looked into: the same
// for the same operation on the same values, and possibly missing.
func (c *prover) opaque(op string, args ...value) value {
	key := op + "("
	for _, a := range args {
		key += c.key(a) + ","
	}
	a := c.atomFor(key, func(a *atom) { a.present = c.variable("present "+key, variable{}) })
	return value{pieces: []piece{{when: c.present(a), num: c.of(a, 1)}}}
}

// opaqueTest is a condition that is not looked into.
func (c *prover) opaqueTest(key string) cond {
	return c.bit(c.variable("is "+key, variable{}))
}

// key is a text that is the same for values that are the same.
func (c *prover) key(v value) string {
	var b strings.Builder
	switch v.sort {
	case scalar:
		for _, p := range c.merged(v.pieces) {
			fmt.Fprintf(&b, "{%d %d %s%d}", p.when, p.base, p.num.key(), p.text)
		}
	case truthSort:
		fmt.Fprintf(&b, "?%d %d", v.yes, v.no)
	case table:
		fmt.Fprintf(&b, "[%s %d]", v.source, v.when)
	case column:
		fmt.Fprintf(&b, "[%s %d %s]", v.source, v.when, c.key(*v.each))
	case written:
		b.WriteByte('[')
		for _, x := range v.items {
			b.WriteString(c.key(x) + ",")
		}
		b.WriteByte(']')
	case closedList:
		b.WriteString(v.source)
	}
	return b.String()
}

// merged joins the pieces that come to the same, and orders them.
func (c *prover) merged(pieces []piece) []piece {
	at := map[string]int{}
	var keys []string
	var out []piece
	for _, p := range pieces {
		if p.when == no {
			continue
		}
		key := strconv.Itoa(int(p.base)) + " " + strconv.Itoa(int(p.text)) + " " + p.num.key()
		if i, ok := at[key]; ok {
			out[i].when = c.or(out[i].when, p.when)
			continue
		}
		at[key] = len(out)
		keys, out = append(keys, key), append(out, p)
	}
	slices.Sort(keys)
	sorted := make([]piece, len(out))
	for i, k := range keys {
		sorted[i] = out[at[k]]
	}
	return sorted
}

// anywhere is the condition that a scalar has a value.
func (c *prover) anywhere(v value) cond {
	switch v.sort {
	case scalar:
		all := no
		for _, p := range v.pieces {
			all = c.or(all, p.when)
		}
		return all
	case truthSort:
		return c.or(v.yes, v.no)
	}
	return yes
}

// same reports whether two values are equal on all facts.
func (c *prover) same(v, w value) bool {
	switch {
	case c.over || c.circle || v.sort != w.sort:
		return false
	case v.sort != scalar:
		return c.key(v) == c.key(w) && !c.over
	case c.anywhere(v) != c.anywhere(w):
		return false
	}
	for _, p := range v.pieces {
		for _, q := range w.pieces {
			if both := c.and(p.when, q.when); both != no && !c.samePiece(both, p, q) {
				return false
			}
		}
	}
	return !c.over
}

func (c *prover) samePiece(when cond, p, q piece) bool {
	if p.base == formula.StringType && q.base == formula.StringType {
		return p.text == q.text
	}
	if p.base != q.base && !(temporal(p.base) && temporal(q.base)) {
		return false
	}
	return c.isZero(c.pinned(c.sub(p.num, q.num), when))
}

func temporal(b formula.Base) bool { return b == formula.DateType || b == formula.InstantType }
