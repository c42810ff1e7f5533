package lsp

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// definition is where the thing under the cursor is declared.
func (v *view) definition(ctx context.Context, offset int) (*location, error) {
	st, err := v.now(ctx)
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
		st, err := v.now(ctx)
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
		if t = st.meant(t); t.entry != wanted.entry || t.column != wanted.column || t.declares && !declaration {
			return
		}
		list = append(list, t.at)
	}
	may := st.mayMention(wanted)
	st.entries(func(e *model.Entry) {
		if may(st.Set.File(e.All.File)) {
			st.each(e, visit)
		}
	})
	st.config().EachRef(func(_ string, r *model.Ref) { visit(thingOf(r)) })
	slices.SortFunc(list, func(a, b source.Span) int {
		return cmp.Or(cmp.Compare(st.Set.File(a.File).Path, st.Set.File(b.File).Path), a.Compare(b))
	})
	return slices.Compact(list)
}

// mayMention tells files that could mean a thing from those that cannot: whatever
// means an entry has the end of its ID in it, of a former one, or of the name of
// its file, unless it is the file that declares it; what means a column has the
// column's name. Where characters may be written by number, everything could be.
func (st *state) mayMention(t thing) func(*source.File) bool {
	var words []string
	if t.column >= 0 {
		words = append(words, t.entry.Self.(*model.Object).Fields[t.column].Name.S)
	} else {
		ids := []string{t.entry.ID}
		for _, old := range t.entry.Formerly {
			ids = append(ids, old.S)
		}
		if f := st.Set.File(t.entry.All.File); f != nil {
			ids = append(ids, strings.TrimSuffix(f.Path, path.Ext(f.Path)))
		}
		for _, id := range ids {
			last := model.LastPart(id)
			words = append(words, last, formula.Name(last))
		}
	}
	slices.Sort(words)
	words = slices.Compact(words)
	known := map[*source.File]bool{}
	return func(f *source.File) bool {
		may, ok := known[f]
		if !ok {
			may = f.ID == t.entry.All.File || bytes.IndexByte(f.Data, '\\') >= 0 ||
				slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(f.Data, []byte(w)) })
			known[f] = may
		}
		return may
	}
}

// links lists what a document's texts link to.
func (v *view) links(ctx context.Context) ([]documentLink, error) {
	st, err := v.now(ctx)
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
	st, err := v.now(ctx)
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
			st, err := sp.now(ctx)
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
	st.entries(func(e *model.Entry) {
		if len(list) == mostSymbols {
			return
		}
		text := strings.ToLower(e.Key() + " " + e.Title())
		for _, l := range e.Labels() {
			text += " " + strings.ToLower(l.S)
		}
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			return
		}
		if l, ok := sp.place(st.Set, e.At); ok {
			list = append(list, symbolInformation{Name: e.Title(), Kind: symbolClass, Location: l, ContainerName: e.Kind.String() + " " + e.ID})
		}
	})
	return list
}

// file is where a file of the folder lies on this machine.
func (sp *space) file(path string) string { return filepath.Join(sp.root, filepath.FromSlash(path)) }
