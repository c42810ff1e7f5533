package decode

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// markdown decodes a Markdown file: front matter for the fields, and a body.
func (r *reader) markdown(start int) {
	data := r.file.Data
	fence, at := frontMatterFence(data, start)
	if fence == "" {
		r.withoutFrontMatter(start)
		return
	}
	if at > start && bytes.IndexByte(data[start:at], '\n') >= 0 {
		r.report(lateFrontMatter.At(r.span(at, at+3), "the front matter does not begin on the first line").
			WithHelp("delete the blank lines above it"))
	}
	begin := lineEnd(data, at)
	end, body := closingFence(data, begin, fence)
	if end < 0 {
		r.report(unclosedFrontMatter.At(r.span(at, at+3), fmt.Sprintf("the front matter that begins with `%s` has no end", fence)).
			WithHelp(fmt.Sprintf("write a line of `%s` after the last field", fence)))
		r.loseFile()
		return
	}
	w := written{at: r.file.Span(), format: Markdown}
	var ok bool
	if fence == "+++" {
		w.fields, ok = r.frontTOML(begin, end)
	} else {
		w.fields, ok = r.yamlDocument(begin, end)
	}
	if !ok {
		r.losePart(nil, r.file.Span())
		return
	}
	if w.fields.Kind == source.Null {
		w.fields = source.Value{Kind: source.Map, At: r.span(end, end)}
	}
	if w.fields.Kind != source.Map {
		r.reportNoEntry(w.fields, r.file.Span())
		r.losePart(nil, r.file.Span())
		return
	}
	w.head = headOf(w.fields)
	if w.body, ok = r.body(body); !ok {
		r.losePart(nil, r.file.Span())
		return
	}
	r.declare(w)
}

// withoutFrontMatter takes a page as it is, and lets a README alone: git hosts
// show it beside the files, and it is no part of the catalog.
func (r *reader) withoutFrontMatter(start int) {
	name := strings.ToLower(path.Base(r.file.Path))
	switch {
	case name == "readme.md":
	case topFolder(r.file.Path) == model.PageKind.Folder():
		body, ok := r.body(start)
		if !ok {
			r.loseFile()
			return
		}
		head := r.span(start, start)
		r.declare(written{at: r.file.Span(), head: head, format: Markdown, body: body,
			fields: source.Value{Kind: source.Map, At: head}})
	default:
		r.report(noFrontMatter.At(r.span(start, start), "there is no front matter").
			WithHelp("begin the file with the fields of the entry, between two lines of `---`"))
		r.loseFile()
	}
}

func (r *reader) frontTOML(begin, end int) (source.Value, bool) {
	fields, _, problem := r.tomlTable(begin, end)
	if problem != nil {
		r.reportTOML(problem)
		return fields, false
	}
	if len(fields.Fields) == 0 {
		return source.Value{}, true
	}
	return fields, true
}

// frontMatterFence finds the line that opens front matter, after nothing but
// blank lines.
func frontMatterFence(data []byte, start int) (fence string, at int) {
	for pos := start; pos < len(data); pos = lineEnd(data, pos) {
		line := bytes.TrimRight(data[pos:lineEnd(data, pos)], " \t\r\n")
		switch string(line) {
		case "":
			continue
		case "---", "+++":
			return string(line), pos
		}
		break
	}
	return "", start
}

// lineEnd is where the line after the one at pos begins.
func lineEnd(data []byte, pos int) int {
	if n := bytes.IndexByte(data[pos:], '\n'); n >= 0 {
		return pos + n + 1
	}
	return len(data)
}

// closingFence finds the line that ends front matter, and where the body
// begins. YAML may end with three full stops too, as in Pandoc.
func closingFence(data []byte, begin int, fence string) (end, body int) {
	for pos := begin; pos < len(data); {
		next := lineEnd(data, pos)
		line := string(bytes.TrimRight(data[pos:next], " \t\r\n"))
		if line == fence || fence == "---" && line == "..." {
			return pos, next
		}
		pos = next
	}
	return -1, -1
}

// body is the text from start on, without the blank lines around it, with line
// ends as LF. It answers false after a finding.
func (r *reader) body(start int) (source.Value, bool) {
	data := r.file.Data
	for start < len(data) && len(bytes.TrimSpace(data[start:lineEnd(data, start)])) == 0 {
		start = lineEnd(data, start)
	}
	end := start + len(bytes.TrimRight(data[start:], " \t\r\n"))
	if start >= end {
		return source.Value{At: r.span(start, start)}, true
	}
	text := data[start:end]
	v := source.Value{Kind: source.String, Text: string(text), At: r.span(start, end), Raw: true}
	if bytes.IndexByte(text, '\r') >= 0 {
		v.Text = strings.ReplaceAll(strings.ReplaceAll(v.Text, "\r\n", "\n"), "\r", "\n")
		v.Raw = false
		align(&v, data, start, end, 0, 0)
	}
	return v, r.checkMarkdown(&v)
}
