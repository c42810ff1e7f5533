package formula

import "fmt"

func (t *typer) unary(n *Node) Type {
	if n.Str == "not" {
		t.want(n.Args[0], BoolType, "a condition")
		return Type{Base: BoolType}
	}
	a := t.node(n.Args[0])
	if a.Base != Unknown && a.Base != NumberType && a.Base != DurationType {
		return t.report(&typeKind, n, fmt.Sprintf("a %s has no negative", a.Base), wantHelp(a.Base, NumberType))
	}
	return a
}

func (t *typer) binary(n *Node) Type {
	switch n.Str {
	case "and", "or":
		t.want(n.Args[0], BoolType, "a condition")
		t.want(n.Args[1], BoolType, "a condition")
		return Type{Base: BoolType}
	case "==", "!=", "<", "<=", ">", ">=":
		return t.comparison(n)
	case "in":
		return t.membership(n)
	case "contains", "startsWith", "endsWith":
		t.want(n.Args[0], StringType, "text")
		t.want(n.Args[1], StringType, "text")
		return Type{Base: BoolType}
	}
	a, b := t.node(n.Args[0]), t.node(n.Args[1])
	switch {
	case n.Str == "??":
		return t.same(n, "??", a, b)
	case a.Base == Unknown || b.Base == Unknown:
		return t.halfKnown(n, a, b)
	case a.Base == NumberType && b.Base == NumberType:
		return Type{Base: NumberType, Unit: t.arithmetic(n, a.Unit, b.Unit)}
	}
	return t.timeArithmetic(n, a, b)
}

// halfKnown is the result of arithmetic of which one side is not known. What
// can be said all the same is said.
func (t *typer) halfKnown(n *Node, a, b Type) Type {
	for _, side := range []Type{a, b} {
		if side.Base == TableType || side.Base == ListType || side.Base == BoolType || side.Base == StringType {
			return t.report(&typeKind, n, fmt.Sprintf("a %s cannot be used with `%s`", side.Base, n.Str), wantHelp(side.Base, NumberType))
		}
	}
	return Type{}
}

// timeArithmetic covers dates and lengths of time.
func (t *typer) timeArithmetic(n *Node, a, b Type) Type {
	switch {
	case n.Str == "-" && temporal(a.Base) && temporal(b.Base):
		return Type{Base: DurationType}
	case (n.Str == "+" || n.Str == "-") && temporal(a.Base) && b.Base == DurationType:
		return a
	case n.Str == "+" && a.Base == DurationType && temporal(b.Base):
		return b
	case (n.Str == "+" || n.Str == "-") && a.Base == DurationType && b.Base == DurationType:
		return a
	case (n.Str == "*" || n.Str == "/") && a.Base == DurationType && b.Base == NumberType:
		return a
	case n.Str == "*" && a.Base == NumberType && b.Base == DurationType:
		return b
	case n.Str == "/" && a.Base == DurationType && b.Base == DurationType:
		return Type{Base: NumberType, Unit: ratio}
	}
	help := wantHelp(a.Base, NumberType)
	switch {
	case temporal(a.Base) && b.Base == NumberType:
		help = "a number says nothing about days or hours: write `days(" + t.text(n.Args[1]) + ")`"
	case a.Base == DurationType || b.Base == DurationType:
		help = wantHelp(DurationType, NumberType)
	}
	return t.report(&typeKind, n, fmt.Sprintf("`%s` does not go between a %s and a %s", n.Str, a.Base, b.Base), help)
}

func (t *typer) comparison(n *Node) Type {
	a, b := t.node(n.Args[0]), t.node(n.Args[1])
	switch {
	case a.Base == TableType || b.Base == TableType || a.Base == ListType || b.Base == ListType:
		t.report(&typeKind, n, "rows cannot be compared with one value", wantHelp(TableType, NumberType))
	case n.Args[0].Op == OpNil || n.Args[1].Op == OpNil:
	case !comparable(a, b):
		t.report(&typeKind, n, fmt.Sprintf("a %s cannot be compared with a %s", a.Base, b.Base), compareHelp(a, b))
	case a.Base == NumberType:
		t.clash(n, n.Str, a.Unit, b.Unit)
	}
	t.checkCode(n.Args[0], n.Args[1])
	t.checkCode(n.Args[1], n.Args[0])
	return Type{Base: BoolType}
}

func compareHelp(a, b Type) string {
	switch {
	case a.Base == DurationType || b.Base == DurationType:
		return "say in which unit: `hours(…) <= 48`"
	case temporal(a.Base) || temporal(b.Base):
		return "write the day as `date(\"2026-01-31\")`"
	}
	return wantHelp(a.Base, b.Base)
}

func (t *typer) membership(n *Node) Type {
	a, list := t.node(n.Args[0]), t.node(n.Args[1])
	if list.Base != ListType && list.Base != Unknown {
		t.report(&typeKind, n.Args[1], fmt.Sprintf("`in` needs a list on its right, and this is a %s", list.Base), "write the values in brackets: `in [\"a\", \"b\"]`")
		return Type{Base: BoolType}
	}
	if list.Elem != nil && !comparable(a, *list.Elem) {
		t.report(&typeKind, n, fmt.Sprintf("a %s is never in a list of %s", a.Base, list.Elem.Base), "make both the same sort of value")
	}
	for _, item := range n.Args[1].Args {
		t.checkCode(n.Args[0], item)
	}
	return Type{Base: BoolType}
}

var ratio = Unit{Dim: Ratio, Scale: 1, Name: "ratio"}

// arithmetic is the unit of an operation on two numbers.
func (t *typer) arithmetic(n *Node, a, b Unit) Unit {
	left, right := n.Args[0], n.Args[1]
	switch n.Str {
	case "+", "-":
		t.clash(n, n.Str, t.literal(left, a, b), t.literal(right, b, a))
		if a.Known() {
			return a
		}
		return b
	case "*":
		return product(left, right, a, b)
	case "/":
		return t.quotient(n, a, b)
	case "%":
		return a
	}
	return Unit{}
}

// literal lets a bare number take the unit of what it meets, except that one
// is a ratio when it meets a percentage: 1 - 40 % is a slip of scale.
func (t *typer) literal(n *Node, own, other Unit) Unit {
	if n.Op == OpNumber && n.Num == 1 && other.Dim == Ratio {
		return ratio
	}
	return own
}

// product multiplies units. A bare hundred turns a ratio into percent; any
// other bare number scales the quantity and leaves its unit, but for time,
// where it may convert hours to days and nothing is claimed.
func product(left, right *Node, a, b Unit) Unit {
	if left.Op == OpNumber {
		right, a, b = left, b, a
	}
	switch {
	case right.Op == OpNumber:
		return scaledBy(a, right.Num, 1)
	case !a.Known() || !b.Known():
		return Unit{}
	case a.Dim == Ratio && a.Per == "" && a.Scale == 1:
		return b
	case b.Dim == Ratio && b.Per == "" && b.Scale == 1:
		return a
	case a.Per != "" && (a.Per == b.Dim || thing(a.Per) && thing(b.Dim)) && b.Per == "":
		return Unit{Dim: a.Dim, Scale: a.Scale * b.Scale, Name: baseName(a)}
	case b.Per != "" && (b.Per == a.Dim || thing(b.Per) && thing(a.Dim)) && a.Per == "":
		return Unit{Dim: b.Dim, Scale: a.Scale * b.Scale, Name: baseName(b)}
	case thing(a.Dim) && a.Per == "":
		return b
	case thing(b.Dim) && b.Per == "":
		return a
	}
	return Unit{}
}

func scaledBy(u Unit, by float64, sign int) Unit {
	switch {
	case u.Dim == Ratio && by == 100 && u.Per == "":
		if sign > 0 && u.Scale == 1 {
			return Unit{Dim: Ratio, Scale: 0.01, Name: "%"}
		}
		if sign < 0 && u.Scale == 0.01 {
			return ratio
		}
		return Unit{}
	case u.Dim == Time || u.Dim == Ratio && by != 1:
		return Unit{}
	}
	return u
}

// quotient divides units. Like by like is a ratio; anything by a count keeps
// its unit, as an average does.
func (t *typer) quotient(n *Node, a, b Unit) Unit {
	switch right := n.Args[1]; {
	case right.Op == OpNumber:
		return scaledBy(a, right.Num, -1)
	case !a.Known() || !b.Known():
		return Unit{}
	case a.Dim == b.Dim && a.Per == b.Per || thing(a.Dim) && thing(b.Dim):
		if a.Dim == b.Dim && a.Scale != b.Scale {
			t.clash(n, n.Str, a, b)
		}
		return ratio
	case b.Dim == Ratio && b.Scale == 1 && b.Per == "":
		return a
	case thing(b.Dim) && b.Per == "":
		return a
	case a.Per == "" && b.Per == "":
		return Unit{Dim: a.Dim, Per: b.Dim, Scale: a.Scale / b.Scale, Name: a.Name + "/" + b.Name}
	}
	return Unit{}
}

// baseName is the numerator's name of a unit written as a quotient.
func baseName(u Unit) string {
	v := ParseUnit(u.Name)
	for i, r := range v.Name {
		if r == '/' {
			return v.Name[:i]
		}
	}
	return v.Name
}
