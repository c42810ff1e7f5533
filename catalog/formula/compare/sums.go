package compare

import (
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
)

// overRows is a function that goes over the rows of a table or the items of a
// list.
func (c *prover) overRows(n *formula.Node) value {
	over := c.value(n.Args[0])
	if over.sort == scalar || over.sort == truthSort {
		return c.closed(n)
	}
	switch n.Str {
	case "filter", "count", "any", "all", "none":
		return c.selected(n, over)
	}
	c.note(over)
	if n.Str == "len" {
		return c.length(n, over)
	}
	if over.sort == table && len(n.Args) == 2 {
		each := c.value(n.Args[1])
		over = value{sort: column, source: over.source, when: over.when, each: &each}
	} else if len(n.Args) == 2 {
		return c.closed(n)
	}
	if n.Str == "map" && over.sort == column {
		return over
	}
	if n.Str == "distinct" {
		return value{sort: closedList, source: "distinct(" + c.listKey(over) + ")"}
	}
	return c.reduced(n, over)
}

// selected is a function that picks rows by a condition.
func (c *prover) selected(n *formula.Node, over value) value {
	if over.sort != table {
		if n.Str == "count" && len(n.Args) == 1 {
			return c.length(n, over)
		}
		return c.closed(n)
	}
	picked := over.when
	if len(n.Args) == 2 && c.unpicky && (n.Str == "filter" || n.Str == "count") {
		over.picked = c.picking(over, n.Args[1])
	} else if len(n.Args) == 2 {
		picked = c.and(over.when, c.rowCondition(n.Args[1]))
	}
	if n.Str != "filter" {
		c.note(over)
	}
	switch n.Str {
	case "filter":
		over.when = picked
		return over
	case "count":
		return c.number(c.count(over.source, picked))
	case "any":
		return boolean(c.test(c.count(over.source, picked), ">"), c)
	case "none":
		return boolean(c.test(c.count(over.source, picked), "=="), c)
	}
	return boolean(c.test(c.count(over.source, c.minus(over.when, picked)), "=="), c)
}

// rowCondition is the condition by which rows are picked. A test that every
// code of a field's list passes is taken to pass always, where it is assumed
// that the field holds one of its codes.
func (c *prover) rowCondition(n *formula.Node) cond {
	if n.Op == formula.OpBinary && n.Str == "and" {
		return c.and(c.rowCondition(n.Args[0]), c.rowCondition(n.Args[1]))
	}
	when := c.condition(n)
	if when == yes || when == no || mentionsNil(n) {
		return when
	}
	v := c.about[c.branches[when].v]
	if v.sort == presenceVar && when == c.bit(c.branches[when].v) && c.assumed[assumption{holdsCode, v.column.object, v.column.field}] {
		return yes
	}
	return when
}

func mentionsNil(n *formula.Node) bool {
	found := false
	n.Walk(func(n *formula.Node) {
		found = found || n.Op == formula.OpNil || n.Op == formula.OpBinary && n.Str == "??"
	})
	return found
}

// length is how many rows or items there are.
func (c *prover) length(n *formula.Node, over value) value {
	if len(n.Args) != 1 {
		return c.closed(n)
	}
	switch over.sort {
	case table, column:
		return c.number(c.count(over.source, over.when))
	case written:
		return c.number(constant(formula.Int(int64(len(over.items)))))
	}
	a := c.atomFor("len "+over.source, func(a *atom) { a.counted, a.whole, a.step = true, true, formula.Int(1) })
	return c.number(c.of(a, 1))
}

func (c *prover) listKey(over value) string {
	if over.sort != column || over.each.sort != scalar {
		return c.key(over)
	}
	return over.source + c.key(c.among(over))
}

// among is the column of a list restricted to its own rows, so that filtering
// rows and leaving items missing are the same.
func (c *prover) among(over value) value {
	out := value{}
	for _, p := range over.each.pieces {
		p.when = c.and(p.when, over.when)
		c.meet(over.source, p.when)
		out.pieces = append(out.pieces, p)
	}
	return c.tidy(out)
}

// reduced is one value made of many.
func (c *prover) reduced(n *formula.Node, over value) value {
	if over.sort != column || over.each.sort != scalar {
		return c.opaque(n.Str, over)
	}
	items := c.among(over)
	base, ok := baseOf(items)
	if !ok || !c.comparable(items) {
		return value{pieces: c.opaque(n.Str+" "+over.source, items).pieces}
	}
	switch n.Str {
	case "sum":
		if base == formula.Unknown { // of no value at all
			base = formula.NumberType
		}
		if (n.Type.Base == formula.DurationType) != (base == formula.DurationType) || temporal(base) {
			return c.opaque("sum "+over.source, items)
		}
		return always(piece{base: base, num: c.sum(over.source, items)})
	case "mean":
		if temporal(base) {
			return c.opaque("mean "+over.source, items)
		}
		rows := c.count(over.source, c.anywhere(items))
		when := c.test(rows, ">")
		if when == no {
			return value{}
		}
		return value{pieces: []piece{{when: when, base: base, num: c.mul(c.sum(over.source, items), c.recip(rows))}}}
	case "median", "min", "max":
		return c.extreme(n.Str, over.source, base, items)
	}
	return c.opaque(n.Str+" "+over.source, items)
}

// baseOf is the one sort of value that the pieces have; false when there are
// several.
func baseOf(v value) (formula.Base, bool) {
	if len(v.pieces) == 0 {
		return formula.Unknown, true
	}
	base := v.pieces[0].base
	return base, !slices.ContainsFunc(v.pieces, func(p piece) bool { return p.base != base })
}

// extreme is a median, least or greatest value. It moves with what it is taken
// of: the least of twice a column is twice the least.
func (c *prover) extreme(name, source string, base formula.Base, items value) value {
	shift, factor := poly(nil), formula.Int(1)
	if len(items.pieces) == 1 && len(items.pieces[0].num) > 0 {
		p := &items.pieces[0]
		if p.base == formula.DurationType {
			p.base = formula.NumberType // a length of time and its hours are ordered alike
		}
		if p.num[0].mono == 0 {
			shift, p.num = p.num[:1], p.num[1:]
		}
		if len(p.num) > 0 {
			factor = p.num[0].coef
			p.num = p.num.scale(formula.Int(1).Quo(factor))
		}
	}
	if factor.Sign() < 0 {
		name = map[string]string{"min": "max", "max": "min", "median": "median"}[name]
	}
	key := name + " " + source + c.key(items)
	core := c.of(c.atomFor(key, func(*atom) {}), 1)
	when := c.test(c.count(source, c.anywhere(items)), ">")
	return value{pieces: []piece{{when: when, base: base, num: c.add(core.scale(factor), shift)}}}
}

// count is how many rows of a table meet a condition.
func (c *prover) count(source string, when cond) poly { return c.sumOf(source, when, 0) }

// sum adds up the pieces over the rows of a table.
func (c *prover) sum(source string, items value) poly {
	var total poly
	for _, p := range items.pieces {
		for _, t := range c.pinned(p.num, p.when) {
			total = c.add(total, c.sumOf(source, p.when, t.mono).scale(t.coef))
		}
	}
	return total
}

// sumOf is the sum of a product over the rows that meet a condition, as a sum
// over the cells that the condition consists of.
func (c *prover) sumOf(source string, when cond, mono int32) poly {
	if when == no || c.over {
		return nil
	}
	c.meet(source, when)
	key := sumKey{source, mono}
	var out poly
	covered := no
	for _, cell := range c.cells[key] {
		if c.and(cell, when) == cell {
			out = c.add(out, c.sumAtom(key, cell))
			covered = c.or(covered, cell)
		}
	}
	if covered == when {
		return out
	}
	if !slices.Contains(c.split[key], when) {
		c.split[key] = append(c.split[key], when)
	}
	return c.sumAtom(key, when)
}

// meet notes a condition on the rows of a table, for the search to make rows
// that meet it and rows that do not.
func (c *prover) meet(source string, when cond) {
	if list := c.guards[source]; len(list) < maxGuards && !slices.Contains(list, when) {
		c.guards[source] = append(list, when)
	}
}

// maxGuards bounds how many conditions on one table are noted.
const maxGuards = 24

func (c *prover) sumAtom(key sumKey, when cond) poly {
	one := poly{{key.mono, formula.Int(1)}}
	if p := c.pinned(one, when); len(p) != 1 || p[0].mono != key.mono {
		var out poly
		for _, t := range p {
			out = c.add(out, c.sumOf(key.source, when, t.mono).scale(t.coef))
		}
		return out
	}
	a := c.atomFor(fmt.Sprintf("sum %s %d %d", key.source, when, key.mono), func(a *atom) {
		if key.mono == 0 {
			a.counted, a.whole, a.step = true, true, formula.Int(1)
		}
	})
	return c.of(a, 1)
}

// pinned uses what a condition says of exact values: where it leaves a column
// only one value, or makes one column equal to another, that takes the column's
// place.
func (c *prover) pinned(p poly, when cond) poly {
	for _, v := range c.asked(when) {
		form := c.about[v].form
		if len(form) == 0 || len(c.monos[form[0].mono]) != 1 {
			continue
		}
		lead := c.monos[form[0].mono][0]
		if lead.exp != 1 || c.atoms[lead.atom].inverse != nil {
			continue
		}
		step, _ := c.stepOf(form)
		if at, ok := c.point(when, v, step); ok {
			p = c.replaced(p, lead.atom, c.sub(constant(at), form[1:]))
		}
	}
	return p
}

// replaced puts a polynomial in the place of an atom.
func (c *prover) replaced(p poly, a int32, by poly) poly {
	var out poly
	for _, t := range p {
		part := poly{{0, t.coef}}
		for _, f := range c.monos[t.mono] {
			if f.atom == a && f.exp > 0 {
				part = c.mul(part, c.power(by, int(f.exp)))
			} else {
				part = c.mul(part, c.of(f.atom, f.exp))
			}
		}
		out = c.add(out, part)
	}
	return out
}
