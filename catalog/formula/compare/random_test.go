package compare

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// writer writes random formulas that are well typed.
type writer struct{ *rand.Rand }

func (w writer) of(list ...string) string { return list[w.IntN(len(list))] }

// quantity is a number in a row of order_line.
func (w writer) quantity(depth int) string {
	if depth == 0 || w.IntN(3) == 0 {
		return w.of(".amount", ".cost", ".quantity", ".quantity", ".discount", "1", "2", "0")
	}
	a, b := w.quantity(depth-1), w.quantity(depth-1)
	switch w.IntN(12) {
	case 0, 1:
		return "(" + a + " + " + b + ")"
	case 2, 3:
		return "(" + a + " - " + b + ")"
	case 4:
		return "(" + a + " * " + b + ")"
	case 5:
		return "(" + a + " / " + b + ")"
	case 6:
		return "(" + w.condition(depth-1) + " ? " + a + " : " + b + ")"
	case 7:
		return "(" + a + " ?? " + b + ")"
	case 8:
		return "abs(" + a + ")"
	case 9:
		return w.of("min", "max") + "(" + a + ", " + b + ", 1)"
	case 10:
		return "-" + w.quantity(0)
	}
	return w.of("days", "hours") + "(.delivered_on - .promised_on)"
}

// condition is a condition on a row of order_line.
func (w writer) condition(depth int) string {
	if depth > 0 && w.IntN(3) > 0 {
		a, b := w.condition(depth-1), w.condition(depth-1)
		switch w.IntN(5) {
		case 0, 1:
			return "(" + a + " and " + b + ")"
		case 2, 3:
			return "(" + a + " or " + b + ")"
		}
		return "not (" + a + ")"
	}
	op := w.of("==", "!=", "<", "<=", ">", ">=")
	switch w.IntN(12) {
	case 0:
		return ".status " + w.of("==", "!=") + " " + w.of(`"open"`, `"shipped"`, `"cancelled"`)
	case 1:
		return ".status in " + w.of(`["open", "shipped"]`, `["open", "shipped", "delivered", "cancelled"]`, `["delivered", "cancelled"]`)
	case 2:
		return w.of(".express", ".express == true", ".express != false", "true")
	case 3:
		return w.of(".channel", ".customer", "lower(.channel)") + " " + op + " " + w.of(`"web"`, `"A1"`, ".order")
	case 4:
		return w.of(".ordered_on", ".delivered_on", ".shipped_at", "today") + " " + op + " " + w.of(".promised_on", `date("2026-03-14")`, "today", "today - days(2)", ".ordered_on + days(1)")
	case 5:
		return "days(.delivered_on - .promised_on) " + op + " " + w.of("0", "1", "2.5", "-1")
	case 6:
		return w.of(".amount", ".status", ".delivered_on", ".id", ".express") + " " + w.of("==", "!=") + " nil"
	case 7:
		return ".channel " + w.of("contains", "startsWith", "endsWith") + ` "we"`
	case 8:
		return ".customer in map(invoice, .customer)"
	case 9:
		return ".amount " + op + " " + w.quantity(0)
	}
	return w.quantity(max(depth-1, 0)) + " " + op + " " + w.quantity(0)
}

func (w writer) table(depth int) string {
	if depth == 0 || w.IntN(3) == 0 {
		return w.of("order_line", "order_line", "order_line", "open_lines")
	}
	return "filter(" + w.table(depth-1) + ", " + w.condition(1) + ")"
}

// answer is a number made of whole tables.
func (w writer) answer(depth int) string {
	if depth > 0 && w.IntN(3) > 0 {
		a, b := w.answer(depth-1), w.answer(depth-1)
		switch w.IntN(8) {
		case 0, 1:
			return "(" + a + " + " + b + ")"
		case 2:
			return "(" + a + " - " + b + ")"
		case 3, 4:
			return "(" + a + " / " + b + ")"
		case 5:
			return "(" + a + " * " + b + ")"
		case 6:
			return "(" + a + " ?? " + b + ")"
		}
		return "(" + a + w.of(" > ", " == ") + b + " ? " + a + " : " + b + ")"
	}
	switch w.IntN(11) {
	case 0, 1, 2:
		return "sum(" + w.table(2) + ", " + w.quantity(2) + ")"
	case 3, 4:
		return "count(" + w.table(1) + ", " + w.condition(2) + ")"
	case 5:
		return "len(" + w.table(2) + ")"
	case 6:
		return w.of("mean", "median", "min", "max") + "(" + w.table(1) + ", 0 * .amount + " + w.quantity(1) + ")"
	case 7:
		return "len(distinct(" + w.table(1) + ", " + w.of(".customer", ".amount", ".status") + "))"
	case 8:
		return "(" + w.of("any", "all", "none") + "(" + w.table(1) + ", " + w.condition(1) + ") ? 1 : 0)"
	case 9:
		return w.of("revenue", "cost", "orders", "sum(invoice, .amount)", "sales", "expense")
	}
	return w.of("0", "1", "2", "100")
}

// rewritten is the formula with something changed: by a law that always holds,
// by one that nearly holds, or by a slip.
func (w writer) rewritten(f string) string {
	swaps := [][2]string{
		{" <= ", " < "}, {" >= ", " > "}, {" and ", " or "}, {" + ", " - "}, {".amount", ".cost"}, {" 1", " 2"},
		{".status == \"open\"", "\"open\" == .status"}, {".express == true", ".express"}, {"not (not (", "((("},
		{".status in [\"open\", \"shipped\"]", "(.status == \"shipped\" or .status == \"open\")"},
		{".status in [\"open\", \"shipped\", \"delivered\", \"cancelled\"]", "true"},
		{".status in [\"delivered\", \"cancelled\"]", "not (.status in [\"open\", \"shipped\"])"},
		{".status in [\"delivered\", \"cancelled\"]", "(.status != \"open\" and .status != \"shipped\")"},
		{"len(order_line)", "count(order_line, true)"}, {"sum(order_line, ", "sum(filter(order_line, true), "},
		{"order_line", "filter(order_line, .amount != nil)"}, {"order_line", "filter(order_line, .id != nil)"},
		{".amount", "(.amount * 1)"}, {".quantity", "(2 * .quantity - .quantity)"}, {".cost", "(.cost ?? 0)"},
		{"open_lines", "filter(order_line, .status == \"open\")"}, {"revenue", "sum(invoice, .amount)"}, {"orders", "len(order_line)"},
		{" != ", " == "}, {".quantity > 0", ".quantity >= 1"}, {"days(.delivered_on - .promised_on) <= 0", ".delivered_on <= .promised_on"},
		{"days(.delivered_on - .promised_on)", "(hours(.delivered_on - .promised_on) / 24)"},
		{"order_line, ", "order_line, true and "}, {"(", "(0 + "}, {"(", "(1 * "},
	}
	for range 1 + w.IntN(3) {
		s := swaps[w.IntN(len(swaps))]
		if n := strings.Count(f, s[0]); n > 0 {
			parts := strings.Split(f, s[0])
			at := 1 + w.IntN(n)
			f = strings.Join(parts[:at], s[0]) + s[1] + strings.Join(parts[at:], s[0])
		}
	}
	return f
}

// randomFacts fills tables with values around those that the formulas name.
// Unless tidy, they break what the fields declare of themselves.
func (w writer) randomFacts(world world, tidy bool) *formula.Facts {
	f := &formula.Facts{Tables: map[*model.Object][]formula.Row{}, Today: today, Given: map[*model.Entry]formula.Value{}}
	for _, o := range world.catalog.Objects {
		for range w.IntN(4) {
			row := make(formula.Row, len(o.Fields))
			for i := range o.Fields {
				row[i] = w.cell(o, &o.Fields[i], tidy)
			}
			f.Tables[o] = append(f.Tables[o], row)
			if w.IntN(4) == 0 {
				f.Tables[o] = append(f.Tables[o], row)
			}
		}
	}
	for _, name := range []string{"sales", "expense"} {
		if w.IntN(4) > 0 {
			f.Given[world.catalog.Get(model.TermKind, name)] = formula.Number(formula.Int(int64(w.IntN(5) - 1)))
		}
	}
	return f
}

func (w writer) cell(o *model.Object, f *model.ObjectField, tidy bool) formula.Value {
	if w.IntN(5) == 0 && !(tidy && (o.IsKey(f) || len(f.Values) > 0)) {
		return formula.Value{}
	}
	day := formula.Int(int64(today.Day-1+int32(w.IntN(5))-3) * 86400)
	switch base := formula.FieldType(f).Base; base {
	case formula.NumberType:
		n := formula.Int(int64(w.IntN(6) - 2))
		if w.IntN(4) == 0 && !(tidy && f.Type.S == "integer") {
			n = n.Quo(formula.Int(2))
		}
		return formula.Number(n)
	case formula.StringType:
		if len(f.Values) > 0 && (tidy || w.IntN(4) > 0) {
			return formula.TextValue(f.Values[w.IntN(len(f.Values))].Code)
		}
		return formula.TextValue(w.of("web", "A1", "WEB", "we", "a", ""))
	case formula.BoolType:
		return formula.Truth(w.IntN(2) == 0)
	case formula.DateType:
		return formula.Value{Base: base, Num: day}
	case formula.InstantType:
		return formula.Value{Base: base, Num: day.Add(formula.Int(int64(w.IntN(2)) * 36000))}
	}
	return formula.Seconds(formula.Int(int64(w.IntN(4)) * 43200))
}

// TestRandomFormulas asks of random pairs that what is said of them is true.
func TestRandomFormulas(t *testing.T) {
	const pairs, factsEach = 300, 100
	for seed := range uint64(2) {
		checkRandom(t, seed, pairs, factsEach)
	}
}

func checkRandom(t *testing.T, seed uint64, pairs, factsEach int) {
	w := writer{rand.New(rand.NewPCG(seed, 7))}
	var formulas []string
	for range pairs {
		f := w.answer(w.IntN(3))
		g := w.rewritten(f)
		if w.IntN(8) == 0 {
			g = w.answer(1)
		}
		formulas = append(formulas, f, g)
	}
	world, _ := compileAny(t, formulas...)
	counts := map[Verdict]int{}
	for i := range pairs {
		a, b := world.program(2*i), world.program(2*i+1)
		if a == nil || b == nil || a.Broken || b.Broken {
			continue
		}
		r := Formulas(world.set, a, b, Options{Today: today, Budget: 3000})
		counts[r.Verdict]++
		if wrong := refuted(w, world, a, b, r, factsEach); wrong != "" {
			t.Errorf("seed %d: %s is said of\n\t%s\n\t%s\n\tunder %q, but %s", seed, r.Verdict, formulas[2*i], formulas[2*i+1], r.Condition, wrong)
		}
	}
	t.Logf("seed %d: %d equivalent, %d different, %d undistinguished", seed, counts[Equivalent], counts[Different], counts[Undistinguished])
	if counts[Equivalent] < pairs/10 || counts[Different] < pairs/10 {
		t.Errorf("seed %d: too few of one kind to mean anything: %v", seed, counts)
	}
}

// refuted looks for something that shows a result to be wrong.
func refuted(w writer, world world, a, b *formula.Program, r Result, factsEach int) string {
	eval := func(f *formula.Facts) (x, y formula.Value, same bool) {
		x, y = world.set.Eval(a, f), world.set.Eval(b, f)
		return x, y, x.Missing() && y.Missing() || !x.Missing() && !y.Missing() && sameAnswer(x, y)
	}
	switch r.Verdict {
	case Different:
		if x, y, same := eval(r.Facts); same || !x.Equal(r.Left.Answer) || !y.Equal(r.Right.Answer) {
			return fmt.Sprintf("the facts give %v and %v", x, y)
		}
	case Equivalent:
		tidy := strings.Contains(r.Condition, "filled in") || strings.Contains(r.Condition, "whole number")
		for range factsEach {
			f := w.randomFacts(world, tidy)
			if x, y, same := eval(f); !same {
				return fmt.Sprintf("%v and %v are given by %v", x, y, f.Tables)
			}
		}
	}
	return ""
}

// FuzzRandomFormulas is [TestRandomFormulas] with seeds that the fuzzer
// chooses.
func FuzzRandomFormulas(f *testing.F) {
	f.Add(uint64(100))
	f.Fuzz(func(t *testing.T, seed uint64) {
		w := writer{rand.New(rand.NewPCG(seed, 11))}
		left := w.answer(2)
		world, _ := compileAny(t, left, w.rewritten(left))
		a, b := world.program(0), world.program(1)
		if a == nil || b == nil || a.Broken || b.Broken {
			t.Skip("a formula that is not well typed")
		}
		r := Formulas(world.set, a, b, Options{Today: today, Budget: 2000})
		if wrong := refuted(w, world, a, b, r, 300); wrong != "" {
			t.Errorf("%s is said of\n\t%s\n\t%s\n\tunder %q, but %s", r.Verdict, a.Text, b.Text, r.Condition, wrong)
		}
	})
}
