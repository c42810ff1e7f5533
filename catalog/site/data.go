package site

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// ObjectView is the page of a data object.
type ObjectView struct {
	EntryView
	Fields   []FieldView
	Informs  int // fields that reach an outcome
	Records  []Link
	Copies   []Link
	Derives  []Link
	MovedBy  []Link
	Measured []Relation
}

// FieldView is one column of a data object.
type FieldView struct {
	Anchor         string
	Name           string
	Type           string
	Unit           string
	Description    string
	Spans          []Span // Description with links to the words of the catalog
	Term           []Link
	Codes          []CodeView
	Classification string
	Key            bool
	Reach          []Link // outcomes that depend on it
	Feeds          []Link // terms and KPIs computed from it
	Idle           bool   // it informs nothing
}

func (b *pageBuilder) object(o *model.Object, base EntryView) *ObjectView {
	v := &ObjectView{EntryView: base, Records: b.links(b.url, o.SystemOfRecord), Copies: b.links(b.url, o.Copies),
		Derives: b.links(b.url, o.DerivesFrom)}
	b.ids = orNew(b.ids)
	within := b.passage()
	for i := range o.Fields {
		f := b.field(o, &o.Fields[i])
		f.Spans = b.linked(within, f.Description)
		if len(f.Reach) > 0 {
			v.Informs++
		}
		b.ids[f.Anchor] = true
		v.Fields = append(v.Fields, f)
	}
	v.Facts = slices.Concat(b.linkFact("fact.term", o.Term), b.linkFact("fact.record", o.SystemOfRecord...), b.linkFact("fact.copies", o.Copies...),
		b.textFact("fact.key", model.Text{S: texts(o.ObjectKey)}), b.textFact("fact.grain", o.Grain),
		b.wordFact("fact.freshness", "pace", o.Freshness), b.wordFact("fact.classification", "class", o.Classification), v.Facts)
	v.MovedBy = b.movedBy(o)
	_, v.Measured = b.usedBy(&o.Entry)
	return v
}

func orNew(ids map[string]bool) map[string]bool {
	if ids == nil {
		return map[string]bool{}
	}
	return ids
}

func (b *pageBuilder) field(o *model.Object, f *model.ObjectField) FieldView {
	v := FieldView{Anchor: fieldAnchor(f.Name.S), Name: f.Name.S, Type: f.Type.S, Unit: f.Unit.S, Description: f.Description.S,
		Term: b.ref(b.url, f.Term), Codes: b.codeViews(f.Values), Classification: b.sayings.Word("class", f.Classification.S), Key: o.IsKey(f)}
	id := b.in.Graph.OfField(f)
	if id == lineage.None {
		return v
	}
	for _, e := range b.in.Graph.Out(id) {
		if to := b.in.Graph.Node(e.To); to.Field == nil && e.Kind.Meaning() && e.Kind != lineage.Embodies {
			v.Feeds = append(v.Feeds, b.link(b.url, to.Entry))
		}
	}
	for _, out := range b.in.Graph.Outcomes(id) {
		v.Reach = append(v.Reach, b.link(b.url, &out.Entry))
	}
	v.Idle = len(v.Reach) == 0 && !v.Key
	return v
}

// movedBy lists the integrations that move an object or one of its fields.
func (b *pageBuilder) movedBy(o *model.Object) []Link {
	var list []Link
	var seen []*model.Entry
	visit := func(id lineage.NodeID) {
		for _, e := range b.in.Graph.Out(id) {
			if to := b.in.Graph.Node(e.To).Entry; e.Kind == lineage.Moves && !slices.Contains(seen, to) {
				seen = append(seen, to)
				list = append(list, b.link(b.url, to))
			}
		}
	}
	visit(b.in.Graph.Of(&o.Entry))
	for i := range o.Fields {
		visit(b.in.Graph.OfField(&o.Fields[i]))
	}
	return list
}

// SystemView is the page of a system.
type SystemView struct {
	EntryView
	Records []Link
	Copies  []Link
	Sends   []Link
	Gets    []Link
	Reports []Link
}

func (b *pageBuilder) system(s *model.System, base EntryView) *SystemView {
	v := &SystemView{EntryView: base}
	for _, o := range b.in.Catalog.Objects {
		if isIn(o.SystemOfRecord, &s.Entry) {
			v.Records = append(v.Records, b.domainLink(b.url, &o.Entry))
		}
		if isIn(o.Copies, &s.Entry) {
			v.Copies = append(v.Copies, b.domainLink(b.url, &o.Entry))
		}
	}
	for _, i := range b.in.Catalog.Integrations {
		if i.From.To == &s.Entry {
			v.Sends = append(v.Sends, b.link(b.url, &i.Entry))
		}
		if isIn(i.To, &s.Entry) {
			v.Gets = append(v.Gets, b.link(b.url, &i.Entry))
		}
	}
	for _, r := range b.in.Catalog.Reports {
		if isIn(r.Systems, &s.Entry) {
			v.Reports = append(v.Reports, b.link(b.url, &r.Entry))
		}
	}
	for _, k := range b.in.Catalog.KPIs {
		if isIn(k.ReportedBy, &s.Entry) {
			v.Reports = append(v.Reports, b.link(b.url, &k.Entry))
		}
	}
	v.Facts = slices.Concat(b.textFact("fact.type", s.Type), b.textFact("fact.vendor", s.Vendor),
		v.Facts, b.linkFact("fact.technical", s.TechnicalOwner))
	return v
}

// IntegrationView is the page of an integration.
type IntegrationView struct {
	EntryView
	From, To   []Link
	Moves      []MoveView
	Useful     int // how many of Moves reach an outcome
	Agreement  *AgreementView
	Crossing   string // the functions it leads across, or ""
	Milestones []MilestoneView
	Scenarios  []Link
}

// MoveView is one object or field that an integration moves, and what it is
// good for.
type MoveView struct {
	Link
	Outcomes []Link
}

// AgreementView is the handshake that covers an integration.
type AgreementView struct {
	By           []Link
	On, Date     string
	Revision     string
	RevisionHref string
}

// MilestoneView is one step of an integration.
type MilestoneView struct {
	Name      string
	Due, Date string
	State     Badge
	KPI       []Link
}

func (b *pageBuilder) integration(i *model.Integration, base EntryView) *IntegrationView {
	v := &IntegrationView{EntryView: base, From: b.ref(b.url, i.From), To: b.links(b.url, i.To), Scenarios: b.links(b.url, i.Scenarios)}
	for _, r := range i.Moves {
		links := b.ref(b.url, r)
		if len(links) == 0 {
			continue
		}
		m := MoveView{Link: links[0]}
		for _, out := range b.in.Graph.Outcomes(b.node(r)) {
			m.Outcomes = append(m.Outcomes, b.link(b.url, &out.Entry))
		}
		if len(m.Outcomes) > 0 {
			v.Useful++
		}
		v.Moves = append(v.Moves, m)
	}
	v.Crossing = b.crossing(i)
	if a := i.Agreement; a != nil {
		v.Agreement = &AgreementView{By: b.links(b.url, a.By), On: b.words.Day(a.On), Date: a.On.String(),
			Revision: a.Revision.S[:min(len(a.Revision.S), 10)], RevisionHref: b.commitURL(a.Revision.S)}
	}
	for _, m := range i.Milestones {
		mv := MilestoneView{Name: m.Name.S, Due: b.words.Day(m.Due), Date: m.Due.String(), KPI: b.ref(b.url, m.KPI)}
		switch {
		case !m.Done.IsZero() && m.Done.Text != "false":
			mv.State = Badge{"s-approved", b.t("milestone.done")}
		case m.Due.Before(b.in.Today):
			mv.State = Badge{"s-late", b.t("milestone.late")}
		default:
			mv.State = Badge{"s-proposed", b.t("milestone.open")}
		}
		v.Milestones = append(v.Milestones, mv)
	}
	return v
}

// crossing says which functions an integration leads across, or nothing when
// it stays within one.
func (b *pageBuilder) crossing(i *model.Integration) string {
	if i.From.To == nil || i.From.To.InDomain == nil {
		return ""
	}
	var to []string
	for _, r := range i.To {
		if r.To != nil && r.To.InDomain != nil && r.To.InDomain != i.From.To.InDomain && !slices.Contains(to, b.title(&r.To.InDomain.Entry)) {
			to = append(to, b.title(&r.To.InDomain.Entry))
		}
	}
	if len(to) == 0 {
		return ""
	}
	return b.words.F("integration.crosses", "from", b.title(&i.From.To.InDomain.Entry), "to", strings.Join(to, ", "))
}

// node is the place of a reference in the graph.
func (b *pageBuilder) node(r model.Ref) lineage.NodeID {
	if o, ok := r.To.Self.(*model.Object); ok && r.Field != "" {
		if f, _ := o.Field(r.Field); f != nil {
			return b.in.Graph.OfField(f)
		}
	}
	return b.in.Graph.Of(r.To)
}
