package typeset

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog/print/pdf"
)

// Maths is a formula as a tree, read from MathML.
type Maths struct {
	tag  string // math, mrow, mi, mn, mo, mtext, mfrac, msup, munder, mtable, mtr, mtd
	text string
	kids []*Maths
}

// ParseMaths reads the MathML that package formula writes.
func ParseMaths(markup string) (*Maths, error) {
	dec := xml.NewDecoder(strings.NewReader(markup))
	var open []*Maths
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return nil, fmt.Errorf("the formula ends before it is complete")
		}
		if err != nil {
			return nil, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			open = append(open, &Maths{tag: t.Name.Local})
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		case xml.EndElement:
			n := open[len(open)-1]
			if open = open[:len(open)-1]; len(open) == 0 {
				return n, nil
			}
			above := open[len(open)-1]
			above.kids = append(above.kids, n)
		}
	}
}

// MathsStyle is how formulas are set: names, numbers and signs.
type MathsStyle struct {
	Text  Style
	Small Unit                     // the size of what stands below a sign or above a base
	Words func(sign string) string // a word in the place of a sign that few readers know, or ""
}

// Box sets a formula in a width. What does not fit on one line is broken before
// an operator or between words.
func (s *MathsStyle) Box(m *Maths, width Unit) Box {
	set := mathsSetter{style: &s.Text, small: s.Small, words: s.Words}
	return set.row(flatten(m), width)
}

// mathsSetter sets formulas at one size.
type mathsSetter struct {
	style *Style
	small Unit
	words func(string) string
}

func (s mathsSetter) smaller() mathsSetter {
	style := *s.style
	style.Size = s.small
	s.style = &style
	return s
}

// flatten takes rows within rows as one, so that a line can be broken anywhere
// in them.
func flatten(m *Maths) []*Maths {
	switch m.tag {
	case "math", "mrow", "mtd":
		var list []*Maths
		for _, k := range m.kids {
			list = append(list, flatten(k)...)
		}
		return list
	case "mspace": // operators have their own space here
		return nil
	}
	return []*Maths{m}
}

// atom is a part of a row.
type atom struct {
	Box
	before Unit // space before it, dropped at the beginning of a line
	after  Unit // space after it, dropped at the end of a line
	may    bool // a line may begin with it
	ends   bool // or end with it
}

// row sets parts beside each other, in several lines if need be.
func (s mathsSetter) row(parts []*Maths, width Unit) Box {
	var atoms []atom
	room := width
	if len(parts) > 1 {
		room -= s.style.Size * 7 / 2 // a fraction leaves room for what stands beside it
	}
	for i := 0; i < len(parts); {
		n := 1
		if parts[i].tag == "munder" {
			n += summand(parts[i+1:])
		}
		next := s.atoms(parts[i:i+n], i, width, room)
		if i > 0 && len(next) > 0 && next[0].before == 0 && endsInSpace(parts[i-1]) {
			next[0].before, next[0].may = s.style.Width(" "), true
		}
		atoms = append(atoms, next...)
		i += n
	}
	indent := s.style.Size
	var lines [][]atom
	var used Unit
	begin := 0
	for i := 0; i < len(atoms); i++ {
		w := atoms[i].Width
		if i > begin {
			w += atoms[i-1].after + atoms[i].before
		}
		room := width
		if len(lines) > 0 {
			room -= indent
		}
		if used+w > room && i > begin {
			at := i
			for at > begin && !atoms[at].may && !atoms[at-1].ends {
				at--
			}
			if at == begin {
				at = i
			}
			lines = append(lines, atoms[begin:at])
			begin, used, i = at, 0, at-1
			continue
		}
		used += w
	}
	lines = append(lines, atoms[begin:])
	return pile(lines, indent, s.style.Size/3)
}

// pile sets lines of atoms below each other, all but the first indented. The
// base line is that of the first.
func pile(lines [][]atom, indent, gap Unit) Box {
	var rows []Box
	for _, line := range lines {
		rows = append(rows, beside(line))
	}
	out := Box{}
	offsets := make([]Unit, len(rows))
	for i, r := range rows {
		shift := Unit(0)
		if i > 0 {
			shift = indent
			offsets[i] = offsets[i-1] + rows[i-1].Descent + gap + r.Ascent
		} else {
			out.Ascent = r.Ascent
		}
		out.Width = max(out.Width, shift+r.Width)
		out.Descent = offsets[i] + r.Descent
	}
	out.Paint = func(p *Painter, x, base Unit) {
		for i, r := range rows {
			shift := indent
			if i == 0 {
				shift = 0
			}
			r.Paint(p, x+shift, base+offsets[i])
		}
	}
	return out
}

func beside(atoms []atom) Box {
	var out Box
	for i, a := range atoms {
		if i > 0 {
			out.Width += atoms[i-1].after + a.before
		}
		out.Width += a.Width
		out.Ascent, out.Descent = max(out.Ascent, a.Ascent), max(out.Descent, a.Descent)
	}
	out.Paint = func(p *Painter, x, base Unit) {
		for i, a := range atoms {
			if i > 0 {
				x += atoms[i-1].after + a.before
			}
			a.Paint(p, x, base)
			x += a.Width
		}
	}
	return out
}

// summand is how many parts after a sum belong to it: up to the next operator
// that binds less than a product does.
func summand(parts []*Maths) int {
	depth := 0
	for i, m := range parts {
		switch {
		case m.tag == "mo" && (m.text == "(" || m.text == "{"):
			depth++
		case m.tag == "mo" && (m.text == ")" || m.text == "}"):
			if depth--; depth < 0 {
				return i
			}
		case depth > 0:
		case m.tag == "mo" && m.text != "×", m.tag == "mtext" && endsInSpace(m):
			return i
		}
	}
	return len(parts)
}

func (s mathsSetter) atoms(group []*Maths, i int, width, room Unit) []atom {
	em, m := s.style.Size, group[0]
	switch m.tag {
	case "mtext", "mi", "mn":
		return s.textAtoms(m)
	case "mo":
		return s.operator(m.text, i)
	case "mfrac":
		return []atom{{Box: s.fraction(m, room), before: em / 6}}
	case "msup":
		return []atom{{Box: s.power(m, width)}}
	case "munder":
		before := Unit(0)
		if i > 0 {
			before = em / 6
		}
		return []atom{{Box: s.under(m, group[1:], width), before: before, may: true}}
	case "mtable":
		return []atom{{Box: s.cases(m, width), before: em / 6}}
	}
	var kids []*Maths
	for _, k := range m.kids {
		kids = append(kids, flatten(k)...)
	}
	return []atom{{Box: s.row(kids, width)}}
}

func nothing(*Painter, Unit, Unit) {}

// textAtoms cuts a name into words. Spaces at its ends are kept.
func (s mathsSetter) textAtoms(m *Maths) []atom {
	text := strings.ReplaceAll(m.text, "\u00a0", " ")
	gap := s.style.Width(" ")
	var list []atom
	for k, word := range strings.Fields(text) {
		a := atom{Box: s.text(word), may: k > 0}
		if k > 0 || strings.HasPrefix(text, " ") {
			a.before, a.may = gap, true
		}
		list = append(list, a)
	}
	return list
}

func endsInSpace(m *Maths) bool {
	return m.tag == "mtext" && (strings.HasSuffix(m.text, "\u00a0") || strings.HasSuffix(m.text, " "))
}

func (s mathsSetter) text(words string) Box {
	style := *s.style
	return Box{Width: style.Width(words), Ascent: style.ascent() + style.Size/8, Descent: style.descent(),
		Paint: func(p *Painter, x, base Unit) { p.words(x, base, &style, words+" ") }}
}

// operator sets a sign with the space that belongs to it.
func (s mathsSetter) operator(sign string, i int) []atom {
	em := s.style.Size
	if s.words != nil {
		if word := s.words(sign); word != "" {
			var list []atom
			for _, w := range strings.Fields(word) {
				list = append(list, atom{Box: s.text(w), before: em / 4, may: true})
			}
			list[len(list)-1].after = em / 4
			return list
		}
	}
	box := s.text(sign)
	switch sign {
	case "(", "{", "|", "[":
		return []atom{{Box: box, may: i > 0}}
	case ")", "}", "]":
		return []atom{{Box: box}}
	case ",":
		return []atom{{Box: box, after: em / 5, ends: true}}
	}
	if i == 0 {
		return []atom{{Box: box}}
	}
	return []atom{{Box: box, before: em / 4, after: em / 4, may: true}}
}

// fraction sets one row above another with a rule between.
func (s mathsSetter) fraction(m *Maths, width Unit) Box {
	em := s.style.Size
	over, below := s.row(flatten(m.kids[0]), width-em), s.row(flatten(m.kids[1]), width-em)
	axis := em / 4 // the rule stands where a minus does
	gap := em / 5
	w := max(over.Width, below.Width) + em/2
	colour := s.style.Colour
	return Box{Width: w, Ascent: axis + gap + over.Ascent + over.Descent, Descent: gap + below.Ascent + below.Descent - axis,
		Paint: func(p *Painter, x, base Unit) {
			over.Paint(p, x+(w-over.Width)/2, base-axis-gap-over.Descent)
			p.Page.Rule(x, base-axis-250, w, 500, colour)
			below.Paint(p, x+(w-below.Width)/2, base-axis+gap+below.Ascent)
		}}
}

func (s mathsSetter) power(m *Maths, width Unit) Box {
	base, up := s.row(flatten(m.kids[0]), width), s.smaller().row(flatten(m.kids[1]), width/2)
	raise := s.style.Size * 2 / 5
	return Box{Width: base.Width + up.Width, Ascent: max(base.Ascent, raise+up.Ascent), Descent: base.Descent,
		Paint: func(p *Painter, x, y Unit) {
			base.Paint(p, x, y)
			up.Paint(p, x+base.Width, y-raise)
		}}
}

// under sets a sign with what is added up beside it and the condition below
// both.
func (s mathsSetter) under(m *Maths, summand []*Maths, width Unit) Box {
	big := s
	sign := m.kids[0]
	gap, drop := s.small/5, Unit(0)
	beside := s.style.Width(" ")
	if sign.tag == "mo" {
		style := *s.style
		style.Size = style.Size * 3 / 2
		big.style = &style
		drop, beside = s.style.Size/5, s.style.Size/4
	}
	top := big.text(sign.text)
	low := s.smaller().row(flatten(m.kids[1]), width*4/5)
	body := Box{Paint: nothing}
	if len(summand) > 0 {
		body = s.row(summand, width-top.Width-beside)
	}
	lower := max(drop+top.Descent/2, body.Descent)
	return Box{Width: max(top.Width+beside+body.Width, low.Width), Ascent: max(top.Ascent-drop, body.Ascent),
		Descent: lower + gap + low.Ascent + low.Descent,
		Paint: func(p *Painter, x, base Unit) {
			top.Paint(p, x, base+drop)
			body.Paint(p, x+top.Width+beside, base)
			low.Paint(p, x, base+lower+gap+low.Ascent)
		}}
}

// cases sets alternatives below each other behind a brace.
func (s mathsSetter) cases(m *Maths, width Unit) Box {
	em := s.style.Size
	var rows []Box
	var total, wide Unit
	for _, row := range m.kids {
		var parts []*Maths
		for k, cell := range row.kids {
			if k > 0 {
				parts = append(parts, &Maths{tag: "mtext", text: ",\u00a0"})
			}
			parts = append(parts, flatten(cell)...)
		}
		b := s.row(parts, width-em)
		rows = append(rows, b)
		total += b.Ascent + b.Descent
		wide = max(wide, b.Width)
	}
	gap := em / 3
	total += gap * Unit(len(rows)-1)
	axis := em / 4
	up := total/2 + axis
	colour := s.style.Colour
	return Box{Width: wide + em/2, Ascent: up, Descent: total - up,
		Paint: func(p *Painter, x, base Unit) {
			y := base - up
			brace(p, x, y, em/3, total, colour)
			for _, b := range rows {
				b.Paint(p, x+em/2, y+b.Ascent)
				y += b.Ascent + b.Descent + gap
			}
		}}
}

// brace draws a brace that opens to the right.
func brace(p *Painter, x, y, w, h Unit, c pdf.Colour) {
	half := h / 2
	p.Page.Curve([]pdf.XY{{X: x + w, Y: y}, {X: x, Y: y}, {X: x + w, Y: y + half}, {X: x, Y: y + half},
		{X: x + w, Y: y + half}, {X: x, Y: y + h}, {X: x + w, Y: y + h}}, 600, c)
}
