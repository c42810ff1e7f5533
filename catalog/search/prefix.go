package search

import (
	"slices"
	"strings"
)

// most entries listed for a beginning that very many words share.
const mostCommon = 60

// commonPrefixes answers, ahead of time, what would take more shards than a
// reader may fetch: the first letters of words. Each record has the entries
// whose labels begin so, and those with words that do.
func (x *Index) commonPrefixes() dict {
	records := map[string]string{}
	for _, d := range []*dict{&x.labels, &x.words} {
		for _, start := range d.byShard {
			runes := []rune(start)
			for n := 1; n <= len(runes); n++ {
				p := string(runes[:n])
				if _, done := records[p]; done || !x.tooMany(p) {
					continue
				}
				records[p] = packNumbers(x.firstLabels(p)) + "\t" + packNumbers(x.firstWords(p))
			}
		}
	}
	return newDict("p", records)
}

// tooMany reports whether what begins with p spans too many shards of labels or
// of words.
func (x *Index) tooMany(p string) bool {
	return x.labels.span(p, p+last) > mostShards || x.words.span(p, p+last) > mostShards
}

func (x *Index) firstLabels(p string) []int {
	var docs []int
	x.labels.between(p, p+last, func(_, value string) {
		eachList(value, func(use int, numbers string) {
			if use < 3 {
				eachNumber(numbers, func(i int) { docs = append(docs, i) })
			}
		})
	})
	return firstOf(docs)
}

func (x *Index) firstWords(p string) []int {
	var docs []int
	x.words.between(p, p+last, func(_, value string) {
		_, lists, _ := strings.Cut(value, "\t")
		eachList(lists, func(where int, numbers string) {
			if where <= inOther {
				eachNumber(numbers, func(i int) { docs = append(docs, i) })
			}
		})
	})
	return firstOf(docs)
}

func firstOf(docs []int) []int {
	slices.Sort(docs)
	docs = slices.Compact(docs)
	return docs[:min(len(docs), mostCommon)]
}
