package search

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
)

// lexicon knows the languages of a catalog: how text becomes words, and which
// words are forms of one. The script search-words.js knows the same.
type lexicon struct {
	main    string
	langs   []string // those with a stemmer, the main one first
	folders map[string]check.Folder
	plain   check.Folder
	german  bool // ae, oe and ue are spellings of ä, ö and ü
	stop    map[string]bool
}

// stopWords are words that a query may hold and that say nothing about what is
// looked for, folded.
var stopWords = map[string]string{
	"en": "a an and are as at be by do does for from has have how in into is it its of on or that the their this to was we what when where which who why with",
	"de": "aber als am an auf aus bei das dass dem den der des die durch ein eine einem einen einer eines er es fur hat ich im in ist mit nach nicht oder sie sind und vom von was welche welcher wer wie wir wo zu zum zur",
}

func newLexicon(c *model.Catalog) lexicon {
	l := lexicon{main: c.Config.Language(), folders: map[string]check.Folder{}, stop: map[string]bool{}}
	add := func(tag string) {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if _, known := stopWords[base]; !known || slices.Contains(l.langs, base) {
			return
		}
		l.langs = append(l.langs, base)
		l.folders[base] = check.NewFolder(base)
		l.german = l.german || base == "de"
		for _, w := range strings.Fields(stopWords[base]) {
			l.stop[w] = true
		}
	}
	add(l.main)
	for _, tag := range c.Config.Languages {
		add(tag.S)
	}
	for _, e := range c.Entries {
		for _, t := range e.Translations {
			add(t.Lang)
		}
	}
	return l
}

// split makes folded words of a text: lower case, without accents, ß as ss, and
// where German is spoken ae, oe and ue as a, o and u.
func (l *lexicon) split(text string) []string {
	words := l.plain.Plain(text)
	if l.german {
		for i, w := range words {
			words[i] = withoutUmlauts(w)
		}
	}
	return words
}

// withoutUmlauts makes one spelling of Häuser, which is folded to hauser, and
// Haeuser. The e of neue, Bauer and quer is no sign of an umlaut.
func withoutUmlauts(w string) string {
	if !strings.Contains(w, "ae") && !strings.Contains(w, "oe") && !strings.Contains(w, "ue") {
		return w
	}
	var b strings.Builder
	for i := 0; i < len(w); i++ {
		c := w[i]
		b.WriteByte(c)
		if i+1 < len(w) && w[i+1] == 'e' && (c == 'a' || c == 'o' || c == 'u' && (i == 0 || !strings.ContainsRune("aeq", rune(w[i-1])))) {
			i++
		}
	}
	return b.String()
}

// stem is the stem of a folded word of a language.
func (l *lexicon) stem(word, lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	f, ok := l.folders[base]
	if !ok {
		return word
	}
	return f.Stem(word)
}

// stems are the keys under which a word of a query may stand: its stem in each
// language of the catalog, and the word itself.
func (l *lexicon) stems(word string) []string {
	var list []string
	for _, lang := range l.langs {
		if s := l.stem(word, lang); !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	if !slices.Contains(list, word) {
		list = append(list, word)
	}
	return list
}

// stemKey is a whole label in the stems of its words.
func (l *lexicon) stemKey(words []string, lang string) string {
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = l.stem(w, lang)
	}
	return strings.Join(stems, " ")
}
