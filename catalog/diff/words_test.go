package diff

import (
	"fmt"
	"strings"
	"testing"
)

// TestNear keeps the words around a change and leaves out the rest.
func TestNear(t *testing.T) {
	words := func(from, to int) string {
		var list []string
		for i := from; i <= to; i++ {
			list = append(list, fmt.Sprint(i))
		}
		return strings.Join(list, " ")
	}
	for _, c := range []struct{ old, new, want string }{
		{"a b c", "a x c", "a -b +x c"},
		{words(1, 100), words(1, 49) + " x " + words(51, 100), "… " + words(38, 49) + " -50 +x " + words(51, 62) + " …"},
		{words(1, 100), "x " + words(2, 100), "-1 +x " + words(2, 13) + " …"},
		{words(1, 60), "x " + words(2, 59) + " y", "-1 +x " + words(2, 13) + " … " + words(48, 59) + " -60 +y"},
		{words(1, 20), words(1, 19) + " y", words(1, 19) + " -20 +y"},
	} {
		var got []string
		for _, w := range near(wordDiff(c.old, c.new)) {
			got = append(got, [...]string{"", "-", "+"}[w.Op]+w.Text)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("got  %s\nwant %s", s, c.want)
		}
	}
}
