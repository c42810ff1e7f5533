package search

import (
	"cmp"
	"slices"
	"strings"
)

// Query is what a reader asks.
type Query struct {
	Text    string
	Own     string   // ID of the reader's own domain, or ""
	Filters []string // facets that results must have, as in "kind:term", "domain:finance", "conflict:open"
}

// Hit is one result.
type Hit struct {
	Number int // of the entry in the index
	Score  int
}

// Result is the answer to a query, best first.
type Result struct {
	Hits  []Hit
	Spelt []string // what misspelt words were taken for
}

// Find answers a query. The script search.js does the same, step by step.
func (x *Index) Find(q Query) Result {
	words := x.lexicon.split(q.Text)
	if len(words) == 0 {
		return Result{}
	}
	f := &finding{x: x, scores: map[int]int{}}
	f.wholeLabels(words)
	f.singleWords(words)
	f.own(q.Own)
	return Result{f.hits(q.Filters), f.spelt}
}

// finding is the work on one query.
type finding struct {
	x      *Index
	scores map[int]int // by entry
	spelt  []string
}

func (f *finding) give(i, score int) { f.scores[i] = max(f.scores[i], score) }

// wholeLabels scores entries by labels that the query is, or begins.
func (f *finding) wholeLabels(words []string) {
	lex, labels := &f.x.lexicon, &f.x.labels
	query := strings.Join(words, " ")
	f.label(query, rank.Exact)
	for _, lang := range lex.langs {
		if key := lex.stemKey(words, lang); key != query {
			f.label(key, rank.Form)
		}
	}
	if labels.span(query, query+last) > mostShards {
		record, _ := f.x.prefixes.get(query)
		first, _, _ := strings.Cut(record, "\t")
		eachNumber(first, func(i int) { f.give(i, rank.Common) })
		return
	}
	labels.between(query, query+last, func(key, value string) {
		rest := key[len(query):]
		if rest == "" {
			return
		}
		off := rank.More * min(strings.Count(rest, " "), 5)
		if rest[0] != ' ' {
			off += rank.Inside
		}
		eachList(value, func(use int, numbers string) {
			if use < 4 {
				eachNumber(numbers, func(i int) { f.give(i, rank.Prefix-off-rank.Use[use]) })
			}
		})
	})
}

// label scores the entries that have a label. Where the record is of a label
// that is the same but for the forms of its words, that counts as such.
func (f *finding) label(key string, score int) {
	record, _ := f.x.labels.get(key)
	eachList(record, func(use int, numbers string) {
		s := score
		if use >= 4 {
			s, use = rank.Form, use-4
		}
		eachNumber(numbers, func(i int) { f.give(i, s-rank.Use[use]) })
	})
}

// match is what one word of a query finds.
type match struct {
	values  map[int]int // by entry
	assumed bool        // entries are left out, since there are so many
}

func (m *match) give(i, value int) { m.values[i] = max(m.values[i], value) }

// singleWords scores entries by the words of the query one by one: all of them
// must match, or for want of that as many as can be.
func (f *finding) singleWords(words []string) {
	final := words[len(words)-1]
	telling := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return f.x.lexicon.stop[w] })
	if len(telling) == 0 {
		telling = words
	}
	slices.Sort(telling)
	telling = slices.Compact(telling)
	var matches []match
	meant, errors := map[string]string{}, 0
	for _, w := range telling {
		m := f.word(w, w == final)
		if len(m.values) == 0 {
			var first candidate
			if m, first = f.misspelt(w, w == final); first.word != "" {
				meant[w], errors = first.word, errors+first.errors
			}
		}
		matches = append(matches, m)
	}
	f.combine(matches)
	if len(meant) > 0 {
		f.meantLabel(words, meant, errors)
	}
}

// meantLabel scores the entries that have a label which is the query but for
// typing errors.
func (f *finding) meantLabel(words []string, meant map[string]string, errors int) {
	right := slices.Clone(words)
	for i, w := range words {
		if m, ok := meant[w]; ok {
			right[i] = m
		}
	}
	keys := []string{strings.Join(right, " ")}
	for _, lang := range f.x.lexicon.langs {
		keys = append(keys, f.x.lexicon.stemKey(right, lang))
	}
	for _, key := range keys {
		record, _ := f.x.labels.get(key)
		eachList(record, func(use int, numbers string) {
			eachNumber(numbers, func(i int) { f.give(i, max(1, rank.Form-errors*rank.Typo-rank.Use[use%4])) })
		})
	}
}

func (f *finding) combine(matches []match) {
	type tally struct{ sum, matched int }
	all := map[int]tally{}
	for _, m := range matches {
		for i := range m.values {
			all[i] = tally{}
		}
	}
	most := 0
	for i := range all {
		t := tally{}
		for _, m := range matches {
			v, ok := m.values[i]
			if !ok && m.assumed {
				v = rank.Assumed
			}
			if v > 0 {
				t.sum, t.matched = t.sum+v, t.matched+1
			}
		}
		all[i] = t
		most = max(most, t.matched)
	}
	if 2*most < len(matches) || most < len(matches) && len(f.scores) > 0 {
		return
	}
	for i, t := range all {
		if t.matched == most {
			f.give(i, t.sum/len(matches))
		}
	}
}

// word finds the entries with a word, in any of its forms, or with words that
// begin with it.
func (f *finding) word(w string, final bool) match {
	m := match{values: map[int]int{}}
	stems := f.x.lexicon.stems(w)
	for _, stem := range stems {
		f.stem(&m, stem, 0)
	}
	if length := len([]rune(w)); !final && length < 3 {
		return m
	}
	if f.x.words.span(w, w+last) > mostShards {
		m.assumed = true
		record, _ := f.x.prefixes.get(w)
		_, first, _ := strings.Cut(record, "\t")
		eachNumber(first, func(i int) { m.give(i, rank.BegunMost) })
		return m
	}
	f.x.words.between(f.from(w), w+last, func(stem, value string) {
		head, lists, _ := strings.Cut(value, "\t")
		if slices.Contains(stems, stem) || !strings.HasPrefix(stem, w) && !begins(head, w) {
			return
		}
		m.assumed = m.assumed || strings.HasPrefix(head, "~")
		eachList(lists, func(where int, numbers string) {
			eachNumber(numbers, func(i int) { m.give(i, rank.Where[where]-rank.Begun) })
		})
	})
	return m
}

// from is where the stems of words that begin with w start: a stem may be
// shorter than what has been typed of its word.
func (f *finding) from(w string) string {
	runes := []rune(w)
	if len(runes) < 6 {
		return w
	}
	if short := string(runes[:len(runes)-3]); f.x.words.span(short, w+last) <= mostShards {
		return short
	}
	return w
}

// begins reports whether one of the words of a record begins with w.
func begins(head, w string) bool {
	for form := range strings.SplitSeq(strings.TrimPrefix(head, "~"), " ") {
		if strings.HasPrefix(form, w) {
			return true
		}
	}
	return false
}

// stem adds the entries of one stem, at a distance of so many typing errors.
func (f *finding) stem(m *match, stem string, errors int) {
	value, ok := f.x.words.get(stem)
	if !ok {
		return
	}
	head, lists, _ := strings.Cut(value, "\t")
	m.assumed = m.assumed || strings.HasPrefix(head, "~")
	eachList(lists, func(where int, numbers string) {
		eachNumber(numbers, func(i int) { m.give(i, max(1, rank.Where[where]-errors*rank.Typo)) })
	})
}

// candidate is a word that a misspelt one may stand for.
type candidate struct {
	word   string
	errors int
	part   bool // the misspelt word is only its beginning
	common string
}

// most words that a misspelt one is taken for.
const mostCandidates = 4

// misspelt finds the entries of the words that are nearest to one that nothing
// matches, and the first of these words.
func (f *finding) misspelt(w string, final bool) (match, candidate) {
	m := match{values: map[int]int{}}
	near := f.near([]rune(w), final)
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.errors, b.errors), compareBool(a.part, b.part), cmp.Compare(b.common, a.common), compareKeys(a.word, b.word))
	})
	for n, c := range near {
		if n == mostCandidates || c.errors > near[0].errors || c.part != near[0].part {
			break
		}
		f.spelt = append(f.spelt, c.word)
		for _, stem := range f.x.lexicon.stems(c.word) {
			f.stem(&m, stem, c.errors)
		}
	}
	if len(near) == 0 {
		return m, candidate{}
	}
	return m, near[0]
}

// near lists the words of labels that differ from w by few typing errors. Their
// first letter is that of w, or its second, where the two were swapped or the
// first is one too many.
func (f *finding) near(w []rune, final bool) []candidate {
	most := errorsAllowed(len(w))
	if most == 0 {
		return nil
	}
	var list []candidate
	further := most
	if final {
		further = most + 5
	}
	for n, first := range []rune{w[0], w[1]} {
		if n == 1 && w[1] == w[0] {
			break
		}
		from, to := spellingKey(string(first), len(w)-most), spellingKey(string(first), len(w)+further)+last
		if f.x.spelling.span(from, to) > mostSpelling {
			to = spellingKey(string(first), len(w)+most) + last
		}
		f.x.spelling.between(from, to, func(key, common string) {
			known := []rune(key)[2:]
			if d := distance(w, known, most); d <= most {
				list = append(list, candidate{string(known), d, false, common})
			} else if final && len(known) > len(w) {
				if d := min(distance(w, known[:len(w)], most), distance(w, known[:len(w)+1], most)); d <= most {
					list = append(list, candidate{string(known), d, true, common})
				}
			}
		})
	}
	return list
}

// own lifts the entries of the reader's own domain.
func (f *finding) own(domain string) {
	if domain == "" {
		return
	}
	record, _ := f.x.facets.get("domain:" + domain)
	eachNumber(record, func(i int) {
		if f.scores[i] > 0 {
			f.scores[i] += rank.Own
		}
	})
}

// hits are the entries that pass the filters, best first.
func (f *finding) hits(filters []string) []Hit {
	passes := make([]map[int]bool, len(filters))
	for n, key := range filters {
		passes[n] = map[int]bool{}
		record, _ := f.x.facets.get(key)
		eachNumber(record, func(i int) { passes[n][i] = true })
	}
	var hits []Hit
	for i, score := range f.scores {
		if !slices.ContainsFunc(passes, func(p map[int]bool) bool { return !p[i] }) {
			hits = append(hits, Hit{i, score})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Number, b.Number)) })
	return hits
}
