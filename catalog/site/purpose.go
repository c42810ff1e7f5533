package site

import (
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scenario"
)

// DecisionView is the page of a decision.
type DecisionView struct {
	EntryView
	Question string
	Stands   []StandingView // KPIs, terms and objects it is taken on
	Serves   []Link
	Shaky    []ConflictLine // open conflicts in what it stands on
	ShakyN   int
}

// StandingView is one thing that a decision or outcome stands on.
type StandingView struct {
	Link
	Conflicts int
	Cadence   string
	Status    Badge
}

func (b *pageBuilder) decision(d *model.Decision, base EntryView) *DecisionView {
	v := &DecisionView{EntryView: base, Question: d.Question.S, Serves: b.links(b.url, d.Serves)}
	if v.Lead == v.Question {
		v.Lead, v.LeadSpans = "", nil
	}
	v.Facts = slices.Concat(b.linkFact("fact.decided", d.DecidedBy...), b.wordFact("fact.cadence", "pace", d.Cadence), v.Facts)
	if d.Critical.Or(false) {
		v.Notices = append(v.Notices, Notice{Class: "info", Text: b.t("notice.critical")})
	}
	v.Stands = b.standing(&d.Entry)
	v.Shaky, v.ShakyN = b.shaky(&d.Entry)
	return v
}

// standing lists what feeds an entry directly.
func (b *pageBuilder) standing(e *model.Entry) []StandingView {
	var list []StandingView
	for _, edge := range b.in.Graph.In(b.in.Graph.Of(e)) {
		from := b.in.Graph.Node(edge.From).Entry
		s := StandingView{Link: b.domainLink(b.url, from), Conflicts: len(b.info(from).open), Status: b.status(from.Status)}
		if k, ok := from.Self.(*model.KPI); ok {
			s.Cadence = b.sayings.Word("pace", k.Cadence.S)
		}
		if !slices.ContainsFunc(list, func(o StandingView) bool { return o.Href == s.Href }) {
			list = append(list, s)
		}
	}
	return list
}

// most conflicts that a page of a decision or outcome lists.
const mostShaky = 8

// shaky lists the open conflicts in everything an entry stands on, those that
// put most at risk first, and counts them.
func (b *pageBuilder) shaky(e *model.Entry) ([]ConflictLine, int) {
	var found []int
	for _, id := range b.in.Graph.Upstream(b.in.Graph.Of(e)) {
		n := b.in.Graph.Node(id)
		if n.Field == nil {
			found = append(found, b.info(n.Entry).open...)
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	var lines []ConflictLine
	for _, i := range found[:min(len(found), mostShaky)] {
		lines = append(lines, b.conflictLine(b.url, i))
	}
	return lines, len(found)
}

// OutcomeView is the page of an outcome.
type OutcomeView struct {
	EntryView
	Tiles     []Tile
	KPIs      []StandingView
	Decisions []StandingView
	Parts     []Link
	Parent    []Link
	Shaky     []ConflictLine
	ShakyN    int
	Full      string
}

func (b *pageBuilder) outcome(o *model.Outcome, base EntryView) *OutcomeView {
	v := &OutcomeView{EntryView: base, Parent: b.ref(b.url, o.Parent), Full: rel(b.url, pathsURL(&o.Entry))}
	if o.Target.Text != "" {
		v.Tiles = append(v.Tiles, Tile{Label: b.t("fact.target"), Value: o.Target.Text, Note: b.byDay(o.By)})
	}
	v.Tiles = append(v.Tiles, Tile{Label: b.t("fact.weight"), Value: b.words.Number(o.Importance()), Note: b.weightNote(o)})
	for _, s := range b.standing(&o.Entry) {
		switch s.Kind {
		case model.KPIKind.String():
			v.KPIs = append(v.KPIs, s)
		case model.DecisionKind.String():
			v.Decisions = append(v.Decisions, s)
		case model.OutcomeKind.String():
			v.Parts = append(v.Parts, s.Link)
		}
	}
	v.Shaky, v.ShakyN = b.shaky(&o.Entry)
	return v
}

func (b *pageBuilder) byDay(d model.Date) string {
	if d.IsZero() {
		return ""
	}
	return b.words.F("fact.by", "day", b.words.Day(d))
}

// weightNote says how much of the total weight an outcome has.
func (b *pageBuilder) weightNote(o *model.Outcome) string {
	total := 0.0
	for _, other := range b.in.Catalog.Outcomes {
		total += other.Importance()
	}
	return b.words.F("fact.weight.of", "total", b.words.Number(total))
}

// ReportView is the page of a report.
type ReportView struct {
	EntryView
	KPIs    []StandingView
	Systems []Link
	Manual  []string
}

func (b *pageBuilder) report(r *model.Report, base EntryView) *ReportView {
	v := &ReportView{EntryView: base, KPIs: b.standing(&r.Entry), Systems: b.links(b.url, r.Systems), Manual: stringsOf(r.ManualSteps)}
	v.Facts = slices.Concat(b.wordFact("fact.cadence", "pace", r.Cadence), v.Facts)
	return v
}

// ResolutionView is the page of a resolution.
type ResolutionView struct {
	EntryView
	Outcome   string
	Settles   []ConflictLine
	Unknown   []string // conflict IDs that no longer exist
	Subjects  []Link
	Canonical []Link
	Decided   []Link
	On, Date  string
	Reason    string
}

func (b *pageBuilder) resolution(r *model.Resolution, base EntryView) *ResolutionView {
	v := &ResolutionView{EntryView: base, Canonical: b.ref(b.url, r.Canonical), Decided: b.links(b.url, r.DecidedBy),
		On: b.words.Day(r.DecidedOn), Date: r.DecidedOn.String(), Reason: r.Reason.S}
	if r.Outcome.S != "" {
		v.Outcome = b.t("settled." + r.Outcome.S)
	}
	listed := map[int]bool{}
	for _, i := range b.settledBy[r.Key()] {
		listed[i] = true
	}
	for _, s := range r.Settles {
		v.Subjects = append(v.Subjects, b.links(b.url, s.Subjects)...)
		i := slices.IndexFunc(b.conflicts, func(c conflict) bool { return c.ID == s.ID.S })
		switch {
		case s.ID.S == "":
		case i < 0:
			v.Unknown = append(v.Unknown, s.ID.S)
		default:
			listed[i] = true
		}
	}
	for i := range b.conflicts {
		if listed[i] {
			v.Settles = append(v.Settles, b.conflictLine(b.url, i))
		}
	}
	if !r.ReviewBy.IsZero() {
		f := b.dayFact("fact.reviewby", r.ReviewBy)
		if r.ReviewBy.Before(b.in.Today) {
			f.Note, f.Warn = b.t("fact.expired"), true
		}
		v.Facts = append([]Fact{f}, v.Facts...)
	}
	return v
}

// ScenarioView is the page of a scenario.
type ScenarioView struct {
	EntryView
	Question string
	Tables   []TableView
	Answers  []AnswerView
	Agree    bool // all compared definitions give one answer
	Compared int  // how many definitions are compared
}

// TableView is facts about one data object.
type TableView struct {
	Object Link
	Heads  []string
	Rows   [][]string
}

// AnswerView is what one definition says about the facts of a scenario, and what
// was expected of it.
type AnswerView struct {
	Link
	Value    string
	Expected string // "" when nothing was
	Missed   bool   // the answer is another than the one expected
}

func (b *pageBuilder) scenario(s *model.Scenario, base EntryView) *ScenarioView {
	v := &ScenarioView{EntryView: base, Question: s.Question.S}
	for _, t := range s.Given {
		if t.Object.To != nil {
			v.Tables = append(v.Tables, b.table(t))
		}
	}
	b.answers(s, v)
	return v
}

// answers shows what each definition says about the facts.
func (b *pageBuilder) answers(s *model.Scenario, v *ScenarioView) {
	i := slices.IndexFunc(b.in.Answers, func(r scenario.Result) bool { return r.Scenario == s })
	if i < 0 {
		return
	}
	r := b.in.Answers[i]
	v.Agree, v.Compared = r.Agree, len(s.Compare)
	for _, a := range r.Answers {
		line := AnswerView{Link: b.domainLink(b.url, a.Entry), Value: b.answer(a), Missed: !a.Met}
		if a.Expected != nil {
			line.Expected = a.Expected.Text
		}
		v.Answers = append(v.Answers, line)
	}
}

// answer is a value with the unit that its definition declares.
func (b *pageBuilder) answer(a scenario.Answer) string {
	if a.Value.Missing() || a.Value.Base != formula.NumberType {
		return a.Value.String()
	}
	return withUnit(a.Value.String(), a.Entry.Measured().Unit.S)
}

func (b *pageBuilder) table(t model.Table) TableView {
	v := TableView{Object: b.link(b.url, t.Object.To)}
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if !slices.Contains(v.Heads, c.Field.S) {
				v.Heads = append(v.Heads, c.Field.S)
			}
		}
	}
	for _, r := range t.Rows {
		row := make([]string, len(v.Heads))
		for _, c := range r.Cells {
			row[slices.Index(v.Heads, c.Field.S)] = c.Value.Text
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// usedBy lists what stands on an entry, by how; and for a term, the data that
// records its instances.
func (b *pageBuilder) usedBy(e *model.Entry) (recorded []Link, used []Relation) {
	g := b.in.Graph
	id := g.Of(e)
	if id == lineage.None {
		return nil, nil
	}
	for _, edge := range g.In(id) {
		if from := g.Node(edge.From); edge.Kind == lineage.Embodies {
			l := b.link(b.url, from.Entry)
			if from.Field != nil {
				l.Label, l.Href = l.Label+" · "+from.Field.Name.S, l.Href+"#"+fieldAnchor(from.Field.Name.S)
			}
			recorded = append(recorded, l)
		}
	}
	byKind := map[model.Kind][]Link{}
	seen := map[*model.Entry]bool{}
	visit := func(edges []lineage.Edge) {
		for _, edge := range edges {
			if to := g.Node(edge.To); to.Field == nil && !seen[to.Entry] && edge.Kind.Meaning() && edge.Kind != lineage.Embodies {
				seen[to.Entry] = true
				byKind[to.Entry.Kind] = append(byKind[to.Entry.Kind], b.domainLink(b.url, to.Entry))
			}
		}
	}
	visit(g.Out(id))
	if o, ok := e.Self.(*model.Object); ok {
		for i := range o.Fields {
			visit(g.Out(g.OfField(&o.Fields[i])))
		}
	}
	for _, k := range model.Kinds() {
		used = append(used, b.relation("kinds."+k.String(), byKind[k])...)
	}
	return recorded, used
}

// share writes a part of a whole as a percentage.
func share(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%d\u202f%%", (100*part+whole/2)/whole)
}
