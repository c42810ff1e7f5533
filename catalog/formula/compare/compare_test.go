package compare

import (
	"reflect"
	"testing"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// stock makes facts of stock rows, each a state and a number of units.
func stock(t *testing.T, w world, rows ...[2]string) *formula.Facts {
	t.Helper()
	o := w.catalog.Get(model.ObjectKind, "stock").Self.(*model.Object)
	f := &formula.Facts{Tables: map[*model.Object][]formula.Row{}, Today: today}
	for _, r := range rows {
		row := make(formula.Row, len(o.Fields))
		if _, i := o.Field("state"); r[0] != "" {
			row[i] = formula.TextValue(r[0])
		}
		n, ok := formula.ParseDecimal(r[1])
		if !ok {
			t.Fatal(r[1])
		}
		_, i := o.Field("units")
		row[i] = formula.Number(n)
		f.Tables[o] = append(f.Tables[o], row)
	}
	return f
}

func scenarioFor(id string, entries ...*model.Entry) *model.Scenario {
	s := &model.Scenario{Entry: model.Entry{Kind: model.ScenarioKind, ID: id}}
	for _, e := range entries {
		s.Compare = append(s.Compare, model.Ref{To: e})
	}
	return s
}

func TestKnownFactsFirst(t *testing.T) {
	w := compile(t, `sum(filter(stock, .state != "sold"), .units)`, `sum(filter(stock, .state == "received"), .units)`)
	a, b := w.program(0), w.program(1)
	known := []Known{
		{scenarioFor("nothing-to-see"), stock(t, w, [2]string{"received", "5"})},
		{scenarioFor("of-others"), stock(t, w, [2]string{"at_sea", "5"}, [2]string{"received", "2"})},
		{scenarioFor("of-these", a.Entry, b.Entry), stock(t, w, [2]string{"at_sea", "40"})},
	}
	r := Formulas(w.set, a, b, Options{Today: today, Known: known})
	if r.Verdict != Different || r.Scenario != "scenario:of-these" || r.Left.Answer.String() != "40" || r.Right.Answer.String() != "0" {
		t.Errorf("%s by %q: %s and %s", r.Verdict, r.Scenario, r.Left.Answer, r.Right.Answer)
	}
	r = Formulas(w.set, a, b, Options{Today: today, Known: known[:1]})
	if r.Verdict != Different || r.Scenario != "" {
		t.Errorf("%s by %q", r.Verdict, r.Scenario)
	}
}

// TestKnownFactsAgainstAssumption asks that facts people wrote down weigh more
// than what a field declares of itself.
func TestKnownFactsAgainstAssumption(t *testing.T) {
	w := compile(t, `sum(stock, .units)`, `sum(filter(stock, .state in ["at_sea", "in_transit", "received", "sold"]), .units)`)
	a, b := w.program(0), w.program(1)
	if r := Formulas(w.set, a, b, Options{Today: today}); r.Verdict != Equivalent || r.Condition == "" {
		t.Errorf("without facts: %s, %q", r.Verdict, r.Condition)
	}
	known := []Known{{scenarioFor("lost"), stock(t, w, [2]string{"", "7"})}}
	if r := Formulas(w.set, a, b, Options{Today: today, Known: known}); r.Verdict != Different || r.Scenario != "scenario:lost" {
		t.Errorf("with a row that has no state: %s", r.Verdict)
	}
}

// unknown is a pair that is equal, and beyond what is proved.
var unknown = [2]string{"sum(order_line, floor(.amount / 3 + 1))", "sum(order_line, floor(.amount / 3) + 1)"}

func TestUndistinguished(t *testing.T) {
	w := compile(t, unknown[0], unknown[1])
	for _, budget := range []int{1, 50, 700} {
		r := Formulas(w.set, w.program(0), w.program(1), Options{Today: today, Budget: budget})
		if r.Verdict != Undistinguished || r.Cases == 0 || r.Cases > budget || r.Facts != nil || r.Comparison().Counterexample != nil {
			t.Errorf("budget %d: %s after %d cases", budget, r.Verdict, r.Cases)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	w, _ := compileAny(t, "k1 + 1", "k0 + 1", "sum(order_line, .status)", "k2", "1")
	for _, pair := range [][2]int{{0, 4}, {4, 1}, {2, 4}, {4, 3}} {
		r := Formulas(w.set, w.program(pair[0]), w.program(pair[1]), Options{Today: today})
		if r.Verdict != Undistinguished || r.Reason == "" || r.Cases != 0 {
			t.Errorf("%v: %s, %q", pair, r.Verdict, r.Reason)
		}
	}
}

func TestGivenTerms(t *testing.T) {
	w := compile(t, "sales - expense", "sales + expense")
	r := Formulas(w.set, w.program(0), w.program(1), Options{Today: today})
	if got := facts(r); got != "[{term:expense [value] [[100]]} {term:sales [value] [[90]]}]: -10 and 190" {
		t.Errorf("%s: %s", r.Verdict, got)
	}
}

// TestExamplesRead asks for counterexamples that a reader takes for true to
// life.
func TestExamplesRead(t *testing.T) {
	tests := []struct{ left, right, want string }{
		{`sum(filter(stock, .state != "sold"), .units)`, `sum(filter(stock, .state != "sold" and .state != "at_sea"), .units)`,
			"[{object:stock [units state] [[10 at_sea]]}]: 10 and 0"},
		{"sum(order_line, .amount - .discount)", "sum(order_line, .amount)",
			"[{object:order-line [amount discount] [[100 20]]}]: 80 EUR and 100 EUR"},
		{"mean(order_line, .amount)", "median(order_line, .amount)",
			"[{object:order-line [amount] [[100] [100] [0]]}]: 66.666667 EUR and 100 EUR"},
		{"count(order_line, .delivered_on <= .promised_on) / len(order_line) * 100 [%]", "count(order_line, .delivered_on <= .confirmed_on) / len(order_line) * 100 [%]",
			"[{object:order-line [promised_on confirmed_on delivered_on] [[2026-02-19 2026-02-18 2026-02-19]]}]: 100 % and 0 %"},
		{"hours(max(order_line, .handling))", "days(max(order_line, .handling)) * 20 [days]",
			"[{object:order-line [handling] [[24 h]]}]: 24 hours and 20 days"},
		{"len(order_line)", "len(order_line) + 1", "[]: 0 and 1"},
		{"len(distinct(order_line, .id))", "len(order_line)", "[{object:order-line [id] [[A1] [A1]]}]: 1 and 2"},
		{"mean(order_line, .amount)", "sum(order_line, .amount)", "[{object:order-line [amount] [[100] [100]]}]: 100 EUR and 200 EUR"},
	}
	for _, tt := range tests {
		w := compile(t, tt.left, tt.right)
		r := Formulas(w.set, w.program(0), w.program(1), Options{Today: today})
		if got := facts(r); got != tt.want {
			t.Errorf("%s\n%s\n\tgot  %s\n\twant %s", tt.left, tt.right, got, tt.want)
		}
	}
}

// TestDeterministic compares all pairs twice, the second time in a catalog that
// was made anew.
func TestDeterministic(t *testing.T) {
	pairs := readPairs(t)
	var formulas []string
	for _, p := range pairs {
		formulas = append(formulas, p.left, p.right)
	}
	v, w := compile(t, formulas...), compile(t, formulas...)
	for i, p := range pairs {
		a := Formulas(v.set, v.program(2*i), v.program(2*i+1), Options{Today: today})
		b := Formulas(w.set, w.program(2*i), w.program(2*i+1), Options{Today: today})
		if !reflect.DeepEqual(a.Comparison(), b.Comparison()) {
			t.Errorf("pairs.txt:%d: %+v, then %+v", p.line, a.Comparison(), b.Comparison())
		}
		opt := Options{Today: today}
		if Fingerprint(v.set, v.program(2*i), v.program(2*i+1), opt) != Fingerprint(w.set, w.program(2*i), w.program(2*i+1), opt) {
			t.Errorf("pairs.txt:%d: the fingerprints differ", p.line)
		}
	}
}

func TestFingerprint(t *testing.T) {
	w := compile(t, "sum(stock, .units)", "sum(stock, .units) + 0", "count(stock, .received_on == today)")
	base := Fingerprint(w.set, w.program(0), w.program(1), Options{Today: today})
	nextDay := model.Date{Day: today.Day + 1}
	if base != Fingerprint(w.set, w.program(0), w.program(1), Options{Today: nextDay}) {
		t.Error("the day counts though no formula asks for it")
	}
	others := map[string][32]byte{
		"turned":         Fingerprint(w.set, w.program(1), w.program(0), Options{Today: today}),
		"another budget": Fingerprint(w.set, w.program(0), w.program(1), Options{Today: today, Budget: 5}),
		"known facts":    Fingerprint(w.set, w.program(0), w.program(1), Options{Today: today, Known: []Known{{scenarioFor("s"), stock(t, w, [2]string{"sold", "1"})}}}),
		"today":          Fingerprint(w.set, w.program(0), w.program(2), Options{Today: today}),
		"tomorrow":       Fingerprint(w.set, w.program(0), w.program(2), Options{Today: nextDay}),
	}
	seen := map[[32]byte]string{base: "the first"}
	for name, f := range others {
		if other := seen[f]; other != "" {
			t.Errorf("%s is as %s", name, other)
		}
		seen[f] = name
	}
}
