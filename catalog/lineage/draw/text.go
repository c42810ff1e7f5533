package draw

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// advances is how wide the printable ASCII characters are, in thousandths of
// the type size. They are those of DejaVu Sans, one of the widest system
// fonts, so that a label that fits in it fits in any other.
var advances = [...]uint16{
	318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
	636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
	1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
	603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
	500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
	635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
}

// advance is how wide a character is at most, in thousandths of the type size.
func advance(r rune) int {
	switch {
	case r >= ' ' && r < 0x7f:
		return int(advances[r-' '])
	case joins(r):
		return 0
	case r < 0x1100:
		return 680
	}
	return 1000 // of the scripts further up many characters are square
}

// joins reports whether a character shows as part of the one before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf)
}

// measure is how wide a text is, in units, at a type size in pixels.
func measure(text string, size int) int {
	sum := 0
	for _, r := range text {
		sum += advance(r)
	}
	return sum * size * Unit / 1000
}

// wrap sets a text in at most so many lines of a width. It breaks at spaces,
// after hyphens, slashes and underscores, and within words that are longer than
// a line. What does not fit ends in an ellipsis.
func wrap(text string, size, width, most int) []string {
	rest := strings.Join(strings.Fields(text), " ")
	var lines []string
	for rest != "" {
		if len(lines) == most-1 {
			return append(lines, shorten(rest, size, width))
		}
		n := breakAt(rest, size, width)
		lines = append(lines, strings.TrimRight(rest[:n], " "))
		rest = strings.TrimLeft(rest[n:], " ")
	}
	return lines
}

// breakAt is how many bytes of a text go into its first line: at least one
// character.
func breakAt(text string, size, width int) int {
	fits := prefix(text, size, width)
	if fits == len(text) || text[fits] == ' ' {
		return fits
	}
	if i := strings.LastIndexAny(text[:fits], " -/_"); i > 0 {
		return i + 1
	}
	return fits
}

// prefix is how many bytes of a text fit a width, in whole characters with what
// joins them: at least one.
func prefix(text string, size, width int) int {
	sum, end := 0, 0
	for i, r := range text {
		if sum += advance(r); i > 0 && !joins(r) && sum*size*Unit/1000 > width {
			break
		}
		end = i + max(utf8.RuneLen(r), 1)
	}
	return min(end, len(text))
}

// shorten cuts a text that is wider than a line.
func shorten(text string, size, width int) string {
	if measure(text, size) <= width {
		return text
	}
	n := prefix(text, size, width-measure("…", size))
	return strings.TrimRight(text[:n], " ,;:-–/_") + "…"
}

// appendText writes text into markup, within an element or an attribute in
// double quotes. It is the only way by which words get into a picture.
// Characters that markup must not hold are written as U+FFFD.
func appendText(dst []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&#34;"...)
		case r == '\'':
			dst = append(dst, "&#39;"...)
		case r == '\n' || r == '\t':
			dst = append(dst, ' ')
		case r < ' ' || r >= 0x7f && r < 0xa0 || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			dst = append(dst, "\uFFFD"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
