package site

import (
	"strings"
	"testing"
)

// marked writes what differs in brackets.
func marked(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Differs {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWordDiff(t *testing.T) {
	for _, c := range []struct{ a, b, left, right string }{
		{"goods on the way", "goods on the water", "goods on the [way]", "goods on the [water]"},
		{"Goods, on the way.", "goods on the way", "Goods, on the way.", "goods on the way"},
		{"a ship that is late", "a ship late", "a ship [that is] late", "a ship late"},
		{"one thing", "quite another matter altogether", "one thing", "quite another matter altogether"},
		{"", "something", "", "something"},
		{"sum(a, .x)", "sum(b, .x)", "[sum(a,] .x)", "[sum(b,] .x)"},
	} {
		left, right := wordDiff(c.a, c.b)
		if marked(left) != c.left || marked(right) != c.right {
			t.Errorf("wordDiff(%q, %q) = %q, %q, want %q, %q", c.a, c.b, marked(left), marked(right), c.left, c.right)
		}
	}
}

func TestWordDiffKeepsTheWords(t *testing.T) {
	long := strings.Repeat("word ", mostWords+1)
	for _, c := range [][2]string{{"a b c d", "a x c d"}, {long, "a b"}, {"x a b c", "a b c y"}} {
		left, right := wordDiff(c[0], c[1])
		for i, pieces := range [][]Piece{left, right} {
			var b strings.Builder
			for _, p := range pieces {
				b.WriteString(p.Text)
			}
			if got, want := strings.Join(strings.Fields(b.String()), " "), strings.Join(strings.Fields(c[i]), " "); got != want {
				t.Errorf("%q became %q", want, got)
			}
		}
	}
}
