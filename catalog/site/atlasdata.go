package site

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
)

// atlasFile is what the script of the map draws. Lists are by node, texts
// joined by line ends, because the same that is written in a row compresses to
// half of what it takes as a list of objects.
type atlasFile struct {
	Kinds   []string   `json:"kinds"`   // what a kind is called, by column
	Classes []string   `json:"classes"` // its class
	Folders []string   `json:"folders"` // where its pages are
	Columns [][2]int   `json:"columns"` // left edge and width
	Width   int        `json:"width"`
	Box     [2]int     `json:"box"`     // width and height of every node
	Domains []string   `json:"domains"` // names, by band; "" for none
	Keys    []string   `json:"keys"`    // their IDs
	Heights []int      `json:"heights"`
	Owners  []string   `json:"owners"`
	Titles  string     `json:"titles"`
	IDs     string     `json:"ids"`
	Kind    string     `json:"kind"`  // column of each node, one digit
	Band    []int      `json:"band"`  // band of each node
	Owner   []int      `json:"owner"` // index into Owners, or -1
	X       []int      `json:"x"`
	Y       []int      `json:"y"`     // from the top of the band
	Open    [][2]int   `json:"open"`  // nodes with open conflicts, and how many
	Out     []int      `json:"out"`   // how many edges leave each node
	To      []int      `json:"to"`    // where they lead, in the order of their starts
	Verb    string     `json:"verb"`  // what each states, one letter from a
	Cross   string     `json:"cross"` // 0, or 1 from one function to another, or 2 without an agreement
	Verbs   []string   `json:"verbs"`
	Follow  int        `json:"follow"` // verbs before this one pass a dependence on
	Words   atlasWords `json:"words"`
}

type atlasWords map[string]string

// atlasKeys are the words that the map's script needs.
var atlasKeys = []string{"none", "nobody", "disputed", "before", "after", "reach", "clear", "close", "open", "shown", "more", "found", "unfound",
	"view.around", "view.behind", "view.impact", "view.paths"}

// atlasData writes the file: a script that sets one global, because pages
// opened from a folder can read nothing else.
func (p *planner) atlasData(c *chart) []byte {
	f := &atlasFile{Box: [2]int{draw.BandNodeWidth, draw.BandNodeHeight}, Follow: int(lineage.Moves), Words: atlasWords{}}
	for _, key := range atlasKeys {
		f.Words[key] = p.t("atlas." + key)
	}
	for _, k := range columns {
		f.Kinds, f.Classes, f.Folders = append(f.Kinds, p.t("kind."+k.String())), append(f.Classes, k.String()), append(f.Folders, k.Folder())
	}
	for _, d := range c.domains {
		name, id := p.t("atlas.none"), ""
		if d != nil {
			name, id = p.title(&d.Entry), d.ID
		}
		f.Domains, f.Keys = append(f.Domains, name), append(f.Keys, id)
	}
	for k := lineage.Records; k <= lineage.Arrives; k++ {
		f.Verbs = append(f.Verbs, p.t("edge."+verb(k)))
	}
	p.atlasNodes(f, c)
	p.atlasEdges(f, c)
	data, err := json.Marshal(f)
	if err != nil {
		panic("unreachable: the map is strings and numbers: " + err.Error())
	}
	return append(append([]byte("window.concordAtlas="), data...), ";\n"...)
}

func (p *planner) atlasNodes(f *atlasFile, c *chart) {
	var titles, ids []string
	var kind strings.Builder
	owner := map[string]int{}
	f.Open = [][2]int{}
	for i, e := range c.nodes {
		titles, ids = append(titles, oneLine(p.title(e))), append(ids, e.ID)
		kind.WriteByte('0' + byte(c.cells[i].Column))
		f.Band = append(f.Band, c.cells[i].Band)
		o := -1
		if e.Accountable != nil {
			name := e.Accountable.Title()
			if _, known := owner[name]; !known {
				owner[name] = len(f.Owners)
				f.Owners = append(f.Owners, name)
			}
			o = owner[name]
		}
		f.Owner = append(f.Owner, o)
		if n := len(p.info(e).open); n > 0 {
			f.Open = append(f.Open, [2]int{i, n})
		}
	}
	f.Titles, f.IDs, f.Kind = strings.Join(titles, "\n"), strings.Join(ids, "\n"), kind.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// atlasEdges writes the connections by the node that they leave, and the
// layout, which depends on them.
func (p *planner) atlasEdges(f *atlasFile, c *chart) {
	at := make(map[lineage.NodeID]int, len(c.nodes))
	for i, e := range c.nodes {
		at[p.in.Graph.Of(e)] = i
	}
	g := p.in.Graph
	node := func(id lineage.NodeID) int { return at[g.Of(g.Node(id).Entry)] }
	order := slices.Clone(c.edges)
	slices.SortStableFunc(order, func(a, b lineage.Edge) int { return node(a.From) - node(b.From) })
	var verbs, cross strings.Builder
	pairs := make([][2]int, len(order))
	f.Out = make([]int, len(c.nodes))
	for i, e := range order {
		pairs[i] = [2]int{node(e.From), node(e.To)}
		f.Out[pairs[i][0]]++
		f.To = append(f.To, pairs[i][1])
		verbs.WriteByte('a' + byte(e.Kind))
		switch {
		case p.loose(e):
			cross.WriteByte('2')
		case p.crosses(e):
			cross.WriteByte('1')
		default:
			cross.WriteByte('0')
		}
	}
	f.Verb, f.Cross = verbs.String(), cross.String()
	l := draw.Bands(c.cells, len(c.domains), len(columns), pairs)
	f.Width, f.Heights = l.Width, l.Bands
	for _, s := range l.Columns {
		f.Columns = append(f.Columns, [2]int{s.At, s.Size})
	}
	for _, n := range l.Nodes {
		f.X, f.Y = append(f.X, n.X), append(f.Y, n.Y)
	}
}
