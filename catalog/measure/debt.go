package measure

import (
	"cmp"
	"math"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// Debt is what open conflicts cost, in points: for each one the weight of its
// severity, times one plus the weight of what lies downstream, times a factor
// for its age.
type Debt struct {
	Total    float64    `json:"total"`
	Interest float64    `json:"interest"` // by how much it grows in a month if nothing is settled
	Lines    []DebtLine `json:"lines"`    // dearest first
}

// DebtLine is the share of one conflict: Severity × Reach × Age is Amount.
type DebtLine struct {
	ID       string  `json:"id"`
	Rule     string  `json:"rule"`
	Severity float64 `json:"severity"` // weight of its severity
	Reach    float64 `json:"reach"`    // one, plus one for each KPI and decision downstream, plus the weights of the outcomes
	Days     int     `json:"days"`
	Age      float64 `json:"age"` // 1 at birth, doubling each 180 days, at most 8
	Amount   float64 `json:"amount"`
	Interest float64 `json:"interest"`
}

// Doubling is the number of days in which an unsettled conflict gets twice as
// dear; MostAge is the factor at which it stops.
const (
	Doubling = 180
	MostAge  = 8
)

// days in a month, for interest
const month = 365.25 / 12

// Weights are the points of each severity.
type Weights [diag.Critical + 1]float64

// DefaultWeights are the weights that hold unless concord.toml sets others.
func DefaultWeights() Weights {
	return Weights{diag.Info: 1, diag.Minor: 2, diag.Major: 5, diag.Critical: 10}
}

func weightsOf(c model.Config) Weights {
	w := DefaultWeights()
	for _, s := range c.Weights {
		if sev, ok := diag.ParseSeverity(s.Name.S); ok && s.Value.Set && s.Value.V >= 0 {
			w[sev] = s.Value.V
		}
	}
	return w
}

func debtOf(w Weights, open []*diag.Finding) Debt {
	var d Debt
	for _, f := range open {
		l := lineOf(w, f)
		d.Lines = append(d.Lines, l)
		d.Total += l.Amount
		d.Interest += l.Interest
	}
	d.Total, d.Interest = round(d.Total), round(d.Interest)
	slices.SortStableFunc(d.Lines, func(a, b DebtLine) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.ID, b.ID))
	})
	return d
}

func lineOf(w Weights, f *diag.Finding) DebtLine {
	l := DebtLine{ID: f.ID, Rule: f.Kind.ID, Severity: w[f.Severity], Reach: 1}
	if f.Risk != nil {
		l.Reach += f.Risk.Weight
	}
	if f.Since != nil {
		l.Days = max(0, f.Since.Age)
	}
	l.Age = round(min(MostAge, math.Exp2(float64(l.Days)/Doubling)))
	l.Amount = round(l.Severity * l.Reach * l.Age)
	if l.Age < MostAge {
		l.Interest = round(l.Amount * math.Ln2 / Doubling * month)
	}
	return l
}

// round keeps three decimals, so that sums read alike on every machine.
func round(f float64) float64 { return math.Round(f*1000) / 1000 }

// parts hands each conflict to the domains that are party to it and to the KPIs
// and outcomes it puts at risk.
func parts(in Input, d Debt, open []*diag.Finding) (domains, kpis, outcomes []Part) {
	byID := make(map[string]*diag.Finding, len(open))
	for _, f := range open {
		byID[f.ID] = f
	}
	share := map[string]*Part{}
	for _, l := range d.Lines { // dearest first, and so are the lists
		f := byID[l.ID]
		keys := partyDomains(in.Catalog, f)
		if f.Risk != nil {
			keys = slices.Concat(keys, f.Risk.KPIs, f.Risk.Outcomes)
		}
		for _, key := range keys {
			p := share[key]
			if p == nil {
				p = &Part{Key: key}
				share[key] = p
			}
			p.Debt, p.Interest = round(p.Debt+l.Amount), round(p.Interest+l.Interest)
			p.Open = append(p.Open, l.ID)
		}
	}
	list := func(k model.Kind) []Part {
		var out []Part
		for _, e := range in.Catalog.OfKind(k) {
			if p := share[e.Key()]; p != nil {
				out = append(out, *p)
			} else {
				out = append(out, Part{Key: e.Key()})
			}
		}
		return out
	}
	return list(model.DomainKind), list(model.KPIKind), list(model.OutcomeKind)
}

func partyDomains(c *model.Catalog, f *diag.Finding) []string {
	var keys []string
	for _, s := range f.Subjects {
		if e := c.ByKey(s); e != nil && e.InDomain != nil {
			keys = append(keys, e.InDomain.Key())
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
