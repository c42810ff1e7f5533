package rule

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// One disagreement is one conflict. Two entries that may stand for one thing
// are looked at by exactly one of these rules:
//
//   - competing-formulas, when they are of one concept and both have a formula
//     that reads differently: formulas say more than words, and their
//     comparison decides; see [formulasDecide].
//   - competing-definitions, when they are of one concept, or of one label in
//     one domain, and their definitions differ, or when only a label joins them
//     and their definitions are nearly the same: two versions of one meaning.
//   - homonym, when only a label joins them across domains and their
//     definitions share little: two meanings under one name. Where both rules
//     would name the same entries, it is the one that speaks.
//   - measured-differently, when their definitions or formulas agree and a
//     particular such as unit, grain or window does not.
//
// Each of them shows the particulars that differ as well; see [particulars].

// concepts numbers the groups of [check.Pass.Concepts] by entry.
type concepts map[*model.Entry]*check.Concept

func conceptsOf(p *check.Pass) concepts {
	c := concepts{}
	for i := range p.Concepts {
		for _, e := range p.Concepts[i].Entries {
			c[e] = &p.Concepts[i]
		}
	}
	return c
}

// one reports whether two entries define one concept: they name the same, or
// carry one preferred label and neither says that it is distinct.
func (c concepts) one(a, b *model.Entry) bool {
	g := c[a]
	return g != nil && g == c[b] && (g.Stated || !check.KeptApart(a, b))
}

// stated reports whether two entries name the same concept, whatever their
// kind.
func stated(a, b *model.Entry) bool {
	x, y := a.Measured(), b.Measured()
	return x != nil && y != nil && x.Concept.S != "" && x.Concept.S == y.Concept.S
}

// mostSides bounds how many entries of one concept, or of one label, are held
// against each other: the first in catalog order. Beyond that the list is long
// enough to act on, and the pairs would be too many to look at.
const mostSides = 150

func firstSides[T any](group []T) []T { return group[:min(len(group), mostSides)] }

// formulasDecide reports whether comparing formulas is what tells two entries
// of one concept apart: both have one, and they are not the same.
func formulasDecide(p *check.Pass, a, b *model.Entry) bool {
	return p.Formulas.Of(a) != nil && p.Formulas.Of(b) != nil && !sameFormula(p, a, b)
}

// sameFormula reports whether two entries have one and the same formula, but
// for white space.
func sameFormula(p *check.Pass, a, b *model.Entry) bool {
	x, y := p.Formulas.Of(a), p.Formulas.Of(b)
	return x != nil && y != nil && formulaKey(x) == formulaKey(y)
}

// formulaKey is equal for formulas of the same text in which the same names
// mean the same entries: `revenue` is another thing in another domain.
func formulaKey(prog *formula.Program) string {
	var b strings.Builder
	b.WriteString(spaceless(prog.Text))
	for _, r := range prog.Reads {
		b.WriteString("\x00" + r.Object.ID)
	}
	for _, u := range prog.Uses {
		b.WriteString("\x00" + u.Entry.Key())
	}
	return b.String()
}

// spaceless is a formula without the white space that means nothing: outside
// quotes, and not between two words.
func spaceless(text string) string {
	var b strings.Builder
	var quote rune
	gap, last := false, rune(0)
	for _, c := range text {
		switch {
		case quote != 0:
			if c == quote && last != '\\' {
				quote = 0
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			gap = true
			continue
		case c == '"' || c == '\'' || c == '`':
			quote = c
		}
		if gap && joins(last) && joins(c) {
			b.WriteByte(' ')
		}
		gap, last = false, c
		b.WriteRune(c)
	}
	return b.String()
}

// joins reports whether a character would run together with its like when the
// space between them goes.
func joins(c rune) bool { return partOfWord(c) || c == '_' || c == '"' || c == '\'' }

// related reports whether two terms say of each other, on either side, that
// they are different and how: broader, narrower, related or distinct.
func related(a, b *model.Entry) bool { return relates(a, b) || relates(b, a) }

func relates(a, b *model.Entry) bool {
	t, ok := a.Self.(*model.Term)
	return ok && slices.ContainsFunc(slices.Concat(t.Broader, t.Narrower, t.Related, t.DistinctFrom),
		func(r model.Ref) bool { return r.To == b })
}

// measuresTerm reports whether one of two entries is a KPI that measures the
// other, a term: it uses the term or names the same concept.
func measuresTerm(p *check.Pass, a, b *model.Entry) bool {
	if a.Kind == b.Kind {
		return false
	}
	if stated(a, b) {
		return true
	}
	kpi, term := a, b
	if kpi.Kind != model.KPIKind {
		kpi, term = b, a
	}
	if prog := p.Formulas.Of(kpi); prog != nil {
		for _, u := range prog.Uses {
			if u.Entry == term {
				return true
			}
		}
	}
	k, ok := kpi.Self.(*model.KPI)
	return ok && slices.ContainsFunc(k.Inputs, func(r model.Ref) bool { return r.To == term })
}

// settledCanonical reports whether a group of KPIs has one agreed definition
// among them: exactly one says that it is, or that another is, and no KPI says
// otherwise.
func settledCanonical(group []*model.Entry) bool {
	var agreed *model.Entry
	for _, e := range group {
		k, ok := e.Self.(*model.KPI)
		if !ok {
			return false
		}
		says := k.Canonical.Ref.To
		if k.Canonical.Yes {
			says = e
		}
		if says == nil {
			continue
		}
		if agreed != nil && agreed != says {
			return false
		}
		agreed = says
	}
	return agreed != nil
}

// speaker names the sides of a disagreement: by domain where that tells them
// apart, else by ID.
type speaker map[*model.Entry]string

func speakers(entries []*model.Entry) speaker {
	s, count := speaker{}, map[string]int{}
	for _, e := range entries {
		if e.InDomain != nil {
			count[e.InDomain.Title()]++
		}
	}
	for _, e := range entries {
		s[e] = e.ID
		if e.InDomain != nil && count[e.InDomain.Title()] == 1 {
			s[e] = e.InDomain.Title()
		}
	}
	return s
}

// says is the label beside the place where a side states something.
func (s speaker) says(e *model.Entry) string { return s[e] + " says" }

// names lists the sides in a sentence.
func (s speaker) names(entries []*model.Entry) string {
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = s[e]
	}
	return enumerate(names)
}

// enumerate joins names as a sentence does, at most four of them.
func enumerate(names []string) string {
	const most = 4
	if more := len(names) - most; more > 1 {
		names = append(slices.Clone(names[:most]), count(more, "other", "others"))
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

// quoted puts a designation or value in the marks that findings use.
func quoted(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }
