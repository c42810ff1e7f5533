package decode

import (
	"fmt"
	"path"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// File decodes one file. It is a pure function of the file.
func File(f *source.File) Unit {
	if f.Asset || f.Refused {
		return Unit{}
	}
	r := &reader{file: f}
	start, ok := r.checkText()
	switch ext := strings.ToLower(path.Ext(f.Path)); {
	case !ok:
		r.loseFile()
	case f.Path == ConfigFile:
		r.config(start)
	case ext == ".toml":
		r.toml(start)
	case ext == ".md":
		r.markdown(start)
	default:
		r.yaml(start)
	}
	return r.unit
}

// maxFindings bounds what is said about one file: past it, the file has one
// problem, not many.
const maxFindings = 100

// reader is the state of decoding one file.
type reader struct {
	file *source.File
	unit Unit

	ascii   bool // the file has no character above U+007F
	escapes bool // some text was written with escapes, and may have
}

// span is a place in the file, cut to its bounds.
func (r *reader) span(start, end int) source.Span {
	n := len(r.file.Data)
	start = max(0, min(start, n))
	return source.Span{File: r.file.ID, Start: int32(start), End: int32(max(start, min(end, n)))}
}

func (r *reader) report(f diag.Finding) {
	switch n := len(r.unit.Findings); {
	case n < maxFindings:
		r.unit.Findings = append(r.unit.Findings, f)
	case n == maxFindings:
		r.unit.Findings[n-1] = r.unit.Findings[n-1].WithNote("more is wrong in this file, and not shown")
		r.unit.Findings = append(r.unit.Findings, f)[:n]
	}
}

// written is one entry before its kind and ID are known.
type written struct {
	at, head source.Span
	format   Format
	fields   source.Value
	body     source.Value
	kind     *source.Value // a kind that holds for the whole file, or nil
	listed   bool          // one of several entries of the file
}

// declare makes a declaration of an entry, or says why it is none.
func (r *reader) declare(w written) {
	d := Decl{At: w.at, Head: w.head, Format: w.format, Body: w.body, KindAt: w.head, IDAt: w.at.Head()}
	kindField, idField := w.fields.Get("kind"), w.fields.Get("id")
	kind := w.kind
	if kindField != nil {
		kind = &kindField.Value
	}
	if kind != nil {
		d.KindAt = kind.At
	}
	r.checkHidden(w.fields, w.body)
	d.Kind = r.kindOf(kind, w.at.Head())
	id := r.idFromPath()
	if idField != nil {
		d.IDAt = idField.Value.At
		id = idField.Value.Text
	}
	switch {
	case d.Kind == model.NoKind:
		r.lose(Lost{nearestKind(r.file.Path), id, d.IDAt})
		return
	case idField != nil && idField.Value.Kind != source.String && idField.Value.Kind != source.Number && idField.Value.Kind != source.Date:
		r.report(badID.At(d.IDAt, fmt.Sprintf("`id` is %s", idField.Value.Kind)).
			WithHelp("write the ID as text, as in `finance/revenue`"))
		return
	case idField == nil && w.listed:
		r.report(missingID.At(w.head, "this entry has no `id`").
			WithHelp("give each entry of a file that holds several its own `id`"))
		return
	}
	if !r.checkID(d.Kind, id, d.IDAt, idField == nil) {
		return
	}
	d.ID = id
	d.Fields = without(w.fields, "kind", "id")
	r.unit.Decls = append(r.unit.Decls, d)
}

// without is a map value less some of its keys.
func without(v source.Value, keys ...string) source.Value {
	fields := make([]source.Field, 0, len(v.Fields))
next:
	for i := range v.Fields {
		for _, k := range keys {
			if v.Fields[i].Key == k {
				continue next
			}
		}
		fields = append(fields, v.Fields[i])
	}
	v.Fields = fields
	return v
}

func (r *reader) lose(l Lost) { r.unit.Lost = append(r.unit.Lost, l) }

// loseFile remembers the entry that the file would have declared by its name.
func (r *reader) loseFile() { r.losePart(nil, r.file.Span()) }

// losePart remembers the entry that a part of the file would have declared,
// as far as its text shows.
func (r *reader) losePart(kind *source.Value, at source.Span) {
	if r.file.Path == ConfigFile {
		return
	}
	text := r.file.Data[at.Start:at.End]
	l := Lost{Kind: nearestKind(r.file.Path), ID: r.idFromPath(), At: at.Head()}
	if kind != nil {
		l.Kind, _ = model.ParseKind(kind.Text)
	}
	if k, ok := model.ParseKind(looksLike(text, "kind")); ok {
		l.Kind = k
	}
	if id := looksLike(text, "id"); id != "" {
		l.ID = id
	}
	r.lose(l)
}

// looksLike finds the value of a simple `key: value` or `key = "value"` line in
// text that no parser could read.
func looksLike(text []byte, key string) string {
	for line := range strings.Lines(string(text)) {
		rest, ok := strings.CutPrefix(line, key)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " \t")
		if rest == "" || rest[0] != ':' && rest[0] != '=' {
			continue
		}
		return strings.Trim(strings.TrimSpace(rest[1:]), `"'`)
	}
	return ""
}
