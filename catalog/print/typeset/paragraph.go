package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	Digits  func(dest string) int // how many digits the number of a destination's page has
	Number  string                // of this destination the page number stands at the end of the last line
	Leaders bool                  // and dots lead to it
}

// part is a run of one span that is not broken, or a space.
type part struct {
	span     int32
	from, to int32 // bytes of the span's text
	width    Unit
	space    bool
	after    breaking
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
			list = append(list, part{span: int32(i), width: s.Style.Width(strings.Repeat("0", p.Digits(s.PageOf)))})
			continue
		}
		list = p.cut(list, i)
	}
	return list
}

// cut appends the parts of one span with their widths.
func (p *Paragraph) cut(list []part, i int) []part {
	s := &p.Spans[i]
	begin := len(list)
	list = appendParts(list, s.Text, int32(i))
	at := begin
	s.Style.each(s.Text, func(offset int, _ *pdf.Font, _ uint16, _ rune, width Unit) {
		for at < len(list)-1 && int32(offset) >= list[at].to {
			at++
		}
		list[at].width += width
	})
	room := p.Width - p.Indent - max(p.Hang, p.First)
	for k := begin; k < len(list); k++ {
		if list[k].width > room && !list[k].space {
			return p.shatter(list, begin, i)
		}
	}
	return list
}

// shatter lets words that are wider than a line be broken anywhere.
func (p *Paragraph) shatter(list []part, begin, i int) []part {
	room := p.Width - p.Indent - max(p.Hang, p.First)
	whole := append([]part(nil), list[begin:]...)
	list = list[:begin]
	s := &p.Spans[i]
	for _, x := range whole {
		if x.width <= room || x.space {
			list = append(list, x)
			continue
		}
		first := len(list)
		text := s.Text[x.from:x.to]
		s.Style.each(text, func(offset int, _ *pdf.Font, _ uint16, r rune, width Unit) {
			from := x.from + int32(offset)
			list = append(list, part{span: x.span, from: from, to: from + int32(utf8.RuneLen(r)), width: width, after: may})
		})
		if len(list) > first {
			list[len(list)-1].after, list[len(list)-1].to = x.after, x.to
		}
	}
	return list
}

// appendParts finds the places where a line may end: at spaces, after hyphens,
// dashes and slashes, at soft hyphens, and between the characters of scripts
// that do without spaces.
func appendParts(list []part, text string, span int32) []part {
	start, first := 0, len(list)
	flush := func(end int, after breaking) {
		if end > start {
			list = append(list, part{span: span, from: int32(start), to: int32(end), after: after})
		} else if n := len(list); n > first && after != never && list[n-1].after == never {
			list[n-1].after = after
		}
		start = end
	}
	before := rune(0)
	for at, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			size = 1
		}
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		if at+size == len(text) {
			next = 0
		}
		switch {
		case r == ' ' || r == '\n' || r == '\t' || r == '\u3000':
			flush(at, never)
			after := may
			if n := len(list); n > first && number(text[list[n-1].from:list[n-1].to]) && unicode.IsLetter(next) {
				after = never // a number stays with what it counts
			}
			list = append(list, part{span: span, from: int32(at), to: int32(at + size), space: true, after: after})
			start = at + size
		case r == '\u00ad':
			flush(at+size, hyphen)
		case r == '\u200b':
			flush(at+size, may)
		case mayBreakAfter(before, r, next):
			flush(at+size, may)
		}
		before = r
	}
	flush(len(text), never)
	return list
}

// number reports whether a word is a short number.
func number(word string) bool {
	return len(word) <= 4 && word != "" && strings.Trim(word, "0123456789") == ""
}

// mayBreakAfter reports whether a line may end behind a character that is no
// space.
func mayBreakAfter(before, r, next rune) bool {
	switch {
	case next == 0 || next == ' ':
		return false
	case r == '—':
		return true
	case r == '-' || r == '/' || r == '_':
		return unicode.IsLetter(before) && unicode.IsLetter(next) || r != '-' && unicode.IsLetter(next)
	case r == '–':
		return before != 0 && before != ' ' && (unicode.IsLetter(next) || unicode.IsDigit(next))
	case ideographic(r) || ideographic(next):
		return !closing(next) && !opening(r)
	}
	return false
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
