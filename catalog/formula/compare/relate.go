package compare

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// variable is what a diagram asks for: whether something has a value, in which
// interval a quantity or a text lies, or which code a field holds.
type variable struct {
	sort   varSort
	form   poly        // of a quantity
	column *columnAtom // of presence, truth, text and code
	lower  bool        // of a text: it is the column in lower case
	other  *columnAtom // of an order: the second of two columns of text
	test   func(string) bool
}

type varSort uint8

const (
	opaqueVar varSort = iota
	presenceVar
	truthVar
	formVar
	textVar
	codeVar
	orderVar // -1, 0 or 1
	testVar  // whether a column's text passes a test
)

// columnAtom is a field as conditions and sums read it.
type columnAtom struct {
	object *model.Object
	field  *model.ObjectField
}

// variable returns the variable of a key, in the order in which keys come up.
func (al *algebra) variable(key string, what variable) int32 {
	if v, ok := al.vars[key]; ok {
		return v
	}
	v := int32(len(al.about))
	al.about = append(al.about, what)
	al.vars[key] = v
	return v
}

// formVar is the variable of a polynomial without constant term whose first
// coefficient is 1.
func (al *algebra) formVar(form poly) int32 {
	return al.variable("form "+form.key(), variable{sort: formVar, form: form})
}

// present is the condition that an atom has a value.
func (al *algebra) present(a int32) cond {
	if v := al.atoms[a].present; v >= 0 {
		return al.bit(v)
	}
	return yes
}

// test is the condition that p stands in a relation to 0.
func (al *algebra) test(p poly, op string) cond {
	p, _ = al.clear(p, true)
	if al.over {
		return no
	}
	if c, ok := p.isConstant(); ok {
		return truth(holds(op, c.Sign()))
	}
	var base formula.Decimal
	if p[0].mono == 0 {
		base, p = p[0].coef, p[1:]
	}
	if len(p) == 1 && base.Sign() == 0 && (op == "==" || op == "!=") {
		return al.zeroProduct(p[0].mono, op)
	}
	lead := p[0].coef
	if lead.Sign() < 0 {
		op = flipped(op)
	}
	return al.interval(p.scale(formula.Int(1).Quo(lead)), op, base.Neg().Quo(lead))
}

// zeroProduct is the condition that one of the factors of a monomial is 0, or
// that none is.
func (al *algebra) zeroProduct(m int32, op string) cond {
	out := no
	for _, f := range al.monos[m] {
		out = al.or(out, al.interval(al.of(f.atom, 1), "==", formula.Decimal{}))
	}
	if op == "!=" {
		return al.not(out)
	}
	return out
}

// interval is the condition that a form stands in a relation to a number.
func (al *algebra) interval(form poly, op string, to formula.Decimal) cond {
	step, whole := al.stepOf(form)
	low, high := cut{num: to}, cut{num: to, after: true}
	if whole {
		low, high = onGrid(to, step)
	}
	counted := whole && al.counted(form)
	above := func(c cut) cond { return al.above(form, c, counted) }
	switch op {
	case "<":
		return al.not(above(low))
	case "<=":
		return al.not(above(high))
	case ">":
		return above(high)
	case ">=":
		return above(low)
	case "==":
		return al.minus(above(low), above(high))
	}
	return al.not(al.minus(above(low), above(high)))
}

// onGrid moves the cuts around a number to the multiples of a step: what is not
// below it, and what is above it.
func onGrid(to, step formula.Decimal) (low, high cut) {
	floor := to.Quo(step).Floor()
	up := floor.Add(formula.Int(1)).Mul(step)
	low = cut{num: up}
	if floor.Mul(step).Cmp(to) == 0 {
		low.num = to
	}
	return low, cut{num: up}
}

// above is the condition that a form lies above a cut. A sum of counts lies
// above 0 when one of them does.
func (al *algebra) above(form poly, c cut, counted bool) cond {
	if counted && c.num.Sign() <= 0 {
		return yes
	}
	if counted && len(form) > 1 && c.num.Cmp(formula.Int(1)) == 0 {
		out := no
		for _, t := range form {
			out = al.or(out, al.above(poly{{t.mono, formula.Int(1)}}, c, true))
		}
		return out
	}
	return al.make(al.formVar(form), []cut{c}, []cond{no, yes})
}

// stepOf says of which number every value of a form is a multiple, if of any:
// whole days for dates, one for counts.
func (al *algebra) stepOf(form poly) (formula.Decimal, bool) {
	var step formula.Decimal
	for _, t := range form {
		if t.coef.Floor().Cmp(t.coef) != 0 {
			return step, false
		}
		own, ok := al.monoStep(t.mono)
		if !ok || step.Sign() != 0 && own.Cmp(step) != 0 {
			return step, false
		}
		step = own
	}
	return step, step.Sign() > 0
}

func (al *algebra) monoStep(m int32) (formula.Decimal, bool) {
	step, degree := formula.Int(1), int32(0)
	for _, f := range al.monos[m] {
		a := al.atoms[f.atom]
		if !a.whole || f.exp < 1 {
			return step, false
		}
		degree += f.exp
		step = a.step
	}
	return step, degree == 1 || step.Cmp(formula.Int(1)) == 0 && al.allCounted(m)
}

func (al *algebra) allCounted(m int32) bool {
	return !slices.ContainsFunc(al.monos[m], func(f factor) bool { return !al.atoms[f.atom].counted })
}

// counted reports whether a form is a sum of counts, each of which has a whole
// positive coefficient.
func (al *algebra) counted(form poly) bool {
	return !slices.ContainsFunc(form, func(t term) bool { return t.coef.Sign() < 0 || !al.allCounted(t.mono) })
}

func truth(b bool) cond {
	if b {
		return yes
	}
	return no
}

// holds reports whether a relation holds between two values of which the first
// is less (-1), the same (0) or more (+1).
func holds(op string, sign int) bool {
	switch op {
	case "<":
		return sign < 0
	case "<=":
		return sign <= 0
	case ">":
		return sign > 0
	case ">=":
		return sign >= 0
	case "==":
		return sign == 0
	}
	return sign != 0
}

// flipped is the relation seen from the other side.
func flipped(op string) string {
	switch op {
	case "<":
		return ">"
	case "<=":
		return ">="
	case ">":
		return "<"
	case ">=":
		return "<="
	}
	return op
}

// textAtom is a text that conditions compare: a constant, a column, or
// something that is not looked into.
type textAtom struct {
	constant bool
	s        string // of a constant
	column   *columnAtom
	lower    bool     // it is the column in lower case
	codes    []string // of a column that is taken to hold one of its codes
}

// compareTexts is the condition that two present texts stand in a relation.
func (c *prover) compareTexts(op string, x, y int32) cond {
	a, b := c.texts[x], c.texts[y]
	switch {
	case x == y:
		return truth(holds(op, 0))
	case a.constant && b.constant:
		return truth(holds(op, strings.Compare(a.s, b.s)))
	case a.constant:
		return c.compareTexts(flipped(op), y, x)
	case b.constant && a.codes != nil:
		return c.whereCode(x, func(code string) bool { return holds(op, strings.Compare(code, b.s)) })
	case b.constant:
		return c.textInterval(x, op, b.s)
	case x > y:
		return c.compareTexts(flipped(op), y, x)
	}
	v := c.variable("order "+strconv.Itoa(int(x))+" "+strconv.Itoa(int(y)), c.orderOf(a, b))
	zero, one := cut{}, cut{num: formula.Int(1)}
	kids := []cond{truth(holds(op, -1)), truth(holds(op, 0)), truth(holds(op, 1))}
	return c.make(v, []cut{zero, one}, kids)
}

// orderOf is the variable of the order of two columns, as far as it is one.
func (c *prover) orderOf(a, b textAtom) variable {
	if a.column == nil || b.column == nil || a.lower || b.lower {
		return variable{}
	}
	return variable{sort: orderVar, column: a.column, other: b.column}
}

func (c *prover) textInterval(x int32, op, s string) cond {
	t := c.texts[x]
	v := c.variable("text "+strconv.Itoa(int(x)), variable{sort: textVar, column: t.column, lower: t.lower})
	kids := []cond{truth(holds(op, -1)), truth(holds(op, 0)), truth(holds(op, 1))}
	return c.make(v, []cut{{text: s}, {text: s, after: true}}, kids)
}

// whereCode is the condition that the code a column holds is one of those that
// fit.
func (c *prover) whereCode(x int32, fits func(string) bool) cond {
	codes := c.texts[x].codes
	v := c.variable("code "+strconv.Itoa(int(x)), variable{sort: codeVar, column: c.texts[x].column})
	var cuts []cut
	kids := make([]cond, len(codes))
	for i, code := range codes {
		if i > 0 {
			cuts = append(cuts, cut{num: formula.Int(int64(i))})
		}
		kids[i] = truth(fits(code))
	}
	return c.make(v, cuts, kids)
}
