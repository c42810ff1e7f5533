package decode

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// The parser says at which line and column, counted in code points, a node
// begins, and not where it ends. The end is found by reading the text again,
// guided by the value: quotes are closed by the first quote that is not
// escaped, and anything else ends where the last character of its value stands.

// breakLen is the length of the line break at text[i], by the rules of the
// parser, or 0.
func breakLen(text []byte, i int) int {
	switch text[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(text) && text[i+1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if i+1 < len(text) && text[i+1] == 0x85 {
			return 2
		}
	case 0xE2:
		if i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0xA8 || text[i+2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// yamlLines lists where the lines of text begin, as the parser counts them.
func yamlLines(text []byte) []int32 {
	lines := make([]int32, 1, 2+bytes.Count(text, []byte{'\n'}))
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\n':
			lines = append(lines, int32(i+1))
		case '\r', 0xC2, 0xE2:
			if n := breakLen(text, i); n > 0 {
				i += n - 1
				lines = append(lines, int32(i+1))
			}
		}
	}
	return lines
}

// offset is where a node begins in the text.
func (d *yamlDocument) offset(n *yaml.Node) int {
	line := max(0, min(n.Line-1, len(d.lines)-1))
	pos := int(d.lines[line])
	for col := 1; col < n.Column && pos < len(d.text); col++ {
		if d.text[pos] < utf8.RuneSelf {
			pos++
			continue
		}
		_, size := utf8.DecodeRune(d.text[pos:])
		pos += size
	}
	return pos
}

// skipProperties is where a node's content begins, after its anchor and tag.
func (d *yamlDocument) skipProperties(n *yaml.Node) int {
	pos := d.offset(n)
	if n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 && (pos == len(d.text) || d.text[pos] != '!') {
		return pos
	}
	return d.afterProperties(pos)
}

func (d *yamlDocument) afterProperties(pos int) int {
	for pos < len(d.text) && (d.text[pos] == '&' || d.text[pos] == '!') {
		pos = d.skipSpace(d.endOfWord(pos))
	}
	return pos
}

// endOfWord is the end of an anchor, alias or tag.
func (d *yamlDocument) endOfWord(pos int) int {
	if bytes.HasPrefix(d.text[pos:], []byte("!<")) {
		if end := bytes.IndexByte(d.text[pos:], '>'); end > 0 {
			return pos + end + 1
		}
	}
	for pos++; pos < len(d.text); pos++ {
		if strings.IndexByte(" \t\r\n,[]{}", d.text[pos]) >= 0 || breakLen(d.text, pos) > 0 {
			break
		}
	}
	return pos
}

// skipSpace passes over blanks, line breaks and comments.
func (d *yamlDocument) skipSpace(pos int) int {
	for pos < len(d.text) {
		switch c := d.text[pos]; {
		case c == ' ' || c == '\t':
			pos++
		case c == '#' && (pos == 0 || isSpace(d.text, pos-1)):
			for pos < len(d.text) && breakLen(d.text, pos) == 0 {
				pos++
			}
		default:
			n := breakLen(d.text, pos)
			if n == 0 {
				return pos
			}
			pos += n
		}
	}
	return pos
}

func isSpace(text []byte, i int) bool {
	return text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r'
}

// tagAt finds the tag among a node's properties.
func (d *yamlDocument) tagAt(n *yaml.Node) (start, end int) {
	pos := d.offset(n)
	for pos < len(d.text) && d.text[pos] == '&' {
		pos = d.skipSpace(d.endOfWord(pos))
	}
	if pos == len(d.text) || d.text[pos] != '!' {
		return pos, pos
	}
	return pos, d.endOfWord(pos)
}

// place is a short range that shows where a node is: all of a scalar or alias,
// and the start of anything larger.
func (d *yamlDocument) place(n *yaml.Node) source.Span {
	switch n.Kind {
	case yaml.AliasNode:
		pos := d.offset(n)
		return d.span(pos, d.endOfWord(pos))
	case yaml.ScalarNode:
		var v source.Value
		v.Text = n.Value
		d.locate(n, &v)
		return v.At
	}
	pos := d.skipProperties(n)
	return d.span(pos, pos+1)
}

// locate finds the range of a scalar, and where the parts of its text stand.
func (d *yamlDocument) locate(n *yaml.Node, v *source.Value) {
	pos := d.skipProperties(n)
	v.At = d.span(pos, pos)
	if pos >= len(d.text) {
		return
	}
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		d.locateQuoted(v, pos, '"')
	case n.Style&yaml.SingleQuotedStyle != 0:
		d.locateQuoted(v, pos, '\'')
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		d.locateBlock(v, pos)
	case v.Text == "":
	case bytes.HasPrefix(d.text[pos:], []byte(v.Text)) && strings.IndexByte(v.Text, '\n') < 0:
		v.At = d.span(pos, pos+len(v.Text))
		v.Raw = true
	default:
		if end, ok := align(v, d.text, pos, len(d.text), d.base, 0); ok {
			v.At = d.span(pos, end)
		}
	}
}

func (d *yamlDocument) locateQuoted(v *source.Value, pos int, mark byte) {
	end := closingQuote(d.text, pos, mark)
	if end < 0 {
		return
	}
	v.At = d.span(pos, end+1)
	inner := d.text[pos+1 : end]
	if string(inner) == v.Text && bytes.IndexByte(inner, '\n') < 0 {
		v.Raw = true
		return
	}
	align(v, d.text, pos+1, end, d.base, mark)
}

// closingQuote is where the quote that opens at text[pos] is closed, or -1.
func closingQuote(text []byte, pos int, mark byte) int {
	if text[pos] != mark {
		return -1
	}
	for i := pos + 1; i < len(text); i++ {
		switch {
		case text[i] == '\\' && mark == '"':
			i++
		case text[i] != mark:
		case mark == '\'' && i+1 < len(text) && text[i+1] == mark:
			i++
		default:
			return i
		}
	}
	return -1
}

// locateBlock finds the end of a literal or folded block: its last line that is
// not blank.
func (d *yamlDocument) locateBlock(v *source.Value, pos int) {
	if d.text[pos] != '|' && d.text[pos] != '>' {
		return
	}
	header := pos + 1
	for header < len(d.text) && strings.IndexByte("+-0123456789", d.text[header]) >= 0 {
		header++
	}
	v.At = d.span(pos, header)
	start := header
	for start < len(d.text) && breakLen(d.text, start) == 0 {
		start++
	}
	if end, ok := align(v, d.text, start, len(d.text), d.base, 0); ok && strings.Trim(v.Text, "\n") != "" {
		v.At = d.span(pos, end)
	}
}

// align lays the value's text beside text[pos:limit], from which it was made by
// undoing escapes, folding and indentation, and traces which bytes became
// which. Only white space and escapes may differ. It answers the end of the last
// character that is not white space, and false when the two do not fit.
func align(v *source.Value, text []byte, pos, limit, base int, mark byte) (int, bool) {
	end := pos
	s := v.Text
	for t := 0; t < len(s); {
		switch {
		case pos < limit && mark == '"' && text[pos] == '\\':
			made, read := escape(text[pos:limit])
			if made > 0 {
				v.Trace(int32(t), int32(base+pos))
			}
			t += made
			pos += read
			end = pos
		case pos < limit && mark == '\'' && text[pos] == '\'':
			pos++ // of two quotes, the second stands for itself
			v.Trace(int32(t), int32(base+pos))
			t++
			pos++
			end = pos
		case pos < limit && text[pos] == s[t]:
			v.Trace(int32(t), int32(base+pos))
			if s[t] != '\n' && s[t] != ' ' && s[t] != '\t' {
				end = pos + 1
			}
			t++
			pos++
		case s[t] == ' ' || s[t] == '\n' || s[t] == '\t':
			if n := spaceLen(text, pos, limit); n > 0 {
				v.Trace(int32(t), int32(base+pos))
				pos += n
			}
			t++
		default:
			n := spaceLen(text, pos, limit)
			if n == 0 {
				return end, false
			}
			pos += n
		}
	}
	return end, true
}

func spaceLen(text []byte, pos, limit int) int {
	if pos >= limit {
		return 0
	}
	if text[pos] == ' ' || text[pos] == '\t' {
		return 1
	}
	return breakLen(text, pos)
}

// escape measures the escape that text begins with: how many bytes of text it
// takes and how many bytes of value it makes.
func escape(text []byte) (made, read int) {
	if len(text) < 2 {
		return 0, len(text)
	}
	digits := 0
	switch text[1] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	case 'N', '_':
		return 2, 2
	case 'L', 'P':
		return 3, 2
	default:
		if n := breakLen(text, 1); n > 0 {
			return 0, 1 + n
		}
		return 1, 2
	}
	code := rune(0)
	for i := 2; i < 2+digits && i < len(text); i++ {
		code = code<<4 | hexDigit(text[i])
	}
	return max(1, utf8.RuneLen(code)), min(2+digits, len(text))
}

func hexDigit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return rune(c - 'A' + 10)
	}
	return 0
}

// collectionSpan is the range of a list or table whose content begins at start
// and whose last part ends at end. Brackets are counted in.
func (d *yamlDocument) collectionSpan(n *yaml.Node, start, end int) source.Span {
	end = max(start, end)
	if n.Style&yaml.FlowStyle == 0 {
		return d.span(start, end)
	}
	closing := byte(']')
	if n.Kind == yaml.MappingNode {
		closing = '}'
	}
	pos := end
	if end == start {
		pos++ // the opening bracket
	}
	for pos < len(d.text) {
		pos = d.skipSpace(pos)
		if pos >= len(d.text) {
			break
		}
		switch c := d.text[pos]; c {
		case closing:
			return d.span(start, pos+1)
		case ',', ':', '?':
			pos++
		case '&', '!':
			pos = d.endOfWord(pos)
		default:
			return d.span(start, end)
		}
	}
	return d.span(start, end)
}

// quote is the edit that puts a plain value in double quotes.
func quote(at source.Span, text string) diag.Edit {
	return diag.Edit{At: at, New: `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`}
}
