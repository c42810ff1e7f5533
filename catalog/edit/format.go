package edit

import (
	"bytes"
	"slices"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/source"
)

// Format puts the fields of every entry into their [Order] and tidies white
// space: none at line ends, one blank line at most between fields, one line end
// at the end of the file. Comments go with the field below them. Files whose
// meaning could not be kept are left alone, with a note.
func Format(set *source.Set) Change {
	tree, _ := decode.Decode(set, nil)
	byFile := map[source.FileID][]decode.Decl{}
	for _, d := range tree.Decls {
		byFile[d.At.File] = append(byFile[d.At.File], d)
	}
	c := Change{Files: map[string][]byte{}}
	for _, f := range set.Files() {
		decls := byFile[f.ID]
		if len(decls) == 0 {
			continue
		}
		data := formatFile(f, decls)
		if bytes.Equal(data, f.Data) {
			continue
		}
		if !sameMeaning(f.Path, f.Data, data) {
			c.Notes = append(c.Notes, Note{File: f.Path, Text: "left as it is, since another order of its fields would mean something else"})
			continue
		}
		c.Files[f.Path] = data
	}
	return c
}

func formatFile(f *source.File, decls []decode.Decl) []byte {
	data := slices.Clone(f.Data)
	for i := len(decls) - 1; i >= 0; i-- { // from the back, so that places stay true
		b, ok := blocksOf(f, decls[i])
		if !ok {
			continue
		}
		data = slices.Replace(data, b.from, b.to, b.ordered(Order(decls[i].Kind))...)
	}
	if decls[0].Format != decode.Markdown {
		return tidy(data, false)
	}
	body := len(data)
	if b := decls[0].Body; b.Kind == source.String {
		body = lineStart(data, int(b.At.Start))
	}
	return append(tidy(data[:body], false), leadingBlank(data[body:])...)
}

// leadingBlank tidies the text below front matter and keeps one blank line
// between the two.
func leadingBlank(body []byte) []byte {
	text := tidy(body, true)
	if len(text) == 0 {
		return nil
	}
	return append([]byte("\n"), text...)
}

// blocks are the top fields of one entry, each with its comments, as runs of
// whole lines.
type blocks struct {
	from, to int // bytes of the file
	list     []block
}

type block struct {
	name string
	text []byte
}

// blocksOf cuts an entry at its fields. It does not for entries whose fields do
// not begin lines of their own, such as `{name: hub, owner: ada}`.
func blocksOf(f *source.File, d decode.Decl) (blocks, bool) {
	type start struct {
		name    string
		at, end int
	}
	var starts []start
	add := func(name string, key, value source.Span) {
		starts = append(starts, start{name, int(key.Start), int(value.End)})
	}
	for _, x := range d.Fields.Fields {
		add(x.Key, x.KeyAt, x.Value.At)
	}
	limit := int(d.At.End)
	if d.Format == decode.TOML {
		limit = firstTable(f.Data, d.Fields.Fields, limit)
	}
	for _, hidden := range []struct {
		name string
		at   source.Span
	}{{"kind", d.KindAt}, {"id", d.IDAt}} {
		if hidden.at.Len() > 0 {
			line := lineStart(f.Data, int(hidden.at.Start))
			starts = append(starts, start{hidden.name, line, int(hidden.at.End)})
		}
	}
	slices.SortFunc(starts, func(a, b start) int { return a.at - b.at })
	starts = slices.DeleteFunc(starts, func(s start) bool { return s.at >= limit })
	var b blocks
	for i, s := range starts {
		if s.at != lineStart(f.Data, s.at) {
			return b, false
		}
		floor := int(d.At.Start)
		if i > 0 {
			floor = starts[i-1].end
		}
		begin := commentsAbove(f.Data, s.at, floor)
		if i > 0 {
			b.list[i-1].text = f.Data[b.from+size(b.list[:i-1]) : begin]
		} else {
			b.from = begin
		}
		b.list = append(b.list, block{name: s.name})
	}
	if len(b.list) < 2 {
		return b, false
	}
	b.to = commentsBelow(f.Data, endOfLine(f.Data, starts[len(starts)-1].end))
	last := len(b.list) - 1
	b.list[last].text = f.Data[b.from+size(b.list[:last]) : b.to]
	return b, true
}

// firstTable is where the first table of a TOML entry begins: a field whose key
// does not begin its line stands in the head of a table.
func firstTable(data []byte, fields []source.Field, limit int) int {
	for i := range fields {
		at := int(fields[i].KeyAt.Start)
		if line := lineStart(data, at); line != at && data[line] == '[' {
			limit = min(limit, line)
		}
	}
	return limit
}

func size(list []block) int {
	n := 0
	for _, b := range list {
		n += len(b.text)
	}
	return n
}

func lineStart(data []byte, at int) int { return bytes.LastIndexByte(data[:at], '\n') + 1 }

func endOfLine(data []byte, at int) int {
	if at > 0 && data[at-1] == '\n' {
		return at
	}
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}

// commentsAbove moves up over the comment lines directly above a line.
func commentsAbove(data []byte, at, floor int) int {
	for at > 0 {
		above := lineStart(data, at-1)
		if above < floor || !bytes.HasPrefix(data[above:at], []byte("#")) {
			return at
		}
		at = above
	}
	return at
}

// commentsBelow moves down over indented comment lines: they belong to the field
// above, such as items of a list that are commented out.
func commentsBelow(data []byte, at int) int {
	for line := range bytes.Lines(data[at:]) {
		text := bytes.TrimLeft(line, " \t")
		if len(text) == len(line) || !bytes.HasPrefix(text, []byte("#")) {
			break
		}
		at += len(line)
	}
	return at
}

// ordered writes the blocks in order. Fields of one rank keep theirs.
func (b blocks) ordered(order []string) []byte {
	list := slices.Clone(b.list)
	slices.SortStableFunc(list, func(x, y block) int { return rank(order, x.name) - rank(order, y.name) })
	var out bytes.Buffer
	for _, x := range list {
		out.Write(x.text)
		if !bytes.HasSuffix(x.text, []byte("\n")) {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

// tidy cleans white space: none at line ends, one line end at the end. Markdown
// keeps the two blanks at a line's end that break it.
func tidy(data []byte, markdown bool) []byte {
	var out bytes.Buffer
	blank := 0
	for line := range bytes.Lines(data) {
		text := bytes.TrimRight(line, " \t\r\n")
		if len(text) == 0 {
			blank++
			continue
		}
		if markdown && bytes.HasPrefix(line[len(text):], []byte("  ")) {
			text = line[:len(text)+2]
		}
		if !markdown {
			blank = min(blank, 1)
		}
		if out.Len() > 0 {
			out.Write(bytes.Repeat([]byte("\n"), blank))
		}
		blank = 0
		out.Write(text)
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// sameMeaning decodes two versions of a file and compares what they declare.
func sameMeaning(path string, a, b []byte) bool {
	before, wrong := decode.Decode(source.NewSet(map[string][]byte{path: a}), nil)
	after, more := decode.Decode(source.NewSet(map[string][]byte{path: b}), nil)
	if len(before.Decls) != len(after.Decls) || len(more) > len(wrong) {
		return false
	}
	for i := range before.Decls {
		x, y := &before.Decls[i], &after.Decls[i]
		if x.Kind != y.Kind || x.ID != y.ID || !sameValue(&x.Fields, &y.Fields) || !sameValue(&x.Body, &y.Body) {
			return false
		}
	}
	return true
}

// sameValue compares what was written, whatever the order of fields and the
// place.
func sameValue(a, b *source.Value) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Items {
		if !sameValue(&a.Items[i], &b.Items[i]) {
			return false
		}
	}
	for i := range a.Fields {
		other := b.Get(a.Fields[i].Key)
		if other == nil || !sameValue(&a.Fields[i].Value, &other.Value) {
			return false
		}
	}
	return true
}
