package site

import (
	"slices"
	"strconv"

	"github.com/concord-catalog/concord/catalog/diag"
)

// ConflictsView is the list of conflicts, or one page of it.
type ConflictsView struct {
	Open       int
	SettledN   int
	Outcomes   int // outcomes at risk
	Lines      []ConflictLine
	Settled    []ConflictLine
	Ended      []EndedLine // gone without a trace in the files: only history knows them
	EndedMore  int
	Pager      []PagerLink
	Categories []FilterOption
	Domains    []FilterOption
	Severities []FilterOption
	Owners     []FilterOption
	JSON       string
}

// FilterOption is a choice of the filter: conflicts that have it are shown.
type FilterOption struct{ Value, Label string }

// conflictsPerPage is how many conflicts one page of the list takes.
const conflictsPerPage = 250

func (p *planner) conflictPages() []Page {
	pages := p.conflictLists()
	for i := range p.conflicts {
		pages = append(pages, p.conflictPage(i))
	}
	return pages
}

// outcomesAtRisk counts the outcomes that an open conflict puts at risk.
func (p *planner) outcomesAtRisk() int {
	atRisk := map[string]bool{}
	for _, c := range p.conflicts[:p.open] {
		if c.Risk != nil {
			for _, o := range c.Risk.Outcomes {
				atRisk[o] = true
			}
		}
	}
	return len(atRisk)
}

func (p *planner) conflictLists() []Page {
	chunks := (p.open + conflictsPerPage - 1) / conflictsPerPage
	atRisk := p.outcomesAtRisk()
	var pages []Page
	filters := p.conflictFilters()
	for i := range max(1, chunks) {
		url := numbered(conflictsURL, i+1)
		v := &ConflictsView{Open: p.open, SettledN: len(p.conflicts) - p.open, Outcomes: atRisk, JSON: rel(url, "conflicts.json")}
		for j := i * conflictsPerPage; j < min(p.open, (i+1)*conflictsPerPage); j++ {
			v.Lines = append(v.Lines, p.conflictRow(url, j))
		}
		for j := range chunks {
			if chunks > 1 {
				label := strconv.Itoa(j*conflictsPerPage+1) + " – " + strconv.Itoa(min(p.open, (j+1)*conflictsPerPage))
				v.Pager = append(v.Pager, PagerLink{label, rel(url, numbered(conflictsURL, j+1)), i == j})
			}
		}
		if i == 0 {
			for j := p.open; j < min(len(p.conflicts), p.open+conflictsPerPage); j++ {
				v.Settled = append(v.Settled, p.conflictRow(url, j))
			}
			p.ended(v)
		}
		v.Categories, v.Domains, v.Severities, v.Owners = filters.categories.list, filters.domains.list, filters.severities.list, filters.owners.list
		frame := p.frame(url, "conflicts", p.t("conflicts.title"), p.t("conflicts.lead"))
		if len(v.Lines) > 0 {
			frame.Scripts = []string{"conflicts.js"}
		}
		pages = append(pages, Page{URL: url, Template: "conflicts", View: v, Frame: frame})
	}
	if p.open > 0 {
		p.files = append(p.files, p.conflictData(filters))
	}
	return pages
}

// RuleView explains one thing that can be wrong.
type RuleView struct {
	Title    string
	Code     string
	ID       string
	Family   Badge
	Category Badge
	Severity Badge
	Why      []Span
	Settle   []Span
	Source   string
	Count    int
	Lines    []ConflictLine // where it was found: open ones, then settled ones
	Places   []PlaceLine    // the same for findings without a page of their own
	More     int
}

// PlaceLine is a finding that has no page of its own.
type PlaceLine struct {
	Message []Span
	Links   []Link
	File    FileRef
}

// RulesView is the list of what was found, by rule.
type RulesView struct {
	Groups []RuleGroup
}

// RuleGroup is the rules of one family.
type RuleGroup struct {
	Family Badge
	Text   string
	Lines  []RuleLine
}

// RuleLine is a rule in a list.
type RuleLine struct {
	Link
	Code     string
	Category string
	Severity Badge
	Count    int
}

// most findings that the page of a rule lists.
const mostPlaces = 200

// rulePages explain the rules that found something.
func (p *planner) rulePages() []Page {
	found := append(slices.Clone(p.in.Findings), p.translated(p.findings)...)
	byKind := map[*diag.Kind][]*diag.Finding{}
	var kinds []*diag.Kind
	for i := range found {
		k := found[i].Kind
		if byKind[k] == nil {
			kinds = append(kinds, k)
		}
		byKind[k] = append(byKind[k], &found[i])
	}
	slices.SortFunc(kinds, func(a, b *diag.Kind) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	})
	index := map[string]int{}
	for i, c := range p.conflicts {
		index[c.ID] = i
	}
	view := &RulesView{}
	pages := []Page{{URL: rulesURL, Template: "rules", View: view, Frame: p.frame(rulesURL, "", p.t("rules.title"), p.t("rules.lead"))}}
	for _, family := range []diag.Family{diag.Conflict, diag.Error, diag.Advice} {
		g := RuleGroup{Family: Badge{"fam-" + family.String(), p.t("family." + family.String())}, Text: p.t("family." + family.String() + ".text")}
		for _, k := range kinds {
			if k.Family == family {
				g.Lines = append(g.Lines, RuleLine{Link: Link{Href: ruleURL(k), Label: sentence(p.sayings.Title(k))}, Code: k.Code,
					Category: p.category(k).Label, Severity: p.severityBadge(k.Severity), Count: len(byKind[k])})
				pages = append(pages, p.rulePage(k, byKind[k], index))
			}
		}
		if len(g.Lines) > 0 {
			view.Groups = append(view.Groups, g)
		}
	}
	return pages
}

func (p *planner) rulePage(k *diag.Kind, found []*diag.Finding, index map[string]int) Page {
	url := ruleURL(k)
	v := &RuleView{Title: sentence(p.sayings.Title(k)), Code: k.Code, ID: k.ID, Family: Badge{"fam-" + k.Family.String(), p.t("family." + k.Family.String())},
		Category: p.category(k), Severity: p.severityBadge(k.Severity), Why: spans(p.sayings.Why(k)), Settle: spans(p.sayings.Settle(k)), Source: k.Source, Count: len(found)}
	var ranked []int
	for n, f := range found {
		if i, ok := index[f.ID]; ok && f.ID != "" {
			ranked = append(ranked, i)
			continue
		}
		if n >= mostPlaces {
			v.More++
			continue
		}
		v.Places = append(v.Places, PlaceLine{p.message(f), p.keyLinks(url, f.Subjects), p.file(f.At)})
	}
	slices.Sort(ranked)
	if len(ranked) > mostPlaces {
		v.More, ranked = len(ranked)-mostPlaces, ranked[:mostPlaces]
	}
	for _, i := range ranked {
		v.Lines = append(v.Lines, p.conflictRow(url, i))
	}
	return Page{URL: url, Template: "rule", View: v,
		Frame: p.frame(url, "conflicts", v.Title, p.sayings.Why(k), Link{Href: rel(url, rulesURL), Label: p.t("nav.rules")})}
}

// ErrorsView lists what does not compile, where a site is published all the
// same.
type ErrorsView struct {
	Count int
	Lines []ErrorLine
	More  int
}

// ErrorLine is one error.
type ErrorLine struct {
	Message []Span
	Help    [][]Span
	Rule    Link
	Excerpt []Excerpt
}

func (p *planner) errorsPage() Page {
	v := &ErrorsView{}
	for i := range p.in.Findings {
		f := &p.in.Findings[i]
		if f.Kind.Family != diag.Error {
			continue
		}
		v.Count++
		if v.Count > mostPlaces {
			v.More++
			continue
		}
		l := ErrorLine{Message: p.message(f), Excerpt: p.excerpts(f),
			Rule: Link{Href: ruleURL(f.Kind), Label: f.Kind.Code}}
		for _, h := range f.Help {
			l.Help = append(l.Help, spans(sentence(h)))
		}
		v.Lines = append(v.Lines, l)
	}
	return Page{URL: errorsURL, Template: "errors", View: v, Frame: p.frame(errorsURL, "", p.t("errors.title"), p.t("errors.lead"))}
}
