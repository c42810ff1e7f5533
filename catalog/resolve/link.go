package resolve

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
)

// linker finds the entries that references mean.
type linker struct {
	*binder
	*Names
	entries []*model.Entry // whose references are linked
}

// links resolves domains first: what a short reference means depends on the
// domain it stands in.
func (l *linker) links() {
	for i := range l.refs {
		if l.refs[i].field.Name == "domain" {
			l.link(&l.refs[i])
		}
	}
	l.domains()
	for i := range l.refs {
		if l.refs[i].field.Name != "domain" {
			l.link(&l.refs[i])
		}
	}
}

// domains gives every entry its domain: the one it names, else the longest
// domain ID that its own ID begins with.
func (l *linker) domains() {
	for _, e := range l.entries {
		if e.Domain.To != nil {
			e.InDomain, _ = e.Domain.To.Self.(*model.Domain)
			continue
		}
		if e.Kind == model.DomainKind {
			continue
		}
		for id := e.ID; e.InDomain == nil && strings.Contains(id, "/"); {
			id = id[:strings.LastIndexByte(id, '/')]
			for _, d := range l.ByID(id) {
				if d.Kind == model.DomainKind {
					e.InDomain = d.Self.(*model.Domain)
				}
			}
		}
	}
}

func (l *linker) link(p *pending) {
	l.current = p.entry
	defer func() { l.current = nil }()
	want := p.field.Kinds
	if p.field.Self && p.entry != nil {
		want = []model.Kind{p.entry.Kind}
	}
	id, kinds := splitKind(p.ref.Text, want)
	found := l.candidates(id, kinds, p.entry)
	if len(found) == 0 && strings.Contains(id, ".") && slices.Contains(kinds, model.ObjectKind) {
		l.linkField(p, id, kinds)
		return
	}
	l.settle(p, id, kinds, found)
}

// splitKind reads the form kind:id, which tells entries of different kinds
// apart where a field takes several.
func splitKind(text string, want []model.Kind) (string, []model.Kind) {
	prefix, rest, ok := strings.Cut(text, ":")
	if k, known := model.ParseKind(prefix); ok && known && (want == nil || slices.Contains(want, k)) {
		return rest, []model.Kind{k}
	}
	return text, want
}

// candidates lists what an ID can mean, best meaning only: the whole ID, else
// the last part within the domain at hand, else the last part anywhere.
func (l *linker) candidates(id string, kinds []model.Kind, from *model.Entry) []*model.Entry {
	fits := func(e *model.Entry) bool { return len(kinds) == 0 || slices.Contains(kinds, e.Kind) }
	if whole := filter(l.ByID(id), fits); len(whole) > 0 {
		return whole
	}
	all := filter(l.ByLastPart(id), fits)
	if from != nil && from.InDomain != nil {
		near := filter(all, func(e *model.Entry) bool { return e.SharesDomain(from) })
		if len(near) > 0 {
			return near
		}
	}
	return all
}

func filter(list []*model.Entry, keep func(*model.Entry) bool) []*model.Entry {
	var out []*model.Entry
	for _, e := range list {
		if keep(e) && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func (l *linker) settle(p *pending, id string, kinds []model.Kind, found []*model.Entry) {
	switch {
	case len(found) == 1:
		p.ref.To = found[0]
	case len(found) > 1:
		l.ambiguous(p, found)
	case l.isLost(id):
	default:
		l.missing(p, id, kinds)
	}
}

func (l *linker) ambiguous(p *pending, found []*model.Entry) {
	slices.SortFunc(found, func(a, b *model.Entry) int { return cmp.Compare(a.Key(), b.Key()) })
	var forms []string
	for _, e := range found {
		form := e.ID
		if slices.ContainsFunc(found, func(o *model.Entry) bool { return o != e && o.ID == e.ID }) {
			form = e.Key()
		}
		forms = append(forms, "`"+form+"`")
	}
	l.report(&ambiguousRef, p.ref.At, fmt.Sprintf("`%s` could be any of %d entries", p.ref.Text, len(found)), "write the one that is meant: "+strings.Join(forms, ", "))
}

func (l *linker) missing(p *pending, id string, kinds []model.Kind) {
	other, id, text := l.namesakes(p.ref.Text, id, kinds)
	if len(other) > 0 {
		e := other[0]
		if p.field.Name == "owner" && e.Kind == model.SystemKind {
			p.ref.To = e // nobody can ask a system; a rule says so
			return
		}
		l.report(&wrongKind, p.ref.At, fmt.Sprintf("`%s` is %s; `%s` takes %s", p.ref.Text, kindList([]model.Kind{e.Kind}), p.field.Name, kindList(kinds)),
			suggestRef(id, l.known(kinds), "refer to "+kindList(kinds)))
		l.mendRef(p.ref, id, l.known(kinds))
		last := len(l.findings) - 1
		l.findings[last] = l.findings[last].WithPlace(e.At, "the "+e.Kind.Title())
		return
	}
	help := "write the entry, or correct the ID"
	if len(kinds) == 1 {
		help = fmt.Sprintf("write it with `concord new %s %s`, or correct the ID", kinds[0], id)
	}
	l.report(&unknownRef, p.ref.At, fmt.Sprintf("no %s has the ID `%s`", kindWords(kinds), text), suggestRef(id, l.known(kinds), help))
	l.mendRef(p.ref, id, l.known(kinds))
}

// namesakes lists the entries of the same ID that a field does not take, with
// the ID and the reference as a message should name them. A reference that says
// which kind it means, as in decision:hub, has namesakes of that kind only.
func (l *linker) namesakes(text, id string, kinds []model.Kind) (other []*model.Entry, bare, shown string) {
	prefix, rest, named := strings.Cut(text, ":")
	kind, known := model.ParseKind(prefix)
	if named = named && known; named {
		if slices.Contains(kinds, kind) {
			return nil, id, id
		}
		id = rest
	}
	list := l.ByID(id)
	if len(list) == 0 {
		list = l.ByLastPart(id)
	}
	return filter(list, func(e *model.Entry) bool { return !named || e.Kind == kind }), id, text
}

// mendRef puts a known ID in the place of one that leads nowhere.
func (l *linker) mendRef(r *model.Ref, id string, known []string) {
	if near, ok := editdist.Closest(id, known); ok {
		l.mend(r.At, r.Text, strings.Replace(r.Text, id, near, 1), false)
	}
}

// suggestRef offers a known ID that is spelt much the same.
func suggestRef(id string, known []string, otherwise string) string {
	if c, ok := editdist.Closest(id, known); ok {
		return "did you mean `" + c + "`?"
	}
	return otherwise
}

func kindWords(kinds []model.Kind) string {
	if len(kinds) == 0 {
		return "entry"
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Title()
	}
	return strings.Join(names, " or ")
}

func kindList(kinds []model.Kind) string {
	words := kindWords(kinds)
	if strings.ContainsRune("aeiou", rune(words[0])) {
		return "an " + words
	}
	return "a " + words
}

// linkField resolves object.field.
func (l *linker) linkField(p *pending, id string, kinds []model.Kind) {
	dot := strings.LastIndexByte(id, '.')
	name, field := id[:dot], id[dot+1:]
	found := l.candidates(name, []model.Kind{model.ObjectKind}, p.entry)
	if len(found) == 0 {
		found = l.candidates(idOfName(name), []model.Kind{model.ObjectKind}, p.entry)
	}
	l.settle(p, name, kinds, found)
	if p.ref.To == nil {
		return
	}
	o := p.ref.To.Self.(*model.Object)
	p.ref.Field = field
	if f, _ := o.Field(field); f == nil {
		names := make([]string, 0, len(o.Fields))
		for _, f := range o.Fields {
			names = append(names, f.Name.S)
		}
		l.report(&unknownRefField, p.ref.At.Sub(dot+1, p.ref.At.Len()), fmt.Sprintf("`%s` has no field `%s`", o.ID, field),
			suggest(field, names, "its fields are "+strings.Join(names[:min(len(names), 12)], ", ")))
		if near, ok := editdist.Closest(field, names); ok {
			l.mend(p.ref.At, p.ref.Text, strings.TrimSuffix(p.ref.Text, field)+near, false)
		}
		last := len(l.findings) - 1
		l.findings[last] = l.findings[last].WithPlace(o.At, "the object")
	}
}

// circular reports whether former IDs lead from one entry to another and back.
func circular(owner map[string]*model.Entry, e, other *model.Entry) bool {
	seen := map[*model.Entry]bool{}
	var back func(at *model.Entry) bool
	back = func(at *model.Entry) bool {
		if at == e {
			return true
		}
		if seen[at] {
			return false
		}
		seen[at] = true
		return slices.ContainsFunc(at.Formerly, func(old model.Text) bool {
			next := owner[at.Kind.String()+":"+old.S]
			return next != nil && next.ID == old.S && back(next)
		})
	}
	return back(other)
}

// former checks that no former ID is taken by another entry of the kind.
func (l *linker) former() {
	owner := map[string]*model.Entry{}
	for _, e := range l.entries {
		owner[e.Key()] = e
	}
	for _, e := range l.entries {
		for _, old := range e.Formerly {
			key := e.Kind.String() + ":" + old.S
			if other := owner[key]; other != nil {
				if circular(owner, e, other) {
					continue // renamed in a circle: a rule says so
				}
				message, label := "`%s` was the ID of %s and is now that of another entry", "the entry that has it now"
				if other.ID != old.S {
					message, label = "`%s` is said to have been the ID of %s and of another entry", "the other entry"
				}
				f := formerlyTaken.At(old.At, fmt.Sprintf(message, old.S, e.Key())).
					WithPlace(other.At, label).WithHelp("rename one of them, or remove the former ID")
				f.Subjects = []string{e.Key(), other.Key()}
				l.findings = append(l.findings, f)
				continue
			}
			owner[key] = e
		}
	}
}
