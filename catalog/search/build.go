package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/model"
)

// builder collects what the records are made of.
type builder struct {
	x      *Index
	labels map[string]*[8][]int // by whole label: entries by use; from 4 on by the stems of their labels
	stems  map[string]*posting
	met    map[metWord]*posting // by every word that has come up, of which a catalog has few
	known  map[string]int       // how many labels a folded word stands in, for spelling
	long   map[string]tail
	best   map[*posting]int // of the entry at hand: where each stem stands best
}

// metWord is a folded word of a text in some language.
type metWord struct{ lang, word string }

// posting is one stem: the words that have it, and the entries it stands in.
type posting struct {
	forms []string
	docs  [inText + 1][]int
}

// tail is a German word that may be a compound, and where it stands.
type tail struct{ docs [inText + 1][]int }

func newBuilder(x *Index) *builder {
	return &builder{x: x, labels: map[string]*[8][]int{}, stems: map[string]*posting{},
		met: map[metWord]*posting{}, best: map[*posting]int{}, known: map[string]int{}, long: map[string]tail{}}
}

// add takes an entry in.
func (b *builder) add(i int) {
	d, e := &b.x.docs[i], b.x.docs[i].entry
	clear(b.best)
	for n, l := range d.labels {
		b.label(i, n, l)
	}
	b.number(i, model.LastPart(e.ID))
	for _, part := range parts(e) {
		b.text(part, b.x.lexicon.main, inParts)
		b.text(camelCase(part), b.x.lexicon.main, inParts)
	}
	b.text(e.ID, b.x.lexicon.main, inParts)
	for _, c := range b.context(e) {
		b.text(c, b.x.lexicon.main, inContext)
	}
	for _, t := range texts(e) {
		b.text(t, b.x.lexicon.main, inText)
	}
	for _, t := range e.Translations {
		b.text(t.Definition.S, t.Lang, inText)
		b.text(t.Note.S, t.Lang, inText)
	}
	for p, where := range b.best {
		p.docs[where] = append(p.docs[where], i)
	}
}

// label indexes one designation: as a whole, and each of its words.
func (b *builder) label(i, n int, l label) {
	words := b.x.lexicon.split(l.text)
	if len(words) == 0 {
		return
	}
	key := strings.Join(words, " ")
	b.carries(key, l.use, i)
	if stems := b.x.lexicon.stemKey(words, l.lang); stems != key {
		b.carries(stems, 4+l.use, i)
	}
	where := inOther
	switch {
	case l.use == int(model.DeprecatedLabel):
		where = inDeprecated
	case n == 0 && len(words) <= 2:
		where = inShortLabel
	case n == 0:
		where = inLongLabel
	}
	for _, w := range words {
		b.word(w, l.lang, where)
		b.known[w]++
		if strings.HasPrefix(l.lang, "de") && len(w) > 7 {
			t := b.long[w]
			t.docs[where] = append(t.docs[where], i)
			b.long[w] = t
		}
	}
	for _, short := range b.initials(words) {
		b.word(short, l.lang, max(where, inOther))
	}
	for _, part := range strings.Fields(l.text) {
		if joined := b.x.lexicon.split(part); len(joined) == 2 && strings.Contains(part, "-") {
			b.word(joined[0]+joined[1], l.lang, where) // onhand for on-hand
		}
	}
}

// number indexes the end of an ID as a whole, where people know an entry by it:
// 3-4-2 for an indicator of that number.
func (b *builder) number(i int, id string) {
	if !strings.ContainsAny(id, "0123456789") {
		return
	}
	if key := strings.Join(b.x.lexicon.split(id), " "); b.labels[key] == nil || !slices.Contains(b.labels[key][model.Preferred], i) {
		b.carries(key, int(model.Admitted), i)
	}
}

// initials are what people say for a label of several words: DSO for Days sales
// outstanding, with and without the small words.
func (b *builder) initials(words []string) []string {
	var all, telling strings.Builder
	for _, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		if isNumber(w[:size]) {
			return nil
		}
		all.WriteRune(first)
		if !b.x.lexicon.stop[w] {
			telling.WriteRune(first)
		}
	}
	list := []string{all.String()}
	if t := telling.String(); t != list[0] {
		list = append(list, t)
	}
	return slices.DeleteFunc(list, func(s string) bool { return utf8.RuneCountInString(s) < 3 })
}

// carries notes that an entry carries a label.
func (b *builder) carries(key string, use, i int) {
	lists := b.labels[key]
	if lists == nil {
		lists = &[8][]int{}
		b.labels[key] = lists
	}
	if n := len(lists[use]); n == 0 || lists[use][n-1] != i {
		lists[use] = append(lists[use], i)
	}
}

// most words of one text that are indexed: what an entry is about is said by
// then.
const mostWords = 400

func (b *builder) text(s, lang string, where int) {
	if s == "" {
		return
	}
	for n, w := range b.x.lexicon.split(s) {
		if n == mostWords {
			break
		}
		if where == inText && (b.x.lexicon.stop[w] || isNumber(w)) {
			continue
		}
		b.word(w, lang, where)
		if where == inParts && !isNumber(w) {
			b.known[w]++
		}
	}
}

func (b *builder) word(w, lang string, where int) {
	if utf8.RuneCountInString(w) > 40 {
		return // no word that anybody types
	}
	p := b.posting(w, lang)
	if before, ok := b.best[p]; !ok || where < before {
		b.best[p] = where
	}
}

// posting is that of a word's stem.
func (b *builder) posting(w, lang string) *posting {
	if p := b.met[metWord{lang, w}]; p != nil {
		return p
	}
	w = strings.Clone(w) // not the whole text
	stem := b.x.lexicon.stem(w, lang)
	p := b.stems[stem]
	if p == nil {
		p = &posting{}
		b.stems[stem] = p
	}
	if w != stem && !slices.Contains(p.forms, w) {
		p.forms = append(p.forms, w)
	}
	b.met[metWord{lang, w}] = p
	return p
}

func isNumber(w string) bool {
	return strings.IndexFunc(w, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// camelCase puts spaces where a name goes on with a capital: orderDate. It is ""
// for other names.
func camelCase(name string) string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		before = r
	}
	if b.Len() == len(name) {
		return ""
	}
	return b.String()
}

// parts are the names and codes of which an entry consists.
func parts(e *model.Entry) []string {
	var list []string
	for _, t := range e.Tags {
		list = append(list, t.S)
	}
	codes := func(values []model.Code) {
		for _, c := range values {
			list = append(list, c.Code, c.Name.S)
		}
	}
	switch v := e.Self.(type) {
	case *model.Term:
		codes(v.Values)
	case *model.Object:
		for i := range v.Fields {
			list = append(list, v.Fields[i].Name.S)
			codes(v.Fields[i].Values)
		}
	case *model.Owner:
		list = append(list, v.Handle.S, v.Email.S)
	}
	return list
}

// context are the words that an entry shares with its surroundings.
func (b *builder) context(e *model.Entry) []string {
	list := []string{b.x.text("kind." + e.Kind.String())}
	if e.InDomain != nil && e.Kind != model.DomainKind {
		list = append(list, e.InDomain.Title())
	}
	if e.Accountable != nil && e.Kind != model.OwnerKind {
		list = append(list, e.Accountable.Title())
	}
	return list
}

// texts are what an entry says.
func texts(e *model.Entry) []string {
	list := []string{e.Definition.S, e.Description.S, e.Note.S}
	switch v := e.Self.(type) {
	case *model.Term:
		for _, t := range v.Examples {
			list = append(list, t.S)
		}
	case *model.Object:
		for i := range v.Fields {
			list = append(list, v.Fields[i].Description.S)
		}
	case *model.Decision:
		list = append(list, v.Question.S)
	case *model.Scenario:
		list = append(list, v.Question.S)
	case *model.Resolution:
		list = append(list, v.Reason.S)
	}
	return list
}

// compounds lets the last word of a German compound be found: Lagerbestand by
// Bestand. A word is taken apart where one of its halves is a word of the
// catalog.
func (b *builder) compounds() {
	lex := &b.x.lexicon
	isWord := func(s string) bool { return b.stems[lex.stem(s, "de")] != nil }
	ends := map[string][]tail{}
	for _, w := range slices.Sorted(maps.Keys(b.long)) {
		for cut := 4; cut+4 < len(w); cut++ {
			head, end := w[:cut], w[cut:]
			if utf8.RuneStart(w[cut]) && (isWord(end) || isWord(head) || isWord(strings.TrimSuffix(head, "s"))) {
				ends[end] = append(ends[end], b.long[w])
			}
		}
	}
	longer := map[*posting]bool{}
	for _, end := range slices.Sorted(maps.Keys(ends)) {
		p := b.posting(end, "de")
		longer[p] = true
		for _, t := range ends[end] {
			for where, docs := range t.docs {
				where = max(where, inOther)
				p.docs[where] = append(p.docs[where], docs...)
			}
		}
	}
	for p := range longer {
		seen := map[int]bool{}
		for where := range p.docs {
			p.docs[where] = slices.DeleteFunc(p.docs[where], func(i int) bool { again := seen[i]; seen[i] = true; return again })
			slices.Sort(p.docs[where])
		}
	}
}

func (b *builder) labelDict() dict {
	records := make(map[string]string, len(b.labels))
	for key, lists := range b.labels {
		records[key] = packLists(lists[:])
	}
	return newDict("l", records)
}

// packLists writes lists of entries, each behind the number that says what they
// are.
func packLists(lists [][]int) string {
	var out []string
	for i, list := range lists {
		if len(list) > 0 {
			out = append(out, fmt.Sprint(i)+packNumbers(list))
		}
	}
	return strings.Join(out, " ")
}

// eachList visits the lists of a record.
func eachList(packed string, visit func(what int, numbers string)) {
	for list := range strings.SplitSeq(packed, " ") {
		if list != "" {
			visit(int(list[0]-'0'), list[1:])
		}
	}
}

// wordDict writes the stems. A word that stands in the texts of very many
// entries says little about any: its record says with a tilde that these are
// left out.
func (b *builder) wordDict() dict {
	most := max(1000, len(b.x.docs)/25)
	records := make(map[string]string, len(b.stems))
	for stem, p := range b.stems {
		mark := ""
		if len(p.docs[inText]) > most {
			p.docs[inText], mark = nil, "~"
		}
		slices.Sort(p.forms)
		records[stem] = mark + strings.Join(p.forms, " ") + "\t" + packLists(p.docs[:])
	}
	return newDict("w", records)
}

// spellingDict lists the words of labels by first letter, length and spelling,
// each with how common it is.
func (b *builder) spellingDict() dict {
	records := map[string]string{}
	for w, n := range b.known {
		length := utf8.RuneCountInString(w)
		if length < 4 || length > 30 || strings.ContainsFunc(w, unicode.IsDigit) {
			continue
		}
		common := 0
		for ; n > 1; n >>= 1 {
			common++
		}
		first, _ := utf8.DecodeRuneInString(w)
		records[spellingKey(string(first), length)+w] = fmt.Sprint(min(common, 9))
	}
	return newDict("s", records)
}

func spellingKey(first string, length int) string {
	return first + string(digits[min(max(length, 1), 31)])
}

// facetDict lists the entries of each kind, domain, owner and status, and those
// with open conflicts.
func (x *Index) facetDict() dict {
	lists := map[string][]int{}
	put := func(i int, key string) { lists[key] = append(lists[key], i) }
	for i := range x.docs {
		e := x.docs[i].entry
		put(i, "kind:"+e.Kind.String())
		put(i, "status:"+e.Status.String())
		if e.InDomain != nil {
			put(i, "domain:"+e.InDomain.ID)
		}
		if e.Accountable != nil {
			put(i, "owner:"+e.Accountable.ID)
		}
		if x.docs[i].conflicts > 0 {
			put(i, "conflict:open")
		}
	}
	records := make(map[string]string, len(lists))
	for key, list := range lists {
		records[key] = packNumbers(list)
	}
	return newDict("f", records)
}
