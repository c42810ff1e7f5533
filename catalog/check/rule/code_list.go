package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// codeList compares the code lists of one concept: those of its terms, and
// those of the fields that record it. A list that is part of another is a
// choice, not a disagreement, but for a field with codes that its own term does
// not know.
var codeList = check.Rule{
	Kind: diag.Kind{
		Code: "CON130", ID: "code-list", Title: "code lists that do not match",
		Family: diag.Conflict, Category: "values", Severity: diag.Major,
		Why:    "Data that moves from one list to the other loses the codes that the other lacks, and changes its meaning where one code stands for two things.",
		Settle: "Agree on one list and let the term hold it; map the codes that systems use to it, or give a code that means two things a new one.",
		Source: "ISO/IEC 11179-3:2023, value domains",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		for _, g := range codeGroups(p) {
			if f, subjects := codeFinding(p, r, g); len(subjects) > 0 {
				p.Report(f, subjects...)
			}
		}
	},
}

// codeHolder is a code list and where it stands.
type codeHolder struct {
	codes []model.Code
	of    *model.Entry // the term, or the object of the field
	field string       // "" for a term's own list
	term  *model.Entry // the term that it is for
}

func (l codeHolder) name() string {
	if l.field == "" {
		return l.of.ID
	}
	return l.of.ID + "." + l.field
}

func (l codeHolder) at() source.Span {
	first, last := l.codes[0].At, l.codes[len(l.codes)-1].At
	return source.Span{File: first.File, Start: first.Start, End: max(first.End, last.End)}
}

// codeGroups lists the code lists that stand for one concept, two or more, in
// the order of the concept's first list.
func codeGroups(p *check.Pass) [][]codeHolder {
	groups := map[string]int{}
	var all [][]codeHolder
	add := func(l codeHolder) {
		if len(l.codes) == 0 || !l.of.Live() || !l.term.Live() {
			return
		}
		key := l.term.Key()
		if concept := l.term.Measured().Concept.S; concept != "" {
			key = "concept:" + concept
		}
		i, ok := groups[key]
		if !ok {
			i = len(all)
			groups[key] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], l)
	}
	for _, t := range p.Catalog.Terms {
		add(codeHolder{t.Values, &t.Entry, "", &t.Entry})
	}
	for _, o := range p.Catalog.Objects {
		for i := range o.Fields {
			if f := &o.Fields[i]; f.Term.To != nil {
				add(codeHolder{f.Values, &o.Entry, f.Name.S, f.Term.To})
			}
		}
	}
	return slices.DeleteFunc(all, func(g []codeHolder) bool { return len(g) < 2 })
}

// codeFinding reports on the lists of one concept that do not match another.
func codeFinding(p *check.Pass, r *reader, group []codeHolder) (diag.Finding, []*model.Entry) {
	var notes []string
	takesPart := make([]bool, len(group))
	for j := range group {
		for i := range j {
			if found := compareLists(r, group[i], group[j]); len(found) > 0 {
				notes = append(notes, found...)
				takesPart[i], takesPart[j] = true, true
			}
		}
	}
	var f diag.Finding
	var subjects []*model.Entry
	var names []string
	for i, l := range group {
		if !takesPart[i] {
			continue
		}
		names = append(names, quoted(l.name()))
		if f.Kind == nil {
			f = p.At(l.at(), "").WithLabel(l.name())
		} else {
			f = f.WithPlace(l.at(), l.name())
		}
		if !slices.Contains(subjects, l.of) {
			subjects = append(subjects, l.of)
		}
	}
	if len(subjects) == 0 {
		return f, nil
	}
	f.Message = "the code lists of " + enumerate(names) + " do not match"
	return f.WithNote(notes...).WithHelp("agree on one list, or say under other terms what the lists stand for"), subjects
}

// compareLists says in what two lists disagree, nothing when they do not.
func compareLists(r *reader, a, b codeHolder) []string {
	onlyA, onlyB := missing(a, b), missing(b, a)
	var notes []string
	differs := len(onlyA) > 0 && len(onlyB) > 0 ||
		len(onlyB) > 0 && a.of == b.term && a.field == "" // a field holds codes that its term does not know
	if differs {
		for _, x := range []struct {
			l     codeHolder
			codes []string
		}{{a, onlyA}, {b, onlyB}} {
			if len(x.codes) > 0 {
				notes = append(notes, "only "+quoted(x.l.name())+" has "+enumerate(x.codes))
			}
		}
	}
	for _, c := range a.codes {
		for _, d := range b.codes {
			if c.Code == d.Code && meansOther(r, c, d) {
				notes = append(notes, fmt.Sprintf("%s is %s in %s and %s in %s", quoted(c.Code), quoted(c.Name.S), quoted(a.name()), quoted(d.Name.S), quoted(b.name())))
			}
		}
	}
	return notes
}

// missing lists the codes of a that b lacks.
func missing(a, b codeHolder) []string {
	var codes []string
	for _, c := range a.codes {
		if !slices.ContainsFunc(b.codes, func(d model.Code) bool { return d.Code == c.Code }) {
			codes = append(codes, quoted(c.Code))
		}
	}
	return codes
}

// meansOther reports whether one code has two meanings: other names, and no
// definition that says that they are the same.
func meansOther(r *reader, a, b model.Code) bool {
	if a.Name.S == "" || b.Name.S == "" {
		return false
	}
	if a.Definition.S != "" && r.same(a.Definition.S, b.Definition.S) {
		return false
	}
	x, y := r.stems(a.Name.S), r.stems(b.Name.S)
	slices.Sort(x)
	slices.Sort(y)
	return strings.Join(x, " ") != strings.Join(y, " ")
}
