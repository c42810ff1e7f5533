package print

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// How large figures are: thousandths of a point to a unit of the layout.
const (
	largest  = 42
	smallest = 24
	inset    = 10 * draw.Unit // the margin around a layout, which a column does without
)

// figure draws what an entry stands on and what stands on it.
func (s *setter) figure(sect *pdf.Element, e *Entry) []typeset.Item {
	if e.Figure == nil {
		return nil
	}
	placed, ok := s.figures.Placed(e.Figure)
	if !ok || placed.Width == 0 {
		return nil
	}
	// One unit of the layout is that many thousandths of a point.
	scale := min(largest, s.width/pdf.Unit(placed.Width-2*inset))
	if scale < smallest {
		return nil // it could not be read; the relations say the same in words
	}
	d := drawing{s, e.Figure, placed, scale}
	element := sect.New("Figure").With(pdf.Attributes{Alt: e.Figure.Desc})
	height := pdf.Unit(placed.Height) * scale
	return []typeset.Item{{Space: s.st.leading / 3, Height: height, Paint: func(p *typeset.Painter, x, y pdf.Unit) {
		p.Page.Tag(element)
		d.paint(p, x-pdf.Unit(inset)*scale, y)
	}}}
}

// drawing is a figure on its way to a page.
type drawing struct {
	*setter
	figure *draw.Figure
	placed draw.Placed
	scale  pdf.Unit
}

func (d *drawing) at(q draw.Point, x, y pdf.Unit) pdf.XY {
	return pdf.XY{X: x + pdf.Unit(q.X)*d.scale, Y: y + pdf.Unit(q.Y)*d.scale}
}

func (d *drawing) paint(p *typeset.Painter, x, y pdf.Unit) {
	line := grey(120)
	for i, path := range d.placed.Edges {
		var curve []pdf.XY
		for _, q := range path {
			curve = append(curve, d.at(q, x, y))
		}
		p.Page.Curve(curve, 500, line)
		var head []pdf.XY
		for _, q := range d.placed.Heads[i] {
			head = append(head, d.at(q, x, y))
		}
		p.Page.Polygon(head, line)
	}
	w, h := pdf.Unit(draw.NodeWidth)*d.scale, pdf.Unit(draw.NodeHeight)*d.scale
	for i := range d.figure.Nodes {
		n := &d.figure.Nodes[i]
		middle := d.at(d.placed.Nodes[i], x, y)
		fill, edge := pdf.Colour{R: 255, G: 255, B: 255}, grey(140)
		if strings.Contains(n.Class, "n-here") {
			fill, edge = grey(236), pdf.Black
		}
		left, top := middle.X-w/2, middle.Y-h/2
		p.Page.Box(left, top, w, h, 2*pdf.Point, fill, edge, 500)
		d.label(p, n, left, top, w, h)
	}
}

// label sets the words of a box: its name in at most two lines, and below one
// of a single line what kind of thing it is.
func (d *drawing) label(p *typeset.Painter, n *draw.Node, x, y, w, h pdf.Unit) {
	pad := 3 * pdf.Point
	style := d.st.tiny
	style.Size = max(style.Size, h*30/100)
	leading := style.Size * 112 / 100
	lines := wrapWords(&style, n.Label, w-2*pad)
	for len(lines) > 2 && style.Size > 5000 {
		style.Size -= 400
		leading = style.Size * 112 / 100
		lines = wrapWords(&style, n.Label, w-2*pad)
	}
	if len(lines) > 2 {
		lines = []string{lines[0], clip(&style, strings.Join(lines[1:], " "), w-2*pad)}
	}
	sub := d.st.tinyQuiet
	rows := pdf.Unit(len(lines)) * leading
	if len(lines) == 1 && n.Sub != "" {
		rows += sub.Size * 115 / 100
	}
	base := y + (h-rows)/2 + style.Size*82/100
	for _, line := range lines {
		line = clip(&style, line, w-2*pad)
		p.Words(x+(w-style.Width(line))/2, base, &style, line+" ")
		base += leading
	}
	if len(lines) == 1 && n.Sub != "" {
		line := clip(&sub, n.Sub, w-2*pad)
		p.Words(x+(w-sub.Width(line))/2, base-sub.Size/20, &sub, line+" ")
	}
}

// wrapWords breaks a short text into lines at its spaces.
func wrapWords(style *typeset.Style, text string, width pdf.Unit) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 && style.Width(lines[n-1]+" "+word) <= width {
			lines[n-1] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}
