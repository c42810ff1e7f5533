package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Visible returns s with everything that a terminal would act on, or that a
// reader could not see, replaced by something that can be seen: control
// characters by their pictures (␛), direction overrides and other invisible
// characters by their code point (<U+202E>), broken UTF-8 by its bytes (\xff).
// Line ends count as control characters.
func Visible(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(visibleRune(r, n, s[i:i+n]))
		i += n
	}
	return b.String()
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// visibleRune is how the rune that was decoded from raw, n bytes, is shown.
func visibleRune(r rune, n int, raw string) string {
	switch {
	case r == utf8.RuneError && n == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case r < ' ':
		return string('\u2400' + r)
	case r == 0x7f:
		return "\u2421"
	case unicode.IsGraphic(r):
		return raw
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// columns is the number of terminal columns that shown text takes: two for
// wide East Asian characters and emoji, none for combining marks.
func columns(s string) int {
	if isPlain(s) {
		return len(s)
	}
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me):
		case isWide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}
