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
	// How wide a page number is decides where lines break, and so on which page
	// things stand. The numbers of one round are what the next reckons with,
	// until no number has more or fewer digits than was reckoned.
	known := map[string]int{}
	for round := range mostRounds {
		s := newSetter(k, opt, t, figures, known)
		s.place()
		if s.settled(round >= strictRounds) {
			return s.paint(), nil, nil
		}
		for dest := range s.reckoned {
			if n := s.flow.Number(dest); round < strictRounds || n > known[dest] {
				known[dest] = n
			}
		}
	}
	return nil, nil, fmt.Errorf("the references of %q do not come to rest", k.Cover.Title)
}

// A booklet comes to rest in two or three rounds. Should it go to and fro, room
// is only ever added after strictRounds.
const (
	strictRounds = 4
	mostRounds   = 12
)

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
	k        *Booklet
	opt      PDFOptions
	st       styles
	figures  *draw.Set
	known    map[string]int // pages by destination, from the round before
	reckoned map[string]int // digits that were reckoned with, by destination
	doc      *pdf.Document
	flow     *typeset.Flow
	width    pdf.Unit // of the column at hand
}

func newSetter(k *Booklet, opt PDFOptions, t *typefaces, figures *draw.Set, known map[string]int) *setter {
	s := &setter{k: k, opt: opt, st: newStyles(t, opt.Columns), figures: figures, known: known, reckoned: map[string]int{}}
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

// digits is how many digits the number of a destination's page is reckoned to
// have.
func (s *setter) digits(dest string) int {
	n := len(strconv.Itoa(s.known[dest]))
	s.reckoned[dest] = n
	return n
}

// settled reports whether all page numbers are as wide as was reckoned, or with
// loose set at most that wide.
func (s *setter) settled(loose bool) bool {
	for dest, n := range s.reckoned {
		if have := len(strconv.Itoa(s.flow.Number(dest))); have > n || have < n && !loose {
			return false
		}
	}
	return true
}

// place sets everything.
func (s *setter) place() {
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
	s.flow.Place()
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
