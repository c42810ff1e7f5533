package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// competingDefinitions looks at the words of entries of one concept, or of one
// label in one domain. Where both have a formula, competing-formulas decides instead, unless the formulas are
// one and the words contradict it.
var competingDefinitions = check.Rule{
	Kind: diag.Kind{
		Code: "CON103", ID: "competing-definitions", Title: "competing definitions",
		Family: diag.Conflict, Category: "definition", Severity: diag.Major,
		Why:    "As long as a concept has two definitions, each function reports by its own, and nobody is wrong. Whoever adds up their figures is.",
		Settle: "Agree on one definition: make the others refer to it and deprecate them, or mark one KPI as `canonical`. If the meanings differ for good, give them names of their own and other concepts.",
		Source: "ISO/IEC 11179-4:2004, 5.1; ISO 860:2007",
	},
	Run: func(p *check.Pass) {
		h := &homonyms{Pass: p, reader: newReader(p), concepts: conceptsOf(p)}
		r := h.reader
		for _, c := range p.Concepts {
			if settledCanonical(c.Entries) {
				continue
			}
			if sides := competing(p, r, c); len(sides) > 1 && !(len(sides) > 3 && h.tells(c, sides)) {
				p.Report(competingFinding(p, r, c, sides), sides...)
			}
		}
	},
}

// tells reports whether homonym tells all of some entries apart already, as it
// does where a label has two meanings in two versions each.
func (h *homonyms) tells(c check.Concept, entries []*model.Entry) bool {
	return !c.Stated && includes(h.sides(h.Labels.Find(c.Name)), entries)
}

// competing lists the entries of a concept whose definitions compete with
// another's.
func competing(p *check.Pass, r *reader, c check.Concept) []*model.Entry {
	entries := firstSides(c.Entries)
	differs := make([]bool, len(entries))
	for i, a := range entries {
		for j, b := range entries[:i] {
			if compete(p, r, c, a, b) {
				differs[i], differs[j] = true, true
			}
		}
	}
	var sides []*model.Entry
	for i, e := range entries {
		if differs[i] {
			sides = append(sides, e)
		}
	}
	return sides
}

func compete(p *check.Pass, r *reader, c check.Concept, a, b *model.Entry) bool {
	switch {
	case a.Meaning().S == "" || b.Meaning().S == "" || formulasDecide(p, a, b):
		return false
	case r.same(a.Meaning().S, b.Meaning().S):
		return neighbours(a, b) && len(particulars(r, a, b)) == 0 // written down twice
	case sameFormula(p, a, b):
		return contradict(r, p.Labels, a, b)
	}
	return c.Stated || !check.KeptApart(a, b) && (neighbours(a, b) || r.versions(a, b))
}

// contradict reports whether two definitions are the same but for a number, a
// negation or a word that restricts.
func contradict(r *reader, labels *check.Labels, a, b *model.Entry) bool {
	x, y := r.said(a), r.said(b)
	if overlap(x, y) < versionsShare {
		return false
	}
	left, right := leftOver(x.words, y.words)
	left, right = cancel(labels, meaningful(left), meaningful(right), moves(x.words))
	for _, w := range append(left, right...) {
		if weighty(w) {
			return true
		}
	}
	return false
}

// competingFinding is graver where two of the definitions are approved and say
// different things, milder where they only say the same in other words.
func competingFinding(p *check.Pass, r *reader, c check.Concept, sides []*model.Entry) diag.Finding {
	who := speakers(sides)
	first := sides[0]
	f := p.At(first.Meaning().At, fmt.Sprintf("%s is defined differently by %s", quoted(c.Name), who.names(sides))).WithLabel(who.says(first))
	approved, worded := 0, true
	for i, e := range sides {
		if e.Status == model.Approved {
			approved++
		}
		if i > 0 {
			f = f.WithPlace(e.Meaning().At, who.says(e))
			worded = worded && sayTheSame(p.Labels, r.said(first), r.said(e))
		}
	}
	switch {
	case worded && r.same(first.Meaning().S, sides[1].Meaning().S):
		f.Severity, f.Message = diag.Minor, fmt.Sprintf("%s is defined %s in one domain", quoted(c.Name), times(len(sides)))
	case worded:
		f.Severity = diag.Info
		f = f.WithNote("the definitions say the same in other words")
	case approved < 2:
		f.Severity = diag.Minor
	default:
		f = f.WithNote(count(approved, "of them is", "of them are") + " approved")
	}
	f = withParticulars(f, who, particulars(r, sides...))
	if first.Kind == model.KPIKind {
		return f.WithHelp("agree on one definition and mark that KPI `canonical: true`")
	}
	return f.WithHelp("agree on one definition, and deprecate the other in favour of it with `replaced_by`",
		"or record the decision as a resolution that names the definition that holds")
}

// times says how often.
func times(n int) string {
	if n == 2 {
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
