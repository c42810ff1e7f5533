package formula

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// maxSteps bounds the work of one evaluation.
const maxSteps = 1_000_000

// Eval works a program out on facts. It never fails: what has no answer is
// Undefined, with the reason. The rules for what is missing:
//
//   - a comparison with a missing value is false, so its row is left out;
//   - sum, mean, median, min and max pass over missing values;
//   - arithmetic with a missing value is missing;
//   - dividing by zero, and the mean, median, min or max of nothing, is
//     undefined; the sum of nothing is 0 of whatever is summed.
func (s *Set) Eval(p *Program, facts *Facts) Value {
	e := evaluator{set: s, facts: facts}
	return e.program(p)
}

// EvalRow works a part of a program out for one row of the table that the part
// is evaluated over.
func (s *Set) EvalRow(n *Node, row Row, facts *Facts) Value {
	e := evaluator{set: s, facts: facts, rows: []Row{row}}
	return e.node(n)
}

type evaluator struct {
	set   *Set
	facts *Facts
	rows  []Row
	steps int
	done  map[*model.Entry]Value
	busy  []*model.Entry
}

func (e *evaluator) program(p *Program) Value {
	if v, ok := e.done[p.Entry]; ok {
		return v
	}
	if slices.Contains(e.busy, p.Entry) {
		return Undefined("it leads back to itself")
	}
	outer := e.rows
	e.busy, e.rows = append(e.busy, p.Entry), nil
	v := e.node(p.Root)
	e.busy, e.rows = e.busy[:len(e.busy)-1], outer
	if len(e.busy) > 0 { // the outermost program is worked out once anyway
		if e.done == nil {
			e.done = map[*model.Entry]Value{}
		}
		e.done[p.Entry] = v
	}
	return v
}

func (e *evaluator) node(n *Node) Value {
	if e.steps++; e.steps > maxSteps {
		return Undefined("it takes too long to work out")
	}
	switch n.Op {
	case OpNumber:
		return Number(Float(n.Num))
	case OpString:
		return TextValue(n.Str)
	case OpBool:
		return Truth(n.Num == 1)
	case OpTable:
		return Value{Base: TableType, rows: e.facts.Tables[n.Object]}
	case OpColumn:
		return e.column(n)
	case OpEntry:
		return e.entry(n)
	case OpToday:
		return Day(e.facts.Today)
	case OpUnary:
		return e.unary(n)
	case OpBinary:
		return e.binary(n)
	case OpList:
		list := make([]Value, len(n.Args))
		for i, a := range n.Args {
			list[i] = e.node(a)
		}
		return Value{Base: ListType, List: list}
	case OpCond:
		if e.truth(n.Args[0]) {
			return e.node(n.Args[1])
		}
		return e.node(n.Args[2])
	case OpCall:
		return e.call(n)
	}
	return Value{}
}

func (e *evaluator) column(n *Node) Value {
	if len(e.rows) == 0 || n.Field < 0 || n.Field >= len(e.rows[len(e.rows)-1]) {
		return Value{}
	}
	return e.rows[len(e.rows)-1][n.Field]
}

func (e *evaluator) entry(n *Node) Value {
	if n.Entry == nil {
		return Undefined("`" + n.Str + "` is not known")
	}
	if p := e.set.Of(n.Entry); p != nil {
		return e.program(p)
	}
	if v, ok := e.facts.Given[n.Entry]; ok {
		return v
	}
	return Undefined("`" + n.Str + "` has no formula")
}

func (e *evaluator) truth(n *Node) bool {
	v := e.node(n)
	return v.Base == BoolType && v.Bool
}

func (e *evaluator) unary(n *Node) Value {
	if n.Str == "not" {
		return Truth(!e.truth(n.Args[0]))
	}
	v := e.node(n.Args[0])
	v.Num = v.Num.Neg()
	return v
}

func (e *evaluator) binary(n *Node) Value {
	switch n.Str {
	case "and":
		return Truth(e.truth(n.Args[0]) && e.truth(n.Args[1]))
	case "or":
		return Truth(e.truth(n.Args[0]) || e.truth(n.Args[1]))
	case "??":
		if v := e.node(n.Args[0]); !v.Missing() {
			return v
		}
		return e.node(n.Args[1])
	}
	a, b := e.node(n.Args[0]), e.node(n.Args[1])
	switch n.Str {
	case "==", "!=":
		if n.Args[0].Op == OpNil || n.Args[1].Op == OpNil {
			return Truth((a.Missing() == b.Missing()) == (n.Str == "=="))
		}
		return compareOp(n.Str, a, b)
	case "<", "<=", ">", ">=":
		return compareOp(n.Str, a, b)
	case "in":
		return Truth(!a.Missing() && slices.ContainsFunc(b.List, func(x Value) bool { return !x.Missing() && x.Equal(a) }))
	case "contains":
		return Truth(!a.Missing() && !b.Missing() && strings.Contains(a.Str, b.Str))
	case "startsWith":
		return Truth(!a.Missing() && !b.Missing() && strings.HasPrefix(a.Str, b.Str))
	case "endsWith":
		return Truth(!a.Missing() && !b.Missing() && strings.HasSuffix(a.Str, b.Str))
	}
	return arithmeticOp(n.Str, a, b)
}

func compareOp(op string, a, b Value) Value {
	if a.Missing() || b.Missing() {
		return Truth(false)
	}
	c, ok := compareValues(a, b)
	if !ok {
		return Truth(false)
	}
	switch op {
	case "==":
		return Truth(c == 0)
	case "!=":
		return Truth(c != 0)
	case "<":
		return Truth(c < 0)
	case "<=":
		return Truth(c <= 0)
	case ">":
		return Truth(c > 0)
	}
	return Truth(c >= 0)
}

func arithmeticOp(op string, a, b Value) Value {
	switch {
	case a.Missing():
		return a
	case b.Missing():
		return b
	}
	result := Value{Base: resultBase(op, a.Base, b.Base)}
	switch op {
	case "+":
		result.Num = a.Num.Add(b.Num)
	case "-":
		result.Num = a.Num.Sub(b.Num)
	case "*":
		result.Num = a.Num.Mul(b.Num)
	case "/":
		if b.Num.Sign() == 0 {
			return Undefined("division by zero")
		}
		result.Num = a.Num.Quo(b.Num)
	case "%":
		if b.Num.Sign() == 0 {
			return Undefined("division by zero")
		}
		result.Num = a.Num.Sub(b.Num.Mul(a.Num.Quo(b.Num).Floor()))
	case "**":
		return power(a, b)
	}
	return result
}

func resultBase(op string, a, b Base) Base {
	switch {
	case op == "-" && temporal(a) && temporal(b):
		return DurationType
	case op == "/" && a == DurationType && b == DurationType:
		return NumberType
	case temporal(a) || a == DurationType:
		if temporal(b) {
			return b
		}
		return a
	}
	return b
}

// power raises to whole exponents, which are exact; others have no exact
// answer.
func power(a, b Value) Value {
	f := b.Num.Float64()
	if b.Num.Floor().Cmp(b.Num) != 0 || f > 64 || f < -64 {
		return Undefined("only whole exponents up to 64 can be worked out")
	}
	result := Int(1)
	for range int(max(f, -f)) {
		result = result.Mul(a.Num)
	}
	if f < 0 {
		if result.Sign() == 0 {
			return Undefined("division by zero")
		}
		result = Int(1).Quo(result)
	}
	return Number(result)
}
