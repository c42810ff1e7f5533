package formula_test

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/model"
)

func TestTypes(t *testing.T) {
	tests := []struct {
		text, base, unit string
		clash            string // operator and the two units
	}{
		{"sum(line, .amount)", "number", "EUR", ""},
		{"sum(line, .amount) / len(line)", "number", "EUR", ""},
		{"sum(line, .amount) / sum(line, .amount)", "number", "ratio", ""},
		{"sum(line, .amount) / sum(line, .amount) * 100", "number", "%", ""},
		{"count(line, .open) / len(line)", "number", "ratio", ""},
		{"100 * count(line, .open) / len(line)", "number", "ratio", ""},
		{"sum(line, .amount) / sum(line, .tax)", "number", "EUR/USD", ""},
		{"sum(line, .amount) + sum(line, .tax)", "number", "EUR", "+ EUR USD"},
		{"sum(line, .amount * .quantity)", "number", "EUR", ""},
		{"mean(line, .share) / 100", "number", "ratio", ""},
		{"1 - mean(line, .share)", "number", "%", "- ratio %"},
		{"hours(max(line, .took)) + days(max(line, .took))", "number", "hours", "+ hours days"},
		{"count(line, hours(.paid_on - .sent_on) <= .wait)", "number", "pieces", ""},
		{"count(line, days(.paid_on - .sent_on) <= .wait)", "number", "pieces", "<= days hours"},
		{"max(line, .paid_on - .sent_on)", "duration", "unknown", ""},
		{"max(line, .paid_on)", "date", "unknown", ""},
		{"max(line, .paid_on) - today", "duration", "unknown", ""},
		{"max(line, .sent_at) + hours(3)", "date and time", "unknown", ""},
		{"any(line, .open)", "true or false", "unknown", ""},
		{"filter(line, .open)", "table", "unknown", ""},
		{"distinct(line, .status)", "list", "unknown", ""},
		{"total", "number", "EUR", ""},
		{"total / len(open_ones)", "number", "EUR", ""},
		{"sum(line, max(.amount, .tax))", "number", "EUR", "max EUR USD"},
		{"sum(line, .untyped)", "unknown", "unknown", ""},
		{"total > 100 ? \"a\" : \"b\"", "text", "unknown", ""},
		{"hours(3)", "duration", "unknown", ""},
		{"hours(duration(\"3h\"))", "number", "hours", ""},
	}
	for _, tt := range tests {
		_, _, p := one(t, tt.text)
		clash := ""
		for _, c := range p.Clash {
			clash += c.Op + " " + c.Left.String() + " " + c.Right.String()
		}
		if p.Type.Base.String() != tt.base || p.Type.Unit.String() != tt.unit || clash != tt.clash {
			t.Errorf("%s is a %s in %s, clash %q; want %s in %s, %q", tt.text, p.Type.Base, p.Type.Unit, clash, tt.base, tt.unit, tt.clash)
		}
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct{ text, at, message, help string }{
		{"sum(line, .amuont)", ".amuont", "`line` has no field `amuont`", "did you mean `.amount`?"},
		{"sum(lien, .amount)", "lien", "no data object is called `lien`", "did you mean `line`?"},
		{"totl + 1", "totl", "no term or KPI is called `totl`", "did you mean `total`?"},
		{"summ(line, .amount)", "summ(line, .amount)", "", ""},
		{"average(total)", "average", "there is no function `average`", ""},
		{"sum(line)", "sum(line)", "`sum` needs to know which column", "as in `sum(table, .column)`"},
		{"sum(line, .status)", ".status", "a text has no sum", ""},
		{"sum(total, 1)", "total", "", ""},
		{"count(line, .amount)", ".amount", "`count` takes a condition, and this is a number", "compare it with something: `== \"open\"`, `> 0`"},
		{"count(line, .status == \"oepn\")", "\"oepn\"", "`oepn` is not a code of `line.status`", "did you mean `open`?"},
		{"count(line, .status in [\"open\", \"lost\"])", "\"lost\"", "`lost` is not a code of `line.status`", "its codes are open, paid"},
		{"count(line, .sent_on > 3)", ".sent_on > 3", "a date cannot be compared with a number", ""},
		{"count(line, .paid_on - .sent_on < 3)", ".paid_on - .sent_on < 3", "a duration cannot be compared with a number", "say in which unit: `hours(…) <= 48`"},
		{"max(line, .sent_on) + 3", "max(line, .sent_on) + 3", "`+` does not go between a date and a number", "a number says nothing about days or hours: write `days(3)`"},
		{"max(line, .sent_on) * 2", "max(line, .sent_on) * 2", "`*` does not go between a date and a number", ""},
		{".amount + 1", ".amount", "a column such as `.name` stands outside a table", ""},
		{"line.amount", "line.amount", "", ""},
		{"date(\"2026-02-30\")", "\"2026-02-30\"", "`2026-02-30` is not a day of the calendar", ""},
		{"date(total)", "total", "`date` takes a text in quotes", ""},
		{"duration(\"2 days\")", "\"2 days\"", "`2 days` is not a length of time", ""},
		{"line + 1", "line", "", ""},
		{"not total", "total", "a condition is needed here, and `total` is a number", ""},
		{"-\"a\"", "-\"a\"", "a text has no negative", ""},
		{"total > 1 ? 1 : \"a\"", "", "a number and a text do not go together", ""},
		{"abs(line)", "line", "", ""},
		{"sum(line, .amount", "", "the formula ends too early", ""},
		{"total == \"a", "", "a quoted text is not closed", "add the missing quote"},
		{"total = 1", "", "", "to compare, write `==`"},
		{"let x = 1; x", "", "", ""},
		{"line[0]", "line[0]", "rows cannot be picked by number", ""},
		{"total | upper()", "", "", ""},
		{strings.Repeat("(", 70) + "1" + strings.Repeat(")", 70), "", "brackets are nested more than 64 deep", ""},
		{"1" + strings.Repeat(" + 1", 600), "", "the formula has more than 1000 parts", ""},
		{strings.Repeat("total + ", 600) + "1", "", "the formula is 4801 bytes long; 4096 is the limit", ""},
	}
	for _, tt := range tests {
		c, set, broken := analyse(t, tt.text)
		found := false
		for _, f := range broken {
			if len(f.Subjects) == 0 || f.Subjects[0] != "term:t0" {
				continue
			}
			found = true
			at := c.Source.Text(f.At)
			if tt.at != "" && !strings.Contains(at, tt.at) && !strings.Contains(tt.at, at) || tt.message != "" && f.Message != tt.message ||
				tt.help != "" && (len(f.Help) == 0 || f.Help[0] != tt.help) {
				t.Errorf("%s\n\tat %s: %s (%v)\n\twant %s: %s (%s)", tt.text, at, f.Message, f.Help, tt.at, tt.message, tt.help)
			}
			break
		}
		if p := set.Of(c.Get(model.TermKind, "t0")); !found || p != nil && !p.Broken {
			t.Errorf("%s is taken to be right", tt.text)
		}
	}
}

// TestTouched asks which fields and entries a formula touches, and where.
func TestTouched(t *testing.T) {
	c, _, p := one(t, "sum(filter(line, .open),\n  .amount) / total")
	var got []string
	for _, r := range p.Reads {
		name := "rows"
		if r.Field >= 0 {
			name = r.Object.Fields[r.Field].Name.S
		}
		got = append(got, name+"@"+c.Source.Text(r.At))
	}
	for _, u := range p.Uses {
		got = append(got, u.Entry.Key()+"@"+c.Source.Text(u.At))
	}
	// A formula of several lines is placed as a whole.
	want := "rows open amount term:total"
	for i, g := range got {
		got[i], _, _ = strings.Cut(g, "@")
	}
	if strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	c, _, p = one(t, "sum(line, .amount)")
	if at := c.Source.Text(p.Reads[1].At); at != ".amount" {
		t.Errorf("the field is read at %q", at)
	}
}
