package lsp

import (
	"cmp"
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// definition is where the thing under the cursor is declared.
func (v *view) definition(ctx context.Context, offset int) (*location, error) {
	st, err := v.current(ctx)
	if err != nil {
		return nil, err
	}
	t, ok := st.under(v.path, offset)
	if !ok || t.entry == nil {
		return nil, nil
	}
	at := t.entry.At
	if t.column >= 0 {
		at = t.entry.Self.(*model.Object).Fields[t.column].Name.At
	}
	if l, ok := v.place(st.Set, at); ok {
		return &l, nil
	}
	return nil, nil
}

// references lists every place that means the thing under the cursor.
func references(s *server, raw json.RawMessage) (job, error) {
	p, err := decodeParams[referenceParams](raw)
	v := s.view(p.TextDocument.URI)
	if err != nil || v == nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		st, err := v.current(ctx)
		if err != nil {
			return nil, err
		}
		t, ok := st.under(v.path, v.text.offset(p.Position, s.enc))
		if !ok || t.entry == nil {
			return nil, nil
		}
		list := []location{}
		for _, at := range st.mentions(t, p.Context.IncludeDeclaration) {
			if l, ok := v.place(st.Set, at); ok {
				list = append(list, l)
			}
		}
		return list, ctx.Err()
	}, nil
}

// mentions lists the places that mean a thing, in the order of files.
func (st *state) mentions(wanted thing, declaration bool) []source.Span {
	var list []source.Span
	visit := func(t thing) {
		if t.entry != wanted.entry || t.column != wanted.column || t.declares && !declaration {
			return
		}
		list = append(list, t.at)
	}
	for _, e := range st.Catalog.Entries {
		st.each(e, visit)
	}
	st.Catalog.Config.EachRef(func(_ string, r *model.Ref) { visit(thingOf(r)) })
	slices.SortFunc(list, func(a, b source.Span) int {
		return cmp.Or(cmp.Compare(st.Set.File(a.File).Path, st.Set.File(b.File).Path), a.Compare(b))
	})
	return slices.Compact(list)
}

// links lists what a document's texts link to.
func (v *view) links(ctx context.Context) ([]documentLink, error) {
	st, err := v.current(ctx)
	if err != nil {
		return nil, err
	}
	list := []documentLink{}
	add := func(at source.Span, target, tip string) {
		list = append(list, documentLink{v.text.span(int(at.Start), int(at.End), v.enc), target, tip})
	}
	unit := st.live.Unit(v.path)
	for i := range unit.Decls {
		eachLink(&unit.Decls[i], func(at source.Span, target string) {
			if e := st.linked(v.path, target); e != nil {
				add(at, v.fileURI(st.Set.File(e.All.File).Path), e.Title())
			} else if to := st.linkedPath(v.path, target); to != "" {
				add(at, v.fileURI(to), "")
			} else if isWeb(target) {
				add(at, target, "")
			}
		})
		addresses(&unit.Decls[i].Fields, add)
	}
	return list, nil
}

// addresses visits the fields that hold an address.
func addresses(v *source.Value, add func(at source.Span, target, tip string)) {
	for i := range v.Fields {
		f := &v.Fields[i]
		if f.Value.Kind == source.String && f.Key == "url" && isWeb(f.Value.Text) {
			add(f.Value.Span(0, len(f.Value.Text)), f.Value.Text, "")
		}
		addresses(&f.Value, add)
	}
	for i := range v.Items {
		addresses(&v.Items[i], add)
	}
}

func isWeb(target string) bool {
	return strings.HasPrefix(target, "https://") || strings.HasPrefix(target, "http://")
}

func (v *view) fileURI(path string) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.space.uri(path)
}

// symbols lists the entries of a document and their fields.
func (v *view) symbols(ctx context.Context) ([]documentSymbol, error) {
	st, err := v.current(ctx)
	if err != nil {
		return nil, err
	}
	list := []documentSymbol{}
	unit := st.live.Unit(v.path)
	if unit.Config.Kind == source.Map {
		return v.fieldSymbols(&unit.Config), nil
	}
	for i := range unit.Decls {
		d := &unit.Decls[i]
		name := d.ID
		if f := d.Fields.Get("name"); f != nil && f.Value.Text != "" {
			name = f.Value.Text
		}
		all := v.text.span(int(d.At.Start), int(d.At.End), v.enc)
		head := v.text.span(int(d.Head.Start), int(d.Head.Start), v.enc)
		list = append(list, documentSymbol{Name: name, Detail: d.Kind.String() + ":" + d.ID, Kind: symbolClass,
			Range: all, SelectionRange: head, Children: v.fieldSymbols(&d.Fields)})
	}
	return list, nil
}

func (v *view) fieldSymbols(m *source.Value) []documentSymbol {
	var list []documentSymbol
	for i := range m.Fields {
		f := &m.Fields[i]
		from, to := min(f.KeyAt.Start, f.Value.At.Start), max(f.KeyAt.End, f.Value.At.End)
		s := documentSymbol{Name: f.Key, Kind: symbolField, Range: v.text.span(int(from), int(to), v.enc),
			SelectionRange: v.text.span(int(f.KeyAt.Start), int(f.KeyAt.End), v.enc)}
		if f.Value.Kind != source.Map && f.Value.Kind != source.List {
			s.Detail = shortened(f.Value.Text)
		} else {
			s.Children = v.fieldSymbols(&f.Value)
		}
		if s.Name != "" {
			list = append(list, s)
		}
	}
	return list
}

func shortened(s string) string {
	const most = 60
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// workspaceSymbols finds entries by parts of their names and IDs.
func workspaceSymbols(s *server, raw json.RawMessage) (job, error) {
	p, err := decodeParams[struct {
		Query string `json:"query"`
	}](raw)
	spaces := slices.Clone(s.spaces)
	return func(ctx context.Context) (any, error) {
		list := []symbolInformation{}
		for _, sp := range spaces {
			st, err := sp.current(ctx)
			if err != nil {
				return nil, err
			}
			list = append(list, sp.search(st, p.Query)...)
		}
		return list, nil
	}, err
}

// mostSymbols is how many entries one search lists.
const mostSymbols = 200

func (sp *space) search(st *state, query string) []symbolInformation {
	var list []symbolInformation
	words := strings.Fields(strings.ToLower(query))
	for _, e := range st.Catalog.Entries {
		if len(list) == mostSymbols {
			break
		}
		text := strings.ToLower(e.Key() + " " + e.Title())
		for _, l := range e.Labels() {
			text += " " + strings.ToLower(l.S)
		}
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		if l, ok := sp.place(st.Set, e.At); ok {
			list = append(list, symbolInformation{Name: e.Title(), Kind: symbolClass, Location: l, ContainerName: e.Kind.String() + " " + e.ID})
		}
	}
	return list
}

// file is where a file of the folder lies on this machine.
func (sp *space) file(path string) string { return filepath.Join(sp.root, filepath.FromSlash(path)) }
