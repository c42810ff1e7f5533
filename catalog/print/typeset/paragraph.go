package typeset

import (
	"strings"
	"unicode"

	"github.com/concord-catalog/concord/catalog/print/pdf"
)

// Paragraph is text to be broken into lines.
type Paragraph struct {
	Spans   []Span
	Element *pdf.Element // nil for decoration
	Width   Unit
	Leading Unit // from base line to base line
	Indent  Unit // of all lines
	Hang    Unit // of the second and later lines, beyond Indent
	First   Unit // of the first line, beyond Indent
	Label   *Span
	Digits  int    // how many digits the numbers of pages have
	Number  string // a page number at the right end of the last line: of this destination
	Leaders bool   // dots lead to it
}

// part is a run of one span that is not broken, or a space.
type part struct {
	span   int
	pieces []piece
	width  Unit
	space  bool
	after  breaking
}

// breaking says whether a line may end behind a part.
type breaking uint8

const (
	never breaking = iota
	may
	hyphen // and a hyphen is set there
	must
)

// parts cuts the spans at the places where lines may end.
func (p *Paragraph) parts() []part {
	var list []part
	for i := range p.Spans {
		s := &p.Spans[i]
		if s.Break && len(list) > 0 {
			list[len(list)-1].after = must
		}
		if s.Glue && len(list) > 0 && list[len(list)-1].after == may {
			list[len(list)-1].after = never
		}
		if s.PageOf != "" {
			list = append(list, part{span: i, width: s.Style.Width(strings.Repeat("0", p.Digits))})
			continue
		}
		for _, w := range cut(s.Text) {
			x := part{span: i, pieces: s.Style.shape(w.text), space: w.space, after: w.after}
			for _, piece := range x.pieces {
				x.width += piece.width
			}
			if x.width > p.Width-p.Indent-p.Hang && !x.space {
				list = append(list, p.shatter(x, s.Style)...)
				continue
			}
			list = append(list, x)
		}
	}
	return list
}

// shatter lets a word that is wider than a line be broken anywhere.
func (p *Paragraph) shatter(x part, style *Style) []part {
	var list []part
	for _, run := range x.pieces {
		for _, g := range run.glyphs {
			g.Kern = 0
			one := pieceOf(run.font, g, style.Size)
			list = append(list, part{span: x.span, pieces: []piece{one}, width: one.width, after: may})
		}
	}
	if len(list) > 0 {
		list[len(list)-1].after = x.after
	}
	return list
}

func pieceOf(font *pdf.Font, g pdf.Glyph, size Unit) piece {
	return piece{font: font, glyphs: []pdf.Glyph{g}, width: font.Advance(g.ID, size)}
}

// fragment is a part of a text with how it may end a line.
type fragment struct {
	text  string
	space bool
	after breaking
}

// cut finds the places where a line may end: at spaces, after hyphens, dashes
// and slashes, at soft hyphens, and between the characters of scripts that do
// without spaces.
func cut(text string) []fragment {
	var list []fragment
	start := 0
	flush := func(end int, after breaking) {
		if end > start {
			list = append(list, fragment{text: text[start:end], after: after})
		} else if n := len(list); n > 0 && after != never && list[n-1].after == never {
			list[n-1].after = after
		}
		start = end
	}
	runes := []rune(text)
	at := 0
	for i, r := range runes {
		size := len(string(r))
		var next rune
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case r == ' ' || r == '\n' || r == '\t' || r == '\u3000':
			flush(at, never)
			list = append(list, fragment{text: " ", space: true, after: may})
			start = at + size
		case r == '\u00ad':
			flush(at, hyphen)
			start = at + size
		case r == '\u200b':
			flush(at, may)
			start = at + size
		case (r == '-' || r == '–' || r == '/' || r == '_') && i > 0 && at > start && (unicode.IsLetter(next) || r == '–' && unicode.IsDigit(next)):
			flush(at+size, may)
		case r == '—' && next != 0 && next != ' ':
			flush(at+size, may)
		case ideographic(r) && next != 0 && !closing(next) && !opening(r):
			flush(at+size, may)
		case ideographic(next) && !opening(r) && !closing(next) && r != ' ':
			flush(at+size, may)
		}
		at += size
	}
	flush(len(text), never)
	return list
}

// ideographic are the characters that lines may be broken between.
func ideographic(r rune) bool {
	return r >= 0x2e80 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3 || r >= 0xf900 && r <= 0xfaff || r >= 0xff01 && r <= 0xff60 || r >= 0x20000 && r <= 0x3ffff
}

// closing and opening are the characters that may not begin and not end a line.
func closing(r rune) bool {
	return strings.ContainsRune("、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.;:!?)]}”’", r)
}
func opening(r rune) bool { return strings.ContainsRune("（「『【〔〈《([{“‘", r) }
