package site

import (
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog/diag"
)

// Names and values are said as they are, whatever they look like.
func TestSayingsKeepNames(t *testing.T) {
	s := SayingsFor("de", []string{"Lager, Hof and Halle", "Nord and Süd", "12\" Rohr and 14\" Rohr", "{names}", "a `b` and c`", "Nord and Süd and West"})
	for english, german := range map[string]string{
		"`Nord and Süd` means different things in Lager, Hof and Halle, {names} and Nord and Süd and West":     "`Nord and Süd` bedeutet bei Lager, Hof and Halle, {names} und Nord and Süd and West Verschiedenes",
		"`x` means different things in 12\" Rohr and 14\" Rohr and a `b` and c`":                               "`x` bedeutet bei 12\" Rohr and 14\" Rohr und a `b` and c` Verschiedenes",
		"`{}` means different things in A, B, C, D and 3 others":                                               "`{}` bedeutet bei A, B, C, D und 3 weitere Verschiedenes",
		"the code lists of `a and b, c` and `d or e` do not match":                                             "die Codelisten von `a and b, c` und `d or e` stimmen nicht überein",
		"only `goods and services` has `a and b`, `c, d` and `e`":                                              "nur `goods and services` hat `a and b`, `c, d` und `e`",
		"\U000f0001 means different things in \U00100000 and B":                                                "\U000f0001 means different things in \U00100000 and B",
		"`\U000f0001` means different things in \U00100000 and B":                                              "`\U000f0001` bedeutet bei \U00100000 und B Verschiedenes",
		"on 1 row of `obj` (state a and b), A gives 0 and B gives 1":                                           "bei einer Zeile von `obj` (state a and b) ergibt sich für A 0 und für B 1",
		"on 2 rows of `obj` (state a or b, n missing) and (state c) and 1 row of `x`, A gives 0 and B gives 1": "bei 2 Zeilen von `obj` (state a or b, n fehlt) und (state c) und einer Zeile von `x` ergibt sich für A 0 und für B 1",
	} {
		said := ""
		for id := range s.forms {
			if got, ok := s.say(english, s.forms[id], s.forms[""]); ok && id != "no-one-above" && id != "expired-waiver" {
				said = got
			}
		}
		if said == "" {
			said = english
		}
		if said != german {
			t.Errorf("%s\n got %s\nwant %s", english, said, german)
		}
	}
}

// Conditions on rows keep their values and lose their English.
func TestSayingsOfRows(t *testing.T) {
	s := SayingsFor("de", nil)
	for english, german := range map[string]string{
		"rows of `x` where `s` is \"c or d\" or \"e\"":                                                         "Zeilen von `x`, in denen `s` \"c or d\" oder \"e\" ist",
		"rows of x where `s` is \"a and b\"":                                                                   "Zeilen von x, in denen `s` \"a and b\" ist",
		"rows of x where `n` is above 3 and at most 7 and `on` is on or after 2026-01-02":                      "Zeilen von x, in denen `n` über 3 und höchstens bei 7 liegt und `on` am oder nach 2026-01-02 liegt",
		"rows of x where `s` is not \"a\" or \"b\", or `n` is missing":                                         "Zeilen von x, in denen `s` nicht \"a\" oder \"b\" ist oder `n` fehlt",
		"rows of x where `due` is before `done` and `a` is `b` and today is after 2026-01-02":                  "Zeilen von x, in denen `due` vor `done` liegt und `a` gleich `b` ist und heute nach 2026-01-02 liegt",
		"rows of x where today is after `due` and `b` is true and `c` is false and `d` is missing":             "Zeilen von x, in denen heute nach `due` liegt und `b` wahr ist und `c` falsch ist und `d` fehlt",
		"rows of x that meet `.a > 1 and .b` but not `.c`":                                                     "Zeilen von x, die `.a > 1 and .b` erfüllen und `.c` nicht",
		"rows of x where `s` is true (only on the left), and rows of x where `s` is false (only on the right)": "Zeilen von x, in denen `s` wahr ist (nur links), und Zeilen von x, in denen `s` falsch ist (nur rechts)",
		"rows of x where `s` is true, and rows of y that meet `a`":                                             "Zeilen von x, in denen `s` wahr ist, und Zeilen von y, die `a` erfüllen",
	} {
		if got := s.Word("rows", english); got != german {
			t.Errorf("%s\n got %s\nwant %s", english, got, german)
		}
	}
}

// A text as long as files may hold is read in no time.
func TestSayingsOfLongNames(t *testing.T) {
	long := strings.Repeat("ä and ` ", 2000)
	start := time.Now()
	s := SayingsFor("de", []string{long})
	for range 5 {
		f := diag.Finding{Kind: &diag.Kind{ID: "homonym"}, Message: "`" + long + "` means different things in " + long + " and " + long}
		if got, _ := s.Finding(f); !strings.Contains(got.Message, long) {
			t.Fatal("the name is not whole")
		}
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// Words that stand alone are said too, and in English as they are written.
func TestSayingsWord(t *testing.T) {
	german, english := SayingsFor("de-AT", nil), SayingsFor("en", nil)
	for _, c := range [][3]string{
		{"pace", "weekly", "wöchentlich"}, {"pace", "15 minutes", "15 Minuten"}, {"pace", "when needed", "when needed"}, {"better", "higher", "höher"},
		{"class", "internal", "intern"}, {"sort", "role", "Rolle"}, {"note", "2 systems claim it", "2 Systeme gelten als führend"}, {"pace", "", ""},
	} {
		if got := german.Word(c[0], c[1]); got != c[2] {
			t.Errorf("%s: got %q, want %q", c[1], got, c[2])
		}
		if got := english.Word(c[0], c[1]); got != c[1] {
			t.Errorf("in English %s is %q", c[1], got)
		}
	}
}
