package formula

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Analyse parses and types every formula of a catalog. A formula that cannot be
// parsed has a finding and no program; one with a mistake inside has both.
func Analyse(c *model.Catalog) (*Set, diag.List) {
	a := &analyser{catalog: c, names: indexNames(c), set: &Set{programs: map[*model.Entry]*Program{}}, state: map[*model.Entry]int{}}
	for _, e := range c.Entries {
		if m := e.Measured(); m != nil && m.Formula.S != "" {
			a.parse(e, m.Formula)
		}
	}
	for _, e := range c.Entries {
		if p := a.set.programs[e]; p != nil {
			a.typed(p)
		}
	}
	return a.set, a.findings.Sort()
}

type analyser struct {
	catalog  *model.Catalog
	names    names
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
		f := kind.At(part(a.catalog.Source, text, err.from, err.to), err.message)
		f.Subjects = []string{e.Key()}
		if err.help != "" {
			f = f.WithHelp(err.help)
		}
		if err.instead != "" && a.catalog.Source.Text(f.At) == text.S[err.from:err.to] {
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
	if a.state[p.Entry] != 0 {
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
	if p := a.set.programs[e]; p != nil {
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
