package site

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// OwnerView is the page of an owner: what this person or team answers for, and
// what waits for them.
type OwnerView struct {
	EntryView
	Tiles    []Tile
	Decides  []ConflictLine // open conflicts that this owner can decide
	DecidesN int
	Party    []ConflictLine // open conflicts about what this owner answers for, decided elsewhere
	PartyN   int
	Filtered string       // the conflicts page filtered for this owner, when not all are here
	Proposed []Link       // entries of this owner that wait for approval
	Late     []ReviewLine // milestones of this owner's integrations that are past due
	Overdue  []ReviewLine
	Soon     []ReviewLine // reviews due within a month
	Owns     []Relation
	Keeps    []Relation
	Members  []Link
	Reports  []Link // owners who report to this one
}

// ReviewLine is an entry that was or must be reviewed.
type ReviewLine struct {
	Link
	Day, Date string
	Overdue   bool
	Owner     []Link
}

// most conflicts that the page of an owner lists, and that of a domain, which
// has its words to show as well.
const (
	mostConflicts   = 25
	domainConflicts = 6
)

func (b *pageBuilder) owner(o *model.Owner, base EntryView) *OwnerView {
	v := &OwnerView{EntryView: base, Members: b.links(b.url, o.Members)}
	self := &o.Entry
	var decides, party []int
	for i := range b.conflicts[:b.open] {
		c := b.conflicts[i]
		switch {
		case c.Decider == o.ID:
			decides = append(decides, i)
		case slices.Contains(c.Owners, o.ID):
			party = append(party, i)
		}
	}
	v.Decides, v.DecidesN = b.conflictLines(decides)
	v.Party, v.PartyN = b.conflictLines(party)
	if v.DecidesN > len(v.Decides) || v.PartyN > len(v.Party) {
		v.Filtered = rel(b.url, conflictsURL) + "?own=own-" + slug(o.ID)
	}
	b.desk(v, self)
	v.Owns = b.byKind(b.owned[self])
	v.Keeps = b.byKind(b.kept[self])
	for _, other := range b.in.Catalog.Owners {
		if other.ReportsTo.To == self {
			v.Reports = append(v.Reports, b.link(b.url, &other.Entry))
		}
	}
	tile := func(key, anchor string, n int) {
		t := Tile{Label: b.t(key), Value: thousands(n)}
		if n > 0 {
			t.Href = "#" + anchor
		}
		v.Tiles = append(v.Tiles, t)
	}
	tile("tile.decides", "decides", v.DecidesN)
	tile("tile.proposed", "proposed", len(v.Proposed))
	tile("tile.overdue", "overdue", len(v.Overdue)+len(v.Late))
	tile("tile.party", "party", v.PartyN)
	tile("tile.answers", "owns", len(b.owned[self]))
	v.Facts = append(b.ownerFacts(o), v.Facts...)
	if o.Gone(b.in.Today) {
		left := Notice{Class: "warn", Text: b.t("notice.left"), Links: b.ref(b.url, o.Delegate)}
		if len(left.Links) > 0 {
			left.Text = b.t("notice.left.delegate")
		}
		v.Notices = append(v.Notices, left)
	}
	return v
}

// reviewSoon is how many days ahead a review is announced to whoever does it.
const reviewSoon = 30

// desk gathers what waits for an owner beside conflicts: proposals to approve,
// milestones and reviews that are past due, and reviews that soon will be.
func (b *pageBuilder) desk(v *OwnerView, self *model.Entry) {
	mine := slices.Concat(b.owned[self], b.kept[self])
	v.Overdue = b.overdue(mine)
	for _, e := range b.owned[self] {
		if e.Status == model.Proposed {
			v.Proposed = append(v.Proposed, b.domainLink(b.url, e))
		}
		i, ok := e.Self.(*model.Integration)
		if !ok || !e.Live() {
			continue
		}
		for _, m := range i.Milestones {
			if undone := m.Done.IsZero() || m.Done.Text == "false"; undone && !m.Due.IsZero() && m.Due.Before(b.in.Today) {
				l := ReviewLine{Link: b.link(b.url, e), Day: b.words.Day(m.Due), Date: m.Due.String(), Overdue: true}
				l.Note = m.Name.S
				v.Late = append(v.Late, l)
			}
		}
	}
	var soon []*model.Entry
	for _, e := range mine {
		if due, ok := reviewDue(e); ok && !due.Before(b.in.Today) && due.Day-b.in.Today.Day <= reviewSoon && !slices.Contains(soon, e) {
			soon = append(soon, e)
		}
	}
	slices.SortStableFunc(soon, func(x, y *model.Entry) int {
		dx, _ := reviewDue(x)
		dy, _ := reviewDue(y)
		return int(dx.Day) - int(dy.Day)
	})
	for _, e := range soon {
		due, _ := reviewDue(e)
		l := b.reviewLine(b.url, e)
		l.Day, l.Date = b.words.Day(due), due.String()
		v.Soon = append(v.Soon, l)
	}
}

func (b *pageBuilder) ownerFacts(o *model.Owner) []Fact {
	facts := b.textFact("fact.type", model.Text{S: sentence(b.sayings.Word("sort", o.Type.S))})
	if o.Email.S != "" {
		f := Fact{Label: b.t("fact.email")}
		if href, ok := External("mailto:" + o.Email.S); ok {
			f.Links = []Link{{Href: href, Label: o.Email.S}}
		} else {
			f.Text = o.Email.S
		}
		facts = append(facts, f)
	}
	facts = append(facts, b.textFact("fact.handle", o.Handle)...)
	facts = append(facts, b.linkFact("fact.reports", o.ReportsTo)...)
	facts = append(facts, b.linkFact("fact.delegate", o.Delegate)...)
	if !o.Until.IsZero() {
		facts = append(facts, b.dayFact("fact.until", o.Until))
	}
	if o.CrossFunctional.Or(false) {
		facts = append(facts, Fact{Label: b.t("fact.cross"), Text: b.t("fact.cross.yes")})
	}
	return facts
}

func (b *pageBuilder) conflictLines(list []int) ([]ConflictLine, int) {
	var lines []ConflictLine
	for _, i := range list[:min(len(list), mostConflicts)] {
		lines = append(lines, b.conflictLine(b.url, i))
	}
	return lines, len(list)
}

// overdue lists the entries whose review is past due, longest first.
func (p *planner) overdueEntries(entries []*model.Entry) []*model.Entry {
	var list []*model.Entry
	for _, e := range entries {
		if due, ok := reviewDue(e); ok && due.Before(p.in.Today) && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(x, y *model.Entry) int {
		dx, _ := reviewDue(x)
		dy, _ := reviewDue(y)
		return int(dx.Day) - int(dy.Day)
	})
	return list
}

func (b *pageBuilder) overdue(entries []*model.Entry) []ReviewLine {
	var lines []ReviewLine
	for _, e := range b.overdueEntries(entries) {
		lines = append(lines, b.reviewLine(b.url, e))
	}
	return lines
}

func (p *planner) reviewLine(from string, e *model.Entry) ReviewLine {
	l := ReviewLine{Link: p.domainLink(from, e), Day: p.words.Day(e.Reviewed), Date: e.Reviewed.String()}
	if due, ok := reviewDue(e); ok && due.Before(p.in.Today) {
		l.Day, l.Date, l.Overdue = p.words.Day(due), due.String(), true
	}
	if e.Accountable != nil {
		l.Owner = []Link{p.link(from, &e.Accountable.Entry)}
	}
	return l
}

// byKind groups entries under the names of their kinds, each in the order of
// the alphabet.
func (b *pageBuilder) byKind(entries []*model.Entry) []Relation {
	var list []Relation
	for _, k := range model.Kinds() {
		var of []*model.Entry
		for _, e := range entries {
			if e.Kind == k {
				of = append(of, e)
			}
		}
		if len(of) == 0 {
			continue
		}
		b.collator.sortEntries(of)
		r := Relation{Label: b.t("kinds." + k.String())}
		for _, e := range of[:min(len(of), mostMembers)] {
			r.Links = append(r.Links, b.link(b.url, e))
		}
		r.More = len(of) - len(r.Links)
		list = append(list, r)
	}
	return list
}

// most entries of one kind that a domain or owner lists: the page of a large
// domain stays readable.
const mostMembers = 600

// most terms and KPIs that the page of a domain lists with their meaning;
// where there are more, it lists their names.
const mostWordLines = 200

// DomainView is the page of a business function.
type DomainView struct {
	EntryView
	Tiles       []Tile
	Parent      []Link
	Parts       []Link
	Members     []Relation
	Disputes    []ConflictLine
	DisputesN   int
	AllDisputes string // the conflicts page filtered for this function, when not all are here
	Overdue     []ReviewLine
	Terms       []EntryLine // its terms and KPIs with their meaning
}

func (b *pageBuilder) domain(d *model.Domain, base EntryView) *DomainView {
	v := &DomainView{EntryView: base, Parent: b.ref(b.url, d.Parent)}
	for _, other := range b.in.Catalog.Domains {
		if other.Parent.To == &d.Entry {
			v.Parts = append(v.Parts, b.link(b.url, &other.Entry))
		}
	}
	members := b.members[&d.Entry]
	var open []int
	for _, e := range members {
		open = append(open, b.info(e).open...)
	}
	slices.Sort(open)
	v.Disputes, v.DisputesN = b.conflictLines(slices.Compact(open))
	if v.DisputesN > domainConflicts {
		v.Disputes = v.Disputes[:domainConflicts]
		v.AllDisputes = rel(b.url, conflictsURL) + "?dom=dom-" + slug(d.ID)
	}
	v.Overdue = b.overdue(members)
	var words, others []*model.Entry
	for _, e := range members {
		if e.Kind == model.TermKind || e.Kind == model.KPIKind {
			words = append(words, e)
		} else {
			others = append(others, e)
		}
	}
	if len(words) > mostWordLines {
		others, words = members, nil
	}
	b.collator.sortEntries(words)
	for _, e := range words {
		v.Terms = append(v.Terms, b.line(b.url, e))
	}
	v.Members = b.byKind(others)
	approved := 0
	for _, e := range members {
		if e.Status == model.Approved {
			approved++
		}
	}
	v.Tiles = []Tile{{Label: b.t("tile.entries"), Value: thousands(len(members))}, {Label: b.t("tile.approved"), Value: share(approved, len(members))},
		{Label: b.t("tile.conflicts"), Value: thousands(v.DisputesN)}, {Label: b.t("tile.overdue"), Value: thousands(len(v.Overdue))}}
	v.Facts = append(b.linkFact("fact.parent", d.Parent), v.Facts...)
	return v
}

// GuideView is a free page.
type GuideView struct {
	EntryView
	Siblings []Link
}

func (b *pageBuilder) guidePage(g *model.Page, base EntryView) *GuideView {
	v := &GuideView{EntryView: base}
	note, lang := b.note(&g.Entry)
	v.Note, v.NoteLang = b.prose(note, 2), lang
	for _, l := range b.guideLinks(b.url) {
		if l.Href != rel(b.url, b.url) {
			v.Siblings = append(v.Siblings, l)
		}
	}
	return v
}
