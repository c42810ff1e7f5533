package rule

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// word is one word of a text: the bytes it covers, and what it is.
type word struct {
	from, to int
	*forms
}

// forms is a word folded, and two forms under which it equals others.
type forms struct {
	folded   string // lower case, without accents
	singular string // equal for singular and plural
	stem     string // equal for all inflections
	id       int32  // numbers the stem among those that the reader has met
}

// reader splits texts into words. It remembers the stem of every word that it
// has met, because a catalog says few different words many times. It is not
// safe for concurrent use: each run of a rule has its own.
type reader struct {
	folder  check.Folder
	plain   check.Folder // folds and does not stem
	english bool
	known   map[string]*forms
	stemIDs map[string]int32
}

func newReader(p *check.Pass) *reader {
	lang := p.Catalog.Config.Language()
	return &reader{folder: check.NewFolder(lang), english: lang == "en" || strings.HasPrefix(lang, "en-"),
		known: map[string]*forms{}, stemIDs: map[string]int32{}}
}

// words splits a text at everything that is neither letter nor digit.
func (r *reader) words(text string) []word {
	words := make([]word, 0, len(text)/6+1)
	for from := 0; from < len(text); {
		to := endOfWord(text, from)
		if to == from {
			_, n := utf8.DecodeRuneInString(text[from:])
			from += n
			continue
		}
		words = append(words, word{from, to, r.forms(text[from:to])})
		from = to
	}
	return words
}

// opening splits the start of a text, which is all that some rules look at.
func (r *reader) opening(text string) []word {
	const enough = 200 // bytes; a word that they cut in two hurts nobody
	return r.words(text[:min(len(text), enough)])
}

// endOfWord is where the word ends that begins at a byte of a text: there
// itself, when none does.
func endOfWord(text string, from int) int {
	to := from
	for to < len(text) {
		c, n := rune(text[to]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(text[to:])
		}
		if !partOfWord(c) {
			break
		}
		to += n
	}
	return to
}

func partOfWord(c rune) bool {
	if c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
	}
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)
}

func (r *reader) forms(raw string) *forms {
	if w, ok := r.known[raw]; ok {
		return w
	}
	w := &forms{folded: strings.Join(r.plain.Words(raw), ""), stem: strings.Join(r.folder.Words(raw), "")}
	w.singular = r.singularOf(w)
	id, ok := r.stemIDs[w.stem]
	if !ok {
		id = int32(len(r.stemIDs))
		r.stemIDs[w.stem] = id
	}
	w.id = id
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

// singularOf folds a word so that its plural compares equal and other forms of
// the same stem do not: "bookings" is "booking", "booked" is not. In languages
// other than English, where plurals have many forms, it is the stem.
func (r *reader) singularOf(w *forms) string {
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
