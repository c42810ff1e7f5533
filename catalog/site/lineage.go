package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/model"
)

// LineageView is a part of the lineage as a picture, and the same edges as a
// table.
type LineageView struct {
	Figure *Figure
	Rows   []EdgeRow
	Hidden int    // nodes left out of the picture
	Full   []Link // pages with the whole paths
	Views  []Link // the entry on the map of everything: its paths, its impact
}

// EdgeRow is one statement of lineage.
type EdgeRow struct {
	From, To Link
	Verb     string
	File     FileRef
	Crosses  bool // it leads from one function to another
	Loose    bool // and no agreement between the two covers it
}

// Chain is one way from an entry to an outcome, step by step.
type Chain struct {
	Steps  []Link
	Weight string
}

// How much of the graph one page shows. Small figures come in few shapes, so
// that ten thousand pages need only some hundreds of layouts.
const (
	nearNodes = 24 // most nodes of a neighbourhood
	wideNodes = 12 // a neighbourhood of two steps is shown when it has no more
	fullNodes = 60 // most nodes of an outcome's page
	mostPaths = 6
)

// traceable adds to an entry's view where it stands in the lineage.
func (b *pageBuilder) traceable(e *model.Entry, v *EntryView) {
	g := b.in.Graph
	id := g.Of(e)
	if id == lineage.None {
		return
	}
	view := g.Around(e, 2, nearNodes)
	if len(view.Nodes)+view.Hidden > wideNodes {
		view = g.Around(e, 1, nearNodes)
	}
	if len(view.Nodes) > 1 {
		v.Lineage = b.lineage(view, b.words.F("lineage.around", "name", v.Title))
	}
	if v.Lineage != nil {
		v.Lineage.Views = b.mapViews(e)
	}
	if e.Kind == model.OutcomeKind {
		return
	}
	if v.Lineage != nil {
		for _, o := range g.Outcomes(id) {
			v.Lineage.Full = append(v.Lineage.Full, Link{Href: rel(b.url, pathsURL(&o.Entry)), Label: b.title(&o.Entry)})
		}
	}
	paths := g.PathsToOutcomes(id)
	slices.SortStableFunc(paths, func(x, y lineage.Path) int {
		return cmp.Compare(weightOf(g, y), weightOf(g, x))
	})
	for _, path := range paths[:min(len(paths), mostPaths)] {
		v.Paths = append(v.Paths, b.chainOf(path))
	}
}

func weightOf(g *lineage.Graph, path lineage.Path) float64 {
	return g.Node(path[len(path)-1].To).Entry.Self.(*model.Outcome).Importance()
}

func (b *pageBuilder) chainOf(path lineage.Path) Chain {
	g := b.in.Graph
	c := Chain{Weight: b.words.Number(weightOf(g, path))}
	for _, edge := range path {
		if to := g.Node(edge.To); to.Field == nil {
			c.Steps = append(c.Steps, b.link(b.url, to.Entry))
		} else {
			c.Steps = append(c.Steps, Link{Href: rel(b.url, b.info(to.Entry).url) + "#" + fieldAnchor(to.Field.Name.S), Label: to.Field.Name.S, Kind: "field"})
		}
	}
	return c
}

// lineage shows a view of the graph.
func (b *pageBuilder) lineage(view lineage.View, title string) *LineageView {
	v := &LineageView{Hidden: view.Hidden}
	v.Figure = b.figure(title)
	at := make(map[lineage.NodeID]int, len(view.Nodes))
	for _, id := range view.Nodes {
		at[id] = len(v.Figure.Nodes)
		v.Figure.Nodes = append(v.Figure.Nodes, b.figureNode(id, id == view.Center))
	}
	for _, edge := range view.Edges {
		v.Figure.Edges = append(v.Figure.Edges, draw.Edge{From: at[edge.From], To: at[edge.To], Class: b.edgeClass(edge)})
		v.Rows = append(v.Rows, b.edgeRow(edge))
	}
	if view.Hidden > 0 && view.Center != lineage.None {
		more := draw.Node{Key: "more", Label: b.words.N("lineage.more", view.Hidden), Class: "n-more", Href: b.moreHref(view.Center)}
		v.Figure.Nodes = append(v.Figure.Nodes, more)
		v.Figure.Edges = append(v.Figure.Edges, draw.Edge{From: at[view.Center], To: len(v.Figure.Nodes) - 1, Class: "e-more"})
	}
	v.Figure.Desc = b.words.F("lineage.desc", "nodes", strconv.Itoa(len(view.Nodes)), "edges", strconv.Itoa(len(view.Edges)))
	return v
}

// figure starts a figure of the page.
func (b *pageBuilder) figure(title string) *Figure {
	f := &Figure{ID: "g" + strconv.Itoa(len(b.figures)+1)}
	f.Title = title
	b.figures = append(b.figures, f)
	return f
}

// exploreFigures gives pages with pictures the script by which they are
// explored.
func exploreFigures(pages []Page) {
	for i := range pages {
		if len(pages[i].Figures) > 0 {
			pages[i].Frame.Scripts = append(pages[i].Frame.Scripts, "lineage.js")
		}
	}
}

// moreHref is where the nodes left out can be found: the page of the weightiest
// outcome that depends on the node, else the list of its kind.
func (b *pageBuilder) moreHref(center lineage.NodeID) string {
	n := b.in.Graph.Node(center)
	var best *model.Outcome
	for _, o := range b.in.Graph.Outcomes(center) {
		if best == nil || o.Importance() > best.Importance() {
			best = o
		}
	}
	if n.Entry.Kind == model.OutcomeKind {
		best = n.Entry.Self.(*model.Outcome)
	}
	if best != nil {
		return rel(b.url, pathsURL(&best.Entry))
	}
	return rel(b.url, kindURL(n.Entry.Kind))
}

func (b *pageBuilder) figureNode(id lineage.NodeID, here bool) draw.Node {
	n := b.in.Graph.Node(id)
	i := b.info(n.Entry)
	kind := n.Entry.Kind.String()
	node := draw.Node{Key: n.Entry.Key(), Label: i.title, Sub: b.t("kind." + kind), Other: b.answerer(n.Entry), Href: rel(b.url, i.url), Class: "n-" + kind}
	if n.Field != nil {
		node.Key += "." + n.Field.Name.S
		node.Label, node.Sub = n.Field.Name.S, i.title
		node.Href += "#" + fieldAnchor(n.Field.Name.S)
	}
	node.Tooltip = i.title + " · " + node.Sub
	if i.domain != "" {
		node.Tooltip += " · " + i.domain
	}
	if len(i.open) > 0 {
		node.Class += " n-disputed"
		node.Tooltip += " · " + b.words.N("count.conflicts", len(i.open))
	}
	if here {
		node.Class += " n-here"
		node.Href = ""
	}
	return node
}

// crosses reports whether an edge leads from one function to another.
func (p *planner) crosses(e lineage.Edge) bool {
	from, to := p.in.Graph.Node(e.From).Entry.InDomain, p.in.Graph.Node(e.To).Entry.InDomain
	return from != nil && to != nil && from != to
}

func (p *planner) edgeClass(e lineage.Edge) string {
	switch {
	case p.loose(e):
		return "e-cross e-loose"
	case p.crosses(e):
		return "e-cross"
	}
	return ""
}

func (p *planner) edgeRow(from string, e lineage.Edge) EdgeRow {
	g := p.in.Graph
	link := func(id lineage.NodeID) Link {
		n := g.Node(id)
		l := p.link(from, n.Entry)
		if n.Field != nil {
			l.Label += " · " + n.Field.Name.S
		}
		return l
	}
	return EdgeRow{From: link(e.From), To: link(e.To), Verb: p.t("edge." + verb(e.Kind)), File: p.file(e.At), Crosses: p.crosses(e), Loose: p.loose(e)}
}

// verb is the key of what an edge states.
func verb(k lineage.EdgeKind) string {
	return [...]string{"records", "contains", "embodies", "computes", "inputs", "derives", "informs", "used",
		"measures", "serves", "partof", "shows", "moves", "leaves", "arrives"}[k]
}

func (b *pageBuilder) edgeRow(e lineage.Edge) EdgeRow { return b.planner.edgeRow(b.url, e) }

// PathsView is the page of everything that an outcome stands on.
type PathsView struct {
	Title    string
	Outcome  Link
	Lineage  *LineageView
	Shaky    []ConflictLine
	ShakyN   int
	Standing []Relation
}

// MapView is the page of how the functions depend on each other.
type MapView struct {
	Lineage   *LineageView
	Crossings []CrossingRow
	Outcomes  []OutcomeLine
	Atlas     string // the map of everything, "" when there is nothing on it
	Alone     []Link // functions that nothing crosses to or from
}

// CrossingRow is how much leads from one function to another.
type CrossingRow struct {
	From, To Link
	N        int
	Loose    int // how many of them no agreement covers
	Examples []Link
}

func (p *planner) lineagePages() []Page {
	atlas := p.atlas()
	pages := append([]Page{p.domainMap(len(atlas) > 0)}, atlas...)
	for _, o := range p.in.Catalog.Outcomes {
		pages = append(pages, p.outcomePaths(o))
	}
	return pages
}

func (p *planner) outcomePaths(o *model.Outcome) Page {
	b := &pageBuilder{planner: p, url: pathsURL(&o.Entry)}
	view := p.in.Graph.Behind(&o.Entry, fullNodes)
	v := &PathsView{Title: p.words.F("paths.title", "name", p.title(&o.Entry)), Outcome: b.link(b.url, &o.Entry)}
	if len(view.Nodes) > 1 {
		v.Lineage = b.lineage(view, v.Title)
	}
	v.Shaky, v.ShakyN = b.shaky(&o.Entry)
	byKind := map[model.Kind][]Link{}
	for _, id := range p.in.Graph.Upstream(p.in.Graph.Of(&o.Entry)) {
		if n := p.in.Graph.Node(id); n.Field == nil {
			byKind[n.Entry.Kind] = append(byKind[n.Entry.Kind], b.domainLink(b.url, n.Entry))
		}
	}
	for _, k := range model.Kinds() {
		v.Standing = append(v.Standing, b.relation("kinds."+k.String(), byKind[k])...)
	}
	frame := p.frame(b.url, "lineage", v.Title, p.t("paths.lead"), Link{Href: rel(b.url, lineageURL), Label: p.t("nav.lineage")})
	return Page{URL: b.url, Template: "paths", Frame: frame, View: v, Figures: b.figures}
}

// domainMap counts what leads from each function to each other.
func (p *planner) domainMap(atlas bool) Page {
	b := &pageBuilder{planner: p, url: lineageURL}
	type pair struct{ from, to *model.Domain }
	count := map[pair][]*model.Entry{}
	loose := map[pair]int{}
	for _, e := range p.in.Graph.Edges() {
		if p.crosses(e) {
			from, to := p.in.Graph.Node(e.From).Entry, p.in.Graph.Node(e.To).Entry
			key := pair{from.InDomain, to.InDomain}
			count[key] = append(count[key], from)
			if p.loose(e) {
				loose[key]++
			}
		}
	}
	var pairs []pair
	for key := range count {
		pairs = append(pairs, key)
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(len(count[y]), len(count[x])), cmp.Compare(x.from.ID, y.from.ID), cmp.Compare(x.to.ID, y.to.ID))
	})
	v := &MapView{}
	if atlas {
		v.Atlas = atlasURL
	}
	figure := &Figure{ID: "g1"}
	figure.Title = p.t("map.title")
	at := map[*model.Domain]int{}
	node := func(d *model.Domain) (int, bool) {
		i, ok := at[d]
		if !ok && len(figure.Nodes) < nearNodes {
			i, ok = len(figure.Nodes), true
			at[d] = i
			figure.Nodes = append(figure.Nodes, p.domainNode(d))
		}
		return i, ok
	}
	for _, key := range pairs {
		row := CrossingRow{From: p.link(lineageURL, &key.from.Entry), To: p.link(lineageURL, &key.to.Entry), N: len(count[key]), Loose: loose[key]}
		seen := map[*model.Entry]bool{}
		for _, e := range count[key] {
			if !seen[e] && len(row.Examples) < 3 {
				seen[e] = true
				row.Examples = append(row.Examples, p.link(lineageURL, e))
			}
		}
		v.Crossings = append(v.Crossings, row)
		from, okFrom := node(key.from)
		to, okTo := node(key.to)
		if okFrom && okTo && len(figure.Edges) < 2*fullNodes {
			figure.Edges = append(figure.Edges, draw.Edge{From: from, To: to, Class: crossingClass(len(count[key]), len(count[pairs[0]]))})
		}
	}
	for _, d := range p.in.Catalog.Domains {
		if !slices.ContainsFunc(pairs, func(k pair) bool { return k.from == d || k.to == d }) {
			v.Alone = append(v.Alone, p.link(lineageURL, &d.Entry))
		}
	}
	if len(figure.Nodes) > 1 {
		figure.Desc = p.words.F("lineage.desc", "nodes", strconv.Itoa(len(figure.Nodes)), "edges", strconv.Itoa(len(figure.Edges)))
		b.figures = append(b.figures, figure)
		v.Lineage = &LineageView{Figure: figure}
	}
	home := &HomeView{}
	p.homeOutcomes(home)
	v.Outcomes = home.Outcomes
	return Page{URL: lineageURL, Template: "map", View: v, Figures: b.figures,
		Frame: p.frame(lineageURL, "lineage", p.t("nav.lineage"), p.t("map.lead"))}
}

// crossingClass sorts the edges of the map into thin, middle and thick.
func crossingClass(n, most int) string {
	switch {
	case 3*n > 2*most:
		return "e-thick"
	case 3*n > most:
		return "e-middle"
	}
	return ""
}

func (p *planner) domainNode(d *model.Domain) draw.Node {
	n := p.info(&d.Entry)
	open := 0
	for _, e := range p.members[&d.Entry] {
		if len(p.info(e).open) > 0 {
			open++
		}
	}
	node := draw.Node{Key: d.Key(), Label: n.title, Sub: p.words.N("count.entries", len(p.members[&d.Entry])), Href: rel(lineageURL, n.url), Class: "n-domain"}
	node.Tooltip = strings.Join([]string{n.title, node.Sub}, " · ")
	if open > 0 {
		node.Class += " n-disputed"
		node.Tooltip += " · " + p.words.N("count.disputed", open)
	}
	return node
}
