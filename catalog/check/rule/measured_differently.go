package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// measuredDifferently looks at entries of one concept that agree in words and
// formula and differ in how they are measured. Where words or formulas differ
// too, the conflict about those shows the particulars, see [withParticulars].
var measuredDifferently = check.Rule{
	Kind: diag.Kind{
		Code: "CON122", ID: "measured-differently", Title: "one concept, measured differently",
		Family: diag.Conflict, Category: "measure", Severity: diag.Major,
		Why:    "The definitions agree, and the figures still cannot be laid side by side: one counts hours and the other days, one the fiscal month and the other the calendar month.",
		Settle: "Agree on one unit, grain, window, calendar, direction and target. If both ways of measuring are needed, give each a name of its own.",
		Source: "ISO/IEC 11179-3:2023, value domains",
	},
	Run: func(p *check.Pass) {
		r, cs := newReader(p), conceptsOf(p)
		for _, c := range p.Concepts {
			for _, sides := range agreeing(p, r, cs, c) {
				if ps := particulars(r, sides...); len(ps) > 0 {
					p.Report(measuredFinding(p, c, sides, ps), sides...)
				}
			}
		}
	},
}

// agreeing sorts the entries of a concept into groups that say the same, of two
// or more.
func agreeing(p *check.Pass, r *reader, cs concepts, c check.Concept) [][]*model.Entry {
	var groups [][]*model.Entry
	for _, e := range firstSides(c.Entries) {
		joined := false
		for i, g := range groups {
			if cs.one(g[0], e) && agreed(p, r, g[0], e) {
				groups[i], joined = append(g, e), true
				break
			}
		}
		if !joined {
			groups = append(groups, []*model.Entry{e})
		}
	}
	return groups
}

func measuredFinding(p *check.Pass, c check.Concept, sides []*model.Entry, ps []particular) diag.Finding {
	who := speakers(sides)
	first := ps[0].says[0]
	f := p.At(first.text.At, fmt.Sprintf("%s is measured differently by %s: %s", quoted(c.Name), who.names(sides), particularNames(ps))).
		WithLabel(fmt.Sprintf("%s says %s", who[first.entry], ps[0].name))
	f = withParticulars(f, who, ps)
	f.Places = f.Places[1:] // the finding's own place
	return f.WithHelp("agree on one " + particularNames(ps) + ", or give the two ways of measuring names of their own")
}
