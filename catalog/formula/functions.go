package formula

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
)

// functions are the names that formulas may call, in the order of the manual.
func functions() []string {
	return []string{"filter", "map", "sum", "count", "len", "mean", "median", "min", "max", "distinct",
		"any", "all", "none", "abs", "round", "floor", "ceil", "hours", "days", "minutes", "weeks",
		"date", "duration", "lower"}
}

func (t *typer) call(n *Node) Type {
	if !slices.Contains(functions(), n.Str) { // one that expr knows and formulas do not, found in a place of its own
		message, help := unknownFunction(n.Str)
		return t.report(&functionKind, n, message, help)
	}
	switch n.Str {
	case "filter", "map", "sum", "count", "len", "mean", "median", "distinct", "any", "all", "none":
		return t.overRows(n)
	case "min", "max":
		if n.Rows && mayHaveRows(n.Args[0]) && columns(n.Args[1]) || len(n.Args) == 1 {
			return t.overRows(n)
		}
		n.Rows = false
		return t.leastOf(n)
	}
	return t.scalar(n)
}

// mayHaveRows reports whether a node can be a table or a list, so that
// max(.price, .cost) is the greater of two columns of one row.
func mayHaveRows(n *Node) bool {
	switch n.Op {
	case OpEntry, OpTable, OpList, OpCond:
		return true
	case OpCall:
		return n.Str == "filter" || n.Str == "map" || n.Str == "distinct"
	}
	return false
}

func columns(n *Node) bool {
	found := false
	n.Walk(func(n *Node) { found = found || n.Op == OpColumn })
	return found
}

func unknownFunction(name string) (message, help string) {
	message = "there is no function `" + name + "`"
	if c, ok := editdist.Closest(name, functions()); ok {
		return message, "did you mean `" + c + "`?"
	}
	return message, "the functions are " + strings.Join(functions(), ", ")
}

// overRows types functions that go over the rows of a table or the items of a
// list, with a condition or column evaluated for each.
func (t *typer) overRows(n *Node) Type {
	if len(n.Args) == 0 || len(n.Args) > 2 {
		return t.report(&typeKind, n, "`"+n.Str+"` takes a table and what to do with its rows", "as in `"+n.Str+"("+usage(n.Str)+")`")
	}
	over := t.table(n.Args[0])
	if over.Base != Unknown && over.Base != TableType && over.Base != ListType {
		return t.report(&typeKind, n.Args[0], fmt.Sprintf("`%s` goes over the rows of a table, and `%s` is a %s", n.Str, t.text(n.Args[0]), over.Base),
			"as in `"+n.Str+"("+usage(n.Str)+")`")
	}
	var each Type
	if len(n.Args) == 2 {
		t.rows = append(t.rows, over.Object)
		each = t.node(n.Args[1])
		t.rows = t.rows[:len(t.rows)-1]
	} else if over.Elem != nil {
		each = *over.Elem
	}
	return t.rowResult(n, over, each)
}

func usage(name string) string {
	switch name {
	case "len":
		return "table"
	case "filter", "count", "any", "all", "none":
		return "table, .column == \"value\""
	}
	return "table, .column"
}

// table types a first argument, where a name means a data object.
func (t *typer) table(n *Node) Type {
	if n.Op == OpEntry {
		n.Type = t.name(n, true)
		return n.Type
	}
	return t.node(n)
}

func (t *typer) rowResult(n *Node, over, each Type) Type {
	needsEach := over.Base == TableType && len(n.Args) == 1
	switch n.Str {
	case "len":
		return Type{Base: NumberType, Unit: countOf()}
	case "count", "any", "all", "none", "filter":
		return t.selected(n, over, each)
	case "map":
		return Type{Base: ListType, Elem: &each, Object: over.Object}
	}
	if needsEach {
		return t.report(&typeKind, n, "`"+n.Str+"` needs to know which column", "as in `"+n.Str+"("+usage(n.Str)+")`")
	}
	switch n.Str {
	case "distinct":
		return Type{Base: ListType, Elem: &each, Object: over.Object}
	case "sum", "mean", "median":
		if each.Base != Unknown && each.Base != NumberType && each.Base != DurationType {
			return t.report(&typeKind, n.Args[len(n.Args)-1], fmt.Sprintf("a %s has no %s", each.Base, n.Str), summable(each.Base))
		}
	}
	return each
}

func summable(b Base) string {
	if b == BoolType {
		return "to count rows, write `count(table, condition)`"
	}
	return "take the sum of a column that holds numbers"
}

// selected types the functions that take a condition.
func (t *typer) selected(n *Node, over, each Type) Type {
	if len(n.Args) == 2 && each.Base != Unknown && each.Base != BoolType {
		t.report(&typeKind, n.Args[1], fmt.Sprintf("`%s` takes a condition, and this is a %s", n.Str, each.Base), wantHelp(each.Base, BoolType))
	}
	switch n.Str {
	case "count":
		return Type{Base: NumberType, Unit: countOf()}
	case "filter":
		return over
	}
	return Type{Base: BoolType}
}

func countOf() Unit { return Unit{Dim: Count, Scale: 1, Name: "pieces"} }

// leastOf types min and max of single values.
func (t *typer) leastOf(n *Node) Type {
	var all Type
	for i, a := range n.Args {
		if at := t.node(a); i == 0 {
			all = at
		} else {
			all = t.same(n, n.Str, all, at)
		}
	}
	return all
}

// scalar types the functions of one plain value.
func (t *typer) scalar(n *Node) Type {
	if len(n.Args) == 0 || len(n.Args) > 2 || len(n.Args) == 2 && n.Str != "round" {
		return t.report(&typeKind, n, "`"+n.Str+"` takes one value", "")
	}
	a := t.node(n.Args[0])
	switch n.Str {
	case "hours", "days", "minutes", "weeks":
		return t.timeIn(n, a)
	case "date", "duration":
		return t.constant(n)
	case "lower":
		t.want(n.Args[0], StringType, "text")
		return Type{Base: StringType}
	}
	if a.Base != Unknown && a.Base != NumberType {
		return t.report(&typeKind, n, fmt.Sprintf("`%s` takes a number, and this is a %s", n.Str, a.Base), wantHelp(a.Base, NumberType))
	}
	if len(n.Args) == 2 {
		t.want(n.Args[1], NumberType, "a number of decimals")
	}
	return a
}

// timeIn turns a length of time into a number, and a number into a length of
// time.
func (t *typer) timeIn(n *Node, a Type) Type {
	switch a.Base {
	case DurationType, Unknown:
		return Type{Base: NumberType, Unit: ParseUnit(n.Str)}
	case NumberType:
		return Type{Base: DurationType}
	}
	return t.report(&typeKind, n, fmt.Sprintf("`%s` takes a length of time, and this is a %s", n.Str, a.Base), "subtract one date from another to get a length of time")
}

// constant types date("…") and duration("…"), whose text must be right as it
// stands.
func (t *typer) constant(n *Node) Type {
	arg := n.Args[0]
	if arg.Op != OpString {
		return t.report(&typeKind, arg, "`"+n.Str+"` takes a text in quotes", "as in `date(\"2026-01-31\")` or `duration(\"48h\")`")
	}
	if n.Str == "date" {
		if _, err := model.ParseDate(arg.Str); err != nil {
			return t.report(&typeKind, arg, "`"+arg.Str+"` is not a day of the calendar", "write year, month and day: `date(\"2026-01-31\")`")
		}
		return Type{Base: DateType}
	}
	if _, err := time.ParseDuration(arg.Str); err != nil {
		return t.report(&typeKind, arg, "`"+arg.Str+"` is not a length of time", "write hours, minutes and seconds: `duration(\"48h\")`, or use `days(2)`")
	}
	return Type{Base: DurationType}
}
