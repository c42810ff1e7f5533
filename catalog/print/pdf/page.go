package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// Page is one page. Places on it are counted from its upper left corner.
type Page struct {
	doc    *Document
	ref    ref
	w, h   Unit
	b      []byte
	fonts  []*usage
	annots []ref
	owners []byte // the elements by the number of their marks, as they are written
	marks  int
	key    int // in the parent tree
	cur    *Element
	open   bool
	ink    Colour
	stroke Colour
}

// Colour is a colour as its parts of red, green and blue.
type Colour struct{ R, G, B uint8 }

// Black is the colour that a page begins with.
var Black = Colour{}

// Page begins a page.
func (d *Document) Page(w, h Unit) *Page {
	p := &Page{doc: d, ref: d.alloc(), w: w, h: h, key: len(d.parents)}
	d.parents = append(d.parents, owner{})
	d.pages = append(d.pages, p)
	return p
}

// End finishes the page and frees what it was written with.
func (p *Page) End() {
	p.close()
	content := p.doc.alloc()
	p.doc.stream(content, "", p.b)
	p.doc.parents[p.key].marks = append([]byte{}, p.owners...)
	var fonts, annots strings.Builder
	for _, u := range p.fonts {
		fmt.Fprintf(&fonts, "/F%d %d 0 R", u.number, u.ref)
	}
	if len(p.annots) > 0 {
		annots.WriteString("/Annots[")
		for _, a := range p.annots {
			fmt.Fprintf(&annots, "%d 0 R ", a)
		}
		annots.WriteString("]")
	}
	p.doc.put(p.ref, "<</Type/Page/Parent PAGES/MediaBox[0 0 %s %s]/Resources<</Font<<%s>>>>/Contents %d 0 R/StructParents %d/Tabs/S%s>>",
		appendUnit(nil, p.w), appendUnit(nil, p.h), fonts.String(), content, p.key, annots.String())
	p.b, p.owners, p.fonts, p.annots = nil, nil, nil, nil
}

// perNode is how many pages a node of the page tree holds.
const perNode = 64

func (d *Document) writePages() ref {
	root := d.alloc()
	var nodes []string
	for at := 0; at < len(d.pages); at += perNode {
		node := d.alloc()
		nodes = append(nodes, fmt.Sprintf("%d 0 R", node))
		var kids strings.Builder
		end := min(at+perNode, len(d.pages))
		for _, p := range d.pages[at:end] {
			fmt.Fprintf(&kids, "%d 0 R ", p.ref)
			body := strings.Replace(string(d.objects[p.ref-1]), "PAGES", fmt.Sprintf("%d 0 R", node), 1)
			d.objects[p.ref-1] = []byte(body)
		}
		d.put(node, "<</Type/Pages/Parent %d 0 R/Count %d/Kids[%s]>>", root, end-at, kids.String())
	}
	d.put(root, "<</Type/Pages/Count %d/Kids[%s]>>", len(d.pages), strings.Join(nodes, " "))
	return root
}

// Tag says which element the next marks belong to; nil for decoration such as
// rules and running heads, which is not read out.
func (p *Page) Tag(e *Element) {
	if p.open && p.cur == e {
		return
	}
	p.close()
	p.open, p.cur = true, e
	if e == nil {
		p.b = append(p.b, "/Artifact BMC\n"...)
		return
	}
	e.attach()
	n := p.marks
	p.marks++
	p.owners = fmt.Appendf(p.owners, "%d 0 R ", e.ref)
	e.kids = fmt.Appendf(e.kids, "<</Type/MCR/Pg %d 0 R/MCID %d>>", p.ref, n)
	p.b = fmt.Appendf(p.b, "/%s<</MCID %d>>BDC\n", e.role, n)
}

func (p *Page) close() {
	if p.open {
		p.b = append(p.b, "EMC\n"...)
	}
	p.open = false
}

// Link makes a rectangle of the page lead to a place of the document, or with
// out set to an address. It belongs to an element of role Link; what it says is
// repeated in words.
func (p *Page) Link(e *Element, x, y, w, h Unit, to string, out bool, words string) {
	e.attach()
	r := p.doc.alloc()
	action := "/Dest" + name(to)
	if out {
		action = "/A<</S/URI/URI" + text(to) + ">>"
	}
	rect := appendUnit(nil, x)
	for _, u := range []Unit{p.h - y - h, x + w, p.h - y} {
		rect = appendUnit(append(rect, ' '), u)
	}
	p.doc.put(r, "<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4/StructParent %d/Contents%s%s>>",
		rect, len(p.doc.parents), text(words), action)
	p.doc.parents = append(p.doc.parents, owner{link: e.ref})
	e.kids = fmt.Appendf(e.kids, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", p.ref, r)
	p.annots = append(p.annots, r)
}

// Text sets glyphs of one font on a base line.
func (p *Page) Text(x, y Unit, f *Font, size Unit, glyphs []Glyph, c Colour) {
	if len(glyphs) == 0 {
		return
	}
	u := p.doc.use(f)
	if !u.on(p) {
		p.fonts = append(p.fonts, u)
	}
	p.fill(c)
	b := append(p.b, "BT/F"...)
	b = strconv.AppendInt(b, int64(u.number), 10)
	b = appendUnit(append(b, ' '), size)
	b = append(b, " Tf "...)
	b = appendUnit(b, x)
	b = appendUnit(append(b, ' '), p.h-y)
	b = append(b, " Td[<"...)
	for i, g := range glyphs {
		u.add(g)
		b = append(b, hexDigits[g.ID>>12], hexDigits[g.ID>>8&15], hexDigits[g.ID>>4&15], hexDigits[g.ID&15])
		if g.Kern != 0 && i+1 < len(glyphs) {
			b = append(b, '>')
			b = strconv.AppendInt(b, int64(-f.thousandths(int(g.Kern))), 10)
			b = append(b, '<')
		}
	}
	p.b = append(b, ">]TJ ET\n"...)
}

const hexDigits = "0123456789ABCDEF"

func (p *Page) fill(c Colour) {
	if c != p.ink {
		p.ink = c
		p.b = append(appendColour(p.b, c), " rg\n"...)
	}
}

func (p *Page) pen(c Colour, width Unit) {
	if c != p.stroke {
		p.stroke = c
		p.b = append(appendColour(p.b, c), " RG\n"...)
	}
	p.b = append(appendUnit(p.b, width), " w "...)
}

func appendColour(b []byte, c Colour) []byte {
	for i, v := range []uint8{c.R, c.G, c.B} {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendUnit(b, Unit(int(v)*1000/255))
	}
	return b
}

func (p *Page) at(x, y Unit) {
	p.b = appendUnit(p.b, x)
	p.b = appendUnit(append(p.b, ' '), p.h-y)
	p.b = append(p.b, ' ')
}

// Rule fills a rectangle.
func (p *Page) Rule(x, y, w, h Unit, c Colour) {
	p.fill(c)
	p.at(x, y+h)
	p.b = appendUnit(p.b, w)
	p.b = appendUnit(append(p.b, ' '), h)
	p.b = append(p.b, " re f\n"...)
}

// XY is a place on a page.
type XY struct{ X, Y Unit }

// Curve draws a path of one start and any number of cubic curves, three points
// each.
func (p *Page) Curve(path []XY, width Unit, c Colour) {
	p.pen(c, width)
	p.at(path[0].X, path[0].Y)
	p.b = append(p.b, "m "...)
	for i := 1; i+2 < len(path); i += 3 {
		for _, q := range path[i : i+3] {
			p.at(q.X, q.Y)
		}
		p.b = append(p.b, "c "...)
	}
	p.b = append(p.b, "S\n"...)
}

// Polygon fills a closed path of straight lines.
func (p *Page) Polygon(path []XY, c Colour) {
	p.fill(c)
	for i, q := range path {
		p.at(q.X, q.Y)
		p.b = append(p.b, map[bool]string{true: "m ", false: "l "}[i == 0]...)
	}
	p.b = append(p.b, "h f\n"...)
}

// Box draws a rectangle with rounded corners, filled and outlined.
func (p *Page) Box(x, y, w, h, radius Unit, fill, line Colour, width Unit) {
	p.fill(fill)
	p.pen(line, width)
	k := radius * 448 / 1000 // how far a curve's handles lie from the corner
	p.at(x+radius, y)
	p.b = append(p.b, "m "...)
	for _, s := range [4][4]XY{
		{{x + w - radius, y}, {x + w - k, y}, {x + w, y + k}, {x + w, y + radius}},
		{{x + w, y + h - radius}, {x + w, y + h - k}, {x + w - k, y + h}, {x + w - radius, y + h}},
		{{x + radius, y + h}, {x + k, y + h}, {x, y + h - k}, {x, y + h - radius}},
		{{x, y + radius}, {x, y + k}, {x + k, y}, {x + radius, y}},
	} {
		p.at(s[0].X, s[0].Y)
		p.b = append(p.b, "l "...)
		for _, q := range s[1:] {
			p.at(q.X, q.Y)
		}
		p.b = append(p.b, "c "...)
	}
	p.b = append(p.b, "h B\n"...)
}
