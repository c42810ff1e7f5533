package formula_test

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// rows makes facts of lines such as "id=a amount=10 open=true".
func rows(t testing.TB, c *model.Catalog, text string) *formula.Facts {
	t.Helper()
	o := c.Objects[0]
	facts := &formula.Facts{Tables: map[*model.Object][]formula.Row{}, Today: today}
	for _, l := range strings.Split(text, ";") {
		if strings.TrimSpace(l) == "" {
			continue
		}
		row := make(formula.Row, len(o.Fields))
		for _, cell := range strings.Fields(l) {
			name, value, _ := strings.Cut(cell, "=")
			f, i := o.Field(name)
			v, ok := formula.ParseCell(formula.FieldType(f).Base, value)
			if !ok {
				t.Fatalf("%s is no %s", value, f.Type.S)
			}
			row[i] = v
		}
		facts.Tables[o] = append(facts.Tables[o], row)
	}
	return facts
}

func TestEval(t *testing.T) {
	const three = "id=a amount=10 quantity=1 status=open open=true; id=b amount=0.1 quantity=2 status=paid open=false; id=c quantity=3"
	tests := []struct{ text, facts, want string }{
		// Numbers are exact.
		{"0.1 + 0.2 == 0.3", "", "true"},
		{"1 / 3 * 3", "", "1"},
		{"2 ** 10", "", "1024"},
		{"2 ** -2", "", "0.25"},
		{"7 % 3", "", "1"},
		{"-7 % 3", "", "2"},
		{"round(2.5)", "", "3"},
		{"round(-2.5)", "", "-3"},
		{"round(2.345, 2)", "", "2.35"},
		{"floor(-1.5) + ceil(-1.5)", "", "-3"},
		{"abs(-3)", "", "3"},
		{"max(1, 3, 2) - min(1, 3, 2)", "", "2"},
		// What is missing is passed over by sums, and makes comparisons false.
		{"sum(line, .amount)", three, "10.1"},
		{"mean(line, .amount)", three, "5.05"},
		{"len(line)", three, "3"},
		{"count(line, .amount > 1)", three, "1"},
		{"count(line, not (.amount > 1))", three, "2"},
		{"count(line, .amount <= 1)", three, "1"},
		{"count(line, .amount == nil)", three, "1"},
		{"count(line, .amount != nil)", three, "2"},
		{"count(line, .status != \"open\")", three, "1"},
		{"count(line, not .open)", three, "2"},
		{"sum(line, .amount * .quantity)", three, "10.2"},
		{"sum(line, .amount ?? 5)", three, "15.1"},
		{"median(line, .quantity)", three, "2"},
		{"median(line, .amount)", three, "5.05"},
		{"max(line, .amount)", three, "10"},
		{"sum(map(line, .quantity))", three, "6"},
		{"distinct(line, .status)", three, "[open, paid]"},
		{"len(distinct(line, .status))", three, "2"},
		{"any(line, .open)", three, "true"},
		{"all(line, .open)", three, "false"},
		{"none(line, .quantity > 3)", three, "true"},
		{"filter(line, .quantity > 1)", three, "2 rows"},
		{"filter(line, .quantity > 2)", three, "1 row"},
		{"count(line, .status in [\"open\", \"paid\"])", three, "2"},
		{"count(line, .quantity in map(filter(line, .open), .quantity))", three, "1"},
		{"sum(line, .open ? .quantity : 10 * .quantity)", three, "51"},
		{"sum(line, max(.amount, .quantity))", three, "12"},
		// What has no answer says why.
		{"1 / 0", "", "undefined (division by zero)"},
		{"1 % 0", "", "undefined (division by zero)"},
		{"0 ** -1", "", "undefined (division by zero)"},
		{"2 ** 0.5", "", "undefined (only whole exponents up to 64 can be worked out)"},
		{"sum(line, .amount)", "", "0"},
		{"mean(line, .amount)", "", "undefined (there is nothing to take the mean of)"},
		{"max(line, .amount)", "id=a", "undefined (there is nothing to take the max of)"},
		{"max(1 / 0, 2)", "", "undefined (division by zero)"},
		{"(1 / 0) ?? 7", "", "7"},
		{"words + 1", "", "undefined (`words` has no formula)"},
		// Dates and lengths of time.
		{"today - date(\"2026-03-01\") == days(14)", "", "true"},
		{"today - days(14)", "", "2026-03-01"},
		{"days(duration(\"36h\"))", "", "1.5"},
		{"hours(days(2)) + minutes(hours(1)) + weeks(days(7))", "", "109"},
		{"sum(line, .took)", "", "0 h"},
		{"sum(line, .took)", "id=a took=90m; id=b took=30m", "2 h"},
		{"hours(sum(line, .took))", "", "0"},
		{"mean(line, days(.paid_on - .sent_on))", "sent_on=2026-01-01 paid_on=2026-01-03; sent_on=2026-01-01 paid_on=2026-01-02; sent_on=2026-01-05", "1.5"},
		{"count(line, .sent_at <= .paid_on)", "sent_at=2026-01-01T00:00 paid_on=2026-01-01; sent_at=2026-01-01T09:00 paid_on=2026-01-01", "1"},
		{"max(line, .sent_on)", "sent_on=2026-01-01; sent_on=2026-02-01; id=a", "2026-02-01"},
		// Text.
		{"count(line, .note contains \"ur\")", "note=urgent; note=hurry; id=a", "2"},
		{"count(line, lower(.note) startsWith \"ur\")", "note=Urgent; note=hurry", "1"},
		{"count(line, .note endsWith \"y\")", "note=urgent; note=hurry", "1"},
		// Terms by name.
		{"total * 2", three, "20.2"},
		{"sum(open_ones, .quantity)", three, "1"},
		{"total > 5 ? \"much\" : \"little\"", three, "much"},
		{"chicken", "", "undefined (it leads back to itself)"},
	}
	for _, tt := range tests {
		c, set, p := one(t, tt.text)
		if got := set.Eval(p, rows(t, c, tt.facts)).String(); got != tt.want {
			t.Errorf("%s on %q is %s, want %s", tt.text, tt.facts, got, tt.want)
		}
	}
}

// TestEvalGiven works with what terms without a formula are said to come to.
func TestEvalGiven(t *testing.T) {
	c, set, p := one(t, "words + 1")
	facts := &formula.Facts{Given: map[*model.Entry]formula.Value{c.Get(model.TermKind, "words"): formula.Number(formula.Int(41))}}
	if got := set.Eval(p, facts).String(); got != "42" {
		t.Errorf("got %s", got)
	}
}

// TestEvalBounded asks that an evaluation ends: nested walks over many rows
// have no answer rather than no end.
func TestEvalBounded(t *testing.T) {
	c, set, p := one(t, "count(line, count(line, count(line, count(line, .quantity > 0) > 0) > 0) > 0)")
	facts := rows(t, c, strings.Repeat("quantity=1;", 100))
	if got := set.Eval(p, facts); !got.Equal(formula.Number(formula.Int(0))) && !got.Missing() {
		t.Errorf("got %s", got)
	}
}

func TestValueEqual(t *testing.T) {
	one, day := formula.Number(formula.Int(1)), formula.Day(today)
	tests := []struct {
		a, b formula.Value
		want bool
	}{
		{one, formula.Number(formula.Float(1.0)), true},
		{one, formula.Seconds(formula.Int(1)), false},
		{formula.Undefined("x"), formula.Value{}, true},
		{formula.Undefined("x"), one, false},
		{day, formula.Value{Base: formula.InstantType, Num: day.Num}, true},
		{formula.TextValue("a"), formula.TextValue("A"), false},
		{formula.Truth(true), formula.Truth(true), true},
	}
	for _, tt := range tests {
		if got := tt.a.Equal(tt.b); got != tt.want {
			t.Errorf("%s equal to %s: %v", tt.a, tt.b, got)
		}
	}
}
