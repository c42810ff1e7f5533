package diff

import "strings"

// Word is a run of words of two texts that are told as one.
type Word struct {
	Text string
	Op   Op
}

// Op says which of the two texts has a run of words.
type Op uint8

// The operations.
const (
	Both Op = iota
	Out     // only the old text has it
	In      // only the new one has it
)

// mostWords bounds the words that are compared one by one; of longer texts the
// middle is told as a whole.
const mostWords = 600

// wordDiff tells two texts as one: what both have, what went, what came.
func wordDiff(old, new string) []Word {
	a, b := strings.Fields(old), strings.Fields(new)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var t tale
	t.add(Both, a[:head]...)
	t.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	t.add(Both, a[len(a)-tail:]...)
	return t
}

type tale []Word

func (t *tale) add(op Op, words ...string) {
	for _, w := range words {
		if last := len(*t) - 1; last >= 0 && (*t)[last].Op == op {
			(*t)[last].Text += " " + w
		} else {
			*t = append(*t, Word{w, op})
		}
	}
}

// middle tells what lies between a common beginning and a common end by a
// longest common subsequence. Texts that have little in common are told whole:
// word by word, they would be unreadable.
func (t *tale) middle(a, b []string) {
	length := longest(a, b)
	if length == nil || 4*int(length[0]) < min(len(a), len(b)) {
		t.add(Out, a...)
		t.add(In, b...)
		return
	}
	width := len(b) + 1
	i, j := 0, 0
	var in []string // told after what went, so that both stand together
	flush := func() {
		t.add(In, in...)
		in = nil
	}
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			flush()
			t.add(Both, a[i])
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			t.add(Out, a[i])
			i++
		default:
			in = append(in, b[j])
			j++
		}
	}
	t.add(Out, a[i:]...)
	flush()
	t.add(In, b[j:]...)
}

// longest is the table of lengths of common subsequences of a[i:] and b[j:], or
// nil where there is nothing to compare or too much.
func longest(a, b []string) []int16 {
	if len(a) == 0 || len(b) == 0 || len(a) > mostWords || len(b) > mostWords {
		return nil
	}
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
	return length
}

// nearWords is how many words are shown on either side of a change.
const nearWords = 12

// near leaves out what stands far from any change, with dots in its place: a
// reader of a long text wants to see the sentence that changed.
func near(list []Word) []Word {
	var out []Word
	for i, w := range list {
		text := strings.Fields(w.Text)
		before, after := nearWords, nearWords // words kept after the last change, and before the next
		if i == 0 {
			before = 0
		}
		if i == len(list)-1 {
			after = 0
		}
		if w.Op == Both && len(text) > before+after+nearWords {
			kept := append(append(text[:before:before], "…"), text[len(text)-after:]...)
			w.Text = strings.Join(kept, " ")
		}
		out = append(out, w)
	}
	return out
}
