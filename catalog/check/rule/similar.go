package rule

import (
	"cmp"
	"slices"
)

// Finding pairs of similar texts among many without comparing each with each:
// texts that are nearly the same share some of their rarest features, words and
// pairs of neighbouring words. Only texts that do become candidates.
const (
	rarest     = 10 // features of a text that are looked at, rarest first
	mostShared = 64 // texts beyond which a feature says nothing about any pair
	fewest     = 2  // features that two texts have to share; 1 where one has few
)

// pair is two texts, by index, the lower first.
type pair struct{ a, b int }

// candidates lists the pairs of texts that are worth comparing, in order. A
// text is the sequence of its content words.
func candidates(texts [][]word) []pair {
	features, shared := number(texts)
	postings := make([][]int, len(shared))
	hits := make([]int, len(texts)) // how many features this text and the one at hand share
	need := func(i int) int { return min(fewest, max(1, len(features[i])/2)) }
	var pairs []pair
	for i, list := range features {
		slices.SortFunc(list, func(x, y int32) int { return cmp.Or(cmp.Compare(shared[x], shared[y]), cmp.Compare(x, y)) })
		features[i] = upTo(list, shared)
		var met []int
		for _, f := range features[i] {
			for _, j := range postings[f] {
				if hits[j]++; hits[j] == 1 {
					met = append(met, j)
				}
			}
			postings[f] = append(postings[f], i)
		}
		for _, j := range met {
			if hits[j] >= min(need(i), need(j)) {
				pairs = append(pairs, pair{j, i})
			}
			hits[j] = 0
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return pairs
}

// upTo is the part of a text's features, sorted from the rarest, that is looked
// at.
func upTo(list []int32, shared []int) []int32 {
	n := min(len(list), rarest)
	for n > 0 && shared[list[n-1]] > mostShared {
		n--
	}
	return list[:n]
}

// number gives each feature that more than one text has a number, and counts
// the texts that have it.
func number(texts [][]word) (features [][]int32, shared []int) {
	known := map[uint64]int32{}
	last := []int{} // the last text that had the feature, plus one
	features = make([][]int32, len(texts))
	for i, words := range texts {
		list := make([]int32, 0, 2*len(words))
		add := func(f uint64) {
			n, ok := known[f]
			if !ok {
				n = int32(len(shared))
				known[f] = n
				shared, last = append(shared, 0), append(last, 0)
			}
			if last[n] != i+1 {
				last[n] = i + 1
				shared[n]++
				list = append(list, n)
			}
		}
		for j, w := range words {
			add(uint64(w.id))
			if j > 0 {
				add(uint64(words[j-1].id+1)<<32 | uint64(w.id))
			}
		}
		features[i] = list
	}
	for i, list := range features {
		features[i] = slices.DeleteFunc(list, func(f int32) bool { return shared[f] < 2 })
	}
	return features, shared
}
