package site

import (
	"slices"
	"strconv"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/model"
)

// AtlasView is the page of the whole lineage: a map that a script draws from
// data beside it, and as a table how many entries of each kind each function
// has, which is what the map shows from afar.
type AtlasView struct {
	Nodes, Edges int
	Heads        []Badge // kinds, in the order of the map
	Rows         []AtlasRow
	Table        string // the page of the connections
	Functions    string // the page of how functions depend on each other
}

// AtlasRow is a function with the number of its entries by kind.
type AtlasRow struct {
	Domain []Link // none for what belongs to no function
	Counts []string
}

// EdgesView is a part of the table of all connections.
type EdgesView struct {
	Total   int
	Lineage *LineageView
	Pager   []PagerLink
	Map     string
}

// edgesPerPage is how many connections one page lists: some 40 kB compressed.
const edgesPerPage = 800

// columns are the kinds on the map, in the direction in which data becomes
// knowledge.
var columns = []model.Kind{model.SystemKind, model.IntegrationKind, model.ObjectKind, model.TermKind, model.KPIKind,
	model.ReportKind, model.DecisionKind, model.OutcomeKind}

// chart is the whole lineage, with fields folded into their objects.
type chart struct {
	nodes   []*model.Entry
	cells   []draw.Cell
	domains []*model.Domain // by band; nil for what belongs to none
	edges   []lineage.Edge  // from and to are indexes into nodes
}

func (p *planner) chart() *chart {
	c := &chart{}
	band := map[*model.Domain]int{}
	at := make([]int, p.in.Graph.Len())
	for i := range at {
		at[i] = -1
	}
	for _, d := range append(p.domainOrder(), nil) {
		for i := range p.infos {
			e := p.infos[i].entry
			column := slices.Index(columns, e.Kind)
			id := p.in.Graph.Of(e)
			if id == lineage.None || column < 0 || e.InDomain != d {
				continue
			}
			if _, known := band[d]; !known {
				band[d] = len(c.domains)
				c.domains = append(c.domains, d)
			}
			at[id] = len(c.nodes)
			c.nodes, c.cells = append(c.nodes, e), append(c.cells, draw.Cell{Band: band[d], Column: column})
		}
	}
	g := p.in.Graph
	seen := map[lineage.Edge]bool{}
	for _, e := range g.Edges() {
		from, to := at[g.Of(g.Node(e.From).Entry)], at[g.Of(g.Node(e.To).Entry)]
		key := lineage.Edge{From: lineage.NodeID(from), To: lineage.NodeID(to), Kind: e.Kind}
		if from < 0 || to < 0 || from == to || seen[key] {
			continue
		}
		seen[key] = true
		c.edges = append(c.edges, e)
	}
	return c
}

// domainOrder lists the functions as their page does, each with its parts
// after it.
func (p *planner) domainOrder() []*model.Domain {
	var list []*model.Domain
	for _, l := range p.tree(atlasURL, nil, 0) {
		if e := p.in.Catalog.Get(model.DomainKind, l.id); e != nil {
			list = append(list, e.Self.(*model.Domain))
		}
	}
	for _, d := range p.in.Catalog.Domains { // those whose parents lead in a circle
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// atlas plans the map and the table of the same connections.
func (p *planner) atlas() []Page {
	c := p.chart()
	if len(c.edges) == 0 {
		return nil
	}
	v := &AtlasView{Nodes: len(c.nodes), Edges: len(c.edges), Table: edgesURL, Functions: lineageURL}
	for _, k := range columns {
		v.Heads = append(v.Heads, Badge{k.String(), p.t("kinds." + k.String())})
	}
	counts := make([][]int, len(c.domains))
	for i := range counts {
		counts[i] = make([]int, len(columns))
	}
	for _, cell := range c.cells {
		counts[cell.Band][cell.Column]++
	}
	for i, d := range c.domains {
		row := AtlasRow{}
		if d != nil {
			row.Domain = []Link{p.link(atlasURL, &d.Entry)}
			row.Domain[0].Alert = false
		}
		for _, n := range counts[i] {
			row.Counts = append(row.Counts, thousands(n))
		}
		v.Rows = append(v.Rows, row)
	}
	up := Link{Href: lineageURL, Label: p.t("nav.lineage")}
	frame := p.frame(atlasURL, "lineage", p.t("atlas.title"), p.t("atlas.lead"), up)
	frame.Scripts = []string{"atlas-data.js", "atlas.js", "atlas-tools.js"}
	p.files = append(p.files, File{URL: "assets/atlas-data.js", Data: p.atlasData(c)})
	return append([]Page{{URL: atlasURL, Template: "atlas", View: v, Frame: frame}}, p.edgePages(c, up)...)
}

// edgePages are the connections of the map as a table.
func (p *planner) edgePages(c *chart, up Link) []Page {
	chunks := slices.Collect(slices.Chunk(c.edges, edgesPerPage))
	var pages []Page
	for i, chunk := range chunks {
		url := numbered(edgesURL, i+1)
		v := &EdgesView{Total: len(c.edges), Map: rel(url, atlasURL), Lineage: &LineageView{}}
		for _, e := range chunk {
			v.Lineage.Rows = append(v.Lineage.Rows, p.edgeRow(url, e))
		}
		for j := range chunks {
			if len(chunks) > 1 {
				label := strconv.Itoa(j*edgesPerPage+1) + " – " + strconv.Itoa(min(len(c.edges), (j+1)*edgesPerPage))
				v.Pager = append(v.Pager, PagerLink{label, rel(url, numbered(edgesURL, j+1)), i == j})
			}
		}
		frame := p.frame(url, "lineage", p.t("edges.title"), p.t("edges.lead"), up, Link{Href: rel(url, atlasURL), Label: p.t("atlas.title")})
		pages = append(pages, Page{URL: url, Template: "edges", View: v, Frame: frame})
	}
	return pages
}

// mapViews lead from an entry's picture to the same entry on the map.
func (b *pageBuilder) mapViews(e *model.Entry) []Link {
	href := rel(b.url, atlasURL) + "#of=" + e.Key() + "&view="
	views := []Link{{Href: href + "behind", Label: b.t("atlas.view.behind")}, {Href: href + "impact", Label: b.t("atlas.view.impact")}}
	if e.Kind != model.OutcomeKind {
		views = append(views, Link{Href: href + "paths", Label: b.t("atlas.view.paths")})
	}
	return views
}
