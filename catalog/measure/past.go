package measure

import (
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/history"
)

// Standing is what measuring gives that does not depend on when conflicts came
// up. A timeline keeps it for each past state of a catalog.
type Standing struct {
	Weights Weights
	Shares  []history.Count // objects, fields, outcomes, kpis, alignment, single-source
}

// Stand measures how a catalog stands. Of the input it looks at the catalog, its
// graph, history and day.
func Stand(in Input) Standing {
	s := Standing{Weights: weightsOf(in.Catalog.Config)}
	for _, share := range append(coverage(in), alignment(in), singleSource(in)) {
		s.Shares = append(s.Shares, history.Count{ID: share.ID, Have: len(share.Holds), Of: share.Of()})
	}
	return s
}

// Lives lists every spell of every conflict, for [Input.Lives]. It is nil without
// history.
func Lives(c *history.Conflicts) []Life {
	if c == nil {
		return nil
	}
	lives := []Life{}
	for i := range c.Lives {
		l := &c.Lives[i]
		for j := range l.Spells {
			s := &l.Spells[j]
			lives = append(lives, Life{ID: l.ID, Rule: l.Rule, From: s.Began.Date, To: s.Ended.Date,
				Settled: s.By != "", AtLeast: s.AtLeast || s.BeganWithin > 0})
		}
	}
	return lives
}

// Past is the summary of a catalog as it was at the end of a month.
func Past(snap history.Snapshot) Summary {
	s := Summary{Day: snap.Day, Open: len(snap.Open),
		Domains: map[string]float64{}, KPIs: map[string]float64{}, Outcomes: map[string]float64{}}
	for _, c := range snap.Shares {
		pair := [2]int{c.Have, c.Of}
		switch c.ID {
		case "alignment":
			s.Alignment = pair
		case "single-source":
			s.SingleSource = pair
		default:
			s.Coverage = append(s.Coverage, pair)
		}
	}
	for i := range snap.Open {
		c := &snap.Open[i]
		l := lineOf(Weights(snap.Weights), &diag.Finding{Kind: &diag.Kind{ID: c.Rule}, ID: c.ID,
			Severity: c.Severity, Risk: &c.Risk, Since: &diag.Origin{Age: c.Age}})
		s.Debt, s.Interest = s.Debt+l.Amount, s.Interest+l.Interest
		owe(s.Domains, c.Domains, l.Amount)
		owe(s.KPIs, c.Risk.KPIs, l.Amount)
		owe(s.Outcomes, c.Risk.Outcomes, l.Amount)
	}
	s.Debt, s.Interest = round(s.Debt), round(s.Interest)
	return s
}

func owe(by map[string]float64, keys []string, amount float64) {
	for _, key := range keys {
		by[key] = round(by[key] + amount)
	}
}
