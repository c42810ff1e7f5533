package decode

import (
	"fmt"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// isHidden reports characters that change how text reads and cannot be seen:
// controls of writing direction, zero-width characters, tags.
func isHidden(c rune) bool {
	switch {
	case c < 0xAD:
		return false
	case c == 0xAD, c == 0x34F, c == 0x61C, c == 0x180E, c == 0xFEFF:
		return true
	case 0x200B <= c && c <= 0x200F, 0x202A <= c && c <= 0x202E, 0x2060 <= c && c <= 0x206F:
		return true
	}
	return 0xE0000 <= c && c <= 0xE0FFF
}

// hiddenIn finds the first hidden character of a text. Joiners between letters
// of scripts that need them (Arabic, Indic, emoji) are part of the spelling.
func hiddenIn(s string) (at int, c rune) {
	prev := rune(0)
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			prev = rune(s[i])
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		if isHidden(c) {
			next, _ := utf8.DecodeRuneInString(s[i+size:])
			joiner := c == 0x200C || c == 0x200D
			if !joiner || prev < 0x300 || next < 0x300 || next == utf8.RuneError {
				return i, c
			}
		}
		prev = c
		i += size
	}
	return -1, 0
}

// isNothing reports hidden characters that say nothing wherever they stand:
// soft hyphens, spaces without width and byte-order marks. Others turn the
// direction of writing or join letters.
func isNothing(c rune) bool { return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF }

// isLabelKey reports fields whose text people and programs look up, so that two
// that look the same must be the same.
func isLabelKey(key string) bool {
	switch key {
	case "id", "kind", "name", "preferred", "admitted", "deprecated", "abbreviation", "formula":
		return true
	}
	return false
}

// checkHidden reports hidden characters in an entry: an error in labels, IDs
// and formulas, advice elsewhere.
func (r *reader) checkHidden(fields, body source.Value) {
	if r.ascii && !r.escapes {
		return
	}
	r.checkHiddenIn(&fields, false)
	r.checkHiddenIn(&body, false)
}

func (r *reader) checkHiddenIn(v *source.Value, label bool) {
	if at, c := hiddenIn(v.Text); at >= 0 {
		r.reportHidden(v.Span(at, at+utf8.RuneLen(c)), c, label)
	}
	for i := range v.Items {
		r.checkHiddenIn(&v.Items[i], label)
	}
	for i := range v.Fields {
		f := &v.Fields[i]
		if at, c := hiddenIn(f.Key); at >= 0 {
			r.reportHidden(f.KeyAt, c, true)
		}
		r.checkHiddenIn(&f.Value, label || isLabelKey(f.Key))
	}
}

func (r *reader) reportHidden(at source.Span, c rune, label bool) {
	message := fmt.Sprintf("there is an invisible character, U+%04X, in the text", c)
	kind := hiddenInText
	if label {
		kind = hiddenCharacter
	}
	f := kind.At(at, message).WithHelp("delete it, or type the text anew")
	if at.Len() == utf8.RuneLen(c) { // it stands there as it is, not as an escape
		f.Edits = []diag.Edit{{At: at, Unsafe: !isNothing(c)}}
	}
	r.report(f)
}
