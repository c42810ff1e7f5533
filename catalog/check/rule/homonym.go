package rule

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// homonym looks at entries that share a label and name no common concept. Those
// whose definitions are nearly the same, and those of one domain, which cannot
// mean two things by one name, are left to competing-definitions, and those
// whose formulas can be compared to competing-formulas.
var homonym = check.Rule{
	Kind: diag.Kind{
		Code: "CON101", ID: "homonym", Title: "one word for different things",
		Family: diag.Conflict, Category: "naming", Severity: diag.Major,
		Why:    "People who use the same word believe that they agree. When it means different things to them, they find out only when a number or a delivery is wrong.",
		Settle: "If the meanings differ on purpose, say `distinct_from` on both terms or give one of them a name of its own. If they should not differ, give both the same `concept` and agree on one definition.",
		Source: "ISO 704:2022, homonymy; ISO 1087:2019",
	},
	Run: func(p *check.Pass) {
		h := &homonyms{Pass: p, reader: newReader(p), concepts: conceptsOf(p)}
		var reported [][]*model.Entry
		groups := p.Labels.Groups()
		slices.SortStableFunc(groups, func(a, b []check.Labelled) int { return cmp.Compare(len(b), len(a)) })
		for _, g := range groups {
			sides := h.sides(g)
			again := slices.ContainsFunc(reported, func(earlier []*model.Entry) bool { return includes(earlier, sides) })
			if len(sides) > 1 && !again {
				reported = append(reported, sides)
				p.Report(h.finding(g, sides), sides...)
			}
		}
	},
}

type homonyms struct {
	*check.Pass
	*reader
	concepts concepts
}

// sides lists the entries of a label that mean something else than another
// entry of the same label.
func (h *homonyms) sides(group []check.Labelled) []*model.Entry {
	group = firstSides(group)
	differs := make([]bool, len(group))
	for i := range group {
		for j := range i {
			if h.differ(group[i].Entry, group[j].Entry) {
				differs[i], differs[j] = true, true
			}
		}
	}
	var sides []*model.Entry
	for i, g := range group {
		if differs[i] {
			sides = append(sides, g.Entry)
		}
	}
	return sides
}

// differ reports whether two entries of one label are homonyms.
func (h *homonyms) differ(a, b *model.Entry) bool {
	switch {
	case a.Meaning().S == "" || b.Meaning().S == "":
		return false
	case stated(a, b), measuresTerm(h.Pass, a, b), keptApart(a, b):
		return false
	case a.Kind != b.Kind && a.InDomain == b.InDomain:
		return false // a term and the KPI that goes with it
	case h.concepts.one(a, b):
		return !(h.Formulas.Of(a) != nil && h.Formulas.Of(b) != nil) && !h.versions(a, b) && !neighbours(a, b)
	}
	return !sayTheSame(h.Labels, h.said(a), h.said(b))
}

// versions reports whether two definitions are two versions of one meaning
// rather than two meanings.
func (r *reader) versions(a, b *model.Entry) bool {
	return overlap(r.said(a), r.said(b)) >= versionsShare
}

// neighbours reports whether two entries are of one domain.
func neighbours(a, b *model.Entry) bool { return a.InDomain != nil && a.InDomain == b.InDomain }

// keptApart reports whether two entries say that they are distinct, as far as
// they can: terms both have to, and KPIs have no words for it.
func keptApart(a, b *model.Entry) bool {
	x, y := distinctFrom(a, b), distinctFrom(b, a)
	switch {
	case a.Kind != b.Kind:
		return x || y
	case a.Kind == model.TermKind:
		return x && y
	}
	return false
}

func distinctFrom(a, b *model.Entry) bool {
	t, ok := a.Self.(*model.Term)
	return ok && slices.ContainsFunc(t.DistinctFrom, func(r model.Ref) bool { return r.To == b })
}

// spelling is how most entries write a label that they share, the first of
// several.
func spelling(group []check.Labelled) string {
	best, most := "", 0
	times := map[string]int{}
	for _, g := range group {
		times[g.Label.S]++
	}
	for _, g := range group {
		if n := times[g.Label.S]; n > most {
			best, most = g.Label.S, n
		}
	}
	return best
}

func (h *homonyms) finding(group []check.Labelled, sides []*model.Entry) diag.Finding {
	who := speakers(sides)
	var f diag.Finding
	first := true
	for _, g := range group {
		if !slices.Contains(sides, g.Entry) {
			continue
		}
		if first {
			first = false
			f = h.At(g.Label.At, fmt.Sprintf("%s means different things in %s", quoted(spelling(group)), who.names(sides))).WithLabel(who[g.Entry])
		} else {
			f = f.WithPlace(g.Label.At, who[g.Entry])
		}
	}
	for _, e := range sides {
		f = f.WithPlace(e.Meaning().At, who.says(e))
		for _, other := range sides {
			if other != e && distinctFrom(e, other) && !distinctFrom(other, e) && other.Kind == model.TermKind {
				f = f.WithNote(fmt.Sprintf("%s says that it is distinct from %s, which does not say so", quoted(e.ID), quoted(other.ID)))
			}
		}
	}
	if slices.ContainsFunc(sides, func(e *model.Entry) bool { return e.Kind != model.TermKind }) {
		return f.WithHelp("give one of them a name of its own, or give both the same `concept` and one definition")
	}
	return f.WithHelp("if they differ on purpose, add `distinct_from` to both",
		"if they should not differ, give both the same `concept` and agree on one definition")
}

// includes reports whether all of some entries are in a list.
func includes(list, entries []*model.Entry) bool {
	return !slices.ContainsFunc(entries, func(e *model.Entry) bool { return !slices.Contains(list, e) })
}
