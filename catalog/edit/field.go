package edit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// setField is the edit that gives an entry's top field a value, written as its
// file's format writes it. The field's own value is replaced; a missing field
// gets a line in its place in the [Order].
func setField(set *source.Set, d *decode.Decl, name, value string) diag.Edit {
	if f := d.Fields.Get(name); f != nil {
		return diag.Edit{At: f.Value.At, New: scalar(d.Format, value)}
	}
	return newField(set, d, name, scalar(d.Format, value))
}

// addToList is the edit that adds a text to a list field.
func addToList(set *source.Set, d *decode.Decl, name, value string) diag.Edit {
	text := scalar(d.Format, value)
	f := d.Fields.Get(name)
	switch {
	case f == nil:
		return newField(set, d, name, "["+text+"]")
	case f.Value.Kind != source.List:
		at := f.Value.At
		return diag.Edit{At: at, New: "[" + set.Text(at) + ", " + text + "]"}
	case len(f.Value.Items) == 0:
		return diag.Edit{At: f.Value.At, New: "[" + text + "]"}
	}
	last := f.Value.Items[len(f.Value.Items)-1].At
	data := set.File(last.File).Data
	end := source.Span{File: last.File, Start: last.End, End: last.End}
	line := lineStart(data, int(last.Start))
	if before := strings.TrimSpace(string(data[line:last.Start])); before == "-" { // one item a line
		return diag.Edit{At: end, New: "\n" + string(data[line:last.Start]) + text}
	}
	return diag.Edit{At: end, New: ", " + text}
}

// newField writes a new line below the last field that comes before it in the
// order, or above the first one. Entries that stand on one line grow there.
func newField(set *source.Set, d *decode.Decl, name, text string) diag.Edit {
	order := Order(d.Kind)
	data := set.File(d.At.File).Data
	line := fmt.Sprintf("%s: %s", name, text)
	if d.Format == decode.TOML || d.Format == decode.Markdown && strings.HasPrefix(string(data), "+++") {
		line = fmt.Sprintf("%s = %s", name, text)
	}
	after, head := int32(-1), d.Head.Start
	for i := range d.Fields.Fields {
		f := &d.Fields.Fields[i]
		own := lineStart(data, int(f.KeyAt.Start)) == int(f.KeyAt.Start)
		if own && rank(order, f.Key) < rank(order, name) {
			after = max(after, f.Value.At.End)
		}
	}
	point := func(at int) source.Span { return source.Span{File: d.At.File, Start: int32(at), End: int32(at)} }
	switch {
	case after >= 0:
		at := endOfLine(data, int(after))
		if at > 0 && data[at-1] != '\n' {
			return diag.Edit{At: point(at), New: "\n" + line + "\n"}
		}
		return diag.Edit{At: point(at), New: line + "\n"}
	case lineStart(data, int(head)) != int(head): // {name: hub}
		return diag.Edit{At: point(int(head)), New: line + ", "}
	}
	return diag.Edit{At: point(int(head)), New: line + "\n"}
}

// scalar writes a text so that every format reads it as this text.
func scalar(format decode.Format, text string) string {
	if format == decode.TOML || !plain(text) {
		return strconv.Quote(text)
	}
	return text
}

// plain reports whether YAML reads a bare text as itself: an ID or a word.
func plain(text string) bool {
	if text == "" || strings.Trim(text, "0123456789") == "" {
		return false
	}
	switch text {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return false
	}
	for _, r := range text {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '/' || r == '_') {
			return false
		}
	}
	return text[0] != '-'
}
