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
