package rule

import (
	"cmp"
	"slices"
)

// Finding pairs of similar texts among many without comparing each with each:
// texts that are nearly the same share at least one of their rarest features,
// words and pairs of neighbouring words. Only texts that do become candidates.
const (
	rarest     = 12  // features of a text that are looked at, rarest first
	mostShared = 100 // texts beyond which a feature says nothing about any pair
)

// pair is two texts, by index, the lower first.
type pair struct{ a, b int }

// candidates lists the pairs of texts that are worth comparing, in order. A
// text is the sequence of its content words.
func candidates(texts [][]string) []pair {
	features, shared := number(texts)
	postings := make([][]int, len(shared))
	met := make([]int, len(texts)) // the last text that met this one, plus one
	var pairs []pair
	for i, list := range features {
		slices.SortFunc(list, func(x, y int32) int { return cmp.Or(cmp.Compare(shared[x], shared[y]), cmp.Compare(x, y)) })
		taken := 0
		for _, f := range list {
			if shared[f] > mostShared || taken == rarest {
				break
			}
			taken++
			for _, j := range postings[f] {
				if met[j] != i+1 {
					met[j] = i + 1
					pairs = append(pairs, pair{j, i})
				}
			}
			postings[f] = append(postings[f], i)
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return pairs
}

// number gives each feature that more than one text has a number, and counts
// the texts that have it.
func number(texts [][]string) (features [][]int32, shared []int) {
	known := map[[2]string]int32{}
	last := []int{} // the last text that had the feature, plus one
	features = make([][]int32, len(texts))
	for i, words := range texts {
		list := make([]int32, 0, 2*len(words))
		add := func(f [2]string) {
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
			add([2]string{w})
			if j > 0 {
				add([2]string{words[j-1], w})
			}
		}
		features[i] = list
	}
	for i, list := range features {
		features[i] = slices.DeleteFunc(list, func(f int32) bool { return shared[f] < 2 })
	}
	return features, shared
}
