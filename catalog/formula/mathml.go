package formula

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/model"
)

// MathML is markup of the MathML namespace, safe to put into a page: every name
// in it is escaped and it has no links or scripts.
type MathML string

// Math sets a program as a mathematician would: sums over the rows of a table
// with the condition below the sign, quotients as fractions.
func (p *Program) Math() MathML {
	w := &mathWriter{}
	w.str(`<math display="block" xmlns="http://www.w3.org/1998/Math/MathML"><mrow>`)
	w.node(p.Root, 0)
	w.str("</mrow></math>")
	return MathML(w.b.String())
}

type mathWriter struct{ b strings.Builder }

func (w *mathWriter) str(s string) { w.b.WriteString(s) }

func (w *mathWriter) el(tag, text string) {
	if tag == "mtext" && strings.TrimSpace(text) != text {
		text = strings.ReplaceAll(text, " ", "\u00a0") // browsers drop plain spaces at either end
	}
	w.str("<" + tag + ">" + html.EscapeString(text) + "</" + tag + ">")
}

// words is a name in running text: a field or entry.
func (w *mathWriter) words(name string) { w.el("mtext", strings.ReplaceAll(name, "_", " ")) }

// binding strength of operators, weakest first.
func strength(n *Node) int {
	switch {
	case n.Op == OpCond:
		return 1
	case n.Op == OpBinary:
		switch n.Str {
		case "or", "??":
			return 2
		case "and":
			return 3
		case "==", "!=", "<", "<=", ">", ">=", "in", "contains", "startsWith", "endsWith":
			return 4
		case "+", "-":
			return 5
		case "*", "%":
			return 6
		case "/":
			return 9
		case "**":
			return 7
		}
	case n.Op == OpUnary && n.Str == "not":
		return 4
	case n.Op == OpUnary:
		return 6
	}
	return 10
}

func (w *mathWriter) node(n *Node, outer int) {
	if strength(n) < outer {
		w.str("<mrow>")
		w.el("mo", "(")
		w.node(n, 0)
		w.el("mo", ")")
		w.str("</mrow>")
		return
	}
	switch n.Op {
	case OpNumber:
		w.el("mn", Float(n.Num).String())
	case OpString:
		w.el("mtext", "“"+n.Str+"”")
	case OpBool:
		w.el("mtext", map[bool]string{true: "true", false: "false"}[n.Num == 1])
	case OpNil:
		w.el("mtext", "missing")
	case OpToday:
		w.el("mtext", "today")
	case OpTable:
		w.words(strings.ReplaceAll(model.LastPart(n.Object.ID), "-", " "))
	case OpColumn:
		w.words(n.Str)
	case OpEntry:
		w.entry(n)
	case OpUnary:
		w.unary(n)
	case OpBinary:
		w.binary(n)
	case OpList:
		w.list(n.Args, "{", "}")
	case OpCond:
		w.cond(n)
	case OpCall:
		w.call(n)
	}
}

func (w *mathWriter) entry(n *Node) {
	if n.Entry == nil {
		w.words(n.Str)
		return
	}
	w.el("mtext", n.Entry.Title())
}

func (w *mathWriter) unary(n *Node) {
	if n.Str == "not" {
		w.el("mtext", "not ")
	} else {
		w.el("mo", "−")
	}
	w.node(n.Args[0], strength(n)+1)
}

func (w *mathWriter) binary(n *Node) {
	a, b := n.Args[0], n.Args[1]
	switch n.Str {
	case "/":
		w.str("<mfrac><mrow>")
		w.node(a, 0)
		w.str("</mrow><mrow>")
		w.node(b, 0)
		w.str("</mrow></mfrac>")
		return
	case "**":
		w.str("<msup><mrow>")
		w.node(a, strength(n)+1)
		w.str("</mrow><mrow>")
		w.node(b, 0)
		w.str("</mrow></msup>")
		return
	}
	s := strength(n)
	w.node(a, s)
	op := mathOp(n.Str)
	switch first, _ := utf8.DecodeRuneInString(op); {
	case unicode.IsLetter(first):
		w.el("mtext", " "+op+" ")
	case op == "≠": // the one comparison that Chromium sets without space
		w.str(`<mspace width="0.28em"/>`)
		w.el("mo", op)
		w.str(`<mspace width="0.28em"/>`)
	default:
		w.el("mo", op)
	}
	w.node(b, s+1)
}

// mathOp is an operator as mathematics writes it; words stay words.
func mathOp(op string) string {
	switch op {
	case "-":
		return "−"
	case "*":
		return "×"
	case "%":
		return "mod"
	case "==":
		return "="
	case "!=":
		return "≠"
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	case "in":
		return "∈"
	case "and":
		return "∧"
	case "or":
		return "∨"
	case "startsWith":
		return "starts with"
	case "endsWith":
		return "ends with"
	case "??":
		return "or if missing"
	}
	return op
}

func (w *mathWriter) list(items []*Node, open, end string) {
	w.str("<mrow>")
	w.el("mo", open)
	for i, a := range items {
		if i > 0 {
			w.el("mo", ",")
		}
		w.node(a, 0)
	}
	w.el("mo", end)
	w.str("</mrow>")
}

func (w *mathWriter) cond(n *Node) {
	w.str(`<mrow><mo>{</mo><mtable columnalign="left">`)
	for i, row := range [][2]*Node{{n.Args[1], n.Args[0]}, {n.Args[2], nil}} {
		w.str("<mtr><mtd><mrow>")
		w.node(row[0], 0)
		w.str("</mrow></mtd><mtd><mrow>")
		if i == 0 {
			w.el("mtext", "if ")
			w.node(row[1], 0)
		} else {
			w.el("mtext", "otherwise")
		}
		w.str("</mrow></mtd></mtr>")
	}
	w.str("</mtable></mrow>")
}

func (w *mathWriter) call(n *Node) {
	switch n.Str {
	case "sum", "mean", "median", "min", "max", "count", "len":
		if w.aggregate(n) {
			return
		}
	case "hours", "days", "minutes", "weeks":
		if n.Args[0].Op == OpNumber {
			w.node(n.Args[0], 10)
			w.el("mtext", " "+n.Str)
			return
		}
		w.node(n.Args[0], 10)
		w.el("mtext", " in "+n.Str)
		return
	case "date", "duration":
		w.el("mtext", n.Args[0].Str)
		return
	case "abs":
		w.list(n.Args, "|", "|")
		return
	}
	w.el("mi", n.Str)
	w.list(n.Args, "(", ")")
}

// aggregate sets sum(filter(T, p), e) as Σ with "T where p" below.
func (w *mathWriter) aggregate(n *Node) bool {
	table, conditions := n.Args[0], []*Node(nil)
	for table.Op == OpCall && table.Str == "filter" && len(table.Args) == 2 {
		conditions = append([]*Node{table.Args[1]}, conditions...)
		table = table.Args[0]
	}
	if table.Op != OpTable {
		return false
	}
	if n.Str == "count" && len(n.Args) == 2 {
		conditions = append(conditions, n.Args[1])
	}
	if n.Str == "count" || n.Str == "len" {
		w.number(table, conditions)
		return true
	}
	w.str("<munder>")
	if n.Str == "sum" {
		w.str(`<mo largeop="true" movablelimits="false">∑</mo>`)
	} else {
		w.el("mi", n.Str)
	}
	w.rows(table, conditions)
	w.str("</munder>")
	if len(n.Args) == 2 {
		w.node(n.Args[1], 6)
	}
	return true
}

// number sets a count as "number of T where p", which needs no sign that a
// reader would have to know.
func (w *mathWriter) number(table *Node, conditions []*Node) {
	w.str("<mrow>")
	w.el("mtext", "number of ")
	w.rows(table, conditions)
	w.str("</mrow>")
}

// rows names the rows of a table that meet the conditions.
func (w *mathWriter) rows(table *Node, conditions []*Node) {
	w.str("<mrow>")
	w.node(table, 0)
	for i, c := range conditions {
		w.el("mtext", map[bool]string{true: " where ", false: " and "}[i == 0])
		w.node(c, 4)
	}
	w.str("</mrow>")
}
