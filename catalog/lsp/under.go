package lsp

import (
	"path"
	"regexp"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// thing is what a word in a file means.
type thing struct {
	at       source.Span
	entry    *model.Entry
	column   int    // of an object's field, its index; -1 for the entry as a whole
	declares bool   // the place is the one that declares it
	call     string // a function that a formula calls; entry is nil then
}

// under finds what the cursor stands on.
func (st *state) under(file string, offset int) (thing, bool) {
	f := st.Set.ByPath(file)
	if f == nil {
		return thing{}, false
	}
	var found thing
	ok := false
	look := func(t thing) {
		on := t.at.File == f.ID && int(t.at.Start) <= offset && offset <= int(t.at.End)
		if on && (!ok || t.at.Len() < found.at.Len()) {
			found, ok = t, true
		}
	}
	if file == decode.ConfigFile {
		st.config().EachRef(func(_ string, r *model.Ref) { look(thingOf(r)) })
	}
	for _, e := range st.of(f) {
		if int(e.All.Start) <= offset && offset <= int(e.All.End) {
			st.each(e, look)
		}
	}
	return st.meant(found), ok
}

// meant is a thing as its file says now.
func (st *state) meant(t thing) thing {
	e := st.now(t.entry)
	if e == t.entry {
		return t
	}
	if t.column >= 0 {
		column := t.entry.Self.(*model.Object).Fields[t.column].Name.S
		_, t.column = e.Self.(*model.Object).Field(column)
	}
	t.entry = e
	return t
}

// thingOf is what a reference means.
func thingOf(r *model.Ref) thing {
	t := thing{at: r.At, entry: r.To, column: -1}
	if r.To != nil && r.Field != "" {
		if o, ok := r.To.Self.(*model.Object); ok {
			_, t.column = o.Field(r.Field)
		}
	}
	return t
}

// each visits every place of an entry's text that means an entry or one of its
// columns: what it refers to, and what it declares itself.
func (st *state) each(e *model.Entry, visit func(thing)) {
	e.EachRef(func(_ string, r *model.Ref) {
		if r.To != nil {
			visit(thingOf(r))
		}
	})
	visit(thing{at: e.At, entry: e, column: -1, declares: true})
	switch self := e.Self.(type) {
	case *model.Object:
		for i := range self.Fields {
			visit(thing{at: self.Fields[i].Name.At, entry: e, column: i, declares: true})
		}
	case *model.Scenario:
		for _, t := range self.Given {
			cells(t, visit)
		}
	}
	d := st.decl(e)
	if d == nil {
		return
	}
	if d.IDAt.Len() > 0 {
		visit(thing{at: d.IDAt, entry: e, column: -1, declares: true})
	}
	st.inFormula(e, d, visit)
	eachLink(d, func(at source.Span, target string) {
		if to := st.linked(st.Set.File(d.At.File).Path, target); to != nil {
			visit(thing{at: at, entry: to, column: -1})
		}
	})
}

// cells visits the columns that a scenario's facts name.
func cells(t model.Table, visit func(thing)) {
	if t.Object.To == nil {
		return
	}
	o, ok := t.Object.To.Self.(*model.Object)
	for _, row := range t.Rows {
		for _, c := range row.Cells {
			if ok {
				if _, i := o.Field(c.Field.S); i >= 0 {
					visit(thing{at: c.Field.At, entry: t.Object.To, column: i})
				}
			}
		}
	}
}

// decl is an entry as it was written, or nil.
func (st *state) decl(e *model.Entry) *decode.Decl {
	u := st.live.Unit(st.Set.File(e.All.File).Path)
	for i := range u.Decls {
		if u.Decls[i].Kind == e.Kind && u.Decls[i].ID == e.ID {
			return &u.Decls[i]
		}
	}
	return nil
}

// inFormula visits the names in an entry's formula.
func (st *state) inFormula(e *model.Entry, d *decode.Decl, visit func(thing)) {
	p, written := st.Formulas.Of(e), d.Fields.Get("formula")
	if p == nil || written == nil {
		return
	}
	p.Root.Walk(func(n *formula.Node) {
		at := written.Value.Span(n.From, n.To)
		switch {
		case n.Op == formula.OpEntry && n.Entry != nil:
			visit(thing{at: at, entry: n.Entry, column: -1})
		case n.Op == formula.OpTable && n.Object != nil:
			visit(thing{at: at, entry: &n.Object.Entry, column: -1})
		case n.Op == formula.OpColumn && n.Object != nil && n.Field >= 0 && n.Field < len(n.Object.Fields):
			visit(thing{at: at, entry: &n.Object.Entry, column: n.Field})
		case n.Op == formula.OpCall && strings.HasPrefix(p.Text[n.From:], n.Str):
			visit(thing{at: written.Value.Span(n.From, n.From+len(n.Str)), call: n.Str, column: -1})
		}
	})
}

var proseLink = regexp.MustCompile(`\]\(<?([^()\s<>]+)`)

// eachLink visits the targets of links in an entry's Markdown texts.
func eachLink(d *decode.Decl, visit func(at source.Span, target string)) {
	texts := []*source.Value{&d.Body}
	for i := range d.Fields.Fields {
		if v := &d.Fields.Fields[i].Value; v.Kind == source.String {
			texts = append(texts, v)
		}
	}
	for _, v := range texts {
		for _, m := range proseLink.FindAllStringSubmatchIndex(v.Text, -1) {
			visit(v.Span(m[2], m[3]), v.Text[m[2]:m[3]])
		}
	}
}

// linked is the entry that a link in a file leads to, by its file or by its kind
// and ID, or nil.
func (st *state) linked(from, target string) *model.Entry {
	target, _, _ = strings.Cut(target, "#")
	if e := st.entry(target); e != nil {
		return e
	}
	f := st.Set.ByPath(st.linkedPath(from, target))
	if f == nil || len(st.of(f)) == 0 {
		return nil
	}
	return st.of(f)[0]
}

// linkedPath is the file of the folder that a link leads to, "" for links to
// elsewhere.
func (st *state) linkedPath(from, target string) string {
	target, _, _ = strings.Cut(target, "#")
	if target == "" || strings.Contains(target, ":") || strings.HasPrefix(target, "/") {
		return ""
	}
	to := path.Join(path.Dir(from), target)
	if st.Set.ByPath(to) == nil {
		return ""
	}
	return to
}
