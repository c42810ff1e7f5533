package lsp

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// publisher tells the editor what is wrong, and tells nothing twice.
type publisher struct {
	space *space
	mu    sync.Mutex        // held while one state is told
	sent  map[string]string // what was said of each file last, as JSON, by URI
}

// publish tells of the latest names and the latest findings of the rules, for
// every file that has some, had some, or is open.
func (p *publisher) publish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.layers()
	byPath := map[string][]diagnostic{}
	for _, f := range l.all(nil) {
		l.add(byPath, f)
	}
	for path := range l.docs {
		byPath[path] = append(byPath[path], []diagnostic{}...)
	}
	uris := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		uris[l.uri(path)] = true
		p.tell(l, path, byPath[path])
	}
	for _, uri := range slices.Sorted(maps.Keys(p.sent)) {
		if !uris[uri] {
			p.send(publishParams{URI: uri, Diagnostics: []diagnostic{}})
		}
	}
}

// sketched tells what is wrong with the files that were edited, beside what is
// known of them from before. It is false, and tells nothing, when more is known by
// now.
func (p *publisher) sketched(st *state) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.layers()
	if l.sketch != st {
		return false
	}
	for _, path := range slices.Sorted(maps.Keys(st.edited)) {
		byPath := map[string][]diagnostic{}
		for _, f := range l.all(&path) {
			l.add(byPath, f)
		}
		p.tell(l, path, byPath[path])
	}
	return true
}

func (p *publisher) tell(l *layers, path string, list []diagnostic) {
	params := publishParams{URI: l.uri(path), Diagnostics: list}
	if d := l.docs[path]; d != nil {
		params.Version = &d.version
	}
	slices.SortStableFunc(params.Diagnostics, func(a, b diagnostic) int {
		return cmp.Or(cmp.Compare(a.Range.Start.Line, b.Range.Start.Line), cmp.Compare(a.Range.Start.Character, b.Range.Start.Character),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	if params.Diagnostics == nil {
		params.Diagnostics = []diagnostic{}
	}
	p.send(params)
}

func (p *publisher) send(params publishParams) {
	data, err := json.Marshal(params)
	if err != nil {
		return
	}
	last, known := p.sent[params.URI]
	if last == string(data) || !known && len(params.Diagnostics) == 0 && params.Version == nil {
		return
	}
	p.sent[params.URI] = string(data)
	p.space.server.conn.notify("textDocument/publishDiagnostics", params)
}

// layer is findings with the files that they point into.
type layer struct {
	set  *source.Set
	list diag.List
}

// layers are the findings of several steps, each of its own state, and the texts
// that they are shown on.
type layers struct {
	space   *space
	docs    map[string]*document
	names   layer
	checked layer
	sketch  *state // of edited files, newer than the others; nil for none
	texts   map[*source.File]*onto
}

// onto carries places of a file over to the text that the editor shows.
type onto struct {
	text  *text
	shift shift
	same  bool
}

func (p *publisher) layers() *layers {
	sp := p.space
	sp.mu.Lock()
	defer sp.mu.Unlock()
	l := &layers{space: sp, docs: maps.Clone(sp.docs), texts: map[*source.File]*onto{}}
	if sp.names != nil {
		l.names = layer{sp.names.Set, sp.names.Findings}
	}
	if sp.sketch != nil && sp.sketch.whole == sp.names && sp.sketch.revision == sp.revision {
		l.sketch = sp.sketch
	}
	if sp.checked != nil {
		l.checked = layer{sp.checked.Set, sp.checked.Findings}
	}
	return l
}

func (l *layers) uri(path string) string {
	if d := l.docs[path]; d != nil {
		return d.uri
	}
	return uriOf(l.space.file(path))
}

// placed is a finding and the files that it points into.
type placed struct {
	*diag.Finding
	set *source.Set
}

// all lists the findings to be shown: of each step those that only it can find,
// and without those that are settled. With a path, what stands in other files
// is left out.
func (l *layers) all(path *string) []placed {
	var list []placed
	add := func(from layer, keep func(*diag.Finding) bool) {
		for i := range from.list {
			f := &from.list[i]
			if f.Settled == nil && keep(f) && (path == nil || l.concerns(from.set, f, *path)) {
				list = append(list, placed{f, from.set})
			}
		}
	}
	if l.sketch != nil {
		between := kindSet(catalog.Between())
		add(layer{l.sketch.Set, l.sketch.sketch.Findings}, func(*diag.Finding) bool { return true })
		add(l.names, func(f *diag.Finding) bool {
			at := l.names.set.File(f.At.File)
			return between[f.Kind] || at == nil || !l.sketch.edited[at.Path]
		})
	} else {
		add(l.names, func(*diag.Finding) bool { return true })
	}
	early := kindSet(decode.Kinds(), resolve.Kinds(), formula.Kinds())
	add(l.checked, func(f *diag.Finding) bool { return !early[f.Kind] })
	return list
}

func (l *layers) concerns(set *source.Set, f *diag.Finding, path string) bool {
	in := func(at source.Span) bool { file := set.File(at.File); return file != nil && file.Path == path }
	return in(f.At) || slices.ContainsFunc(f.Places, func(p diag.Place) bool { return in(p.At) })
}

func kindSet(books ...[]*diag.Kind) map[*diag.Kind]bool {
	set := map[*diag.Kind]bool{}
	for _, kinds := range books {
		for _, k := range kinds {
			set[k] = true
		}
	}
	return set
}

// add makes a diagnostic where a finding stands, and for conflicts another one
// at each of its other places that lie in open documents: whoever edits one side
// of a disagreement should see it.
func (l *layers) add(byPath map[string][]diagnostic, f placed) {
	path, at, ok := l.locate(f.set, f.At)
	if f.At.IsZero() {
		path, at, ok = decode.ConfigFile, span{}, true
	}
	if !ok {
		return
	}
	d := l.diagnostic(f)
	d.Range = at
	d.Related = l.related(f, source.Span{})
	byPath[path] = append(byPath[path], d)
	if f.Kind.Family != diag.Conflict {
		return
	}
	told := map[string]bool{path: true}
	for _, p := range f.Places {
		other, at, ok := l.locate(f.set, p.At)
		if !ok || told[other] || l.docs[other] == nil {
			continue
		}
		told[other] = true
		d.Range = at
		d.Related = l.related(f, p.At)
		byPath[other] = append(byPath[other], d)
	}
}

func (l *layers) diagnostic(f placed) diagnostic {
	d := diagnostic{Severity: severityOf(f.Finding), Code: f.Kind.Code, Source: "concord", Message: f.Message}
	for _, line := range slices.Concat(f.Notes, f.Help) {
		d.Message += "\n" + line
	}
	if f.ID != "" {
		d.Data = &diagnosticData{f.ID}
	}
	if strings.HasPrefix(f.Kind.ID, "unused-") {
		d.Tags = []int{1}
	}
	return d
}

// severityOf is how loud an editor is about a finding: errors as errors,
// conflicts as warnings, advice as information and hints.
func severityOf(f *diag.Finding) int {
	switch {
	case f.Kind.Family == diag.Error:
		return 1
	case f.Kind.Family == diag.Conflict && f.Severity >= diag.Major:
		return 2
	case f.Severity >= diag.Minor:
		return 3
	}
	return 4
}

// related lists the other places of a finding, seen from one of them.
func (l *layers) related(f placed, here source.Span) []related {
	if !l.space.server.can.TextDocument.PublishDiagnostics.RelatedInformation {
		return nil
	}
	var list []related
	add := func(at source.Span, label string) {
		if path, r, ok := l.locate(f.set, at); ok && at != here && label != "" {
			list = append(list, related{location{l.uri(path), r}, label})
		}
	}
	if !here.IsZero() {
		add(f.At, cmp.Or(f.Label, "where it was found"))
	}
	for _, p := range f.Places {
		add(p.At, p.Label)
	}
	return list
}

// locate is where a span stands in the text that the editor shows, and false
// when that part of the text is no longer there.
func (l *layers) locate(set *source.Set, at source.Span) (string, span, bool) {
	if set == nil || set.File(at.File) == nil {
		return "", span{}, false
	}
	f := set.File(at.File)
	o := l.texts[f]
	if o == nil {
		o = &onto{same: true}
		if d := l.docs[f.Path]; d == nil {
			o.text = newText(f.Data)
		} else if o.text = d.text; string(d.text.data) != string(f.Data) {
			o.same, o.shift = false, shiftBetween(f.Data, d.text.data)
		}
		l.texts[f] = o
	}
	from, to := int(at.Start), int(at.End)
	if !o.same {
		var ok bool
		if from, to, ok = o.shift.move(from, to); !ok {
			return f.Path, span{}, false
		}
	}
	return f.Path, o.text.span(from, to, l.space.server.enc), true
}
