// Package editdist finds the names that someone most likely meant by a word
// that names nothing.
//
// Words are compared without regard to case, hyphens, underscores and spaces,
// by the number of letters to add, drop, change or swap with their neighbour
// (the restricted Damerau-Levenshtein distance). The answers depend on the
// names alone, not on the order in which they are given.
package editdist

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Closest returns the one name in among that word most likely stands for, and
// false when none is near enough to be worth suggesting.
func Closest(word string, among []string) (string, bool) {
	if best := Rank(word, among, 1); len(best) > 0 {
		return best[0], true
	}
	return "", false
}

// Rank returns the at most n names in among that are near enough to word to be
// worth suggesting, the likeliest first and each once. The word itself counts
// as a name like any other.
func Rank(word string, among []string, n int) []string {
	w := fold(word)
	if len(w) == 0 || n <= 0 {
		return nil
	}
	var near []candidate
	for _, name := range among {
		if c, ok := compare(w, name); ok {
			near = append(near, c)
		}
	}
	slices.SortFunc(near, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(a.distance, b.distance),
			cmp.Compare(b.shared, a.shared),
			cmp.Compare(a.length, b.length),
			cmp.Compare(a.name, b.name),
		)
	})
	near = slices.CompactFunc(near, func(a, b candidate) bool { return a.name == b.name })
	names := make([]string, 0, min(n, len(near)))
	for _, c := range near[:min(n, len(near))] {
		names = append(names, c.name)
	}
	return names
}

// Sure returns the name that word certainly stands for: one that differs by a
// single slip, or only in case, hyphens and spaces, while every other name
// differs by three slips or more.
func Sure(word string, among []string) (string, bool) {
	w := fold(word)
	if len(w) < minPrefix {
		return "", false
	}
	found := ""
	for _, name := range among {
		switch d := distance(w, fold(name), 2); {
		case d > 2 || name == found:
		case d > 1 || found != "":
			return "", false
		default:
			found = name
		}
	}
	return found, found != ""
}

// candidate is a name that is near enough, and what ranks it.
type candidate struct {
	name     string
	distance int
	shared   int // letters that word and name begin with in common
	length   int
}

// A word of at least this many letters is taken for the beginning of a longer
// name: desc for description.
const minPrefix = 3

func compare(word []rune, name string) (candidate, bool) {
	f := fold(name)
	limit := cutOff(max(len(word), len(f)))
	c := candidate{name: name, shared: sharedPrefix(word, f), length: len(f)}
	c.distance = distance(word, f, limit)
	if c.distance > limit && len(word) >= minPrefix && c.shared == len(word) {
		c.distance = limit + 1 // after every name that differs by a slip of the finger
		return c, true
	}
	return c, c.distance <= limit && len(f) > 0
}

// cutOff is how many slips are forgiven in words of n letters. One letter in
// three may be wrong; in words of one or two letters every slip makes another
// word, and past four slips a suggestion is a guess.
func cutOff(n int) int { return min(n/3, 4) }

// fold brings a name into the form in which words are compared.
func fold(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', ' ':
			return -1
		}
		return unicode.ToLower(r)
	}, s))
}

func sharedPrefix(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// distance is the restricted Damerau-Levenshtein distance of a and b, or any
// number above limit when it is above. Only cells within limit of the diagonal
// can matter, so that the work grows with limit times length.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		lo, hi := max(1, i-limit), min(len(b), i+limit)
		row[lo-1] = limit + 1
		if lo == 1 {
			row[0] = i
		}
		best := row[lo-1]
		for j := lo; j <= hi; j++ {
			row[j] = step(a, b, i, j, before, above, row)
			best = min(best, row[j])
		}
		if hi < len(b) {
			row[hi+1] = limit + 1
		}
		if best > limit {
			return limit + 1
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}

// step is one cell of the table: the cheapest way from a[:i] to b[:j].
func step(a, b []rune, i, j int, before, above, row []int) int {
	cost := 1
	if a[i-1] == b[j-1] {
		cost = 0
	}
	d := min(above[j-1]+cost, above[j]+1, row[j-1]+1)
	if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
		d = min(d, before[j-2]+1)
	}
	return d
}
