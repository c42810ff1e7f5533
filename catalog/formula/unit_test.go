package formula

import "testing"

func TestCompareUnits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want Fit
	}{
		{"EUR", "EUR", FitSame},
		{"EUR", "USD", FitDimension},
		{"EUR", "kEUR", FitScale},
		{"EUR", "EUR m", FitScale},
		{"€", "EUR", FitSame},
		{"Mio. €", "EUR million", FitSame},
		{"TEUR", "kEUR", FitSame},
		{"$", "€", FitDimension},
		{"MW", "kW", FitScale},
		{"Tage", "days", FitSame},
		{"hours", "h", FitSame},
		{"hours", "days", FitScale},
		{"days", "working days", FitDimension},
		{"%", "ratio", FitScale},
		{"percent", "%", FitSame},
		{"pieces", "orders", FitSame},
		{"orders", "customers", FitSame},
		{"EUR", "pieces", FitDimension},
		{"EUR/order", "EUR", FitSame},
		{"EUR per day", "EUR", FitDimension},
		{"km/h", "m/s", FitScale},
		{"", "EUR", FitUnknown},
	} {
		if got := ParseUnit(c.a).Compare(ParseUnit(c.b)); got != c.want {
			t.Errorf("%q against %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := ParseUnit(c.b).Compare(ParseUnit(c.a)); got != c.want {
			t.Errorf("%q against %q: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

func TestParseRefusals(t *testing.T) {
	deep := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = '['
		}
		return string(b)
	}
	for _, text := range []string{"sum(", "a.b", ".x", "1 +", "let x = 1; x", "{a: 1}", "a = b", "\"open", deep(100), deep(5000), "a[0]", "sum(t, #index)", "x matches 'y'", "1..3"} {
		if _, err := parse(text); err == nil {
			t.Errorf("%.40q was accepted", text)
		} else if err.message == "" || err.from < 0 || err.to > len(text) || err.from > err.to {
			t.Errorf("%.40q: bad error %+v", text, err)
		}
	}
}

// FuzzParse asks that no text brings the parser down and that every node lies
// inside the text.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"sum(filter(t, .a == 1 and not (.b in [1, 2])), .c) / len(t) * 100", "mean(t, .x - .y)", "median(map(t, .é))", "a ?? b", "x > 1 ? y : z", "min(1, 2, 3)", "“”"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, err := parse(text)
		if err != nil {
			if err.from < 0 || err.to > len(text) || err.from > err.to {
				t.Fatalf("error outside the text: %+v", err)
			}
			return
		}
		root.Walk(func(n *Node) {
			if n.From < 0 || n.To > len(text) || n.From > n.To {
				t.Fatalf("node %d at %d:%d outside %q", n.Op, n.From, n.To, text)
			}
		})
	})
}
