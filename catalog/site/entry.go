package site

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// EntryView is what the pages of all kinds of entry show. The views of single
// kinds embed it.
type EntryView struct {
	Kind        Badge
	Title       string
	ID          string
	Status      Badge
	Domain      []Link // one, or none
	Answers     []Link // who is accountable: one, or none
	Reviewed    string // "reviewed" and the day; "" for never
	Labels      []LabelView
	Lead        string // the definition, or for want of one the description
	LeadMissing bool
	Lang        string // the language of the title, where it is not the page's
	LeadLang    string // the same of Lead
	NoteLang    string // of Note
	Written     string // of everything else that is written in the entry's file
	More        string // the description beside a definition
	LeadSpans   []Span // Lead with links to the words of the catalog
	MoreSpans   []Span // More, likewise
	Notices     []Notice
	Conflicts   []ConflictLine // open ones
	Facts       []Fact
	Note        Prose
	Lineage     *LineageView
	Paths       []Chain
	Sources     []SourceView
	Links       []Link
	Tags        []string
	Words       []TranslationView
	Advice      []AdviceLine
	Settled     []ConflictLine
	History     *HistoryView // nil without git
	File        FileRef
	Asks        []Link // propose a change, report a conflict
	JSON        string
	Feed        string // of a function or an owner
	Prev, Next  *Link
}

// LabelView is a designation beside the preferred one.
type LabelView struct {
	Text string
	Use  string // admitted, abbreviation, deprecated: the class
	Word string // the same for readers
}

// Notice is something a reader must know before using the entry.
type Notice struct {
	Class string // info, warn
	Text  string
	Links []Link
}

// SourceView is where a definition comes from.
type SourceView struct {
	Link
	Clause string
}

// TranslationView is the entry in another language.
type TranslationView struct {
	Lang, Language         string
	Dir                    string
	Name, Definition, Note string
}

// AdviceLine is a suggestion to whoever keeps the entry.
type AdviceLine struct {
	Text []Span
	Help []Span
	Rule Link
	File FileRef
}

// pageBuilder plans one page. Pages are planned in parallel, each by a builder
// of its own that collects what it finds.
type pageBuilder struct {
	*planner
	url      string
	self     *model.Entry // whose page it is, or nil
	figures  []*Figure
	findings []finding
	shown    []string        // assets
	ids      map[string]bool // fragments
	sameName map[string]int  // how many headings came after the first of a name
}

// entry fills in what all kinds share.
func (b *pageBuilder) entry(e *model.Entry) EntryView {
	n := b.info(e)
	v := EntryView{Title: n.title, ID: e.ID, Kind: Badge{e.Kind.String(), b.t("kind." + e.Kind.String())},
		Status: b.status(e.Status), File: b.file(e.At), JSON: rel(b.url, entryJSON(e))}
	if e.InDomain != nil && e.Kind != model.DomainKind {
		v.Domain = []Link{b.link(b.url, &e.InDomain.Entry)}
	}
	if e.Accountable != nil && e.Kind != model.OwnerKind {
		v.Answers = []Link{b.link(b.url, &e.Accountable.Entry)}
	}
	if !e.Reviewed.IsZero() {
		v.Reviewed = b.words.F("meta.reviewed", "day", b.words.Day(e.Reviewed))
	}
	v.Lead, v.More = e.Definition.S, e.Description.S
	if v.Lead == "" {
		v.Lead, v.More = e.Description.S, ""
	}
	v.Lang, v.LeadLang, v.Written = n.lang, b.meaningLang(e), b.mark()
	if v.LeadLang != v.Written { // it is translated
		v.Lead = b.says(e).S
	}
	head := b.passage()
	v.LeadSpans, v.MoreSpans = b.linked(head, v.Lead), b.linked(head, v.More)
	v.LeadMissing = v.Lead == "" && (e.Kind == model.TermKind || e.Kind == model.KPIKind || e.Kind == model.ObjectKind)
	for _, l := range e.Labels()[1:] {
		use := [...]string{"preferred", "admitted", "abbreviation", "deprecated"}[l.Use]
		v.Labels = append(v.Labels, LabelView{l.S, use, b.t("label." + use)})
	}
	v.Notices = b.notices(e)
	for _, i := range n.open {
		v.Conflicts = append(v.Conflicts, b.conflictLine(b.url, i))
	}
	v.Facts = b.commonFacts(e)
	note, lang := b.note(e)
	v.Note, v.NoteLang = b.prose(note, 3), lang
	v.Asks = b.asks(n.title, v.File.Label)
	v.Sources, v.Links = b.sources(e), b.writtenLinks(e)
	for _, t := range e.Tags {
		v.Tags = append(v.Tags, t.S)
	}
	v.Words = b.translations(e)
	v.Advice = b.advice(n)
	v.History = b.history(e)
	return v
}

func (p *planner) status(s model.Status) Badge {
	return Badge{"s-" + s.String(), p.t("status." + s.String())}
}

// notices warns of what changes how far an entry can be relied on.
func (b *pageBuilder) notices(e *model.Entry) []Notice {
	var list []Notice
	add := func(class, key string, links ...Link) {
		list = append(list, Notice{class, b.t(key), links})
	}
	switch {
	case e.ReplacedBy.To != nil:
		add("warn", "notice.replaced", b.ref(b.url, e.ReplacedBy)...)
	case e.Status == model.Deprecated:
		add("warn", "notice.deprecated")
	case e.Status == model.Retired:
		add("warn", "notice.retired")
	}
	if due, ok := reviewDue(e); ok && due.Before(b.in.Today) {
		list = append(list, Notice{"warn", b.words.F("notice.review", "day", b.words.Day(due)), nil})
	}
	if o := e.Accountable; o != nil && o.Gone(b.in.Today) && e.Kind != model.OwnerKind {
		add("warn", "notice.gone", b.link(b.url, &o.Entry))
	}
	return list
}

// reviewDue is the day by which somebody must look at an entry again.
func reviewDue(e *model.Entry) (model.Date, bool) {
	if e.ReviewEvery.IsZero() || e.Reviewed.IsZero() || !e.Live() {
		return model.Date{}, false
	}
	return e.ReviewEvery.After(e.Reviewed), true
}

// commonFacts are the particulars that every kind has.
func (b *pageBuilder) commonFacts(e *model.Entry) []Fact {
	var facts []Fact
	if e.Accountable != nil && e.Kind != model.OwnerKind {
		f := Fact{Label: b.t("fact.owner"), Links: []Link{b.link(b.url, &e.Accountable.Entry)}}
		if e.Owner.To == nil {
			f.Note = b.t("fact.owner.inherited")
		}
		facts = append(facts, f)
	} else if e.Kind != model.OwnerKind && e.Kind != model.PageKind && e.Kind != model.ScenarioKind && e.Kind != model.ResolutionKind {
		facts = append(facts, Fact{Label: b.t("fact.owner"), Text: b.t("fact.owner.none"), Class: "s-missing"})
	}
	for _, list := range []struct {
		key  string
		refs []model.Ref
	}{{"fact.stewards", e.Stewards}, {"fact.consulted", e.Consulted}, {"fact.informed", e.Informed}} {
		if links := b.links(b.url, list.refs); len(links) > 0 {
			facts = append(facts, Fact{Label: b.t(list.key), Links: links})
		}
	}
	if !e.Reviewed.IsZero() {
		f := b.dayFact("fact.reviewed", e.Reviewed)
		if due, ok := reviewDue(e); ok {
			f.Note = b.words.F("fact.review.next", "day", b.words.Day(due))
			if due.Before(b.in.Today) {
				f.Note, f.Warn = b.words.F("fact.review.overdue", "day", b.words.Day(due)), true
			}
		}
		facts = append(facts, f)
	}
	if !e.Since.IsZero() {
		facts = append(facts, b.dayFact("fact.since", e.Since))
	}
	facts = append(facts, b.customFacts(e)...)
	return facts
}

func (b *pageBuilder) dayFact(key string, d model.Date) Fact {
	return Fact{Label: b.t(key), Text: b.words.Day(d), Date: d.String()}
}

// textFact is a fact of written text, or none.
func (b *pageBuilder) textFact(key string, t model.Text) []Fact {
	if t.S == "" {
		return nil
	}
	return []Fact{{Label: b.t(key), Text: t.S}}
}

// wordFact is a fact said in one of the words of a hole, or none.
func (b *pageBuilder) wordFact(key, hole string, t model.Text) []Fact {
	t.S = b.sayings.Word(hole, t.S)
	return b.textFact(key, t)
}

// linkFact is a fact of references, or none.
func (b *pageBuilder) linkFact(key string, refs ...model.Ref) []Fact {
	links := b.links(b.url, refs)
	if len(links) == 0 {
		return nil
	}
	return []Fact{{Label: b.t(key), Links: links}}
}

// sources are the authorities that an entry names.
func (b *pageBuilder) sources(e *model.Entry) []SourceView {
	var list []SourceView
	for _, s := range e.Sources {
		l, ok := b.outward(s.Authority.S, s.URL)
		if !ok {
			b.reportUnsafe(s.URL.At, s.URL.S, e)
		}
		list = append(list, SourceView{l, s.Clause.S})
	}
	return list
}

// writtenLinks are an entry's links to further reading.
func (b *pageBuilder) writtenLinks(e *model.Entry) []Link {
	var list []Link
	for _, l := range e.Links {
		if !hasScheme(l.URL.S) {
			list = append(list, b.inward(l, e))
			continue
		}
		link, ok := b.outward(l.Label.S, l.URL)
		if !ok {
			b.reportUnsafe(l.URL.At, l.URL.S, e)
		}
		list = append(list, link)
	}
	return list
}

// inward is a written link that stays within the site.
func (b *pageBuilder) inward(l model.Link, e *model.Entry) Link {
	label := l.Label.S
	href, target, ok := b.internal(l.URL.S, e.At.File)
	if !ok {
		b.reportBroken(l.URL.At, l.URL.S, e)
	}
	if label == "" {
		label = l.URL.S
		if target != nil {
			label = b.info(target).title
		}
	}
	return Link{Href: href, Label: label}
}

func (b *pageBuilder) translations(e *model.Entry) []TranslationView {
	list := b.original(e)
	for i := range e.Translations {
		t := &e.Translations[i]
		if !validTag(t.Lang) || t == b.spoken[e] {
			continue
		}
		list = append(list, TranslationView{Lang: t.Lang, Language: languageName(t.Lang), Dir: direction(t.Lang),
			Name: t.Name.S, Definition: t.Definition.S, Note: t.Note.S})
	}
	return list
}

// advice is what stewards may want to improve.
func (b *pageBuilder) advice(n *info) []AdviceLine {
	var list []AdviceLine
	for _, i := range n.advice {
		f := &b.in.Findings[i]
		list = append(list, AdviceLine{Text: b.message(f), Help: b.named(f, spans(sentence(strings.Join(f.Help, "; ")))),
			Rule: Link{Href: rel(b.url, ruleURL(f.Kind)), Label: f.Kind.Code}, File: b.file(f.At)})
	}
	return list
}
