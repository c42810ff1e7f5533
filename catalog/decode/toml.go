package decode

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"github.com/concord-catalog/concord/catalog/source"
)

// entryList is the name of the tables of a TOML file that holds several
// entries.
const entryList = "entry"

// toml decodes a TOML file: one entry, or a list of [[entry]] tables.
func (r *reader) toml(start int) {
	end := len(r.file.Data)
	fields, root, problem := r.tomlTable(start, end)
	parts := entryParts(r.file.Data, start)
	switch {
	case problem != nil && len(parts) > 0:
		r.tomlEntriesApart(start, parts)
	case problem != nil:
		r.reportTOML(problem)
		r.loseFile()
	case len(root.tables(entryList)) > 0:
		r.tomlEntries(fields, root)
	case len(fields.Fields) == 0:
		r.reportNoEntry(source.Value{}, r.file.Span())
		r.loseFile()
	default:
		r.declare(written{at: r.file.Span(), head: headOf(fields), format: TOML, fields: fields})
	}
}

// config decodes concord.toml.
func (r *reader) config(start int) {
	fields, _, problem := r.tomlTable(start, len(r.file.Data))
	if problem != nil {
		r.reportTOML(problem)
		return
	}
	r.checkHidden(fields, source.Value{})
	r.unit.Config = fields
}

// headOf is where a missing field of a table would be written.
func headOf(fields source.Value) source.Span {
	if len(fields.Fields) > 0 {
		return fields.Fields[0].KeyAt.Head()
	}
	return source.Span{File: fields.At.File, Start: fields.At.End, End: fields.At.End}
}

// tomlEntries declares the [[entry]] tables of a file that is sound.
func (r *reader) tomlEntries(fields source.Value, root *tomlNode) {
	kind := r.checkBesideEntries(fields)
	tables := root.tables(entryList)
	entries := fields.Get(entryList).Value.Items
	for i := range min(len(tables), len(entries)) {
		end := len(r.file.Data)
		if i+1 < len(tables) {
			end = tables[i+1].start
		}
		at := r.span(tables[i].start, end)
		r.declareEntry(entries[i], at, kind, len(tables) > 1)
	}
}

func (r *reader) declareEntry(fields source.Value, at source.Span, kind *source.Value, listed bool) {
	r.declare(written{at: at, head: headOf(fields), format: TOML, fields: fields, kind: kind, listed: listed})
}

// checkBesideEntries reports fields that stand beside [[entry]] tables, and
// returns the kind that holds for all of them.
func (r *reader) checkBesideEntries(fields source.Value) *source.Value {
	var kind *source.Value
	for i := range fields.Fields {
		f := &fields.Fields[i]
		switch f.Key {
		case entryList:
		case "kind":
			kind = &f.Value
		default:
			r.report(mixedEntryList.At(f.KeyAt, fmt.Sprintf("the field `%s` stands beside the entries of the file", f.Key)).
				WithHelp("move it into an `[[entry]]`; only `kind` may stand above them"))
		}
	}
	return kind
}

var entryHeader = regexp.MustCompile(`(?m)^[ \t]*\[\[[ \t]*entry[ \t]*\]\]`)

// entryParts finds the entries of a file by their headers alone, for files that
// the scan does not get through.
func entryParts(data []byte, start int) []part {
	var parts []part
	for _, m := range entryHeader.FindAllIndex(data[start:], -1) {
		if n := len(parts); n > 0 {
			parts[n-1].end = start + m[0]
		}
		parts = append(parts, part{start + m[0], len(data)})
	}
	return parts
}

// tomlEntriesApart decodes each entry of a list by itself, so that a broken one
// takes no other with it.
func (r *reader) tomlEntriesApart(start int, parts []part) {
	var kind *source.Value
	if top, _, problem := r.tomlTable(start, parts[0].start); problem != nil {
		r.reportTOML(problem)
	} else {
		kind = r.checkBesideEntries(top)
	}
	for _, p := range parts {
		at := r.span(p.start, p.end)
		fields, root, problem := r.tomlTable(p.start, p.end)
		if problem != nil {
			r.reportTOML(problem)
			r.losePart(kind, at)
			continue
		}
		r.checkBesideEntries(fields)
		if tables := root.tables(entryList); len(tables) > 0 {
			r.declareEntry(fields.Get(entryList).Value.Items[0], at, kind, len(parts) > 1)
		}
	}
}

// tomlFault is why a part of a file could not be decoded.
type tomlFault struct {
	at      source.Span
	message string
	limit   bool
	help    string
}

// tomlTable decodes data[start:end], which is TOML of its own.
func (r *reader) tomlTable(start, end int) (source.Value, *tomlNode, *tomlFault) {
	root, problem := scanTOML(r.file.Data, start, end)
	if problem != nil && (problem.limit || brackets(r.file.Data[start:end]) > 1000) {
		return source.Value{}, nil, r.scanFault(problem)
	}
	var decoded map[string]any
	if _, err := toml.Decode(string(r.file.Data[start:end]), &decoded); err != nil {
		return source.Value{}, nil, r.decoderFault(err, start, end)
	}
	if problem != nil {
		return source.Value{}, nil, r.scanFault(problem)
	}
	t := &tomlReader{r: r}
	v := t.table(root, decoded)
	if t.fault != nil {
		return source.Value{}, nil, t.fault
	}
	if len(v.Fields) > 0 {
		v.At.Start = v.Fields[0].KeyAt.Start
	}
	return v, root, nil
}

// brackets counts what could nest, an upper bound of how deep it does.
func brackets(text []byte) int {
	n := 0
	for _, c := range text {
		if c == '[' || c == '{' {
			n++
		}
	}
	return n
}

func (r *reader) scanFault(p *tomlProblem) *tomlFault {
	return &tomlFault{at: r.span(p.at, p.at+1), message: p.message, limit: p.limit, help: tomlHelp(p.message)}
}

// tomlReader joins what the decoder says with where the scan saw it.
type tomlReader struct {
	r     *reader
	fault *tomlFault
}

func (t *tomlReader) limit(at source.Span, format string, args ...any) {
	if t.fault == nil {
		t.fault = &tomlFault{at: at, message: fmt.Sprintf(format, args...), limit: true}
	}
}

func (t *tomlReader) value(n *tomlNode, decoded any) source.Value {
	switch x := decoded.(type) {
	case map[string]any:
		return t.table(n, x)
	case []map[string]any:
		return list(t, n, x)
	case []any:
		return list(t, n, x)
	}
	return t.leaf(n, decoded)
}

func list[T any](t *tomlReader, n *tomlNode, decoded []T) source.Value {
	v := source.Value{Kind: source.List, At: t.r.tomlSpan(n), Items: make([]source.Value, 0, len(decoded))}
	if len(decoded) > maxItems && n.kind != tomlTables {
		t.limit(t.r.span(n.start, n.start+1), "the list has more than %d items", maxItems)
		return v
	}
	for i := range min(len(decoded), len(n.items)) {
		v.Items = append(v.Items, t.value(n.items[i], decoded[i]))
	}
	return v
}

func (t *tomlReader) table(n *tomlNode, decoded map[string]any) source.Value {
	v := source.Value{Kind: source.Map, At: t.r.tomlSpan(n), Fields: make([]source.Field, 0, len(decoded))}
	if len(n.fields) > maxKeys {
		t.limit(t.r.span(n.start, n.start+1), "the table has more than %d fields", maxKeys)
		return v
	}
	for _, f := range n.fields {
		x, ok := decoded[f.key]
		if !ok {
			continue
		}
		v.Fields = append(v.Fields, source.Field{
			Key: f.key, KeyAt: t.r.span(f.start, f.end), Value: t.value(f.value, x),
		})
	}
	return v
}

func (t *tomlReader) leaf(n *tomlNode, decoded any) source.Value {
	written := string(t.r.file.Data[n.start:n.end])
	v := source.Value{Text: written, At: t.r.tomlSpan(n), Raw: true}
	switch x := decoded.(type) {
	case string:
		t.text(&v, n, x)
	case int64:
		v.Kind = source.Number
		if written = strings.ReplaceAll(written, "_", ""); strings.ContainsAny(written, "xob") {
			written = strconv.FormatInt(x, 10)
		}
	case float64:
		v.Kind = source.Number
		written = strings.ReplaceAll(written, "_", "")
	case bool:
		v.Kind = source.Bool
	case time.Time:
		v.Kind = source.String
		if isDate(written) {
			v.Kind = source.Date
		}
	}
	if v.Kind == source.Number {
		v.Raw = written == v.Text
		v.Text = written
		t.r.checkFinite(&v)
	}
	return v
}

// text fills in a string and traces where its parts stand.
func (t *tomlReader) text(v *source.Value, n *tomlNode, decoded string) {
	data := t.r.file.Data
	v.Kind = source.String
	v.Text = strings.ReplaceAll(decoded, "\r\n", "\n")
	v.Raw = false
	if len(decoded) > maxScalar {
		t.limit(t.r.span(n.start, n.start+1), "the text is longer than %s", size(maxScalar))
		return
	}
	mark, quotes := data[n.start], 1
	if n.end-n.start >= 6 && data[n.start+1] == mark && data[n.start+2] == mark {
		quotes = 3
	}
	start, end := n.start+quotes, max(n.start+quotes, n.end-quotes)
	if string(data[start:end]) == v.Text {
		v.Raw = true
	} else {
		if mark == '\'' {
			mark = 0
		}
		if quotes == 3 && start < end {
			start += breakLen(data, start)
		}
		align(v, data, start, end, 0, mark)
		if mark == '"' {
			t.r.checkEscapes(v)
		}
	}
	if !t.r.checkMarkdown(v) && t.fault == nil {
		t.fault = &tomlFault{}
	}
}

// unescapeTOML undoes the escapes of a quoted key.
func unescapeTOML(quoted []byte) string {
	var decoded map[string]string
	if _, err := toml.Decode("k = "+string(quoted), &decoded); err != nil {
		return string(quoted)
	}
	return decoded["k"]
}

// reportTOML makes a finding of a fault.
func (r *reader) reportTOML(f *tomlFault) {
	switch {
	case f.message == "": // reported where it was found
	case f.limit:
		r.reportLimit(f.at, "%s", f.message)
	default:
		finding := tomlSyntax.At(f.at, f.message)
		if f.help != "" {
			finding = finding.WithHelp(f.help)
		}
		r.report(finding)
	}
}
