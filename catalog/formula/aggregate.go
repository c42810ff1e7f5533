package formula

import (
	"slices"
	"strings"
)

// call evaluates a function.
func (e *evaluator) call(n *Node) Value {
	switch n.Str {
	case "filter", "count", "any", "all", "none":
		return e.selected(n)
	case "len":
		over := e.node(n.Args[0])
		return Number(Int(int64(len(over.rows) + len(over.List))))
	case "map", "sum", "mean", "median", "distinct":
		v := reduceValues(n.Str, e.each(n))
		if n.Str == "sum" && n.Type.Base == DurationType && v.Base == NumberType {
			v.Base = DurationType // the sum of no lengths of time is one too
		}
		return v
	case "min", "max":
		if n.Rows || len(n.Args) == 1 {
			return reduceValues(n.Str, e.each(n))
		}
		list := make([]Value, len(n.Args))
		for i, a := range n.Args {
			if list[i] = e.node(a); list[i].Missing() {
				return list[i]
			}
		}
		return reduceValues(n.Str, list)
	}
	return e.scalarCall(n)
}

// each evaluates a column for every row, or gives the items of a list.
func (e *evaluator) each(n *Node) []Value {
	over := e.node(n.Args[0])
	if len(n.Args) == 1 {
		return over.List
	}
	values := make([]Value, len(over.rows))
	for i, r := range over.rows {
		values[i] = e.forRow(r, n.Args[1])
	}
	return values
}

func (e *evaluator) forRow(r Row, n *Node) Value {
	e.rows = append(e.rows, r)
	v := e.node(n)
	e.rows = e.rows[:len(e.rows)-1]
	return v
}

// selected evaluates functions that pick rows by a condition.
func (e *evaluator) selected(n *Node) Value {
	over := e.node(n.Args[0])
	rows := over.rows
	if len(n.Args) == 2 {
		rows = nil
		for _, r := range over.rows {
			if v := e.forRow(r, n.Args[1]); v.Base == BoolType && v.Bool {
				rows = append(rows, r)
			}
		}
	}
	switch n.Str {
	case "filter":
		return Value{Base: TableType, rows: rows}
	case "any":
		return Truth(len(rows) > 0)
	case "all":
		return Truth(len(rows) == len(over.rows))
	case "none":
		return Truth(len(rows) == 0)
	}
	return Number(Int(int64(len(rows) + len(over.List))))
}

// reduceValues makes one value, or a shorter list, of many.
func reduceValues(name string, all []Value) Value {
	if name == "map" {
		return Value{Base: ListType, List: all}
	}
	present := slices.DeleteFunc(slices.Clone(all), Value.Missing)
	if name == "distinct" {
		return Value{Base: ListType, List: distinctValues(present)}
	}
	if len(present) == 0 {
		if name == "sum" {
			return Number(Decimal{})
		}
		return Undefined("there is nothing to take the " + name + " of")
	}
	switch name {
	case "sum", "mean":
		total := present[0]
		for _, v := range present[1:] {
			total.Num = total.Num.Add(v.Num)
		}
		if name == "mean" {
			total.Num = total.Num.Quo(Int(int64(len(present))))
		}
		return total
	}
	slices.SortFunc(present, func(a, b Value) int { c, _ := compareValues(a, b); return c })
	switch name {
	case "min":
		return present[0]
	case "max":
		return present[len(present)-1]
	}
	mid := present[len(present)/2]
	if len(present)%2 == 0 {
		mid.Num = mid.Num.Add(present[len(present)/2-1].Num).Quo(Int(2))
	}
	return mid
}

func distinctValues(values []Value) []Value {
	var out []Value
	for _, v := range values {
		if !slices.ContainsFunc(out, v.Equal) {
			out = append(out, v)
		}
	}
	return out
}

// secondsIn is the length of a unit of time that is a function too.
func secondsIn(unit string) int64 {
	switch unit {
	case "minutes":
		return 60
	case "hours":
		return 3600
	case "days":
		return 86400
	}
	return 604800
}

// scalarCall evaluates functions of one plain value.
func (e *evaluator) scalarCall(n *Node) Value {
	v := e.node(n.Args[0])
	if v.Missing() {
		return v
	}
	switch n.Str {
	case "abs":
		if v.Num.Sign() < 0 {
			v.Num = v.Num.Neg()
		}
		return v
	case "floor":
		return Number(v.Num.Floor())
	case "ceil":
		return Number(v.Num.Neg().Floor().Neg())
	case "round":
		places := 0
		if len(n.Args) == 2 {
			places = int(e.node(n.Args[1]).Num.Float64())
		}
		return Number(v.Num.Round(places))
	case "hours", "days", "minutes", "weeks":
		scale := Int(secondsIn(n.Str))
		if v.Base == NumberType {
			return Seconds(v.Num.Mul(scale))
		}
		return Number(v.Num.Quo(scale))
	case "date", "duration":
		base := map[string]Base{"date": DateType, "duration": DurationType}[n.Str]
		made, _ := ParseCell(base, v.Str)
		return made
	case "lower":
		return TextValue(strings.ToLower(v.Str))
	}
	return Undefined("`" + n.Str + "` is not known")
}
