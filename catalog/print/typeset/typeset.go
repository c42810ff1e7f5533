// Package typeset sets text on pages: it finds glyphs, breaks paragraphs into
// lines and lines into columns and pages.
//
// A [Paragraph] becomes lines, a [Maths] a [Box]; both are [Item] values of a
// [Flow], which fills pages with them. Nothing is painted before everything has
// its place, so that a page number can be set wherever one is named: first
// [Flow.Place], then [Flow.Paint]. Lines are ragged at their end and broken so
// that the whole paragraph is even, which leaves no rivers in narrow columns.
package typeset

import (
	"github.com/concord-catalog/concord/catalog/print/pdf"
)

// Unit is a length, as in package pdf.
type Unit = pdf.Unit

// Face is a font and those that stand in for it, in order, where it lacks a
// character.
type Face []*pdf.Font

// Style is how a text is set.
type Style struct {
	Face      Face
	Size      Unit
	Colour    pdf.Colour
	Underline bool // a thin line below, for links that lead out
	Strike    bool
}

// Link is where a text leads.
type Link struct {
	To    string // a destination of the document, or with Out an address
	Out   bool
	Words string // what it says, for those who do not see where it stands
}

// Span is a part of a paragraph that is set in one style.
type Span struct {
	Text    string
	Style   *Style
	Element *pdf.Element // nil for that of the paragraph
	Link    *Link        // with an Element of role Link
	PageOf  string       // set the number of the page of this destination in place of Text
	Break   bool         // begin a new line before it
	Glue    bool         // never break between it and what stands before
}

// find is the glyph of a character in the first font that has one. Characters
// that differ from a common one in width or in where lines break are set as
// that one where no font has them.
func (f Face) find(r rune) (*pdf.Font, uint16) {
	for _, font := range f {
		if g := font.Glyph(r); g != 0 {
			return font, g
		}
	}
	if plain, ok := plainer[r]; ok {
		return f.find(plain)
	}
	return f[0], 0
}

var plainer = map[rune]rune{'\u00a0': ' ', '\u202f': ' ', '\u2009': ' ', '\u2007': ' ', '\u2003': ' ', '\u2002': ' ', '\u3000': ' ',
	'\u2011': '-', '\u2010': '-', '\u2212': '-', '\u02bc': '’', '\u2015': '—', '\t': ' '}

// Has reports whether a character can be set. Those that leave no mark always
// can.
func (f Face) Has(r rune) bool {
	if invisible(r) {
		return true
	}
	_, g := f.find(r)
	return g != 0
}

// invisible are characters that say something about breaking or joining and are
// not printed themselves.
func invisible(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200d' || r == '\u2060' || r == '\ufeff' || r >= '\ufe00' && r <= '\ufe0f' || r < ' '
}

// Shaped reports whether a character belongs to a script whose letters join,
// stack or run from right to left. Setting them one by one gives garbage.
func Shaped(r rune) bool {
	for _, span := range shaped {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}

// shaped are the blocks of scripts that need shaping or both directions:
// Hebrew to Syriac and N'Ko, the Indic scripts, those of South-East Asia,
// Tibetan, Mongolian, and what stands for them further up.
var shaped = [][2]rune{{0x0590, 0x08ff}, {0x0900, 0x0dff}, {0x0e00, 0x0fff}, {0x1000, 0x109f}, {0x1780, 0x18af}, {0x1900, 0x1cff},
	{0xa800, 0xabff}, {0xfb1d, 0xfdff}, {0xfe70, 0xfefc}, {0x10800, 0x10fff}, {0x11000, 0x11fff}, {0x1e800, 0x1efff},
	{0x202a, 0x202e}, {0x2066, 0x2069}}

// Width is how wide a text is on one line.
func (s *Style) Width(text string) Unit {
	var sum Unit
	s.each(text, func(_ int, _ *pdf.Font, _ uint16, _ rune, width Unit) { sum += width })
	return sum
}

// each finds the glyphs of a text in turn: where the character begins in the
// text, its font and glyph, and how far it moves on. A glyph's width has in it
// how much closer it stands to the one before.
func (s *Style) each(text string, visit func(at int, font *pdf.Font, glyph uint16, r rune, width Unit)) {
	var before *pdf.Font
	var last uint16
	for at, r := range text {
		if r == '\n' || r == '\t' {
			r = ' '
		}
		if invisible(r) {
			continue
		}
		font, g := s.Face.find(r)
		width := font.Advance(g, s.Size)
		if font == before {
			width += font.Scale(int(font.Kern(last, g)), s.Size)
		}
		visit(at, font, g, r, width)
		before, last = font, g
	}
}

// piece is glyphs of one font that stand together.
type piece struct {
	font   *pdf.Font
	glyphs []pdf.Glyph
	width  Unit
}

// shape finds the glyphs of a text, kerned within each font.
func (s *Style) shape(text string) []piece {
	glyphs := make([]pdf.Glyph, 0, len(text)+1) // with room for a space
	pieces := make([]piece, 0, 1)
	from := 0
	s.each(text, func(_ int, font *pdf.Font, g uint16, r rune, width Unit) {
		n := len(pieces)
		if n == 0 || pieces[n-1].font != font {
			from = len(glyphs)
			pieces = append(pieces, piece{font: font})
			n++
		} else {
			glyphs[len(glyphs)-1].Kern = font.Kern(glyphs[len(glyphs)-1].ID, g)
		}
		glyphs = append(glyphs, pdf.Glyph{ID: g, Rune: r})
		pieces[n-1].glyphs = glyphs[from:]
		pieces[n-1].width += width
	})
	return pieces
}

// Ascent and Descent are how far letters reach above and below the base line.
func (s *Style) ascent() Unit  { return s.Face[0].Scale(s.Face[0].CapHeight, s.Size) }
func (s *Style) descent() Unit { return s.Size / 4 }
