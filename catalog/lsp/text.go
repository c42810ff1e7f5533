package lsp

import (
	"sort"
	"unicode/utf8"
)

// encoding is what columns count in.
type encoding string

// The encodings of the protocol. UTF-16 is what every editor understands.
const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
	utf32Units encoding = "utf-32"
)

// chooseEncoding takes bytes where the editor offers them, since that is how
// spans count, and UTF-16 where it says nothing.
func chooseEncoding(offered []string) encoding {
	for _, want := range []encoding{utf8Units, utf32Units} {
		for _, o := range offered {
			if encoding(o) == want {
				return want
			}
		}
	}
	return utf16Units
}

// text is what a document holds, with its lines. It is never changed.
type text struct {
	data  []byte
	lines []int // where each line begins
}

// newText finds the lines, which end in LF, CRLF or CR.
func newText(data []byte) *text {
	t := &text{data: data, lines: []int{0}}
	for i, b := range data {
		if b == '\n' || b == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// lineEnd is where line n ends, without its line ending.
func (t *text) lineEnd(n int) int {
	if n+1 == len(t.lines) {
		return len(t.data)
	}
	end := t.lines[n+1]
	for end > t.lines[n] && (t.data[end-1] == '\n' || t.data[end-1] == '\r') {
		end--
	}
	return end
}

// offset is the byte at a position. What lies beyond the end of a line or of
// the text is moved to that end, as the protocol wants it.
func (t *text) offset(p position, enc encoding) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.lines) {
		return len(t.data)
	}
	i, end := t.lines[p.Line], t.lineEnd(p.Line)
	for units := 0; i < end; {
		r, size := utf8.DecodeRune(t.data[i:end])
		if units += width(r, size, enc); units > p.Character {
			break
		}
		i += size
	}
	return i
}

// position is where a byte stands.
func (t *text) position(offset int, enc encoding) position {
	offset = max(0, min(offset, len(t.data)))
	line := sort.SearchInts(t.lines, offset+1) - 1
	p := position{Line: line}
	for i := t.lines[line]; i < offset; {
		r, size := utf8.DecodeRune(t.data[i:])
		if i+size > offset {
			break
		}
		p.Character += width(r, size, enc)
		i += size
	}
	return p
}

func (t *text) span(from, to int, enc encoding) span {
	return span{t.position(from, enc), t.position(to, enc)}
}

func width(r rune, size int, enc encoding) int {
	switch {
	case enc == utf8Units:
		return size
	case enc == utf16Units && r > 0xFFFF:
		return 2
	}
	return 1
}

// changed is the text after an edit; without a range, all of it is new.
func (t *text) changed(c contentChange, enc encoding) *text {
	if c.Range == nil {
		return newText([]byte(c.Text))
	}
	from, to := t.offset(c.Range.Start, enc), t.offset(c.Range.End, enc)
	to = max(from, to)
	data := make([]byte, 0, len(t.data)-(to-from)+len(c.Text))
	data = append(data, t.data[:from]...)
	data = append(data, c.Text...)
	return newText(append(data, t.data[to:]...))
}

// shift carries places from one state of a text to a later one: those before
// and after what was changed.
type shift struct{ prefix, oldEnd, delta int }

// shiftBetween finds the one range in which two texts differ.
func shiftBetween(old, now []byte) shift {
	n := min(len(old), len(now))
	prefix := 0
	for prefix < n && old[prefix] == now[prefix] {
		prefix++
	}
	suffix := 0
	for suffix < n-prefix && old[len(old)-1-suffix] == now[len(now)-1-suffix] {
		suffix++
	}
	return shift{prefix, len(old) - suffix, len(now) - len(old)}
}

// move is where a range stands now, and false when a part of it was changed.
func (s shift) move(from, to int) (int, int, bool) {
	switch {
	case to <= s.prefix:
		return from, to, true
	case from >= s.oldEnd:
		return from + s.delta, to + s.delta, true
	case from <= s.prefix && to >= s.oldEnd && to-from > s.oldEnd-s.prefix: // around the change
		return from, to + s.delta, true
	}
	return 0, 0, false
}

// edits turns one text into another, by the lines that differ.
func edits(old, now *text, enc encoding) []textEdit {
	s := shiftBetween(old.data, now.data)
	if s.prefix == s.oldEnd && s.delta == 0 {
		return nil
	}
	if list := lineEdits(old, now, enc); list != nil {
		return list
	}
	from, to := runeStart(old.data, s.prefix), runeEnd(old.data, s.oldEnd)
	if old.inBreak(from) || now.inBreak(from) {
		from--
	}
	if old.inBreak(to) || now.inBreak(to+s.delta) {
		to++
	}
	end := to + s.delta
	return []textEdit{{old.span(from, to, enc), string(now.data[from:end])}}
}

// inBreak reports a place between CR and LF, which no position names.
func (t *text) inBreak(i int) bool {
	return i > 0 && i < len(t.data) && t.data[i-1] == '\r' && t.data[i] == '\n'
}

// lineEdits compares texts of as many lines line by line, which keeps apart what
// changed in different places. It returns nil for others.
func lineEdits(old, now *text, enc encoding) []textEdit {
	if len(old.lines) != len(now.lines) {
		return nil
	}
	var list []textEdit
	for i := range old.lines {
		a, b := old.data[old.lines[i]:old.lineEnd(i)], now.data[now.lines[i]:now.lineEnd(i)]
		if string(old.data[old.lines[i]:lineStop(old, i)]) == string(now.data[now.lines[i]:lineStop(now, i)]) {
			continue
		}
		if string(old.data[old.lineEnd(i):lineStop(old, i)]) != string(now.data[now.lineEnd(i):lineStop(now, i)]) {
			return nil // line endings differ
		}
		s := shiftBetween(a, b)
		from, to := runeStart(a, s.prefix), runeEnd(a, s.oldEnd)
		base := old.lines[i]
		list = append(list, textEdit{old.span(base+from, base+to, enc), string(b[from : to+s.delta])})
	}
	return list
}

func lineStop(t *text, n int) int {
	if n+1 == len(t.lines) {
		return len(t.data)
	}
	return t.lines[n+1]
}

func runeStart(data []byte, i int) int {
	for i > 0 && i < len(data) && !utf8.RuneStart(data[i]) {
		i--
	}
	return i
}

func runeEnd(data []byte, i int) int {
	for i < len(data) && !utf8.RuneStart(data[i]) {
		i++
	}
	return i
}
