package timeline

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
)

// parts are what an entry means, in the order in which changes are listed.
var parts = [...]string{"definition", "formula", "unit", "grain", "window", "calendar", "values", "fields"}

// meaning is the text of each part, however its file spells it.
type meaning [len(parts)]string

func meaningOf(d *decode.Decl) meaning {
	e := resolve.Bind(d)
	m := meaning{0: words(e.Meaning().S)}
	if q := e.Measured(); q != nil {
		for i, t := range []model.Text{q.Formula, q.Unit, q.Grain, q.Window, q.Calendar} {
			m[1+i] = words(t.S)
		}
	}
	switch v := e.Self.(type) {
	case *model.Term:
		m[6] = codes(v.Values, "\n")
	case *model.Object:
		m[3] = words(v.Grain.S)
		m[7] = columns(v)
	}
	return m
}

// words is text without what only its layout says.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }

// codes writes a code list, one code after another.
func codes(list []model.Code, between string) string {
	var lines []string
	for _, c := range list {
		lines = append(lines, sentence(": ", words(c.Code), sentence(", ", words(c.Name.S), words(c.Definition.S))))
	}
	return strings.Join(lines, between)
}

// columns writes the fields of an object, one line each.
func columns(o *model.Object) string {
	var lines []string
	for i := range o.Fields {
		f := &o.Fields[i]
		about := []string{f.Type.S}
		if o.IsKey(f) {
			about = append(about, "key")
		}
		if f.Unit.S != "" {
			about = append(about, "in "+f.Unit.S)
		}
		if f.Term.Text != "" {
			about = append(about, "records "+f.Term.Text)
		}
		if f.Classification.S != "" {
			about = append(about, f.Classification.S)
		}
		if len(f.Values) > 0 {
			about = append(about, "one of "+codes(f.Values, "; "))
		}
		lines = append(lines, sentence(": ", words(f.Name.S), sentence(", ", append(about, words(f.Description.S))...)))
	}
	return strings.Join(lines, "\n")
}

// sentence joins the pieces that are not empty.
func sentence(between string, pieces ...string) string {
	var b strings.Builder
	for _, p := range pieces {
		if p == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(between)
		}
		b.WriteString(p)
	}
	return b.String()
}
