package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cleanText makes text that every content format can carry: LF line ends, no
// control characters, no Unicode line separators, no characters that change how
// text reads and cannot be seen, valid UTF-8. It counts the characters that it
// had to take out or replace; line ends do not count.
func cleanText(s string) (text string, changed int) {
	if !strings.ContainsFunc(s, suspicious) && utf8.ValidString(s) {
		return s, 0
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	before := rune(0)
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		after, _ := utf8.DecodeRuneInString(s[i+size:])
		switch {
		case r == '\r':
			b.WriteByte('\n')
		case r == '\u2028' || r == '\u2029' || r == '\u0085':
			b.WriteByte('\n')
			changed++
		case r == utf8.RuneError && size > 1:
			b.WriteRune(r)
		case joiner(r) && before >= 0x300 && after >= 0x300 && after != utf8.RuneError:
			b.WriteRune(r)
		case invisible(r):
			changed++
		case r == utf8.RuneError || suspicious(r):
			b.WriteRune(utf8.RuneError)
			changed++
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String(), changed
}

// suspicious characters make a text worth a second look.
func suspicious(r rune) bool {
	if r == '\n' || r == '\t' {
		return false
	}
	return r < ' ' || r >= 0x7f && !printableYAML(r) || invisible(r)
}

// invisible reports characters that cannot be seen and change how text reads:
// marks of writing direction, zero-width characters, tags.
func invisible(r rune) bool {
	switch {
	case r < 0xad:
		return false
	case r == 0xad, r == 0x34f, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	case 0x200b <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2060 <= r && r <= 0x206f:
		return true
	}
	return 0xe0000 <= r && r <= 0xe0fff
}

// joiner reports the two invisible characters that are part of the spelling of
// some scripts, between their letters.
func joiner(r rune) bool { return r == 0x200c || r == 0x200d }

// dedent takes away the white space that all lines begin with, white space at
// line ends, and blank lines around the text.
func dedent(s string) string {
	lines := strings.Split(s, "\n")
	margin, first := "", true
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
		if lines[i] == "" || i == 0 && line == strings.TrimLeft(line, " \t") {
			continue
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if first {
			margin, first = indent, false
		}
		for !strings.HasPrefix(indent, margin) {
			margin = margin[:len(margin)-1]
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, margin)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// countOf is a number and what it counts, in one or several.
func countOf(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + several
}

// oneLine joins the lines of a text and trims it.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// escapeHTML keeps Markdown as it is but for raw HTML, which it makes visible
// text. Code spans stay untouched.
func escapeHTML(markdown string) string {
	var b strings.Builder
	fence := ""
	for i := 0; i < len(markdown); {
		switch c := markdown[i]; {
		case c == '`':
			run := markdown[i : i+len(markdown[i:])-len(strings.TrimLeft(markdown[i:], "`"))]
			switch {
			case fence == run:
				fence = ""
			case fence == "" && closes(markdown[i+len(run):], run):
				fence = run
			}
			b.WriteString(run)
			i += len(run)
			continue
		case c == '\\' && fence == "" && i+1 < len(markdown):
			b.WriteString(markdown[i : i+1])
			i++
		case c == '<' && fence == "" && opensTag(markdown[i+1:]):
			b.WriteByte('\\')
		}
		b.WriteByte(markdown[i])
		i++
	}
	return b.String()
}

// closes reports whether a run of backticks of exactly this length follows.
func closes(rest, run string) bool {
	for {
		i := strings.Index(rest, run)
		if i < 0 {
			return false
		}
		after := rest[i+len(run):]
		if !strings.HasPrefix(after, "`") {
			return true
		}
		rest = strings.TrimLeft(after, "`")
	}
}

// opensTag reports whether what follows a `<` makes it raw HTML. An address in
// angle brackets is a link and not a tag.
func opensTag(after string) bool {
	if after == "" {
		return false
	}
	c := after[0]
	letter := c|0x20 >= 'a' && c|0x20 <= 'z'
	return (letter || c == '/' || c == '!' || c == '?') && !autolink.MatchString(after)
}

var (
	autolink   = regexp.MustCompile(`^(https?://|mailto:)[^\s<>]*>`)
	entityLike = regexp.MustCompile(`^&(#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);`)
	blockStart = regexp.MustCompile(`^( {0,3})([#>]|<{7}|\[[^\]]*\]:|[-+*=](?:\s|$)|[0-9]{1,9}[.)](?:\s|$)|~~~|[-=_* ]{3,}$)`)
)

// escapeMarkdown writes plain text so that Markdown shows it unchanged. Only
// what would otherwise mean something is escaped, for people will edit it.
func escapeMarkdown(s string) string {
	if !strings.ContainsAny(s, "\\`*_<&]~") {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if special(s, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// special reports whether the character at s[i] means something to Markdown
// where it stands.
func special(s string, i int, r rune) bool {
	after := s[i+utf8.RuneLen(r):]
	switch r {
	case '`', '*':
		return true
	case '\\':
		return after != "" && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", rune(after[0]))
	case '_':
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		next, _ := utf8.DecodeRuneInString(after)
		return !wordRune(before) || !wordRune(next)
	case '<':
		return opensTag(after) || autolink.MatchString(after)
	case '&':
		return entityLike.MatchString(s[i:])
	case ']':
		return strings.HasPrefix(after, "(")
	case '~':
		return strings.HasPrefix(after, "~")
	}
	return false
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// escapeLineStarts keeps the lines of a paragraph from becoming headings,
// lists or quotes.
func escapeLineStarts(paragraph string) string {
	lines := strings.Split(paragraph, "\n")
	for i, line := range lines {
		m := blockStart.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		at := m[4]
		for at < len(line)-1 && line[at] >= '0' && line[at] <= '9' {
			at++
		}
		lines[i] = line[:at] + `\` + line[at:]
	}
	return strings.Join(lines, "\n")
}
