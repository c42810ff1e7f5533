package compare

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// constants are the fixed values that formulas hold cells against.
type constants struct {
	of     map[cell][]formula.Value // compared directly with one field
	spans  []formula.Decimal        // lengths of time, in seconds
	dates  []formula.Value
	plain  []formula.Decimal // numbers that are compared with something else
	prefix []string          // texts that are looked for inside others
}

// cell is a field of a table.
type cell struct {
	object *model.Object
	field  int
}

func constantsOf(programs []*formula.Program) *constants {
	k := &constants{of: map[cell][]formula.Value{}}
	for _, p := range programs {
		p.Root.Walk(k.node)
	}
	return k
}

func (k *constants) node(n *formula.Node) {
	switch {
	case n.Op == formula.OpCall && (n.Str == "date" || n.Str == "duration"),
		n.Op == formula.OpCall && n.Type.Base == formula.DurationType && len(n.Args) == 1 && n.Args[0].Op == formula.OpNumber:
		k.addTime(n)
	case n.Op == formula.OpBinary && len(n.Args) == 2:
		k.relation(n)
	}
}

func (k *constants) addTime(n *formula.Node) {
	switch v, ok := fixed(n); {
	case !ok:
	case v.Base == formula.DateType:
		k.dates = append(k.dates, v)
	case v.Base == formula.DurationType && v.Num.Sign() != 0:
		k.spans = append(k.spans, v.Num)
	}
}

// relation notes what a comparison holds cells against.
func (k *constants) relation(n *formula.Node) {
	switch n.Str {
	case "==", "!=", "<", "<=", ">", ">=", "contains", "startsWith", "endsWith", "in":
	default:
		return
	}
	for i, side := range n.Args {
		other := n.Args[1-i]
		for _, item := range itemsOf(other) {
			v, ok := fixed(item)
			if ok {
				k.against(n.Str, side, v)
			}
		}
	}
}

func itemsOf(n *formula.Node) []*formula.Node {
	if n.Op == formula.OpList {
		return n.Args
	}
	return []*formula.Node{n}
}

func (k *constants) against(op string, side *formula.Node, v formula.Value) {
	if op == "contains" || op == "endsWith" {
		k.prefix = append(k.prefix, v.Str)
	}
	if side.Op == formula.OpColumn && side.Field >= 0 {
		at := cell{side.Object, side.Field}
		k.of[at] = append(k.of[at], v)
		return
	}
	if v.Base == formula.NumberType {
		k.plain = append(k.plain, v.Num)
		// hours(.a - .b) <= 48 holds the difference against 48 hours.
		if side.Op == formula.OpCall && formula.ParseUnit(side.Str).Dim == formula.Time {
			k.spans = append(k.spans, v.Num.Mul(formula.Float(formula.ParseUnit(side.Str).Scale)))
		}
	}
	side.Walk(func(n *formula.Node) {
		if n.Op == formula.OpColumn && n.Field >= 0 && formula.FieldType(&n.Object.Fields[n.Field]).Base == v.Base {
			k.of[cell{n.Object, n.Field}] = append(k.of[cell{n.Object, n.Field}], v)
		}
	})
}

// fixed is the value of a node that says one value outright.
func fixed(n *formula.Node) (formula.Value, bool) {
	switch {
	case n.Op == formula.OpNumber:
		return formula.Number(formula.Float(n.Num)), true
	case n.Op == formula.OpString:
		return formula.TextValue(n.Str), true
	case n.Op == formula.OpBool:
		return formula.Truth(n.Num == 1), true
	case n.Op == formula.OpUnary && n.Str == "-":
		v, ok := fixed(n.Args[0])
		v.Num = v.Num.Neg()
		return v, ok
	case n.Op == formula.OpCall && len(n.Args) == 1 && (n.Str == "date" || n.Str == "duration") && n.Args[0].Op == formula.OpString:
		return formula.ParseCell(n.Type.Base, n.Args[0].Str)
	case n.Op == formula.OpCall && len(n.Args) == 1 && n.Args[0].Op == formula.OpNumber:
		if u := formula.ParseUnit(n.Str); u.Dim == formula.Time {
			return formula.Seconds(formula.Float(n.Args[0].Num).Mul(formula.Float(u.Scale))), true
		}
	}
	return formula.Value{}, false
}

// maxCandidates bounds the values tried for one cell.
const maxCandidates = 14

// candidates lists the values that matter for a cell, the most ordinary first
// and missing last. The n-th number of a table begins with another value than
// the first, so that columns can be told apart.
func (k *constants) candidates(at cell, nth int, today model.Date) []formula.Value {
	f := &at.object.Fields[at.field]
	var list []formula.Value
	add := func(values ...formula.Value) {
		for _, v := range values {
			if !slices.ContainsFunc(list, func(w formula.Value) bool { return w.Base == v.Base && w.Equal(v) }) {
				list = append(list, v)
			}
		}
	}
	switch base := formula.FieldType(f).Base; base {
	case formula.NumberType:
		add(k.numbers(at, f, nth)...)
	case formula.StringType:
		add(k.textsFor(at, f)...)
	case formula.BoolType:
		add(formula.Truth(true), formula.Truth(false))
	case formula.DateType, formula.InstantType:
		add(k.moments(at, base, today)...)
	case formula.DurationType:
		add(k.lengths(at)...)
	default:
		add(k.of[at]...)
		add(formula.Number(formula.Int(10)), formula.TextValue("A1"), formula.TextValue("A2"), formula.Number(formula.Int(0)))
	}
	list = list[:min(len(list), maxCandidates)]
	if !at.object.IsKey(f) {
		list = append(list, formula.Value{})
	}
	return list
}

// usual is an ordinary value for the n-th number of a table. Amounts of money
// begin with the whole, which lists of fields put first, and go on with what
// may come off it.
func usual(nth int, unit formula.Unit) int64 {
	if strings.HasPrefix(string(unit.Dim), "money:") {
		amounts := []int64{100, 20, 10, 40, 5, 60, 30}
		return amounts[nth%len(amounts)]
	}
	return int64(10 * (nth + 1))
}

func (k *constants) numbers(at cell, f *model.ObjectField, nth int) []formula.Value {
	var list []formula.Value
	add := func(d formula.Decimal) { list = append(list, formula.Number(d)) }
	first := formula.Int(usual(nth, formula.ParseUnit(f.Unit.S)))
	add(first)
	whole := f.Type.S == "integer"
	for _, v := range k.of[at] {
		if v.Base == formula.NumberType && (!whole || v.Num.Floor().Cmp(v.Num) == 0) {
			add(v.Num)
			add(v.Num.Add(formula.Int(1)))
			add(v.Num.Sub(formula.Int(1)))
		} else if v.Base == formula.NumberType {
			add(v.Num.Floor())
			add(v.Num.Floor().Add(formula.Int(1)))
		}
	}
	add(formula.Int(0))
	add(first.Add(formula.Int(10)))
	add(formula.Int(1))
	add(first.Neg())
	for _, d := range k.plain {
		if !whole || d.Floor().Cmp(d) == 0 {
			add(d)
			add(d.Add(formula.Int(1)))
		}
	}
	if !whole {
		add(formula.Int(1).Quo(formula.Int(2)))
	}
	return list
}

func (k *constants) textsFor(at cell, f *model.ObjectField) []formula.Value {
	var list []formula.Value
	add := func(s string) { list = append(list, formula.TextValue(s)) }
	if codes := codesOf(f); len(codes) > 0 {
		for _, v := range k.of[at] {
			if slices.Contains(codes, v.Str) {
				list = append(list, v)
			}
		}
		for _, code := range codes {
			add(code)
		}
		return list
	}
	for _, v := range k.of[at] {
		if v.Base == formula.StringType {
			list = append(list, v)
		}
	}
	add("A1")
	add("A2")
	for _, s := range k.prefix {
		add("x" + s)
		add(s + "x")
	}
	for _, v := range k.of[at] {
		add(v.Str + "x")
	}
	return list
}

// moments are days or times around today and around the dates that formulas
// name, apart by the lengths of time that they name.
func (k *constants) moments(at cell, base formula.Base, today model.Date) []formula.Value {
	var list []formula.Value
	now := formula.Day(today).Num
	add := func(d formula.Decimal) {
		v := formula.Value{Base: base, Num: d}
		if base == formula.DateType {
			v.Num = d.Quo(day).Floor().Mul(day)
		}
		list = append(list, v)
	}
	usual := now.Sub(day.Mul(formula.Int(10)))
	if base == formula.InstantType {
		add(usual.Add(formula.Int(10 * 3600)))
	}
	add(usual)
	add(usual.Add(day))
	for _, v := range append(slices.Clone(k.of[at]), k.dates...) {
		if temporal(v.Base) {
			for _, d := range []int64{0, -86400, 50400, 86400} {
				add(v.Num.Add(formula.Int(d)))
			}
		}
	}
	for _, s := range k.spans {
		for _, d := range []formula.Decimal{now.Sub(s), usual.Add(s), usual.Add(s).Add(day), now.Sub(s).Sub(day), usual.Sub(s)} {
			add(d)
		}
	}
	add(usual.Sub(day))
	add(now)
	add(now.Add(day))
	add(now.Sub(day.Mul(formula.Int(400))))
	return list
}

func (k *constants) lengths(at cell) []formula.Value {
	const hour = 3600
	list := []formula.Value{formula.Seconds(formula.Int(24 * hour)), formula.Seconds(formula.Int(48 * hour))}
	add := func(d formula.Decimal) {
		list = append(list, formula.Seconds(d), formula.Seconds(d.Add(formula.Int(hour))), formula.Seconds(d.Sub(formula.Int(hour))))
	}
	for _, v := range k.of[at] {
		if v.Base == formula.DurationType {
			add(v.Num)
		}
	}
	for _, s := range k.spans {
		add(s)
	}
	return append(list, formula.Seconds(formula.Decimal{}))
}
