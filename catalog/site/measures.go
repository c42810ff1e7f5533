package site

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
)

// MeasuresView is the page of numbers that anyone can count again.
type MeasuresView struct {
	Day        string
	Tiles      []Tile
	Debt       []DebtLine // dearest first
	DebtMore   int
	Interest   string
	Trend      *ChartView    // semantic debt by month; nil without history
	Ended      []SpellLine   // what took longest to settle
	Measures   []MeasureView // shares of a whole
	Advice     []AdviceGroup // integrations by what to do with them
	Parts      []PartGroup   // debt by domain, KPI and outcome
	Severities []SeverityWeight
}

// SeverityWeight is how much a severity counts.
type SeverityWeight struct {
	Severity Badge
	Weight   string
}

// DebtLine is the share of one conflict: the three factors and their product.
type DebtLine struct {
	Conflict             Link
	Severity, Reach, Age string
	Days                 string
	Amount               string
	Bar                  int
}

// SpellLine is how long one conflict was open.
type SpellLine struct {
	Conflict Link
	Age      string
	How      string
	Date     string // of its end
	Day      string
}

// MeasureView is a share of a whole: how many, of how many, and which ones are
// missing.
type MeasureView struct {
	Anchor  string
	Title   string
	How     string // how it is counted
	Have    int
	Of      int
	Share   string
	Bar     int // 0 to 100
	Missing []Link
	More    int
}

// AdviceGroup is the integrations that one thing is to be done with.
type AdviceGroup struct {
	Badge
	Text  string
	Lines []PriorityLine
}

// PriorityLine is what one integration, or a field that it moves, is worth.
type PriorityLine struct {
	Link
	Net, Value, Blocked string
	Bar                 int
	Reason              string
	Fields              []PriorityLine
}

// PartGroup is the debt of the entries of one kind.
type PartGroup struct {
	Title string
	Lines []PartLine
}

// PartLine is the debt that concerns one entry.
type PartLine struct {
	Link
	Debt, Interest string
	Open           int
	Bar            int
}

// most entries that a measure lists as missing, and most lines of its tables.
const (
	mostMissing = 100
	mostDebt    = 50
	mostParts   = 40
)

func (p *planner) measures() Page {
	r := p.in.Measures
	v := &MeasuresView{Day: p.words.Day(r.Day), Interest: p.words.Number(r.Debt.Interest), Trend: p.trend(), Severities: p.severityWeights()}
	v.Tiles = p.measureTiles(r)
	p.debtLines(v, r.Debt)
	for _, s := range r.Velocity.Ended[:min(len(r.Velocity.Ended), 10)] {
		v.Ended = append(v.Ended, p.spellLine(s))
	}
	for _, s := range append(slices.Clone(r.Coverage), r.Alignment, r.SingleSource) {
		if s.ID == "" {
			continue // nothing was measured
		}
		v.Measures = append(v.Measures, p.shareView(s))
	}
	p.standings(v)
	v.Advice = p.advised(r.Integrations)
	v.Parts = []PartGroup{p.partGroup("kinds.domain", r.Domains), p.partGroup("kinds.outcome", r.Outcomes), p.partGroup("kinds.kpi", r.KPIs)}
	v.Parts = slices.DeleteFunc(v.Parts, func(g PartGroup) bool { return len(g.Lines) == 0 })
	return Page{URL: measuresURL, Template: "measures", View: v, Frame: p.frame(measuresURL, "measures", p.t("nav.measures"), p.t("measures.lead"))}
}

func (p *planner) measureTiles(r measure.Report) []Tile {
	tiles := []Tile{{Label: p.t("measure.debt"), Value: p.words.Number(r.Debt.Total), Note: p.words.F("measure.interest", "n", p.words.Number(r.Debt.Interest))},
		{Label: p.t("tile.conflicts"), Value: thousands(len(r.Debt.Lines))}}
	if v := r.Velocity; v.Known && len(v.Ended) > 0 {
		tiles = append(tiles, Tile{Label: p.t("measure.velocity"), Value: p.words.N("age.days", v.Median),
			Note: p.words.F("measure.velocity.note", "n", thousands(len(v.Ended)), "p90", p.words.N("age.days", v.P90))})
	}
	return tiles
}

func (p *planner) severityWeights() []SeverityWeight {
	var list []SeverityWeight
	for s, w := range p.in.Measures.Weights {
		if s > 0 {
			list = append(list, SeverityWeight{p.severityBadge(diag.Severity(s)), p.words.Number(w)})
		}
	}
	return list
}

// conflictLink leads to a conflict's page while it has one.
func (p *planner) conflictLink(from, id string) Link {
	if i := slices.IndexFunc(p.conflicts, func(c conflict) bool { return c.ID == id }); i >= 0 {
		return Link{Href: rel(from, conflictURL(id)), Label: p.conflictTitle(p.conflicts[i])}
	}
	l := Link{Label: id}
	if life := p.in.Conflicts.Of(id); life != nil {
		l.Label = p.lifeTitle(life)
	}
	return l
}

func (p *planner) debtLines(v *MeasuresView, d measure.Debt) {
	for i, l := range d.Lines {
		if i == mostDebt {
			v.DebtMore = len(d.Lines) - mostDebt
			break
		}
		v.Debt = append(v.Debt, DebtLine{Conflict: p.conflictLink(measuresURL, l.ID), Severity: p.words.Number(l.Severity), Reach: p.words.Number(l.Reach),
			Age: p.words.Number(l.Age), Days: p.age(l.Days), Amount: p.words.Number(l.Amount), Bar: barOf(l.Amount, d.Lines[0].Amount)})
	}
}

func (p *planner) spellLine(s measure.Spell) SpellLine {
	how := "gone"
	if s.Settled {
		how = "settled"
	}
	return SpellLine{Conflict: p.conflictLink(measuresURL, s.ID), Age: p.words.N("age.days", s.Days), How: p.t("ended." + how),
		Date: s.To.String(), Day: p.words.Day(s.To)}
}

func (p *planner) shareView(s measure.Share) MeasureView {
	m := MeasureView{Anchor: s.ID, Title: p.t("measure." + s.ID), How: p.t("measure." + s.ID + ".how"), Have: len(s.Holds), Of: s.Of()}
	for _, i := range s.Lacks {
		if len(m.Missing) == mostMissing {
			m.More = len(s.Lacks) - mostMissing
			break
		}
		m.Missing = append(m.Missing, p.itemLink(s.ID, i))
	}
	return m.counted()
}

// itemLink leads to what a share counts: an entry, a field of it, or an edge to
// another entry.
func (p *planner) itemLink(measure string, i measure.Item) Link {
	e := p.in.Catalog.ByKey(i.Key)
	if e == nil {
		return Link{Label: i.Key}
	}
	l := p.domainLink(measuresURL, e)
	if other := p.in.Catalog.ByKey(i.Part); other != nil && measure == "alignment" {
		l.Label += " → " + p.title(other)
		return l
	}
	if i.Part != "" {
		l.Label, l.Href = l.Label+" · "+i.Part, l.Href+"#"+fieldAnchor(i.Part)
	}
	if i.Note != "" {
		l.Note = p.sayings.Word("note", i.Note)
	}
	return l
}

func (m MeasureView) counted() MeasureView {
	if m.Of > 0 {
		m.Bar = 100 * m.Have / m.Of
	}
	m.Share = share(m.Have, m.Of)
	return m
}

// standings are shares of entries by how they are kept.
func (p *planner) standings(v *MeasuresView) {
	of := func(kinds ...model.Kind) []*model.Entry {
		var list []*model.Entry
		for _, k := range kinds {
			for _, e := range p.in.Catalog.OfKind(k) {
				if e.Live() {
					list = append(list, e)
				}
			}
		}
		return list
	}
	governed := of(model.TermKind, model.KPIKind, model.ObjectKind, model.SystemKind, model.DecisionKind, model.OutcomeKind, model.IntegrationKind)
	v.add(p, "owners", governed, func(e *model.Entry) bool { return e.Accountable != nil && !e.Accountable.Gone(p.in.Today) })
	v.add(p, "approved", of(model.TermKind, model.KPIKind), func(e *model.Entry) bool { return e.Status == model.Approved })
	v.add(p, "defined", of(model.TermKind, model.KPIKind, model.ObjectKind), func(e *model.Entry) bool { return e.Meaning().S != "" })
	v.add(p, "undisputed", governed, func(e *model.Entry) bool { return len(p.info(e).open) == 0 })
	var reviewed []*model.Entry
	for _, e := range p.in.Catalog.Entries {
		if _, ok := reviewDue(e); ok {
			reviewed = append(reviewed, e)
		}
	}
	v.add(p, "reviewed", reviewed, func(e *model.Entry) bool {
		due, _ := reviewDue(e)
		return !due.Before(p.in.Today)
	})
}

func (v *MeasuresView) add(p *planner, key string, entries []*model.Entry, holds func(*model.Entry) bool) {
	m := MeasureView{Anchor: key, Title: p.t("measure." + key), How: p.t("measure." + key + ".how"), Of: len(entries)}
	for _, e := range entries {
		switch {
		case holds(e):
			m.Have++
		case len(m.Missing) < mostMissing:
			m.Missing = append(m.Missing, p.domainLink(measuresURL, e))
		default:
			m.More++
		}
	}
	v.Measures = append(v.Measures, m.counted())
}

// advised sorts the integrations by what to do with them.
func (p *planner) advised(list []measure.Priority) []AdviceGroup {
	var groups []AdviceGroup
	top := 0.0
	for _, i := range list {
		top = max(top, i.Value)
	}
	for _, advice := range []measure.Advice{measure.DoNext, measure.SettleFirst, measure.DoNotIntegrate} {
		key := map[measure.Advice]string{measure.DoNext: "next", measure.SettleFirst: "settle", measure.DoNotIntegrate: "not"}[advice]
		g := AdviceGroup{Badge: Badge{"do-" + key, p.t("do." + key)}, Text: p.t("do." + key + ".text")}
		for _, i := range list {
			if i.Advice == advice {
				g.Lines = append(g.Lines, p.priorityLine(i, top))
			}
		}
		if len(g.Lines) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (p *planner) priorityLine(i measure.Priority, top float64) PriorityLine {
	l := PriorityLine{Net: p.words.Number(i.Net()), Value: p.words.Number(i.Value), Blocked: p.words.Number(i.Blocked), Bar: barOf(i.Value, top), Reason: sentence(i.Reason)}
	if e := p.in.Catalog.ByKey(i.Key); e != nil {
		l.Link = p.link(measuresURL, e)
	}
	if i.Field != "" {
		l.Link = Link{Label: i.Field, Note: p.t("do." + map[measure.Advice]string{measure.DoNext: "next", measure.SettleFirst: "settle", measure.DoNotIntegrate: "not"}[i.Advice])}
	}
	for _, f := range i.Fields {
		l.Fields = append(l.Fields, p.priorityLine(f, top))
	}
	return l
}

func (p *planner) partGroup(key string, parts []measure.Part) PartGroup {
	g := PartGroup{Title: p.t(key)}
	parts = slices.DeleteFunc(slices.Clone(parts), func(x measure.Part) bool { return x.Debt == 0 })
	slices.SortStableFunc(parts, func(a, b measure.Part) int { return cmp.Compare(b.Debt, a.Debt) })
	for _, x := range parts[:min(len(parts), mostParts)] {
		e := p.in.Catalog.ByKey(x.Key)
		l := PartLine{Link: p.domainLink(measuresURL, e), Debt: p.words.Number(x.Debt), Interest: p.words.Number(x.Interest), Open: len(x.Open), Bar: barOf(x.Debt, parts[0].Debt)}
		if e.Kind == model.DomainKind {
			l.Note = ""
		}
		g.Lines = append(g.Lines, l)
	}
	return g
}

func barOf(f, top float64) int {
	if top <= 0 {
		return 0
	}
	return int(100 * f / top)
}
