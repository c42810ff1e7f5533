package print

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/site"
)

// viewOf is the part of an entry's page that all kinds share, or nil for other
// pages.
func viewOf(view any) *site.EntryView {
	switch v := view.(type) {
	case *site.TermView:
		return &v.EntryView
	case *site.KPIView:
		return &v.EntryView
	case *site.ObjectView:
		return &v.EntryView
	case *site.SystemView:
		return &v.EntryView
	case *site.DecisionView:
		return &v.EntryView
	case *site.OutcomeView:
		return &v.EntryView
	case *site.IntegrationView:
		return &v.EntryView
	case *site.ScenarioView:
		return &v.EntryView
	case *site.ReportView:
		return &v.EntryView
	case *site.ResolutionView:
		return &v.EntryView
	case *site.OwnerView:
		return &v.EntryView
	case *site.DomainView:
		return &v.EntryView
	case *site.GuideView:
		return &v.EntryView
	}
	return nil
}

// entry takes over what an entry's page on the site says.
func (b *builder) entry(e *model.Entry) *Entry {
	page := b.pages[pageURL(e)]
	v := viewOf(page.View)
	x := &Entry{ID: place(e), Key: e.Key(), At: e.At, Title: b.title(e), Kind: v.Kind, Status: v.Status, Missing: v.LeadMissing,
		Meaning: words(v.Lead), More: words(v.More)}
	for _, d := range v.Domain {
		x.Domain = d.Label
	}
	if e.InDomain != nil {
		x.Domain = b.title(&e.InDomain.Entry)
	}
	for _, l := range v.Labels {
		x.Labels = append(x.Labels, Label(l))
	}
	for _, n := range v.Notices {
		text := words(n.Text)
		for _, l := range n.Links {
			text = append(text, Inline{Text: " "}, b.link(page.URL, l))
		}
		x.Notices = append(x.Notices, text)
	}
	for _, c := range v.Conflicts {
		x.Disputes = append(x.Disputes, b.dispute(page.URL, c))
	}
	x.Note = b.rich(page.URL, v.Note)
	b.particular(x, page)
	for _, f := range v.Facts {
		x.Facts = append(x.Facts, b.fact(page.URL, f))
	}
	b.further(x, page.URL, v)
	b.translate(x, e)
	x.Figure, x.Hidden = b.figure(e)
	return x
}

// translate puts the words of the booklet's language in the place of those the
// entry is written in.
func (b *builder) translate(x *Entry, e *model.Entry) {
	t := b.translation(e)
	if t == nil {
		return
	}
	if t.Name.S != "" && t.Name.S != e.Title() {
		x.Labels = append(x.Labels, Label{e.Title(), "original", b.words.T("print.original")})
	}
	if t.Definition.S != "" {
		x.Meaning, x.Missing = words(t.Definition.S), false
	}
	if t.Note.S != "" {
		x.Note = nil
		for _, p := range strings.Split(t.Note.S, "\n\n") {
			if runs := words(p); runs != nil {
				x.Note = append(x.Note, Block{Kind: Paragraph, Text: runs})
			}
		}
	}
}

// particular adds what only some kinds of entry have.
func (b *builder) particular(x *Entry, page *site.Page) {
	relate := func(list []site.Relation) {
		for _, r := range list {
			if f := b.relation(page.URL, r.Label, r.Links); len(f.Text) > 0 {
				x.Relations = append(x.Relations, f)
			}
		}
	}
	tiles := func(list []site.Tile) {
		for _, t := range list {
			text := t.Value
			if t.Note != "" {
				text += " (" + t.Note + ")"
			}
			x.Facts = append(x.Facts, Fact{t.Label, words(text)})
		}
	}
	switch v := page.View.(type) {
	case *site.TermView:
		x.Formula = b.formula(page.URL, v.Formula)
		x.Examples, x.Counter = sentences(v.Examples), sentences(v.Counter)
		for _, c := range v.Codes {
			x.Codes = append(x.Codes, Code{c.Code, c.Name, c.Definition})
		}
		b.elsewhere(x, page.URL, v.Uses)
		relate(v.Relations)
		relate(v.UsedBy)
	case *site.KPIView:
		x.Formula = b.formula(page.URL, v.Formula)
		tiles(v.Tiles)
		b.elsewhere(x, page.URL, v.Uses)
		relate(v.UsedBy)
	case *site.DecisionView:
		x.More = append(words(v.Question), x.More...)
		var stands []site.Link
		for _, s := range v.Stands {
			stands = append(stands, s.Link)
		}
		relate([]site.Relation{{Label: b.words.T("print.stands"), Links: stands}, {Label: b.words.T("kinds.outcome"), Links: v.Serves}})
	case *site.OutcomeView:
		tiles(v.Tiles)
	}
}

// elsewhere says where others use the same word.
func (b *builder) elsewhere(x *Entry, page string, uses []site.OtherUse) {
	var links []site.Link
	for _, u := range uses {
		if u.Here {
			continue
		}
		l := u.Link
		l.Note = u.Domain
		links = append(links, l)
	}
	if f := b.relation(page, b.words.T("print.elsewhere"), links); len(f.Text) > 0 {
		x.Relations = append(x.Relations, f)
	}
}

// relation lists entries with their functions, where names alone could be taken
// for each other.
func (b *builder) relation(page, label string, links []site.Link) Fact {
	f := Fact{Label: label}
	for i, l := range links {
		if i > 0 {
			f.Text = append(f.Text, Inline{Text: "; "})
		}
		run := b.link(page, l)
		f.Text = append(f.Text, run)
		if l.Note != "" {
			f.Text = append(f.Text, Inline{Text: " (" + l.Note + ")"})
		}
	}
	return f
}

// link is a link of the site as a run that leads to the same within the
// booklet, or out of it.
func (b *builder) link(page string, l site.Link) Inline {
	run := Inline{Text: l.Label}
	if l.Href != "" {
		b.lead(&run, page, l.Href)
	}
	if e := b.entryAt(page, l.Href); e != nil && e.Title() == l.Label {
		run.Text = b.title(e)
	}
	return run
}

// entryAt is the entry that a link of the site leads to.
func (b *builder) entryAt(page, href string) *model.Entry {
	url, _, _ := strings.Cut(fromTop(href), "#")
	folder, rest, ok := strings.Cut(url, "/")
	if !ok {
		return nil
	}
	kind, known := model.ParseKind(folder)
	if !known {
		return nil
	}
	return b.in.Catalog.Get(kind, strings.TrimSuffix(rest, ".html"))
}

// fromTop is the address of a page of the site from its top. Links of the site
// begin with the way up there.
func fromTop(href string) string {
	for strings.HasPrefix(href, "../") {
		href = href[len("../"):]
	}
	return href
}

// lead makes a run lead where a link of a page of the site does.
func (b *builder) lead(run *Inline, page, href string) {
	switch {
	case strings.HasPrefix(href, "http:") || strings.HasPrefix(href, "https:") || strings.HasPrefix(href, "mailto:"):
		run.URL = href
		run.Quiet = strings.TrimPrefix(strings.TrimPrefix(href, "https://"), "http://") == run.Text
		return
	case strings.HasPrefix(href, "#"):
		return // headings within an entry are on the same page
	}
	url, _, _ := strings.Cut(fromTop(href), "#")
	if at, ok := b.places[url]; ok {
		run.Ref = at
	} else if b.base != "" {
		run.URL, run.Quiet = b.base+fromTop(href), true
	}
}

func (b *builder) fact(page string, f site.Fact) Fact {
	out := Fact{Label: f.Label, Text: words(f.Text)}
	for i, l := range f.Links {
		if i > 0 || len(out.Text) > 0 {
			out.Text = append(out.Text, Inline{Text: ", "})
		}
		out.Text = append(out.Text, b.link(page, l))
	}
	if f.Note != "" {
		out.Text = append(out.Text, Inline{Text: " (" + f.Note + ")"})
	}
	return out
}

// longFormula is how many characters of a formula fit on a line of paper.
const longFormula = 90

func (b *builder) formula(page string, v *site.FormulaView) *Formula {
	if v == nil {
		return nil
	}
	f := &Formula{Math: v.Math, Text: strings.TrimSpace(v.Text)}
	f.Long = len(f.Text) > longFormula
	for _, t := range v.Facts {
		f.Tags = append(f.Tags, b.fact(page, t))
	}
	return f
}

// dispute is an open conflict with who can decide it.
func (b *builder) dispute(page string, c site.ConflictLine) Dispute {
	d := Dispute{Severity: c.Severity, Kind: c.Title, Text: spans(c.Message)}
	url := fromTop(c.Href)
	b.open[url] = true
	p := b.pages[url]
	if p == nil {
		return d
	}
	if v, ok := p.View.(site.ConflictView); ok {
		for i, l := range v.Decider {
			if i > 0 {
				d.Decider = append(d.Decider, Inline{Text: ", "})
			}
			d.Decider = append(d.Decider, Inline{Text: l.Label})
		}
	}
	return d
}

// further adds where the entry comes from and where there is more to read.
func (b *builder) further(x *Entry, page string, v *site.EntryView) {
	for i, s := range v.Sources {
		if i > 0 {
			x.Source = append(x.Source, Inline{Text: "; "})
		}
		run := Inline{Text: s.Label}
		if s.Href != "" {
			b.lead(&run, page, s.Href)
		}
		x.Source = append(x.Source, run)
		if s.Clause != "" {
			x.Source = append(x.Source, Inline{Text: ", " + s.Clause})
		}
	}
	if len(v.Links) > 0 {
		x.Relations = append(x.Relations, b.relation(page, b.words.T("print.links"), v.Links))
	}
}

func sentences(list []string) [][]Inline {
	var out [][]Inline
	for _, s := range list {
		out = append(out, words(s))
	}
	return out
}

// nearNodes is how many boxes a figure of the booklet has at most: what can be
// read in a column.
const nearNodes = 7

// figure draws what an entry stands on and what stands on it, one step each
// way.
func (b *builder) figure(e *model.Entry) (*draw.Figure, int) {
	if b.in.Graph == nil {
		return nil, 0
	}
	view := b.in.Graph.Around(e, 1, nearNodes)
	if len(view.Nodes) < 2 {
		return nil, 0
	}
	f := &draw.Figure{Title: b.words.F("lineage.around", "name", b.title(e))}
	at := map[lineage.NodeID]int{}
	var names []string
	for _, id := range view.Nodes {
		n := b.in.Graph.Node(id)
		at[id] = len(f.Nodes)
		node := draw.Node{Key: n.Entry.Key(), Label: b.title(n.Entry), Sub: b.words.T("kind." + n.Entry.Kind.String()), Class: "n-" + n.Entry.Kind.String()}
		if n.Field != nil {
			node.Key += "." + n.Field.Name.S
			node.Label, node.Sub = n.Field.Name.S, b.title(n.Entry)
		}
		if id == view.Center {
			node.Class += " n-here"
		} else {
			names = append(names, node.Label)
		}
		f.Nodes = append(f.Nodes, node)
	}
	for _, edge := range view.Edges {
		if edge.From != view.Center && edge.To != view.Center {
			continue // what its neighbours have among themselves is theirs
		}
		f.Edges = append(f.Edges, draw.Edge{From: at[edge.From], To: at[edge.To]})
	}
	f.Desc = f.Title + ": " + strings.Join(names, ", ")
	return f, view.Hidden
}
