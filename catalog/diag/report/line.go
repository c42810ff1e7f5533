package report

import (
	"strings"
	"unicode/utf8"
)

// tabWidth is the number of columns that a tab takes in a frame. Tabs do not
// run to tab stops there, since frames put a gutter before the line.
const tabWidth = 4

// cell is one character of a line of source as it is shown.
type cell struct {
	text  string
	width int // columns
	start int // byte offset in the line
}

// view is a part of a line of source made ready for a frame: as many characters
// around a range as a frame is wide.
type view struct {
	cells       []cell // what is shown
	left, right bool   // whether the line goes on there
	end         int    // offset of the first byte after the cells
}

// window shows the part of a line that holds the byte range from..to, or the
// beginning of the range, in at most limit columns.
func window(line []byte, from, to, limit int) view {
	from, to = min(from, len(line)), min(to, len(line))
	lo, hi := nearby(line, from, limit)
	cells := cellsOf(line[lo:hi], lo)
	first := 0
	for first < len(cells) && cells[first].start < from {
		first++
	}
	left, right := fit(cells, first, to, limit)
	v := view{cells: cells[left:right], left: left > 0 || lo > 0, right: right < len(cells) || hi < len(line), end: hi}
	if right < len(cells) {
		v.end = cells[right].start
	}
	return v
}

// text is what the view shows, with … where the line was cut.
func (v view) text() string {
	var b strings.Builder
	if v.left {
		b.WriteString("…")
	}
	for _, c := range v.cells {
		b.WriteString(c.text)
	}
	if v.right {
		b.WriteString("…")
	}
	return b.String()
}

// covers reports whether the whole byte range is in view.
func (v view) covers(from, to int) bool {
	return (!v.left || len(v.cells) > 0 && from >= v.cells[0].start) && (!v.right || to <= v.end)
}

// mark says where a byte range stands in the view: the columns before it and
// the columns under it, at least one.
func (v view) mark(from, to int) (pad, marks int) {
	if v.left {
		pad = 1
	}
	for _, c := range v.cells {
		switch {
		case c.start < from:
			pad += c.width
		case c.start < to:
			marks += c.width
		}
	}
	return pad, max(1, marks)
}

// nearby bounds the bytes that can possibly be shown, so that a line of a
// megabyte costs no more than a short one.
func nearby(line []byte, from, limit int) (lo, hi int) {
	lo, hi = max(0, from-8*limit), min(len(line), from+8*limit)
	for lo > 0 && !utf8.RuneStart(line[lo]) {
		lo--
	}
	for hi < len(line) && !utf8.RuneStart(line[hi]) {
		hi++
	}
	return lo, hi
}

func cellsOf(line []byte, start int) []cell {
	cells := make([]cell, 0, len(line))
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRune(line[i:])
		c := cell{text: visibleRune(r, n, string(line[i:i+n])), start: start + i}
		if r == '\t' {
			c.text = strings.Repeat(" ", tabWidth)
		}
		c.width = columns(c.text)
		cells = append(cells, c)
		i += n
	}
	return cells
}

// fit chooses the cells [left, right) to show: the whole line if there is
// room, else the range with a part of what stands before it.
func fit(cells []cell, first, to, limit int) (left, right int) {
	total := 0
	for _, c := range cells {
		total += c.width
	}
	if total <= limit {
		return 0, len(cells)
	}
	span, last := 0, first
	for last < len(cells) && cells[last].start < to {
		span += cells[last].width
		last++
	}
	room := limit - 2 // for the two ellipses
	before := max(room/4, (room-span)/2)
	left = first
	for used := 0; left > 0 && used+cells[left-1].width <= before; left-- {
		used += cells[left-1].width
	}
	right = left
	for used := 0; right < len(cells) && used+cells[right].width <= room; right++ {
		used += cells[right].width
	}
	for used := widthOf(cells[left:right]); left > 0 && right == len(cells) && used+cells[left-1].width <= room; left-- {
		used += cells[left-1].width
	}
	return left, right
}

func widthOf(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}
