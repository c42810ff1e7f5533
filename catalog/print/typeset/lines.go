package typeset

import (
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/print/pdf"
)

// line is a line of a paragraph: a range of its parts.
type line struct {
	from, to int // parts
	width    Unit
	hyphen   bool
}

// Lines breaks the paragraph and returns its lines. None stands alone at the
// foot or at the head of a column.
func (p *Paragraph) Lines() []Item {
	parts := p.parts()
	lines := p.breaks(parts)
	items := make([]Item, len(lines))
	for i, l := range lines {
		set := &setLine{par: p, runs: p.runs(parts[l.from:l.to]), hyphen: l.hyphen, first: i == 0, last: i == len(lines)-1}
		items[i] = Item{Height: p.Leading, Paint: set.paint}
		items[i].Keep = i == 0 && len(lines) > 1 || i == len(lines)-2
	}
	return items
}

// room is how wide a line may be.
func (p *Paragraph) room(first, last bool) Unit {
	w := p.Width - p.Indent
	if first {
		w -= p.First
	} else {
		w -= p.Hang
	}
	if last && p.Number != "" {
		w -= p.numberWidth() + p.Leading/2
	}
	return w
}

// numberWidth is the room that is kept for the numbers of a list, one below the
// other.
func (p *Paragraph) numberWidth() Unit { return p.Spans[0].Style.Width("0000") }

// breaks chooses the lines of a paragraph as a whole: the sum of the squares of
// what the lines leave empty is as small as can be. The last line costs
// nothing.
func (p *Paragraph) breaks(parts []part) []line {
	type best struct {
		cost  int64
		from  int
		width Unit
	}
	n := len(parts)
	if n == 0 {
		return nil
	}
	ends := make([]best, n+1) // the best way to have lines end before part i
	reach := make([]bool, n+1)
	reach[0] = true
	for from := 0; from < n; from++ {
		if !reach[from] {
			continue
		}
		begin := from
		for begin < n && parts[begin].space {
			begin++ // spaces at the beginning of a line are dropped
		}
		var width, spaces Unit
		for i := begin; i < n; i++ {
			if parts[i].space {
				spaces += parts[i].width
			} else {
				width += spaces + parts[i].width
				spaces = 0
			}
			last := i == n-1
			after := parts[i].after
			if !last && after == never {
				continue
			}
			w := width
			if after == hyphen && !last {
				w += p.Spans[parts[i].span].Style.Width("-")
			}
			room := p.room(from == 0, last)
			fits := w <= room
			if !fits && anyFit(ends, reach, from, i) {
				break
			}
			cost := p.cost(room, w, last, fits, after, parts, begin, i)
			if end := &ends[i+1]; !reach[i+1] || ends[from].cost+cost < end.cost {
				*end, reach[i+1] = best{ends[from].cost + cost, from, w}, true
			}
			if !fits || after == must {
				break
			}
		}
	}
	var lines []line
	for to := n; to > 0; to = ends[to].from {
		lines = append(lines, line{from: ends[to].from, to: to, width: ends[to].width, hyphen: parts[to-1].after == hyphen && to < n})
	}
	for i, j := 0, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	return lines
}

// anyFit reports whether some line from here has been found already, so that
// one that is too wide need not be considered.
func anyFit[B any](_ []B, reach []bool, from, i int) bool {
	for k := from + 1; k <= i; k++ {
		if reach[k] {
			return true
		}
	}
	return false
}

func (p *Paragraph) cost(room, w Unit, last, fits bool, after breaking, parts []part, begin, i int) int64 {
	slack := int64(room-w) / 100
	switch {
	case !fits:
		return 1 << 40
	case last:
		// A last line of one short word looks like a mistake.
		if w < room/6 && begin > 0 {
			return slack * slack / 8
		}
		return 0
	case after == must:
		return 0
	case after == hyphen:
		return slack*slack + int64(room/100)*int64(room/100)/16
	}
	return slack * slack
}

// setLine is a line that is ready to be painted. It keeps the text and not the
// glyphs: a long document has a great many lines.
type setLine struct {
	par         *Paragraph
	runs        []run
	hyphen      bool
	first, last bool
}

// run is what a line takes of one span.
type run struct{ span, from, to int32 }

// runs joins the parts of a line, without the spaces at its ends.
func (p *Paragraph) runs(parts []part) []run {
	for len(parts) > 0 && parts[0].space {
		parts = parts[1:]
	}
	for len(parts) > 0 && parts[len(parts)-1].space {
		parts = parts[:len(parts)-1]
	}
	n := 0
	for i := range parts {
		if i == 0 || parts[i].span != parts[i-1].span {
			n++
		}
	}
	list := make([]run, 0, n)
	for i, x := range parts {
		if i > 0 && x.span == parts[i-1].span {
			list[len(list)-1].to = x.to
			continue
		}
		list = append(list, run{x.span, x.from, x.to})
	}
	return list
}

// paint sets the line below y.
func (l *setLine) paint(p *Painter, x, y Unit) {
	par := l.par
	base := y + par.Leading - par.Leading/4
	left := x + par.Indent + par.Hang
	if l.first {
		left = x + par.Indent + par.First
		if par.Label != nil {
			l.label(p, x+par.Indent, base)
		}
	}
	at, from := left, left
	for i, r := range l.runs {
		ends := i == len(l.runs)-1
		if i > 0 && par.Spans[r.span].Element != par.Spans[l.runs[i-1].span].Element {
			from = at
		}
		at = l.run(p, r, at, base, ends && l.hyphen, ends && !l.hyphen)
		// A link is one place to click, in however many manners it is set.
		if ends || par.Spans[r.span].Element != par.Spans[l.runs[i+1].span].Element {
			p.link(&par.Spans[r.span], l.element(r), from, base, at-from)
		}
	}
	if l.last && par.Number != "" {
		l.number(p, x, at, base)
	}
}

// run sets a part of a span, with a space at the end of a line so that those
// who read the text alone find a gap there.
func (l *setLine) run(p *Painter, r run, x, base Unit, hyphen, gap bool) Unit {
	span := &l.par.Spans[r.span]
	p.Page.Tag(l.element(r))
	if span.PageOf != "" {
		p.words(x, base, span.Style, strconv.Itoa(p.NumberOf(span.PageOf)))
		return x + span.Style.Width(strings.Repeat("0", l.par.Digits(span.PageOf)))
	}
	text := span.Text[r.from:r.to]
	if hyphen {
		text += "-"
	}
	at := x
	pieces := span.Style.shape(text)
	for i, piece := range pieces {
		glyphs := piece.glyphs
		if gap && i == len(pieces)-1 {
			glyphs = append(glyphs, space(piece.font)...)
		}
		p.Page.Text(at, base, piece.font, span.Style.Size, glyphs, span.Style.Colour)
		at += piece.width
	}
	p.decorate(span.Style, x, at-x, base)
	return at
}

// element is the element that a run belongs to.
func (l *setLine) element(r run) *pdf.Element {
	if e := l.par.Spans[r.span].Element; e != nil {
		return e
	}
	return l.par.Element
}

func space(f *pdf.Font) []pdf.Glyph {
	if g := f.Glyph(' '); g != 0 {
		return []pdf.Glyph{{ID: g, Rune: ' '}}
	}
	return nil
}

func (l *setLine) label(p *Painter, x, base Unit) {
	element := l.par.Label.Element
	if element == nil {
		element = l.par.Element
	}
	p.Page.Tag(element)
	p.words(x, base, l.par.Label.Style, l.par.Label.Text+" ")
}

// number sets a page number at the right end of a line, with dots that lead
// there.
func (l *setLine) number(p *Painter, x, at, base Unit) {
	par := l.par
	span := &par.Spans[len(par.Spans)-1]
	style := par.Spans[0].Style
	text := strconv.Itoa(p.NumberOf(par.Number))
	left := x + par.Width - style.Width(text)
	if par.Leaders {
		p.Page.Tag(nil)
		step := style.Size / 2
		dot := *style
		dot.Colour = pdf.Colour{R: 150, G: 150, B: 150}
		from := x + par.Width - (x+par.Width-at-step)/step*step // dots of all lines stand below each other
		for d := from; d+step < x+par.Width-par.numberWidth()-step/2; d += step {
			p.words(d, base, &dot, ".")
		}
	}
	element := span.Element
	if element == nil {
		element = par.Element
	}
	p.Page.Tag(element)
	p.words(left, base, style, text)
	p.link(span, element, left, base, x+par.Width-left)
}
