package typeset

import (
	"github.com/concord-catalog/concord/catalog/print/pdf"
)

// Item is something to be stacked in a column: a line, a picture, a rule.
type Item struct {
	Space  Unit // above it; dropped at the head of a column
	Height Unit
	Keep   bool   // it stays together with the next one
	Dest   string // a name by which links find it
	Word   string // what it is about, for the running head; "" for what belongs to the one before
	Paint  func(p *Painter, x, y Unit)
}

// Box is something set that stands in a line of its own.
type Box struct {
	Width, Ascent, Descent Unit
	Paint                  func(p *Painter, x, base Unit)
}

// Stack makes items of a paragraph's kind follow something with a space above
// the first of them.
func Stack(space Unit, items []Item) []Item {
	if len(items) > 0 {
		items[0].Space += space
	}
	return items
}

// KeepTogether lets no column end within some items.
func KeepTogether(items []Item) []Item {
	for i := range items[:max(len(items)-1, 0)] {
		items[i].Keep = true
	}
	return items
}

// KeepWithNext keeps the last of some items with what follows.
func KeepWithNext(items []Item) []Item {
	if n := len(items); n > 0 {
		items[n-1].Keep = true
	}
	return items
}

// Sheet is the size of a page and where its columns stand.
type Sheet struct {
	Width, Height     Unit
	Top, Bottom, Side Unit // margins
	Gutter            Unit // between columns
}

// Measure is how wide a column is, where there are n.
func (s *Sheet) Measure(n int) Unit {
	return (s.Width - 2*s.Side - Unit(n-1)*s.Gutter) / Unit(n)
}

// Chapter is a part of a document that begins on a page of its own.
type Chapter struct {
	Head    []Item // across all columns
	Items   []Item
	Columns int
	Plain   bool // no running head and no number: covers
	Even    bool // the columns of its last page are of one height
}

// Flow fills pages with chapters.
type Flow struct {
	Sheet    Sheet
	Chapters []Chapter
	pages    []page
	numbers  map[string]int // pages by destination
}

// page is what stands on one page.
type page struct {
	placed      []placed
	first, last string // words for the running head
	plain       bool
}

type placed struct {
	item *Item
	x, y Unit
}

// Place gives everything its place and returns how many pages there are.
func (f *Flow) Place() int {
	f.pages, f.numbers = nil, map[string]int{}
	for i := range f.Chapters {
		f.chapter(&f.Chapters[i])
	}
	return len(f.pages)
}

func (f *Flow) chapter(c *Chapter) {
	s := &f.Sheet
	bottom := s.Height - s.Bottom
	f.pages = append(f.pages, page{plain: c.Plain})
	y := f.stack(c.Head, s.Side, s.Top)
	word := ""
	for rest, column := c.Items, 0; len(rest) > 0; {
		if column == c.Columns {
			f.pages = append(f.pages, page{plain: c.Plain, first: word})
			column, y = 0, s.Top
		}
		limit := bottom
		if c.Even && column == 0 {
			limit = y + level(rest, bottom-y, c.Columns)
		}
		for ; column < c.Columns && len(rest) > 0; column++ {
			n := fill(rest, limit-y)
			f.stack(rest[:n], s.Side+Unit(column)*(s.Measure(c.Columns)+s.Gutter), y)
			for _, item := range rest[:n] {
				if item.Word != "" {
					word = item.Word
				}
			}
			rest = rest[n:]
		}
	}
}

// stack puts items below each other on the last page and returns where they
// end.
func (f *Flow) stack(items []Item, x, y Unit) Unit {
	p := &f.pages[len(f.pages)-1]
	for i := range items {
		item := &items[i]
		if i > 0 {
			y += item.Space
		}
		p.placed = append(p.placed, placed{item, x, y})
		if item.Dest != "" {
			f.numbers[item.Dest] = len(f.pages)
		}
		if item.Word != "" {
			if !p.begun() {
				p.first = item.Word
			}
			p.last = item.Word
		}
		y += item.Height
	}
	return y
}

// begun reports whether the running head of a page has its first word. A page
// that begins in the middle of something is headed by what it continues.
func (p *page) begun() bool { return p.first != "" }

// fill is how many items go into a column of a height: as many as fit, back to
// a place where it may end, and at least one.
func fill(items []Item, height Unit) int {
	n := fits(items, height)
	if n == len(items) {
		return n
	}
	for end := n; end > 0; end-- {
		if !items[end-1].Keep {
			return end
		}
	}
	return max(n, 1)
}

func fits(items []Item, height Unit) int {
	var used Unit
	for i := range items {
		if i > 0 {
			used += items[i].Space
		}
		used += items[i].Height
		if used > height {
			return i
		}
	}
	return len(items)
}

// level is the least height at which items fill all columns of a page evenly,
// or the whole height when there are more of them than go on it.
func level(items []Item, height Unit, columns int) Unit {
	if !fit(items, height, columns) {
		return height
	}
	lo, hi := Unit(0), height
	for hi-lo > pdf.Point {
		if mid := (lo + hi) / 2; fit(items, mid, columns) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}

func fit(items []Item, height Unit, columns int) bool {
	for range columns {
		if len(items) == 0 {
			return true
		}
		n := fill(items, height)
		if fits(items[:n], height) < n {
			return false
		}
		items = items[n:]
	}
	return len(items) == 0
}

// Number is the page of a destination, from 1, or 0 where there is none.
func (f *Flow) Number(dest string) int { return f.numbers[dest] }

// Painter is what items are painted with.
type Painter struct {
	Page *pdf.Page
	flow *Flow
}

// NumberOf is the page of a destination.
func (p *Painter) NumberOf(dest string) int { return p.flow.numbers[dest] }

// Furniture paints what surrounds the text of a page: its number, from 1, and
// the first and last word on it.
type Furniture func(p *Painter, number int, first, last string)

// Paint writes the pages in order, and lets go of what is on them. Call
// [Flow.Place] first.
func (f *Flow) Paint(doc *pdf.Document, around Furniture) {
	for i := range f.pages {
		p := &f.pages[i]
		painter := &Painter{Page: doc.Page(f.Sheet.Width, f.Sheet.Height), flow: f}
		for _, x := range p.placed {
			if x.item.Dest != "" {
				painter.Page.Dest(x.item.Dest, f.Sheet.Height-x.y+4*pdf.Point)
			}
			if x.item.Paint != nil {
				x.item.Paint(painter, x.x, x.y)
				x.item.Paint = nil // what it held is not needed any more
			}
		}
		if !p.plain {
			around(painter, i+1, p.first, p.last)
		}
		painter.Page.End()
		p.placed = nil
	}
}

// Words sets a text that is known to fit on one line.
func (p *Painter) Words(x, base Unit, style *Style, text string) { p.words(x, base, style, text) }

func (p *Painter) words(x, base Unit, style *Style, text string) {
	for _, run := range style.shape(text) {
		p.Page.Text(x, base, run.font, style.Size, run.glyphs, style.Colour)
		x += run.width
	}
}

// decorate draws the lines that a style asks for.
func (p *Painter) decorate(style *Style, x, w, base Unit) {
	if style.Underline {
		p.Page.Rule(x, base+style.Size/8, w, 300, pdf.Colour{R: 150, G: 150, B: 150})
	}
	if style.Strike {
		p.Page.Rule(x, base-style.Size/4, w, 500, style.Colour)
	}
}

// link makes a set run lead where its span does.
func (p *Painter) link(span *Span, e *pdf.Element, x, base, w Unit) {
	if span.Link == nil || e == nil {
		return
	}
	up, down := span.Style.ascent()+span.Style.Size/8, span.Style.descent()
	p.Page.Link(e, x, base-up, w, up+down, span.Link.To, span.Link.Out, span.Link.Words)
}
