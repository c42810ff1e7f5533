package rule

import (
	"slices"
	"strings"
	"unicode"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
)

// saying is a definition prepared for comparison with others: what it says, less
// its own label in front and the citation behind.
type saying struct {
	words   []word
	content []word  // the words that carry meaning, in order
	bag     []int32 // the stems of the content, sorted
}

// sayingOf prepares a text. The labels are the entry's own: "A hub is a
// warehouse" says what "warehouse" says.
func (r *reader) sayingOf(text string, labels ...string) saying {
	text = uncited(text)
	words := slices.DeleteFunc(r.words(text), func(w word) bool { return isFootnote(text, w) })
	words = words[r.repeatedLabel(words, labels):]
	s := saying{words: words}
	for _, w := range words {
		if !functionWord(w.folded) {
			s.content = append(s.content, w)
			s.bag = append(s.bag, w.id)
		}
	}
	slices.Sort(s.bag)
	return s
}

// said is what the definition of an entry says.
func (r *reader) said(e *model.Entry) saying { return r.sayingOf(e.Meaning().S, e.Title()) }

// uncited cuts a citation or cross-reference from the end of a text. It begins
// a sentence of its own: "… Source: ISO 1087", "… See also order line".
func uncited(text string) string {
	for _, mark := range []string{"Source", "See ", "See also", "Quelle", "Siehe ", "Vgl."} {
		for i := strings.LastIndex(text, mark); i > 0; i = strings.LastIndex(text[:i], mark) {
			before := strings.TrimRight(text[:i], " \n\t([*_")
			if before != "" && strings.ContainsAny(before[len(before)-1:], ".;:!?)") || strings.HasSuffix(before, "\n") {
				text = before
				break
			}
		}
	}
	return text
}

// isFootnote reports a number in square brackets, as in "[12]".
func isFootnote(text string, w word) bool {
	return w.from > 0 && text[w.from-1] == '[' && w.to < len(text) && text[w.to] == ']' &&
		strings.Trim(text[w.from:w.to], "0123456789") == ""
}

// repeatedLabel is how many words at the start only repeat one of the labels
// and say "is": 0 when the text goes straight to the point.
func (r *reader) repeatedLabel(words []word, labels []string) int {
	start := 0
	for start < len(words) && isArticle(words[start].folded) {
		start++
	}
	for _, label := range labels {
		own := r.words(label)
		n := start + len(own)
		if len(own) == 0 || n >= len(words) || !sameRun(words[start:n], own) || !isCopula(words[n].folded) {
			continue
		}
		n++
		if n < len(words) && (words[n].folded == "to" || words[n].folded == "as") { // refers to, is defined as
			n++
		}
		return n
	}
	return 0
}

func sameRun(a, b []word) bool {
	for i := range b {
		if a[i].singular != b[i].singular {
			return false
		}
	}
	return true
}

func isArticle(folded string) bool {
	return slices.Contains([]string{"a", "an", "the", "ein", "eine", "einen", "eines", "der", "die", "das"}, folded)
}

func isCopula(folded string) bool {
	return slices.Contains([]string{"is", "are", "means", "mean", "refers", "denotes", "describes", "represents", "stands", "ist", "sind",
		"bedeutet", "bezeichnet", "beschreibt", "heisst", "meint"}, folded)
}

// overlap is the share of the longer text's content that the two texts have in
// common, counted in words.
func overlap(a, b saying) float64 {
	longer := max(len(a.bag), len(b.bag))
	if longer == 0 {
		return 0
	}
	shared, i, j := 0, 0, 0
	for i < len(a.bag) && j < len(b.bag) {
		switch x, y := a.bag[i], b.bag[j]; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			shared++
			i++
			j++
		}
	}
	return float64(shared) / float64(longer)
}

// The measure below was set on pairs of definitions that were labelled by hand,
// from published glossaries and metric catalogs and from testdata, and tried on
// others. likeness_test.go says how well it does: what it finds is right, and of
// free paraphrases it finds half.
const (
	leastContent  = 4    // content words below which only equal texts say the same
	mostLeftOver  = 0.16 // share of words that one text may say beyond the other
	versionsShare = 0.5  // overlap from which two texts are versions of one meaning
)

// sayTheSame reports whether two definitions are one definition in two wordings.
// They are when nothing is left once the words that both say, in the same
// order, are taken away, but for words that carry no meaning, words that were
// only moved or replaced by their equals, and a word or two that one of them
// adds. A number, a negation or a word that restricts is never a small
// difference: "orders paid in 6 months" and "orders paid in 12 months" are two
// things.
func sayTheSame(labels *check.Labels, a, b saying) bool {
	left, right := leftOver(a.words, b.words)
	left, right = meaningful(left), meaningful(right)
	left, right = cancel(labels, left, right, moves(a.words))
	if len(left) == 0 && len(right) == 0 || len(left) != len(right) && joined(left) == joined(right) { // "key pairs", "keypairs"
		return len(a.content) > 1
	}
	shorter, longer := min(len(a.content), len(b.content)), max(len(a.content), len(b.content))
	if len(left) > 0 && len(right) > 0 || shorter < leastContent {
		return false
	}
	added := append(left, right...)
	return !slices.ContainsFunc(added, weighty) && float64(len(added)) <= mostLeftOver*float64(longer)
}

// mostPairs bounds how many pairs of words are held against each other. What
// lies between the common beginning and the common end of longer texts counts
// as left over as it is.
const mostPairs = 400 * 400

// leftOver takes away from two texts the longest sequence of words that both
// have in the same order.
func leftOver(a, b []word) (left, right []word) {
	x, y := singularForms(a), singularForms(b)
	from := 0
	for from < min(len(x), len(y)) && x[from] == y[from] {
		from++
	}
	m, n := len(x), len(y)
	for m > from && n > from && x[m-1] == y[n-1] {
		m--
		n--
	}
	a, b, x, y = a[from:m], b[from:n], x[from:m], y[from:n]
	if len(x)*len(y) > mostPairs {
		return a, b
	}
	length := commonLengths(x, y)
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			i++
			j++
		case length[i+1][j] >= length[i][j+1]:
			left = append(left, a[i])
			i++
		default:
			right = append(right, b[j])
			j++
		}
	}
	return append(left, a[i:]...), append(right, b[j:]...)
}

func singularForms(words []word) []string {
	forms := make([]string, len(words))
	for i, w := range words {
		forms[i] = w.singular
	}
	return forms
}

// commonLengths holds the length of the longest common subsequence of x[i:] and
// y[j:] at [i][j].
func commonLengths(x, y []string) [][]int {
	table := make([][]int, len(x)+1)
	for i := range table {
		table[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}

func joined(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.folded)
	}
	return b.String()
}

func meaningful(words []word) []word {
	return slices.DeleteFunc(words, func(w word) bool { return functionWord(w.folded) })
}

// moves reports whether words may change places in a text without changing what
// it says. Where it names a direction or a difference they may not: from order
// to delivery is not from delivery to order.
func moves(words []word) bool {
	from, to := false, false
	for _, w := range words {
		if ordering[w.folded] {
			return false
		}
		from = from || w.folded == "from" || w.folded == "von" || w.folded == "vom"
		to = to || w.folded == "to" || w.folded == "bis" || w.folded == "zu" || w.folded == "zum" || w.folded == "zur"
	}
	return !from || !to
}

// cancel takes away pairs of words that say the same.
func cancel(labels *check.Labels, left, right []word, moved bool) ([]word, []word) {
	if len(left)*len(right) > mostPairs {
		return left, right
	}
	taken := make([]bool, len(right))
	kept := left[:0:0]
	for _, w := range left {
		i := -1
		for j, v := range right {
			if !taken[j] && (onlyMoved(w, v) && moved || otherForm(w, v) || equals(labels, w, v)) {
				i = j
				break
			}
		}
		if i < 0 {
			kept = append(kept, w)
		} else {
			taken[i] = true
		}
	}
	rest := right[:0:0]
	for j, v := range right {
		if !taken[j] {
			rest = append(rest, v)
		}
	}
	return kept, rest
}

// onlyMoved reports whether a word stands elsewhere in the other text. Numbers
// and negations belong to what they stand beside.
func onlyMoved(a, b word) bool {
	return a.singular == b.singular && !negating[a.folded] && !strings.ContainsFunc(a.folded, unicode.IsDigit)
}

// otherForm reports whether two words are forms of one, such as deliver and
// delivery. Forms that restrict are not: a promised date is not a promise.
func otherForm(a, b word) bool {
	return a.folded != b.folded && a.stem == b.stem && !weighty(a) && !weighty(b)
}

// equals reports whether two words are used for one another in business prose.
// Where the catalog gives each of them an entry of its own they are not.
func equals(labels *check.Labels, a, b word) bool {
	x, y := equalGroup(a), equalGroup(b)
	if x == 0 || x != y {
		return false
	}
	return labels == nil || len(labels.Find(a.folded)) == 0 || len(labels.Find(b.folded)) == 0
}

func equalGroup(w word) int { return max(equalWords[w.folded], equalWords[w.singular]) }

// weighty reports whether a word alone changes what a definition says.
func weighty(w word) bool {
	return restricting[w.folded] || restricting[w.stem] || strings.ContainsFunc(w.folded, unicode.IsDigit)
}
