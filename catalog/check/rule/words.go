package rule

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// word is one word of a text: the bytes it covers, the word folded, and its
// stem.
type word struct {
	from, to int
	folded   string // lower case, without accents
	stem     string
}

// reader splits texts into words. It remembers the stem of every word that it
// has met, because a catalog says few different words many times. It is not
// safe for concurrent use: each run of a rule has its own.
type reader struct {
	folder  check.Folder
	plain   check.Folder // folds and does not stem
	english bool
	known   map[string]word
}

func newReader(p *check.Pass) *reader {
	lang := p.Catalog.Config.Language()
	return &reader{folder: check.NewFolder(lang), english: lang == "en" || strings.HasPrefix(lang, "en-"), known: map[string]word{}}
}

// words splits a text at everything that is neither letter nor digit.
func (r *reader) words(text string) []word {
	words := make([]word, 0, len(text)/6+1)
	for from := 0; from < len(text); {
		c, n := utf8.DecodeRuneInString(text[from:])
		if !partOfWord(c) {
			from += n
			continue
		}
		to := from + n
		for to < len(text) {
			c, n = utf8.DecodeRuneInString(text[to:])
			if !partOfWord(c) {
				break
			}
			to += n
		}
		w := r.word(text[from:to])
		w.from, w.to = from, to
		words = append(words, w)
		from = to
	}
	return words
}

func partOfWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

func (r *reader) word(raw string) word {
	if w, ok := r.known[raw]; ok {
		return w
	}
	w := word{folded: strings.Join(r.plain.Words(raw), ""), stem: strings.Join(r.folder.Words(raw), "")}
	r.known[strings.Clone(raw)] = w
	return w
}

// stems is the text as the sequence of its words' stems.
func (r *reader) stems(text string) []string {
	words := r.words(text)
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = w.stem
	}
	return stems
}

// same reports whether two texts say the same words in the same order.
func (r *reader) same(a, b string) bool {
	x, y := r.words(a), r.words(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].folded != y[i].folded {
			return false
		}
	}
	return true
}

// singular folds a word so that its plural compares equal and other forms of
// the same stem do not: "bookings" is "booking", "booked" is not. In languages
// other than English, where plurals have many forms, it is the stem.
func (r *reader) singular(w word) string {
	s := w.folded
	switch {
	case !r.english:
		return w.stem
	case len(s) > 4 && strings.HasSuffix(s, "ies"):
		return s[:len(s)-3] + "y"
	case len(s) > 4 && hasAnySuffix(s, "sses", "xes", "ches", "shes"):
		return s[:len(s)-2]
	case len(s) > 3 && strings.HasSuffix(s, "s") && !hasAnySuffix(s, "ss", "us", "is"):
		return s[:len(s)-1]
	}
	return s
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}

// within is the place of some bytes of a text. Where the file writes the text
// differently (folded over lines, with escapes), the whole of it has to do.
func within(set *source.Set, text model.Text, from, to int) source.Span {
	i := strings.Index(set.Text(text.At), text.S)
	if i < 0 {
		return text.At
	}
	return text.At.Sub(i+from, i+to)
}
