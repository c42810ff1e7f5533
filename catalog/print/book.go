package print

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// Paper is a size of paper.
type Paper struct {
	Name          string
	Width, Height pdf.Unit
}

// The papers that a booklet can be set for.
var (
	A4     = Paper{"a4", 210 * pdf.Millimetre, 297 * pdf.Millimetre}
	Letter = Paper{"letter", 612 * pdf.Point, 792 * pdf.Point}
)

// PDFOptions says how a PDF is set.
type PDFOptions struct {
	Paper   Paper    // default: A4
	Columns int      // of the entries: 1 or 2; default: 2
	Fonts   [][]byte // TrueType files for characters that the built-in fonts lack
}

// PDF sets a booklet. What the engine cannot set comes back as findings, and
// then there is no file.
func PDF(k *Booklet, opt PDFOptions) ([]byte, diag.List, error) {
	if opt.Paper.Width == 0 {
		opt.Paper = A4
	}
	if opt.Columns != 1 {
		opt.Columns = 2
	}
	t, err := faces(opt.Fonts)
	if err != nil {
		return nil, nil, err
	}
	if found := faults(k, t); len(found) > 0 {
		return nil, found, nil
	}
	figures, err := layOut(k)
	if err != nil {
		return nil, nil, err
	}
	// Room is kept for page numbers before they are known. Should the guess of
	// how many digits they have be wrong, everything is set once more.
	digits := len(strconv.Itoa(k.Entries/7 + 8))
	for range 4 {
		s := newSetter(k, opt, t, figures, digits)
		n := s.place()
		if d := len(strconv.Itoa(n)); d != digits {
			digits = d
			continue
		}
		return s.paint(), nil, nil
	}
	return nil, nil, fmt.Errorf("the pages of %q cannot be numbered", k.Cover.Title)
}

// layOut places the figures of all entries by rules that need no helper.
func layOut(k *Booklet) (*draw.Set, error) {
	var figures []*draw.Figure
	for _, s := range k.Sections {
		for _, e := range s.Entries {
			if e.Figure != nil {
				figures = append(figures, e.Figure)
			}
		}
	}
	d := draw.NewDrawer(draw.Options{})
	defer d.Close()
	set, _, err := d.Layout(context.Background(), figures)
	return set, err
}

// setter sets one booklet.
type setter struct {
	k       *Booklet
	opt     PDFOptions
	st      styles
	figures *draw.Set
	digits  int
	doc     *pdf.Document
	flow    *typeset.Flow
	width   pdf.Unit        // of the column at hand
	set     map[string]bool // places that are in the booklet
}

func newSetter(k *Booklet, opt PDFOptions, t *typefaces, figures *draw.Set, digits int) *setter {
	s := &setter{k: k, opt: opt, st: newStyles(t, opt.Columns), figures: figures, digits: digits}
	meta := pdf.Meta{Title: k.Cover.Title, Lang: k.Lang, Subject: k.Cover.Lead, Producer: strings.TrimSpace("Concord " + k.Version)}
	if k.Cover.Subtitle != "" {
		meta.Title += " · " + k.Cover.Subtitle
	}
	if !k.Date.IsZero() {
		meta.Date = k.Date.Time()
	}
	s.doc = pdf.New(meta)
	mm := pdf.Millimetre
	s.flow = &typeset.Flow{Sheet: typeset.Sheet{Width: opt.Paper.Width, Height: opt.Paper.Height, Top: 24 * mm, Bottom: 22 * mm, Side: 19 * mm, Gutter: 7 * mm}}
	if opt.Columns == 1 {
		s.flow.Sheet.Side = 32 * mm
	}
	return s
}

// place sets everything and returns how many pages there are.
func (s *setter) place() int {
	add := func(c typeset.Chapter) {
		if len(c.Head)+len(c.Items) > 0 {
			s.flow.Chapters = append(s.flow.Chapters, c)
		}
	}
	root := s.doc.Root()
	add(s.cover(root.New("Sect")))
	add(s.contents(root.New("Sect")))
	add(s.how(root.New("Sect")))
	for i := range s.k.Guide {
		add(s.guide(root.New("Sect"), &s.k.Guide[i]))
	}
	add(s.glossary(root.New("Sect")))
	add(s.owners(root.New("Sect")))
	add(s.labels(root.New("Sect")))
	add(s.colophon(root.New("Sect")))
	return s.flow.Place()
}

// paint writes the pages.
func (s *setter) paint() []byte {
	s.flow.Paint(s.doc, s.furniture)
	return s.doc.Bytes()
}

// furniture sets what surrounds the text: the words that a page runs from and
// to at its outer edge, as dictionaries have it, and its number at the foot.
func (s *setter) furniture(p *typeset.Painter, number int, first, last string) {
	p.Page.Tag(nil)
	sheet := &s.flow.Sheet
	left, right := sheet.Side, sheet.Width-sheet.Side
	outer := func(base pdf.Unit, style *typeset.Style, text string) {
		x := left
		if number%2 == 1 {
			x = right - style.Width(text)
		}
		p.Words(x, base, style, text)
	}
	if first != "" {
		head := first
		if last != "" && last != first {
			head += " – " + last
		}
		base := sheet.Top - 6*pdf.Millimetre
		outer(base, &s.st.head, clip(&s.st.head, head, right-left))
		p.Page.Rule(left, base+4*pdf.Point, right-left, 300, grey(190))
	}
	base := sheet.Height - sheet.Bottom + 10*pdf.Millimetre
	outer(base, &s.st.folio, strconv.Itoa(number))
	inner := clip(&s.st.foot, s.k.Cover.Title, (right-left)*2/3)
	x := left
	if number%2 == 0 {
		x = right - s.st.foot.Width(inner)
	}
	p.Words(x, base, &s.st.foot, inner)
}

// clip shortens a text that is wider than its place.
func clip(style *typeset.Style, text string, width pdf.Unit) string {
	if style.Width(text) <= width {
		return text
	}
	runes := []rune(text)
	for len(runes) > 1 && style.Width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return strings.TrimRight(string(runes), " ,;:–-") + "…"
}

func grey(v uint8) pdf.Colour { return pdf.Colour{R: v, G: v, B: v} }
