package site

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"github.com/concord-catalog/concord/catalog/model"
)

//go:embed ui/*.toml
var languages embed.FS

// Words is what the site itself says, by key, in one language: ui/<tag>.toml.
type Words struct {
	Lang string // BCP 47
	Text map[string]string
}

// WordsFor returns the words of a language, or the English ones where there are
// none. On pages that run from right to left those are set apart, so that their
// full stops and numbers stay where English has them.
func WordsFor(lang string) Words {
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range []string{lang, base} {
		if text, ok := allWords()[tag]; ok {
			return Words{Lang: tag, Text: text}
		}
	}
	if direction(lang) == "rtl" {
		return Words{Lang: "en", Text: apart()}
	}
	return Words{Lang: "en", Text: allWords()["en"]}
}

// apart are the English words, each between the signs that Unicode has for a
// text from left to right within another. A list of names is none.
var apart = sync.OnceValue(func() map[string]string {
	text := map[string]string{}
	for key, s := range allWords()["en"] {
		if key != "date.months" && s != "" {
			s = "\u2066" + s + "\u2069"
		}
		text[key] = s
	}
	return text
})

var allWords = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	entries, err := languages.ReadDir("ui")
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	for _, e := range entries {
		text := map[string]string{}
		if _, err := toml.DecodeFS(languages, "ui/"+e.Name(), &text); err != nil {
			panic(fmt.Sprintf("ui/%s: %v", e.Name(), err))
		}
		all[strings.TrimSuffix(e.Name(), ".toml")] = text
	}
	return all
})

// T is the text of a key. A key without a text shows itself, in marks that a
// test looks for.
func (w Words) T(key string) string {
	if s, ok := w.Text[key]; ok {
		return s
	}
	return "⟦" + key + "⟧"
}

// N is a text that counts: key.one for one, key.other with {n} for the rest.
func (w Words) N(key string, n int) string {
	if n == 1 {
		return w.T(key + ".one")
	}
	return strings.ReplaceAll(w.T(key+".other"), "{n}", thousands(n))
}

// F is a text with names filled in: pairs of name and value.
func (w Words) F(key string, pairs ...string) string {
	var b strings.Builder
	text := w.T(key)
	for {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(before)
		if value, ok := valueOf(name, pairs); ok {
			b.WriteString(value)
			text = after
		} else {
			b.WriteByte('{')
			text = rest
		}
	}
}

func valueOf(name string, pairs []string) (string, bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return pairs[i+1], true
		}
	}
	return "", false
}

// Day is a date as readers write it.
func (w Words) Day(d model.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	months := strings.Fields(w.T("date.months"))
	return w.F("date.format", "d", fmt.Sprint(t.Day()), "m", months[t.Month()-1], "y", fmt.Sprint(t.Year()))
}

// Month is the month of a day as readers write it.
func (w Words) Month(d model.Date) string {
	t := d.Time()
	return strings.Fields(w.T("date.months"))[t.Month()-1] + " " + fmt.Sprint(t.Year())
}

// Number is a number with one decimal, where it has one.
func (w Words) Number(f float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
	return strings.Replace(s, ".", w.T("number.decimal"), 1)
}

// thousands writes a whole number with thin spaces between groups of three
// digits.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}
