package compare

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// Gap is a field of a data object that decides, by being left empty, whether
// two formulas give one answer.
type Gap struct {
	Object *model.Object
	Field  *model.ObjectField
}

// String is the gap as formulas name it, as in `order_line.status`, with marks.
func (g Gap) String() string { return fieldName(g.Object, g.Field) }

// Gaps lists the fields whose missing values are all that two formulas part
// on: where those are filled in, the two are proved to give one answer. It is
// empty where they are equal anyway, where they part or may part on other facts
// too, and where one of them says itself what is to be done with a missing
// value. Nothing is searched.
func Gaps(set *formula.Set, a, b *formula.Program) []Gap {
	r := reachOf(set, a, b)
	if r.broken != nil || r.large || r.asksForMissing() {
		return nil
	}
	assumed := r.assumptions()
	for _, t := range r.tables {
		for _, i := range t.fields {
			if f := &t.object.Fields[i]; !t.object.IsKey(f) {
				assumed = append(assumed, assumption{filledIn, t.object, f})
			}
		}
	}
	one := formula.Int(1)
	t := trial{set: set, a: a, b: b, scale: [2]formula.Decimal{one, one}}
	if !t.holds(assumed) {
		return nil
	}
	var gaps []Gap
	for _, x := range t.needed(assumed) {
		if x.sort == filledIn && !x.object.IsKey(x.field) {
			gaps = append(gaps, Gap{x.object, x.field})
		}
	}
	return gaps
}

// asksForMissing reports whether a formula asks if something is missing, or
// says what stands in for it.
func (r *reach) asksForMissing() bool {
	return slices.ContainsFunc(r.programs, func(p *formula.Program) bool {
		asks := false
		p.Root.Walk(func(n *formula.Node) {
			asks = asks || n.Op == formula.OpNil || n.Op == formula.OpBinary && n.Str == "??"
		})
		return asks
	})
}
