package site

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// HomeView is the first page: what the catalog covers, what is unresolved, what
// waits for a review, and where to begin.
type HomeView struct {
	Title     string
	Lead      string
	Counts    []CountView
	Conflicts []ConflictLine
	Open      int
	AtRisk    int // outcomes that stand on something disputed
	Settled   int
	Month     *MonthBrief // nil when nothing changed, or without git
	Outcomes  []OutcomeLine
	Domains   []DomainCard
	Overdue   []ReviewLine
	OverdueN  int
	Recent    []ReviewLine
	Roles     []RoleCard
	Hrefs     HomeLinks
}

// HomeLinks are the destinations that the first page names in passing.
type HomeLinks struct{ Search, AZ, Conflicts, Domains, Lineage, Measures, Guide, Outcomes string }

// CountView is how many entries of a kind there are.
type CountView struct {
	Link
	N string
}

// OutcomeLine is an outcome with what it stands on and what is shaky there.
type OutcomeLine struct {
	Link
	Weight string
	Bar    int // 0 to 100, beside the weightiest
	KPIs   int
	Shaky  int
	Target string
}

// DomainCard is a business function on the first page.
type DomainCard struct {
	Link
	Text  string
	Terms int
	KPIs  int
	Open  int
	Owner []Link
}

// RoleCard says where somebody in a role begins.
type RoleCard struct {
	Class, Title, Text string
	Links              []Link
}

// how many lines the lists of the first page have.
const (
	homeConflicts = 4
	homeReviews   = 5
	homeDomains   = 12
	homeOutcomes  = 6
)

func (p *planner) home() Page {
	c := p.in.Catalog
	v := &HomeView{Title: p.siteTitle(), Lead: c.Config.Description.S, Open: p.open, Settled: len(p.conflicts) - p.open,
		Hrefs: HomeLinks{searchURL, azURL, conflictsURL, kindURL(model.DomainKind), lineageURL, measuresURL, guideURL, kindURL(model.OutcomeKind)}}
	if v.Lead == "" {
		v.Lead = p.t("home.lead")
	}
	for _, k := range []model.Kind{model.TermKind, model.KPIKind, model.ObjectKind, model.SystemKind, model.DecisionKind, model.OutcomeKind, model.IntegrationKind} {
		if n := len(c.OfKind(k)); n > 0 {
			key := "kinds." + k.String()
			if n == 1 {
				key = "kind." + k.String()
			}
			v.Counts = append(v.Counts, CountView{Link{Href: kindURL(k), Label: p.t(key), Kind: k.String()}, thousands(n)})
		}
	}
	for i := range p.conflicts[:min(p.open, homeConflicts)] {
		v.Conflicts = append(v.Conflicts, p.conflictRow(homeURL, i))
	}
	v.AtRisk = p.outcomesAtRisk()
	p.homeOutcomes(v)
	p.homeDomains(v)
	p.homeReviews(v)
	v.Month, v.Roles = p.month(), p.roles()
	return Page{URL: homeURL, Template: "home", Frame: p.frame(homeURL, "home", v.Title, v.Lead), View: v}
}

func (p *planner) homeOutcomes(v *HomeView) {
	outcomes := slices.Clone(p.in.Catalog.Outcomes)
	slices.SortStableFunc(outcomes, func(a, b *model.Outcome) int {
		switch {
		case a.Importance() > b.Importance():
			return -1
		case a.Importance() < b.Importance():
			return 1
		}
		return 0
	})
	b := &pageBuilder{planner: p, url: homeURL}
	for _, o := range outcomes[:min(len(outcomes), homeOutcomes)] {
		_, shaky := b.shaky(&o.Entry)
		l := OutcomeLine{Link: p.link(homeURL, &o.Entry), Weight: p.words.Number(o.Importance()), Shaky: shaky, Target: o.Target.Text}
		l.Bar = int(100 * o.Importance() / max(1, outcomes[0].Importance()))
		for _, s := range b.standing(&o.Entry) {
			if s.Kind == model.KPIKind.String() {
				l.KPIs++
			}
		}
		v.Outcomes = append(v.Outcomes, l)
	}
}

func (p *planner) homeDomains(v *HomeView) {
	for _, l := range p.tree(homeURL, nil, 0) {
		if len(v.Domains) == homeDomains {
			break
		}
		e := p.in.Catalog.Get(model.DomainKind, l.id)
		card := DomainCard{Link: l.Link, Text: shorten(p.says(e).S, 90), Open: l.Open, Owner: l.Owner}
		for _, m := range p.members[e] {
			switch m.Kind {
			case model.TermKind:
				card.Terms++
			case model.KPIKind:
				card.KPIs++
			}
		}
		v.Domains = append(v.Domains, card)
	}
}

// homeReviews lists what is overdue, and what was confirmed last.
func (p *planner) homeReviews(v *HomeView) {
	overdue := p.overdueEntries(p.in.Catalog.Entries)
	v.OverdueN = len(overdue)
	for _, e := range overdue[:min(len(overdue), homeReviews)] {
		v.Overdue = append(v.Overdue, p.reviewLine(homeURL, e))
	}
	var done []*model.Entry
	for _, e := range p.in.Catalog.Entries {
		if due, ok := reviewDue(e); !e.Reviewed.IsZero() && !(ok && due.Before(p.in.Today)) {
			done = append(done, e)
		}
	}
	slices.SortStableFunc(done, func(a, b *model.Entry) int { return int(b.Reviewed.Day) - int(a.Reviewed.Day) })
	for _, e := range done[:min(len(done), homeReviews)] {
		v.Recent = append(v.Recent, p.reviewLine(homeURL, e))
	}
}

// roles says where a newcomer, a steward and a leader begin.
func (p *planner) roles() []RoleCard {
	to := func(url, key string) Link { return Link{Href: url, Label: p.t(key)} }
	newcomer := RoleCard{"newcomer", p.t("role.newcomer"), p.t("role.newcomer.text"), []Link{to(azURL, "role.az"), to(kindURL(model.DomainKind), "role.domains")}}
	for _, l := range p.guideLinks(homeURL) {
		if len(newcomer.Links) < 4 {
			newcomer.Links = append(newcomer.Links, l)
		}
	}
	steward := RoleCard{"steward", p.t("role.steward"), p.t("role.steward.text"), []Link{to(conflictsURL, "role.conflicts"), to(kindURL(model.OwnerKind), "role.owners"), to(rulesURL, "role.rules")}}
	leader := RoleCard{"leader", p.t("role.leader"), p.t("role.leader.text"), []Link{to(kindURL(model.OutcomeKind), "role.outcomes"), to(kindURL(model.DecisionKind), "role.decisions"), to(measuresURL, "role.measures")}}
	drop := func(c *RoleCard, k model.Kind) {
		if len(p.in.Catalog.OfKind(k)) == 0 {
			c.Links = slices.DeleteFunc(c.Links, func(l Link) bool { return l.Href == kindURL(k) })
		}
	}
	drop(&steward, model.OwnerKind)
	drop(&leader, model.OutcomeKind)
	drop(&leader, model.DecisionKind)
	return []RoleCard{newcomer, steward, leader}
}

// guideOrder lists the free pages in the order that nav gives them, those
// without one last.
func (p *planner) guideOrder() []*model.Page {
	pages := slices.Clone(p.in.Catalog.Pages)
	slices.SortStableFunc(pages, func(a, b *model.Page) int {
		switch {
		case a.Nav.Set && b.Nav.Set && a.Nav.V != b.Nav.V:
			if a.Nav.V < b.Nav.V {
				return -1
			}
			return 1
		case a.Nav.Set != b.Nav.Set:
			return compareBool(b.Nav.Set, a.Nav.Set)
		}
		return 0
	})
	return pages
}

// guideLinks are the free pages in their order.
func (p *planner) guideLinks(from string) []Link {
	var links []Link
	for _, g := range p.guideOrder() {
		l := p.link(from, &g.Entry)
		l.Note = shorten(p.says(&g.Entry).S, 160)
		links = append(links, l)
	}
	return links
}
