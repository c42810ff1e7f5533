package site

import "testing"

func TestWordsFillNamesIn(t *testing.T) {
	w := Words{Text: map[string]string{"x": "{a} and {b}, {c} {{a}} {a", "plain": "nothing", "": ""}}
	for _, c := range []struct {
		key   string
		pairs []string
		want  string
	}{
		{"x", []string{"a", "b", "b", "{a}"}, "b and {a}, {c} {b} {a"},
		{"x", nil, "{a} and {b}, {c} {{a}} {a"},
		{"plain", []string{"nothing", "x"}, "nothing"},
		{"", []string{"a", "x"}, ""},
	} {
		if got := w.F(c.key, c.pairs...); got != c.want {
			t.Errorf("%s with %q: got %q, want %q", c.key, c.pairs, got, c.want)
		}
	}
}

// TestDays writes days in findings as readers do, and leaves data and names of
// files alone.
func TestDays(t *testing.T) {
	p := &planner{words: WordsFor("de")}
	for text, want := range map[string]string{
		"agreed on 2026-02-16, and so on": "agreed on 16. Februar 2026, and so on",
		"2026-02-16":                      "16. Februar 2026",
		"by 2026-02-16 or by 2026-02-16.": "by 16. Februar 2026 or by 16. Februar 2026.",
		"1 row (sold_on 2026-02-16)":      "1 row (sold_on 2026-02-16)",
		"(x) on 2026-02-16":               "(x) on 16. Februar 2026",
		"in resolutions/2026-02-16.md":    "in resolutions/2026-02-16.md",
		"2026-02-16.md says":              "2026-02-16.md says",
		"due 2026-02-31":                  "due 2026-02-31",
		`is "2026-02-16"`:                 `is "2026-02-16"`,
	} {
		if got := p.days(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
