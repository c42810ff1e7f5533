package formula

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Analyse parses and types every formula of a catalog. A formula that cannot be
// parsed has a finding and no program; one with a mistake inside has both.
func Analyse(c *model.Catalog) (*Set, diag.List) {
	return AnalyseNamed(c, IndexNames(c))
}

// AnalyseNamed is [Analyse] for those who have the names of the catalog already.
func AnalyseNamed(c *model.Catalog, n Names) (*Set, diag.List) {
	a := newAnalyser(c.Source, n.names, nil)
	a.entries(c.Entries)
	return a.set, a.findings.Sort()
}

// Revise parses and types the formulas of entries that stand in the place of
// others, among names from before and their programs, and lays their names over
// those. Formulas of the entries
// that stay keep the type that they had. Gone says which entries do not count
// any more. It costs no more than the entries do.
func (before Names) Revise(src *source.Set, entries []*model.Entry, programs *Set, gone func(*model.Entry) bool) (Names, *Set, diag.List) {
	own := map[string]bool{}
	for _, e := range entries {
		own[e.Key()] = true
	}
	out := func(e *model.Entry) bool { return gone(e) || own[e.Key()] }
	n := newNames(entries, func(e *model.Entry, id string) bool {
		other := func(o *model.Entry) bool { return o.Kind == e.Kind && o.ID == id && !out(o) }
		name := Name(id)
		return !own[e.Kind.String()+":"+id] && !slices.ContainsFunc(before.full.Get(name), other) && !slices.ContainsFunc(before.short.Get(name), other)
	})
	n.over(before.names, out)
	a := newAnalyser(src, n, programs)
	a.entries(entries)
	return Names{n}, a.set, a.findings.Sort()
}

func newAnalyser(src *source.Set, n *names, under *Set) *analyser {
	return &analyser{source: src, names: n, set: &Set{programs: map[*model.Entry]*Program{}, under: under}, state: map[*model.Entry]int{}}
}

// entries parses and types the formulas of entries.
func (a *analyser) entries(list []*model.Entry) {
	for _, e := range list {
		if m := e.Measured(); m != nil && m.Formula.S != "" {
			a.parse(e, m.Formula)
		}
	}
	for _, e := range list {
		if p := a.set.programs[e]; p != nil {
			a.typed(p)
		}
	}
}

type analyser struct {
	source   *source.Set
	names    *names
	set      *Set
	state    map[*model.Entry]int // 1 while being typed, 2 when done
	findings diag.List
}

func (a *analyser) parse(e *model.Entry, text model.Text) {
	root, err := parse(text.S)
	if err != nil {
		kind := &syntaxKind
		if err.function {
			kind = &functionKind
		}
		f := kind.At(part(a.source, text, err.from, err.to), err.message)
		f.Subjects = []string{e.Key()}
		if err.help != "" {
			f = f.WithHelp(err.help)
		}
		if err.instead != "" && a.source.Text(f.At) == text.S[err.from:err.to] {
			f.Edits = []diag.Edit{{At: f.At, New: err.instead, Unsafe: true}}
		}
		a.findings = append(a.findings, f)
		return
	}
	a.set.programs[e] = &Program{Entry: e, Text: text.S, At: text.At, Root: root}
}

// typed types a program after the programs it uses. One that is reached while
// being typed is part of a circle, which a rule reports; its type stays
// unknown.
func (a *analyser) typed(p *Program) {
	if a.state[p.Entry] != 0 || a.set.programs[p.Entry] != p {
		return
	}
	a.state[p.Entry] = 1
	t := typer{analyser: a, program: p}
	p.Type = t.node(p.Root)
	a.state[p.Entry] = 2
}

// valueOf is the type of a term or KPI that another formula uses: as declared,
// else as its own formula gives it.
func (a *analyser) valueOf(e *model.Entry) Type {
	var inferred Type
	if p := a.set.Of(e); p != nil {
		a.typed(p)
		inferred = p.Type
	}
	if u := ParseUnit(e.Measured().Unit.S); u.Known() && (inferred.Base == Unknown || inferred.Base == NumberType) {
		return Type{Base: NumberType, Unit: u}
	}
	return inferred
}

// part is the place of some bytes of a formula. Where the file writes the
// formula differently from its text (folded over lines, with escapes), the
// whole value has to do.
func part(set *source.Set, text model.Text, from, to int) source.Span {
	written := set.Text(text.At)
	i := strings.Index(written, text.S)
	if i < 0 {
		return text.At
	}
	return text.At.Sub(i+from, i+to)
}
