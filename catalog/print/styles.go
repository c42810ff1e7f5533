package print

import (
	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// The colours of a booklet: black, greys, and one that marks disputes. Nothing
// is said by colour alone, so it prints well in black.
var (
	accent = pdf.Colour{R: 163, G: 45, B: 28}
	quiet  = grey(95)
)

// styles are the manners in which a booklet's texts are set. All sizes of an
// entry grow with the measure.
type styles struct {
	text, em, strong, strongEm, code, strike typeset.Style
	word                                     typeset.Style // an entry's name
	sign                                     typeset.Style // of a dispute, beside a name
	letter                                   typeset.Style
	h1, h2, h3                               typeset.Style
	small, smallEm, smallStrong, smallCode   typeset.Style // particulars
	number                                   typeset.Style // of a page that is referred to
	address                                  typeset.Style
	head, folio, foot                        typeset.Style
	title, subtitle, lead                    typeset.Style
	tiny, tinyQuiet                          typeset.Style // in figures
	maths                                    typeset.MathsStyle
	leading, smallLeading, gap               pdf.Unit
}

func newStyles(t *typefaces, columns int) styles {
	body, leading := pdf.Unit(9200), pdf.Unit(12200)
	if columns == 1 {
		body, leading = 10400, 14200
	}
	set := func(f typeset.Face, size pdf.Unit, c pdf.Colour) typeset.Style {
		return typeset.Style{Face: f, Size: size, Colour: c}
	}
	black := pdf.Black
	small := body * 86 / 100
	s := styles{leading: leading, smallLeading: leading * 86 / 100, gap: leading * 9 / 10}
	s.text, s.em, s.strong = set(t.serif, body, black), set(t.italic, body, black), set(t.bold, body, black)
	s.strongEm = s.strong
	s.code = set(t.mono, body*86/100, black)
	s.strike = s.text
	s.strike.Strike = true
	s.word, s.sign = set(t.sansBold, body*118/100, black), set(t.sansBold, body*118/100, accent)
	s.letter = set(t.sansBold, body*26/10, black)
	s.h1, s.h2, s.h3 = set(t.sansBold, 22000, black), set(t.sansBold, body*12/10, black), set(t.sansBold, body, black)
	s.small, s.smallEm, s.smallStrong = set(t.sans, small, black), set(t.sans, small, quiet), set(t.sansBold, small, black)
	s.smallCode = set(t.mono, small*92/100, black)
	s.number = set(t.sans, body*82/100, quiet)
	s.address = set(t.sans, body*82/100, quiet)
	s.head, s.folio, s.foot = set(t.sans, 8400, black), set(t.sansBold, 9000, black), set(t.sans, 7600, quiet)
	s.title, s.subtitle, s.lead = set(t.sansBold, 30000, black), set(t.sans, 17000, black), set(t.serif, 12000, black)
	s.tiny, s.tinyQuiet = set(t.sans, 6400, black), set(t.sans, 5400, quiet)
	s.maths = typeset.MathsStyle{Text: set(t.serif, body, black), Small: body * 82 / 100}
	return s
}

// manner is the style of a run in a paragraph of text, or among particulars.
func (s *styles) manner(run Inline, small bool) *typeset.Style {
	switch {
	case small && run.Code:
		return &s.smallCode
	case small && run.Strong:
		return &s.smallStrong
	case small:
		return &s.small
	case run.Code:
		return &s.code
	case run.Strong:
		return &s.strong
	case run.Em:
		return &s.em
	case run.Strike:
		return &s.strike
	}
	return &s.text
}
