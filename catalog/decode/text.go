package decode

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
)

const byteOrderMark = "\uFEFF"

// checkText looks at a file's bytes before any parser does. It returns where
// the text starts, after a byte-order mark, and false when no parser should see
// the file.
func (r *reader) checkText() (start int, ok bool) {
	data := r.file.Data
	if name := wideEncoding(data); name != "" {
		r.report(notUTF8.At(r.span(0, 2), fmt.Sprintf("the file is %s", name)).
			WithHelp("save it as UTF-8"))
		return 0, false
	}
	for bytes.HasPrefix(data[start:], []byte(byteOrderMark)) {
		start += len(byteOrderMark)
	}
	if start > 0 {
		f := byteOrder.At(r.span(0, start), "the file begins with a byte-order mark").
			WithHelp("save it as UTF-8 without a byte-order mark")
		f.Edits = []diag.Edit{{At: f.At}}
		r.report(f)
	}
	if at := invalidUTF8(data); at >= 0 {
		r.report(notUTF8.At(r.span(at, at+1), fmt.Sprintf("the byte 0x%02X is not UTF-8", data[at])).
			WithHelp("save the file as UTF-8; it may be in Windows-1252 or Latin-1"))
		return start, false
	}
	return start, r.checkControls() && r.checkConflictMarkers()
}

// wideEncoding names the encodings that a byte-order mark announces.
func wideEncoding(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}), bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}):
		return "UTF-32"
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return "UTF-16"
	}
	return ""
}

// invalidUTF8 is the offset of the first byte that belongs to no character, or
// -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// isControl reports characters that are no text: C0 and C1 controls but for
// tab, line feed, carriage return and next line, and the two non-characters
// that YAML refuses.
func isControl(c rune) bool {
	switch c {
	case '\t', '\n', '\r', 0x85:
		return false
	}
	return c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0xFFFE || c == 0xFFFF
}

// checkControls reports the first control character of the file.
func (r *reader) checkControls() bool {
	data := r.file.Data
	r.ascii = true
	for i := 0; i < len(data); {
		b := data[i]
		if b >= 0x20 && b < 0x7F {
			i++
			continue
		}
		r.ascii = r.ascii && b < utf8.RuneSelf
		c, size := utf8.DecodeRune(data[i:])
		if isControl(c) {
			r.report(controlCharacter.At(r.span(i, i+size), "there is a control character, "+showRune(c)+", in the text").
				WithHelp("delete it; it may have come with a copy from another program"))
			return false
		}
		i += size
	}
	return true
}

// checkConflictMarkers reports the first place where a merge was left
// unfinished. A line of equals signs alone is a Markdown heading.
func (r *reader) checkConflictMarkers() bool {
	data := r.file.Data
	for _, marker := range []string{"<<<<<<< ", ">>>>>>> "} {
		at := lineWithPrefix(data, marker)
		if at < 0 {
			continue
		}
		end := len(data)
		if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
			end = at + len(bytes.TrimRight(data[at:at+n], "\r"))
		}
		r.report(mergeConflict.At(r.span(at, end), "a merge was left unfinished here").
			WithHelp("keep one of the two versions and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"))
		return false
	}
	return true
}

func lineWithPrefix(data []byte, prefix string) int {
	if bytes.HasPrefix(data, []byte(prefix)) {
		return 0
	}
	if i := bytes.Index(data, []byte("\n"+prefix)); i >= 0 {
		return i + 1
	}
	return -1
}
