package compare

import (
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
)

// call is a function call.
func (c *prover) call(n *formula.Node) value {
	switch n.Str {
	case "min", "max":
		if !n.Rows && len(n.Args) > 1 {
			return c.leastOf(n)
		}
	case "abs", "floor", "ceil", "round", "hours", "days", "minutes", "weeks", "date", "duration", "lower":
		return c.plain(n)
	}
	return c.overRows(n)
}

// leastOf is min and max of single values, missing when one of them is.
func (c *prover) leastOf(n *formula.Node) value {
	op := map[string]string{"min": "<=", "max": ">="}[n.Str]
	out := c.value(n.Args[0])
	for _, a := range n.Args[1:] {
		next := c.value(a)
		if !c.comparable(out) || !c.comparable(next) {
			return c.closed(n)
		}
		joined, mixed := value{}, false
		c.pairs(out, next, func(when cond, p, q piece) {
			if p.base != q.base {
				mixed = true
				return
			}
			first := c.test(c.sub(p.num, q.num), op)
			p.when, q.when = c.and(when, first), c.minus(when, first)
			joined.pieces = append(joined.pieces, p, q)
		})
		if mixed {
			return c.closed(n)
		}
		out = c.tidy(joined)
	}
	return out
}

// comparable reports whether v is a quantity or a date wherever it has a value.
func (c *prover) comparable(v value) bool {
	for _, p := range v.pieces {
		if p.base == formula.Unknown || p.base == formula.StringType {
			return false
		}
	}
	return v.sort == scalar
}

// closed is a call that is not looked into.
func (c *prover) closed(n *formula.Node) value {
	args := make([]value, len(n.Args))
	for i, a := range n.Args {
		args[i] = c.value(a)
	}
	return c.opaque(n.Str, args...)
}

// plain is a function of one plain value.
func (c *prover) plain(n *formula.Node) value {
	v := c.value(n.Args[0])
	if v.sort != scalar {
		return c.closed(n)
	}
	out := value{}
	for _, p := range v.pieces {
		made, ok := c.apply1(n, p)
		if !ok {
			return c.closed(n)
		}
		out.pieces = append(out.pieces, made...)
	}
	return c.tidy(out)
}

func (c *prover) apply1(n *formula.Node, p piece) ([]piece, bool) {
	switch n.Str {
	case "date", "duration":
		return c.literal(n, p)
	case "lower":
		if p.base != formula.StringType {
			return nil, false
		}
		if t := c.texts[p.text]; t.constant {
			p.text = c.constantText(strings.ToLower(t.s)).pieces[0].text
		} else {
			p.text = c.textFor("lower "+strconv.Itoa(int(p.text)), textAtom{column: t.column, lower: true})
		}
		return []piece{p}, true
	case "hours", "days", "minutes", "weeks":
		return c.timeIn(n.Str, p)
	}
	if p.base != formula.NumberType {
		return nil, false
	}
	switch n.Str {
	case "abs":
		positive, negative := p, p
		below := c.test(p.num, "<")
		positive.when = c.minus(p.when, below)
		negative.when, negative.num = c.and(p.when, below), p.num.neg()
		return []piece{positive, negative}, true
	case "floor":
		p.num = c.floor(p.num)
	case "ceil":
		p.num = c.floor(p.num.neg()).neg()
	case "round":
		return c.round(n, p)
	}
	return []piece{p}, true
}

func (c *prover) literal(n *formula.Node, p piece) ([]piece, bool) {
	if p.base != formula.StringType || !c.texts[p.text].constant {
		return nil, false
	}
	base := map[string]formula.Base{"date": formula.DateType, "duration": formula.DurationType}[n.Str]
	v, ok := formula.ParseCell(base, c.texts[p.text].s)
	return []piece{{when: p.when, base: base, num: constant(v.Num)}}, ok
}

// timeIn turns numbers into lengths of time and back.
func (c *prover) timeIn(unit string, p piece) ([]piece, bool) {
	scale := formula.Float(formula.ParseUnit(unit).Scale)
	switch p.base {
	case formula.NumberType:
		p.base, p.num = formula.DurationType, p.num.scale(scale)
	case formula.DurationType:
		p.base, p.num = formula.NumberType, p.num.scale(formula.Int(1).Quo(scale))
	default:
		return nil, false
	}
	return []piece{p}, true
}

func (c *prover) round(n *formula.Node, p piece) ([]piece, bool) {
	places := 0
	if len(n.Args) == 2 {
		if n.Args[1].Op != formula.OpNumber {
			return nil, false
		}
		places = int(n.Args[1].Num)
	}
	if d, ok := p.num.isConstant(); ok {
		p.num = constant(d.Round(places))
	} else {
		p.num = c.total("round "+strconv.Itoa(places), p.num)
	}
	return []piece{p}, true
}
