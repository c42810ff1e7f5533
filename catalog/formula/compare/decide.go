package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// proof is what came of trying to prove two formulas equal.
type proof struct {
	equal     bool
	condition string
	assumes   bool // the condition is one that data may break
}

// prove tries to prove that two formulas are equal: as they stand; with what
// fields declare of themselves; and as quantities, where the units of their
// answers convert.
func prove(set *formula.Set, a, b *formula.Program, r *reach) (p proof, circle bool) {
	scales := [][2]formula.Decimal{{formula.Int(1), formula.Int(1)}}
	if x, y, ok := conversion(unitOf(a), unitOf(b)); ok {
		scales = append(scales, [2]formula.Decimal{x, y})
	}
	for i, s := range scales {
		t := trial{set: set, a: a, b: b, scale: s, convert: i > 0}
		equal, circle := t.equal(nil)
		if circle {
			return proof{}, true
		}
		var assumed []assumption
		if !equal {
			assumed = r.assumptions()
			if equal = len(assumed) > 0 && t.holds(assumed); !equal {
				continue
			}
			assumed = t.needed(assumed)
		}
		return proof{true, t.condition(assumed), len(assumed) > 0}, false
	}
	return proof{}, false
}

// conversion returns the factors that bring numbers in two units to one scale,
// where the units measure the same and differ in scale.
func conversion(a, b formula.Unit) (x, y formula.Decimal, ok bool) {
	if a.Compare(b) != formula.FitScale || a.Per != "" || b.Per != "" {
		return x, y, false
	}
	return formula.Float(a.Scale), formula.Float(b.Scale), true
}

// trial is one attempt at a proof.
type trial struct {
	set     *formula.Set
	a, b    *formula.Program
	scale   [2]formula.Decimal
	convert bool // compare as quantities
}

func (t trial) holds(assumed []assumption) bool {
	equal, circle := t.equal(assumed)
	return equal && !circle
}

func (t trial) equal(assumed []assumption) (equal, circle bool) {
	c := t.prover(assumed)
	v := c.forms(t.a, t.b)
	if t.convert {
		v[0], v[1] = quantity(v[0], t.scale[0]), quantity(v[1], t.scale[1])
	}
	return c.same(v[0], v[1]), c.circle
}

func (t trial) prover(assumed []assumption) *prover {
	set := map[assumption]bool{}
	for _, x := range assumed {
		set[x] = true
	}
	return newProver(t.set, set)
}

// quantity brings a number or a length of time to a common scale.
func quantity(v value, scale formula.Decimal) value {
	out := value{sort: v.sort}
	for _, p := range v.pieces {
		if p.base != formula.NumberType && p.base != formula.DurationType {
			return v
		}
		p.base, p.num = formula.NumberType, p.num.scale(scale)
		out.pieces = append(out.pieces, p)
	}
	return out
}

// needed leaves out the assumptions without which the proof still holds.
func (t trial) needed(assumed []assumption) []assumption {
	for i := len(assumed) - 1; i >= 0; i-- {
		if fewer := slices.Delete(slices.Clone(assumed), i, i+1); t.holds(fewer) {
			assumed = fewer
		}
	}
	return assumed
}

// condition says in words where the equality holds.
func (t trial) condition(assumed []assumption) string {
	var where, parts []string
	for _, x := range assumed {
		name := fieldName(x.object, x.field)
		where = append(where, map[assumptionSort]string{
			holdsCode:  name + " is filled in with one of its codes",
			holdsWhole: name + " is a whole number",
			filledIn:   name + " is filled in",
		}[x.sort])
	}
	divisors := t.divisors()
	for _, d := range divisors {
		where = append(where, "`"+d+"` is not 0")
	}
	if len(where) > 0 {
		parts = append(parts, "wherever "+strings.Join(where, " and "))
	}
	if len(divisors) > 0 {
		parts = append(parts, "elsewhere neither has an answer")
	}
	if t.convert {
		parts = append(parts, fmt.Sprintf("but for the unit: the left is in %s, the right in %s", unitWords(t.a), unitWords(t.b)))
	}
	return strings.Join(parts, "; ")
}

func unitWords(p *formula.Program) string {
	if p.Type.Base == formula.DurationType {
		return "lengths of time"
	}
	return unitOf(p).String()
}

func fieldName(o *model.Object, f *model.ObjectField) string {
	return "`" + formula.Name(model.LastPart(o.ID)) + "." + f.Name.S + "`"
}

// divisors lists what the left formula divides by, as it writes it, or the
// right one, where the two divide in different ways. Where one is 0, neither
// formula has an answer, which a reader who sees two different quotients wants
// to be told. What rows are divided by is not among them: there a row drops out.
func (t trial) divisors() []string {
	c := t.prover(nil)
	c.made, c.split = map[*formula.Program]value{}, map[sumKey][]cond{}
	if c.shape(t.a.Root) == c.shape(t.b.Root) {
		return nil
	}
	for _, p := range []*formula.Program{t.a, t.b} {
		var list []string
		c.divisorsOf(p, p.Root, &list)
		if len(list) > 0 {
			return list[:min(len(list), 2)]
		}
	}
	return nil
}

// divisorsOf looks for divisions among the outermost operations of a formula.
func (c *prover) divisorsOf(p *formula.Program, n *formula.Node, list *[]string) {
	switch {
	case n.Op == formula.OpEntry && n.Entry != nil && c.set.Of(n.Entry) != nil:
		q := c.set.Of(n.Entry)
		c.divisorsOf(q, q.Root, list)
	case n.Op == formula.OpUnary && n.Str == "-":
		c.divisorsOf(p, n.Args[0], list)
	case n.Op == formula.OpBinary && slices.Contains([]string{"+", "-", "*", "/"}, n.Str):
		c.divisorsOf(p, n.Args[0], list)
		c.divisorsOf(p, n.Args[1], list)
		if n.Str != "/" {
			return
		}
		text := strings.Join(strings.Fields(p.Text[n.Args[1].From:n.Args[1].To]), " ")
		if _, fixed := c.constantNode(n.Args[1]); !fixed && !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
	}
}

// constantNode is the number that a node comes to, if it is always the same.
func (c *prover) constantNode(n *formula.Node) (formula.Decimal, bool) {
	v := c.value(n)
	if v.sort != scalar || len(v.pieces) != 1 {
		return formula.Decimal{}, false
	}
	return v.pieces[0].num.isConstant()
}

// shape is a formula's arithmetic as it is written, but for the order in sums
// and products. Formulas of one shape divide in the same way.
func (c *prover) shape(n *formula.Node) string {
	switch {
	case n.Op == formula.OpEntry && n.Entry != nil && c.set.Of(n.Entry) != nil:
		return c.shape(c.set.Of(n.Entry).Root)
	case n.Op == formula.OpUnary && n.Str == "-":
		return "-(" + c.shape(n.Args[0]) + ")"
	case n.Op == formula.OpBinary && (n.Str == "+" || n.Str == "*"):
		var parts []string
		for _, a := range operands(n, n.Str) {
			parts = append(parts, c.shape(a))
		}
		slices.Sort(parts)
		return n.Str + "(" + strings.Join(parts, ",") + ")"
	case n.Op == formula.OpBinary && (n.Str == "-" || n.Str == "/"):
		return n.Str + "(" + c.shape(n.Args[0]) + "," + c.shape(n.Args[1]) + ")"
	}
	return c.key(c.value(n))
}

// operands lists what a chain of one operator combines.
func operands(n *formula.Node, op string) []*formula.Node {
	if n.Op != formula.OpBinary || n.Str != op {
		return []*formula.Node{n}
	}
	return append(operands(n.Args[0], op), operands(n.Args[1], op)...)
}
