package site

import "strings"

// Piece is a run of words of one text; Differs marks what the other text does
// not say in the same place.
type Piece struct {
	Text    string
	Differs bool
}

// most words compared: longer texts are shown without marks.
const mostWords = 400

// wordDiff marks in two texts the words by which they differ. Texts that have
// little in common are left unmarked: there, everything differs and marks would
// only be noise.
func wordDiff(a, b string) (left, right []Piece) {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) > mostWords || len(y) > mostWords || len(x) == 0 || len(y) == 0 {
		return whole(a), whole(b)
	}
	common := longestCommon(x, y)
	if 3*len(common) < min(len(x), len(y)) {
		return whole(a), whole(b)
	}
	inX, inY := make([]bool, len(x)), make([]bool, len(y))
	for _, c := range common {
		inX[c[0]], inY[c[1]] = true, true
	}
	return pieces(x, inX), pieces(y, inY)
}

func whole(s string) []Piece {
	if s == "" {
		return nil
	}
	return []Piece{{Text: s}}
}

func pieces(words []string, same []bool) []Piece {
	var list []Piece
	for i, w := range words {
		if last := len(list) - 1; last >= 0 && list[last].Differs == !same[i] {
			list[last].Text += " " + w
			continue
		}
		if last := len(list) - 1; last >= 0 && !list[last].Differs {
			list[last].Text += " " // the gap stays outside the mark
		} else if last >= 0 {
			w = " " + w
		}
		list = append(list, Piece{w, !same[i]})
	}
	return list
}

// longestCommon lists pairs of indexes of a longest common subsequence of
// words, compared without case and surrounding punctuation.
func longestCommon(x, y []string) [][2]int {
	bare := func(words []string) []string {
		out := make([]string, len(words))
		for i, w := range words {
			out[i] = bareWord(w)
		}
		return out
	}
	a, b := bare(x), bare(y)
	width := len(b) + 1
	length := make([]int16, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
