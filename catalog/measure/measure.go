// Package measure counts how far an organisation agrees with itself: semantic
// debt, decision velocity, outcome coverage, authority alignment, single source
// of truth and the priority of integrations.
//
// Each number carries the list that makes it, so that a sceptic can count it
// again. [Take] measures one catalog on one day; [Summary] is what of it is kept
// when a catalog is followed through history. Read [Report] first.
package measure

import (
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// Input is what measuring looks at.
type Input struct {
	Catalog  *model.Catalog
	Graph    *lineage.Graph
	Findings diag.List        // with their standing: settled or open, and since when
	History  *history.Entries // tells which agreements are stale; nil without history
	Lives    []Life           // every conflict there has been; nil without history
	Today    model.Date
}

// Life is one spell of a conflict, from the commit that brought it to the one
// that ended it. A conflict that came back has several.
type Life struct {
	ID      string     `json:"id"`
	Rule    string     `json:"rule"`
	From    model.Date `json:"from"`
	To      model.Date `json:"to"`       // To is the zero date while it is open
	Settled bool       `json:"settled"`  // it ended by a resolution or waiver, not by going away
	AtLeast bool       `json:"at_least"` // it began before the oldest known commit
}

// Report is every measure of one catalog on one day.
type Report struct {
	Day          model.Date `json:"day"`
	Weights      Weights    `json:"weights"` // points by severity: off, info, minor, major, critical
	Debt         Debt       `json:"debt"`
	Velocity     Velocity   `json:"velocity"`
	Coverage     []Share    `json:"coverage"` // objects, fields, outcomes, KPIs
	Alignment    Share      `json:"alignment"`
	SingleSource Share      `json:"single_source"`
	Integrations []Priority `json:"integrations"` // highest net value first
	Domains      []Part     `json:"domains"`      // by ID
	KPIs         []Part     `json:"kpis"`
	Outcomes     []Part     `json:"outcomes"`
}

// Share is a part of a whole, with the members of both.
type Share struct {
	ID    string `json:"id"` // "objects", "fields", "outcomes", "kpis", "alignment", "single-source"
	Title string `json:"title"`
	How   string `json:"how"` // how it is counted
	Holds []Item `json:"holds"`
	Lacks []Item `json:"lacks"`
}

// Item is one thing that a share counts.
type Item struct {
	Key  string `json:"key"`  // an entry's full ID
	Part string `json:"part"` // a field, or where an edge leads to; "" for the entry itself
	Note string `json:"note"` // why it holds or lacks, where that is not plain
}

// Of is how many things were counted.
func (s Share) Of() int { return len(s.Holds) + len(s.Lacks) }

// Percent is the share in whole percent, and false when there was nothing to
// count.
func (s Share) Percent() (int, bool) {
	if s.Of() == 0 {
		return 0, false
	}
	return (200*len(s.Holds) + s.Of()) / (2 * s.Of()), true
}

// Part is the debt that concerns one domain, KPI or outcome. A conflict between
// two domains counts for both, so parts may add up to more than the whole.
type Part struct {
	Key      string   `json:"key"`
	Debt     float64  `json:"debt"`
	Interest float64  `json:"interest"`
	Open     []string `json:"open"` // conflict IDs, dearest first
}

// Take measures a catalog.
func Take(in Input) Report {
	w := weightsOf(in.Catalog.Config)
	r := Report{Day: in.Today, Weights: w, Velocity: velocity(in)}
	open := openConflicts(in.Findings)
	r.Debt = debtOf(w, open)
	r.Coverage = coverage(in)
	r.Alignment = alignment(in)
	r.SingleSource = singleSource(in)
	r.Integrations = priorities(in, open)
	r.Domains, r.KPIs, r.Outcomes = parts(in, r.Debt, open)
	return r
}

// Summary is the numbers of a report without the lists that make them.
type Summary struct {
	Day          model.Date         `json:"day"`
	Debt         float64            `json:"debt"`
	Interest     float64            `json:"interest"` // per month
	Open         int                `json:"open"`
	Coverage     [][2]int           `json:"coverage"` // have and of, in the order of [Report.Coverage]
	Alignment    [2]int             `json:"alignment"`
	SingleSource [2]int             `json:"single_source"`
	Domains      map[string]float64 `json:"domains"` // debt by full ID; so are KPIs and Outcomes
	KPIs         map[string]float64 `json:"kpis"`
	Outcomes     map[string]float64 `json:"outcomes"`
}

// Summary is the report in short.
func (r Report) Summary() Summary {
	pair := func(s Share) [2]int { return [2]int{len(s.Holds), s.Of()} }
	s := Summary{Day: r.Day, Debt: r.Debt.Total, Interest: r.Debt.Interest, Open: len(r.Debt.Lines),
		Alignment: pair(r.Alignment), SingleSource: pair(r.SingleSource),
		Domains: byKey(r.Domains), KPIs: byKey(r.KPIs), Outcomes: byKey(r.Outcomes)}
	for _, c := range r.Coverage {
		s.Coverage = append(s.Coverage, pair(c))
	}
	return s
}

func byKey(parts []Part) map[string]float64 {
	m := make(map[string]float64, len(parts))
	for _, p := range parts {
		if p.Debt > 0 {
			m[p.Key] = p.Debt
		}
	}
	return m
}

func openConflicts(list diag.List) []*diag.Finding {
	var open []*diag.Finding
	for i := range list {
		if list[i].Kind.Family == diag.Conflict && list[i].Settled == nil {
			open = append(open, &list[i])
		}
	}
	return open
}
