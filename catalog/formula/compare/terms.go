package compare

import (
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
)

// condition is where a node is true, as a filter asks for it.
func (c *prover) condition(n *formula.Node) cond { return c.holdsTrue(c.value(n)) }

func (c *prover) holdsTrue(v value) cond {
	switch v.sort {
	case truthSort:
		return v.yes
	case scalar:
		out := no
		for _, p := range v.pieces {
			if p.base == formula.Unknown {
				out = c.or(out, c.and(p.when, c.opaqueTest(p.num.key())))
			}
		}
		return out
	}
	return no
}

func (c *prover) unary(n *formula.Node) value {
	v := c.value(n.Args[0])
	if n.Str == "not" {
		return boolean(c.not(c.holdsTrue(v)), c)
	}
	if !c.quantities(v) {
		return c.opaque("-", v)
	}
	out := value{}
	for _, p := range v.pieces {
		p.num = p.num.neg()
		out.pieces = append(out.pieces, p)
	}
	return out
}

// quantities reports whether v is a number or a length of time wherever it has
// a value.
func (c *prover) quantities(v value) bool {
	for _, p := range v.pieces {
		if p.base != formula.NumberType && p.base != formula.DurationType {
			return false
		}
	}
	return v.sort == scalar
}

func (c *prover) binary(n *formula.Node) value {
	a, b := c.value(n.Args[0]), c.value(n.Args[1])
	switch n.Str {
	case "and":
		return boolean(c.and(c.holdsTrue(a), c.holdsTrue(b)), c)
	case "or":
		return boolean(c.or(c.holdsTrue(a), c.holdsTrue(b)), c)
	case "??":
		return c.orElse(a, b)
	case "==", "!=":
		if n.Args[0].Op == formula.OpNil || n.Args[1].Op == formula.OpNil {
			return c.isMissing(n, a, b)
		}
		return boolean(c.relation(n.Str, a, b), c)
	case "<", "<=", ">", ">=":
		return boolean(c.relation(n.Str, a, b), c)
	case "in":
		return boolean(c.member(a, b), c)
	case "contains", "startsWith", "endsWith":
		return boolean(c.textTest(n.Str, a, b), c)
	}
	return c.arithmetic(n.Str, a, b)
}

// isMissing is a comparison with nil written out, which asks whether both
// sides are missing or neither is.
func (c *prover) isMissing(n *formula.Node, a, b value) value {
	x, y := c.anywhere(a), c.anywhere(b)
	alike := c.or(c.and(x, y), c.and(c.not(x), c.not(y)))
	if n.Str == "!=" {
		alike = c.not(alike)
	}
	return boolean(alike, c)
}

// orElse is a where it has a value, and b elsewhere.
func (c *prover) orElse(a, b value) value {
	if a.sort != b.sort || a.sort != scalar && a.sort != truthSort {
		return c.opaque("??", a, b)
	}
	rest := c.not(c.anywhere(a))
	if a.sort == truthSort {
		return value{sort: truthSort, yes: c.or(a.yes, c.and(rest, b.yes)), no: c.or(a.no, c.and(rest, b.no))}
	}
	out := value{pieces: append([]piece(nil), a.pieces...)}
	for _, p := range b.pieces {
		p.when = c.and(p.when, rest)
		out.pieces = append(out.pieces, p)
	}
	return c.tidy(out)
}

// choice is a where a condition is true, and b elsewhere.
func (c *prover) choice(when cond, a, b value) value {
	if a.sort != b.sort || a.sort != scalar && a.sort != truthSort {
		return c.opaque("?:", boolean(when, c), a, b)
	}
	rest := c.not(when)
	if a.sort == truthSort {
		return value{sort: truthSort, yes: c.or(c.and(when, a.yes), c.and(rest, b.yes)), no: c.or(c.and(when, a.no), c.and(rest, b.no))}
	}
	out := value{}
	for _, p := range a.pieces {
		p.when = c.and(p.when, when)
		out.pieces = append(out.pieces, p)
	}
	for _, p := range b.pieces {
		p.when = c.and(p.when, rest)
		out.pieces = append(out.pieces, p)
	}
	return c.tidy(out)
}

// maxPieces bounds the cases of one number.
const maxPieces = 32

func (c *prover) tidy(v value) value {
	if v.pieces = c.merged(v.pieces); len(v.pieces) > maxPieces {
		c.over = true
	}
	return v
}

// pairs combines two scalars piece by piece.
func (c *prover) pairs(a, b value, f func(when cond, p, q piece)) {
	for _, p := range a.pieces {
		for _, q := range b.pieces {
			if when := c.and(p.when, q.when); when != no {
				f(when, p, q)
			}
		}
	}
}

// relation is the condition that two present values stand in a relation.
func (c *prover) relation(op string, a, b value) cond {
	switch {
	case a.sort == truthSort && b.sort == truthSort:
		return c.relateTruths(op, a, b)
	case a.sort != scalar || b.sort != scalar:
		return c.opaqueTest(op + " " + c.key(a) + " " + c.key(b))
	}
	out := no
	c.pairs(a, b, func(when cond, p, q piece) {
		out = c.or(out, c.and(when, c.relate(op, p, q)))
	})
	return out
}

func (c *prover) relate(op string, p, q piece) cond {
	switch {
	case p.base == formula.Unknown || q.base == formula.Unknown:
		x, y := c.key(always(p)), c.key(always(q))
		if (op == "==" || op == "!=") && x > y {
			x, y = y, x
		}
		return c.opaqueTest(op + " " + x + " " + y)
	case p.base == formula.StringType && q.base == formula.StringType:
		return c.compareTexts(op, p.text, q.text)
	case p.base == formula.StringType || q.base == formula.StringType:
		return no
	case p.base == q.base || temporal(p.base) && temporal(q.base):
		return c.test(c.sub(p.num, q.num), op)
	}
	return no
}

// relateTruths follows the evaluator, for which false and true differ without
// an order: the first counts as more.
func (c *prover) relateTruths(op string, a, b value) cond {
	alike := c.or(c.and(a.yes, b.yes), c.and(a.no, b.no))
	differ := c.or(c.and(a.yes, b.no), c.and(a.no, b.yes))
	out := no
	if holds(op, 0) {
		out = alike
	}
	if holds(op, 1) {
		out = c.or(out, differ)
	}
	return out
}

// member is the condition that a present value equals one of a list's items.
func (c *prover) member(a, list value) cond {
	if list.sort != written {
		return c.and(c.anywhere(a), c.opaqueTest("in "+c.key(a)+" "+c.key(list)))
	}
	out := no
	for _, item := range list.items {
		out = c.or(out, c.relation("==", a, item))
	}
	return out
}

func (c *prover) textTest(op string, a, b value) cond {
	if a.sort != scalar || b.sort != scalar {
		return c.opaqueTest(op + " " + c.key(a) + " " + c.key(b))
	}
	out := no
	c.pairs(a, b, func(when cond, p, q piece) {
		out = c.or(out, c.and(when, c.textPair(op, p, q)))
	})
	return out
}

func (c *prover) textPair(op string, p, q piece) cond {
	if p.base == formula.StringType && q.base == formula.StringType && c.texts[q.text].constant {
		test := map[string]func(string, string) bool{"contains": strings.Contains, "startsWith": strings.HasPrefix, "endsWith": strings.HasSuffix}[op]
		s := c.texts[q.text].s
		switch t := c.texts[p.text]; {
		case t.constant:
			return truth(test(t.s, s))
		case t.codes != nil:
			return c.whereCode(p.text, func(code string) bool { return test(code, s) })
		case t.column != nil:
			v := variable{sort: testVar, column: t.column, test: func(text string) bool { return test(text, s) }, lower: t.lower}
			return c.bit(c.variable(op+" "+strconv.Itoa(int(p.text))+" "+strconv.Itoa(int(q.text)), v))
		}
	}
	return c.opaqueTest(op + " " + c.key(always(p)) + " " + c.key(always(q)))
}

// arithmetic is + - * / % and **.
func (c *prover) arithmetic(op string, a, b value) value {
	if a.sort != scalar || b.sort != scalar {
		return c.opaque(op, a, b)
	}
	out, closed := value{}, false
	c.pairs(a, b, func(when cond, p, q piece) {
		base, ok := resultBase(op, p.base, q.base)
		if !ok {
			closed = true
			return
		}
		guard, num, ok := c.calculate(op, p, q)
		closed = closed || !ok
		out.pieces = append(out.pieces, piece{when: c.and(when, guard), base: base, num: num})
	})
	if closed {
		return c.opaque(op, a, b)
	}
	return c.tidy(out)
}

// resultBase is the sort of value that arithmetic gives, for the combinations
// that formulas may write.
func resultBase(op string, a, b formula.Base) (formula.Base, bool) {
	const num, dur = formula.NumberType, formula.DurationType
	switch {
	case a == num && b == num:
		return num, true
	case op == "-" && temporal(a) && temporal(b):
		return dur, true
	case (op == "+" || op == "-") && temporal(a) && b == dur:
		return a, true
	case op == "+" && a == dur && temporal(b):
		return b, true
	case (op == "+" || op == "-") && a == dur && b == dur:
		return dur, true
	case (op == "*" || op == "/") && a == dur && b == num:
		return dur, true
	case op == "*" && a == num && b == dur:
		return dur, true
	case op == "/" && a == dur && b == dur:
		return num, true
	}
	return 0, false
}

// calculate gives the result of an operation and the condition that there is
// one.
func (c *prover) calculate(op string, p, q piece) (cond, poly, bool) {
	switch op {
	case "+":
		return yes, c.add(p.num, q.num), true
	case "-":
		return yes, c.sub(p.num, q.num), true
	case "*":
		return yes, c.mul(p.num, q.num), true
	case "/", "%":
		guard := c.test(q.num, "!=")
		if guard == no {
			return no, nil, true
		}
		ratio := c.mul(p.num, c.recip(q.num))
		if op == "/" {
			return guard, ratio, true
		}
		return guard, c.sub(p.num, c.mul(q.num, c.floor(ratio))), true
	case "**":
		return c.raise(p.num, q.num)
	}
	return no, nil, false
}

// raise is a power with a whole exponent that is known.
func (c *prover) raise(p, exponent poly) (cond, poly, bool) {
	e, ok := exponent.isConstant()
	n := e.Float64()
	if !ok || e.Floor().Cmp(e) != 0 || n > 8 || n < -8 {
		return no, nil, false
	}
	if n >= 0 {
		return yes, c.power(p, int(n)), true
	}
	guard := c.test(p, "!=")
	if guard == no {
		return no, nil, true
	}
	return guard, c.recip(c.power(p, int(-n))), true
}

// floor is the greatest whole number not above p.
func (c *prover) floor(p poly) poly {
	if d, ok := p.isConstant(); ok {
		return constant(d.Floor())
	}
	return c.total("floor", p)
}

// total is a function of a number that always has an answer and is not looked
// into.
func (c *prover) total(name string, p poly) poly {
	return c.of(c.atomFor(name+"("+p.key()+")", func(*atom) {}), 1)
}
