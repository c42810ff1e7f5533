package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// conflict is a finding of that family with what its pages need.
type conflict struct{ *diag.Finding }

func (c conflict) weight() float64 {
	if c.Risk == nil {
		return 0
	}
	return c.Risk.Weight
}

// ConflictLine is a conflict in a list.
type ConflictLine struct {
	Href     string
	Title    string // what sort of conflict, as a phrase
	Message  []Span
	Severity Badge
	Weight   string // what it puts at risk, as a number
	Bar      int    // the same from 0 to 100, beside the greatest in the catalog
	Outcomes []Link
	Subjects []Link
	Decider  []Link
	Category Badge
	Owners   []Link
	Settled  string // how it was settled, or ""
	Since    string // how long it has been open, where that is known
}

func (p *planner) conflictLine(from string, i int) ConflictLine {
	c := p.conflicts[i]
	l := ConflictLine{Href: rel(from, conflictURL(c.ID)), Title: sentence(p.sayings.Title(c.Kind)), Message: p.message(c.Finding),
		Severity: p.severityBadge(c.Severity), Weight: p.words.Number(c.weight()), Category: p.category(c.Kind)}
	if top := p.conflicts[0].weight(); top > 0 {
		l.Bar = int(100 * c.weight() / top)
	}
	if c.Settled != nil {
		l.Settled = p.t("settled." + c.Settled.How)
	}
	return l
}

// conflictRow is a line with everything that the conflicts page shows.
func (p *planner) conflictRow(from string, i int) ConflictLine {
	c := p.conflicts[i]
	l := p.conflictLine(from, i)
	l.Subjects = p.keyLinks(from, c.Subjects)
	for i := range l.Subjects {
		l.Subjects[i].Alert = false // everything in a list of conflicts is disputed
	}
	if c.Risk != nil {
		l.Outcomes = p.keyLinks(from, c.Risk.Outcomes)
		for i := range l.Outcomes {
			l.Outcomes[i].Note, l.Outcomes[i].Alert = "", false
		}
	}
	l.Decider = p.ownerLink(from, c.Decider)
	for _, o := range c.Owners {
		l.Owners = append(l.Owners, p.ownerLink(from, o)...)
	}
	l.Since = p.sinceLine(c.Since)
	return l
}

func (p *planner) category(k *diag.Kind) Badge {
	label := k.Category
	if text, ok := p.words.Text["category."+slug(k.Category)]; ok {
		label = text
	}
	return Badge{"cat-" + slug(k.Category), label}
}

// ConflictView is the page of one conflict.
type ConflictView struct {
	ID        string
	Title     string
	Message   []Span
	Severity  Badge
	Category  Badge
	Rule      Link
	Settled   *SettledView
	Sides     []SideView
	Marked    bool // the sides' texts show where they differ
	Compared  *ComparedView
	Since     *SinceView
	Risk      []RiskLine
	Weight    string
	Owners    []Link
	Decider   []Link
	Notes     [][]Span
	Why       []Span
	Settle    []Span
	Help      [][]Span
	Files     []FileRef
	Excerpts  []Excerpt
	Template  string // a resolution to start from
	TemplateP string // where it would be kept
	Write     string // where it can be written down at once, or ""
	Lineage   *LineageView
	JSON      string
}

// SettledView tells how a conflict was put to rest.
type SettledView struct {
	How, Note string
	By        []Link
	Took      string // how long it was open, where that is known
}

// SideView is one party to a conflict.
type SideView struct {
	Link       Link
	Kind       Badge
	Domain     string
	Status     Badge
	Owner      []Link
	Definition []Piece
	Formula    []Piece
	Facts      []SideFact
	File       FileRef
}

// SideFact is a particular by which sides can be compared.
type SideFact struct {
	Label, Text string
	Differs     bool
}

// RiskLine is something that depends on what is disputed.
type RiskLine struct {
	Link
	Weight string
	Bar    int // 0 to 100
}

func (p *planner) conflictPage(i int) Page {
	c := p.conflicts[i]
	b := &pageBuilder{planner: p, url: conflictURL(c.ID)}
	v := ConflictView{ID: c.ID, Title: p.conflictTitle(c), Message: p.message(c.Finding), Severity: p.severityBadge(c.Severity),
		Category: p.category(c.Kind), Rule: Link{Href: rel(b.url, ruleURL(c.Kind)), Label: sentence(p.sayings.Title(c.Kind)), Note: c.Kind.Code},
		Why: spans(p.sayings.Why(c.Kind)), Settle: spans(p.sayings.Settle(c.Kind)), Weight: p.words.Number(c.weight()), JSON: rel(b.url, "conflicts.json")}
	v.Sides, v.Marked = b.sides(c)
	v.Compared, v.Since = b.compared(c.Compared), p.since(c.Since)
	v.Risk = b.risks(c)
	for _, o := range c.Owners {
		v.Owners = append(v.Owners, p.ownerLink(b.url, o)...)
	}
	v.Decider = p.ownerLink(b.url, c.Decider)
	for _, n := range c.Notes {
		v.Notes = append(v.Notes, p.named(c.Finding, spans(sentence(n))))
	}
	for _, h := range c.Help {
		v.Help = append(v.Help, p.named(c.Finding, spans(sentence(h))))
	}
	v.Excerpts = b.excerpts(c.Finding)
	for _, x := range v.Excerpts {
		v.Files = append(v.Files, x.File)
	}
	if c.Settled != nil {
		v.Settled = &SettledView{How: p.t("settled." + c.Settled.How), Note: c.Settled.Note}
		if e := p.in.Catalog.ByKey(c.Settled.By); e != nil {
			v.Settled.By = []Link{p.link(b.url, e)}
		}
		if life := p.in.Conflicts.Of(c.ID); life != nil && len(life.Spells) > 0 {
			last := life.Spells[len(life.Spells)-1]
			v.Settled.Took = p.words.F("settled.took", "age", p.words.N("age.days", last.Days(p.in.Today)))
		}
	} else {
		v.TemplateP, v.Template = p.resolutionDraft(c)
		v.Write = p.draftHref(v.TemplateP, v.Template)
	}
	frame := p.frame(b.url, "conflicts", v.Title, wordsOf(v.Message), Link{Href: rel(b.url, conflictsURL), Label: p.t("nav.conflicts")})
	return Page{URL: b.url, Template: "conflict", Frame: frame, View: v, Figures: b.figures}
}

// conflictTitle names a conflict by its sort and what it is about.
func (p *planner) conflictTitle(c conflict) string {
	var names []string
	p.each(c.Subjects, func(n *info) {
		if !slices.ContainsFunc(names, func(s string) bool { return strings.EqualFold(s, n.title) }) {
			names = append(names, n.title)
		}
	})
	title := sentence(p.sayings.Title(c.Kind))
	switch {
	case len(names) == 0:
		return title
	case len(names) > 2:
		return title + ": " + names[0] + ", " + names[1] + ", …"
	}
	return title + ": " + strings.Join(names, p.t("list.and"))
}

// most sides that are compared in columns; further ones are listed.
const mostSides = 4

func (b *pageBuilder) sides(c conflict) (sides []SideView, marked bool) {
	var entries []*model.Entry
	b.each(c.Subjects, func(n *info) { entries = append(entries, n.entry) })
	for _, e := range entries[:min(len(entries), mostSides)] {
		sides = append(sides, b.side(e))
	}
	comparable := len(sides) == 2 && entries[0].Kind == entries[1].Kind
	if !comparable {
		for i, e := range entries[:len(sides)] {
			sides[i].Definition = whole(b.says(e).S)
			if m := e.Measured(); m != nil {
				sides[i].Formula = whole(m.Formula.S)
			}
		}
		return sides, false
	}
	x, y := entries[0], entries[1]
	sides[0].Definition, sides[1].Definition = wordDiff(b.says(x).S, b.says(y).S)
	if x.Measured() != nil {
		sides[0].Formula, sides[1].Formula = wordDiff(x.Measured().Formula.S, y.Measured().Formula.S)
	}
	compareFacts(&sides[0], &sides[1])
	return sides, slices.ContainsFunc(append(slices.Concat(sides[0].Definition, sides[0].Formula, sides[1].Definition), sides[1].Formula...),
		func(p Piece) bool { return p.Differs })
}

func compareFacts(a, b *SideView) {
	for i := range a.Facts {
		for j := range b.Facts {
			if a.Facts[i].Label == b.Facts[j].Label && a.Facts[i].Text != b.Facts[j].Text {
				a.Facts[i].Differs, b.Facts[j].Differs = true, true
			}
		}
	}
}

func (b *pageBuilder) side(e *model.Entry) SideView {
	n := b.info(e)
	s := SideView{Link: Link{Href: rel(b.url, n.url), Label: n.title, Kind: e.Kind.String()}, Kind: Badge{e.Kind.String(), b.t("kind." + e.Kind.String())}, Domain: n.domain,
		Status: b.status(e.Status), File: b.file(e.At)}
	if e.Accountable != nil {
		s.Owner = []Link{b.link(b.url, &e.Accountable.Entry)}
	}
	fact := func(key, text string) {
		if text != "" {
			s.Facts = append(s.Facts, SideFact{Label: b.t(key), Text: text})
		}
	}
	if m := e.Measured(); m != nil {
		fact("fact.unit", m.Unit.S)
		fact("fact.grain", m.Grain.S)
		fact("fact.window", m.Window.S)
		fact("fact.calendar", m.Calendar.S)
	}
	switch v := e.Self.(type) {
	case *model.KPI:
		fact("fact.direction", b.sayings.Word("better", v.Direction.S))
		fact("fact.target", grouped(v.Target.Text))
		fact("fact.cadence", b.sayings.Word("pace", v.Cadence.S))
	case *model.Object:
		fact("fact.record", refTitles(v.SystemOfRecord))
		fact("fact.key", texts(v.ObjectKey))
		fact("fact.grain", v.Grain.S)
		fact("fact.freshness", b.sayings.Word("pace", v.Freshness.S))
	case *model.Decision:
		fact("fact.cadence", b.sayings.Word("pace", v.Cadence.S))
	case *model.Term:
		fact("fact.codes", codes(v.Values))
	}
	return s
}

func refTitles(refs []model.Ref) string {
	var names []string
	for _, r := range refs {
		if r.To != nil {
			names = append(names, r.To.Title())
		}
	}
	return strings.Join(names, ", ")
}

func texts(list []model.Text) string {
	var words []string
	for _, t := range list {
		words = append(words, t.S)
	}
	return strings.Join(words, ", ")
}

func codes(list []model.Code) string {
	var words []string
	for _, c := range list {
		words = append(words, c.Code)
	}
	return strings.Join(words, ", ")
}

// risks lists what depends on the disputed entries: outcomes by weight first.
func (b *pageBuilder) risks(c conflict) []RiskLine {
	if c.Risk == nil {
		return nil
	}
	var lines []RiskLine
	var weights []float64
	top := 1.0
	for _, keys := range [][]string{c.Risk.Outcomes, c.Risk.Decisions, c.Risk.KPIs} {
		for _, key := range keys {
			e := b.in.Catalog.ByKey(key)
			if e == nil {
				continue
			}
			w := 1.0
			if o, ok := e.Self.(*model.Outcome); ok {
				w = o.Importance()
			}
			top = max(top, w)
			lines, weights = append(lines, RiskLine{Link: b.link(b.url, e), Weight: b.words.Number(w)}), append(weights, w)
		}
	}
	order := make([]int, len(lines))
	for i := range lines {
		lines[i].Bar, order[i] = int(100*weights[i]/top), i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(weights[j], weights[i]) })
	sorted := make([]RiskLine, len(lines))
	for i, j := range order {
		sorted[i] = lines[j]
	}
	return sorted
}

// resolutionDraft is a file to start from when somebody settles the conflict.
func (p *planner) resolutionDraft(c conflict) (path, text string) {
	var canonical, name string
	if e := p.in.Catalog.ByKey(first(c.Subjects)); e != nil {
		canonical, name = e.ID, slug(e.Title())
	}
	path = "resolutions/" + cmp.Or(name, c.ID) + ".yaml"
	lines := []string{
		"name: " + strconv.Quote(p.conflictTitle(c)),
		"status: proposed",
		"settles: " + c.ID,
		"outcome: canonical   # " + p.t("draft.outcome"),
	}
	if canonical != "" && len(c.Subjects) > 1 {
		lines = append(lines, "canonical: "+canonical+"   # "+p.t("draft.canonical"))
	}
	lines = append(lines, "decided_by: "+cmp.Or(c.Decider, "…"), "decided_on: "+p.in.Today.String(), "reason: …")
	return path, strings.Join(lines, "\n") + "\n"
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
