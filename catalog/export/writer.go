package export

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// writer appends JSON to a buffer, members in the order in which they are
// written. It exists because encoding/json has no ordered objects.
type writer struct {
	buf  []byte
	more bool // the next member or item follows another
}

func (w *writer) open(bracket byte) {
	w.item()
	w.buf = append(w.buf, bracket)
	w.more = false
}

func (w *writer) close(bracket byte) {
	w.buf = append(w.buf, bracket)
	w.more = true
}

// item begins an item of a list; after key it begins a value.
func (w *writer) item() {
	if w.more {
		w.buf = append(w.buf, ',')
	}
	w.more = true
}

func (w *writer) key(name string) *writer {
	w.item()
	w.buf = append(appendString(w.buf, name), ':')
	w.more = false
	return w
}

func (w *writer) string(s string) {
	w.item()
	w.buf = appendString(w.buf, s)
}

func (w *writer) number(n int) {
	w.item()
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
}

// raw writes what is JSON already.
func (w *writer) raw(s string) {
	w.item()
	w.buf = append(w.buf, s...)
}

// text writes a member that is absent when there is nothing to say.
func (w *writer) text(name, s string) {
	if s != "" {
		w.key(name).string(s)
	}
}

// texts writes a list of strings, absent when empty.
func (w *writer) texts(name string, list []string) {
	if len(list) == 0 {
		return
	}
	w.key(name).open('[')
	for _, s := range list {
		w.string(s)
	}
	w.close(']')
}

// appendString quotes a string. Beside what JSON asks for it escapes what a
// browser could take for markup and what a script could take for a line end.
func appendString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != 0x7f {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r >= 0xa0 && r != '\u2028' && r != '\u2029' && !(r == utf8.RuneError && size == 1) {
			i += size
			continue
		}
		buf = append(buf, s[start:i]...)
		buf = appendEscaped(buf, r)
		i += size
		start = i
	}
	return append(append(buf, s[start:]...), '"')
}

func appendEscaped(buf []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(buf, '\\', byte(r))
	case '\n':
		return append(buf, '\\', 'n')
	case '\t':
		return append(buf, '\\', 't')
	}
	return fmt.Appendf(buf, `\u%04x`, r)
}
