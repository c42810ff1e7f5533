package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/model"
)

// WordView is one word with every meaning that it has, in columns.
type WordView struct {
	Word  string
	Total int
	Sides []OtherUse
}

// most columns of a word's page.
const mostMeanings = 24

// wordPages gives each word that several entries use the address of its page.
func wordPages(w wordIndex) map[string]string {
	urls, taken := map[string]string{}, map[string]bool{}
	last := map[string]int{} // the number given last, by the first URL of its kind
	for _, key := range slices.Sorted(maps.Keys(w.byLabel)) {
		if len(w.byLabel[key]) < 2 {
			continue
		}
		first := "words/" + plainSlug(key) + ".html"
		url := first
		for taken[url] {
			last[first] = max(last[first], 1) + 1
			url = numbered(first, last[first])
		}
		taken[url] = true
		urls[key] = url
	}
	return urls
}

// plainSlug is a slug of ASCII letters and digits alone.
func plainSlug(text string) string {
	var b strings.Builder
	for _, r := range slug(text) {
		if b.Len() >= longestSlug {
			break
		}
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "u%x", r)
		}
	}
	if b.Len() == 0 {
		return "other"
	}
	return b.String()
}

// wordPage is the page of the word that an entry is called by, or "".
func (p *planner) wordPage(e *model.Entry) string {
	for _, l := range e.Labels() {
		if url := p.wordURLs[strings.ToLower(l.S)]; url != "" && l.Use != model.DeprecatedLabel {
			return url
		}
	}
	return ""
}

// sideBySide plans the pages of the words that several entries use.
func (p *planner) sideBySide() []Page {
	var pages []Page
	for _, key := range slices.Sorted(maps.Keys(p.wordURLs)) {
		b := &pageBuilder{planner: p, url: p.wordURLs[key]}
		entries := slices.Clone(p.wordsIn.byLabel[key])
		slices.SortStableFunc(entries, func(x, y *model.Entry) int {
			return compareText(p.collator.key(p.info(x).domain), p.collator.key(p.info(y).domain))
		})
		v := &WordView{Word: p.spelling(key, entries[0]), Total: len(entries)}
		v.Sides = b.meanings(entries[:min(len(entries), mostMeanings)])
		frame := p.frame(b.url, "az", p.words.F("word.title", "name", v.Word), p.words.N("word.lead", v.Total), Link{Href: rel(b.url, azURL), Label: p.t("nav.az")})
		pages = append(pages, Page{URL: b.url, Template: "word", View: v, Frame: frame})
		p.gather(b)
	}
	return pages
}

// spelling is a word as an entry spells it.
func (p *planner) spelling(key string, e *model.Entry) string {
	for _, l := range e.Labels() {
		if strings.ToLower(l.S) == key {
			return l.S
		}
	}
	return key
}

// meanings puts entries into columns, with what not all of them say marked.
func (b *pageBuilder) meanings(entries []*model.Entry) []OtherUse {
	sides := make([]OtherUse, len(entries))
	definitions, formulas := make([]string, len(entries)), make([]string, len(entries))
	for i, e := range entries {
		sides[i] = b.otherUse(e)
		if e.Accountable != nil {
			sides[i].Owner = []Link{b.link(b.url, &e.Accountable.Entry)}
		}
		definitions[i], formulas[i] = b.says(e).S, e.Measured().Formula.S
	}
	for i, marked := range markApart(definitions) {
		sides[i].Definition = marked
	}
	for i, marked := range markApart(formulas) {
		sides[i].Formula = marked
	}
	said := map[[2]string]int{}
	for _, s := range sides {
		for _, f := range s.Facts {
			said[[2]string{f.Label, f.Text}]++
		}
	}
	for i := range sides {
		for j, f := range sides[i].Facts {
			sides[i].Facts[j].Differs = said[[2]string{f.Label, f.Text}] < len(sides)
		}
	}
	return sides
}

// markApart marks in each text the words that not every one of them has. Two
// texts are compared in the order of their words.
func markApart(texts []string) [][]Piece {
	if len(texts) == 2 {
		a, b := wordDiff(texts[0], texts[1])
		return [][]Piece{a, b}
	}
	count := map[string]int{}
	for _, text := range texts {
		for w := range bareWords(text) {
			count[w]++
		}
	}
	marked := make([][]Piece, len(texts))
	for i, text := range texts {
		words := strings.Fields(text)
		same, common := make([]bool, len(words)), 0
		for j, w := range words {
			if same[j] = count[bareWord(w)] == len(texts); same[j] {
				common++
			}
		}
		if 6*common < len(words) { // hardly anything is said by all: marks would be noise
			marked[i] = whole(text)
			continue
		}
		marked[i] = pieces(words, same)
	}
	return marked
}

func bareWords(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[bareWord(w)] = true
	}
	return set
}

// bareWord is a word without case and surrounding punctuation.
func bareWord(w string) string { return strings.ToLower(strings.Trim(w, ".,;:!?()[]\"'“”‘’")) }
