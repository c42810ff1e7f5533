package measure

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// Advice is what to do with an integration or one of its fields.
type Advice string

// The advice, in the order in which lists show it.
const (
	DoNext         Advice = "do next"
	SettleFirst    Advice = "settle first"
	DoNotIntegrate Advice = "do not integrate"
)

// Priority is what an integration, or a field that it moves, is worth. The
// weight of each outcome is divided evenly among the routes that lead to it,
// a route being one field moved by one integration; so all routes to an outcome
// add up to its weight.
type Priority struct {
	Key     string     `json:"key"`   // "integration:wms-to-erp"
	Field   string     `json:"field"` // "stock-balance.quantity"; "" for the integration as a whole
	Value   float64    `json:"value"`
	Blocked float64    `json:"blocked"` // the part of Value whose route passes through an open conflict
	Advice  Advice     `json:"advice"`
	Reason  string     `json:"reason"`
	Reaches []Reach    `json:"reaches"` // outcomes, weightiest share first
	Blocks  []string   `json:"blocks"`  // IDs of the conflicts in the way
	Fields  []Priority `json:"fields"`  // of an integration: what it moves, best first
}

// Reach is an outcome and the share of its weight that a route has.
type Reach struct {
	Outcome string  `json:"outcome"` // full ID
	Share   float64 `json:"share"`
}

// Net is what is left when the conflicts in the way are not settled.
func (p Priority) Net() float64 { return round(p.Value - p.Blocked) }

// route is one field, or one object without fields, that an integration moves.
type route struct {
	of       *model.Integration
	name     string
	node     lineage.NodeID
	outcomes []*model.Outcome
}

func priorities(in Input, open []*diag.Finding) []Priority {
	routes, count := routesOf(in)
	blockers := blockersOf(in, open)
	var list []Priority
	for _, i := range in.Catalog.Integrations {
		if !i.Live() {
			continue
		}
		p := Priority{Key: i.Key()}
		for _, r := range routes[i] {
			p.Fields = append(p.Fields, priorityOf(in, r, count, blockers))
		}
		list = append(list, sum(in, p))
	}
	sortPriorities(list)
	return list
}

// routesOf lists the routes of each integration and counts those that lead to
// each outcome.
func routesOf(in Input) (map[*model.Integration][]route, map[*model.Outcome]int) {
	routes := map[*model.Integration][]route{}
	count := map[*model.Outcome]int{}
	for _, i := range in.Catalog.Integrations {
		if !i.Live() {
			continue
		}
		seen := map[lineage.NodeID]bool{}
		for _, m := range i.Moves {
			for _, r := range routesBy(in.Graph, i, m) {
				if seen[r.node] {
					continue
				}
				seen[r.node] = true
				for _, o := range r.outcomes {
					count[o]++
				}
				routes[i] = append(routes[i], r)
			}
		}
	}
	return routes, count
}

func routesBy(g *lineage.Graph, i *model.Integration, m model.Ref) []route {
	if m.To == nil {
		return nil
	}
	o, ok := m.To.Self.(*model.Object)
	if !ok {
		return nil
	}
	add := func(list []route, name string, node lineage.NodeID) []route {
		return append(list, route{i, name, node, g.Outcomes(node)})
	}
	if m.Field == "" && len(o.Fields) == 0 {
		return add(nil, o.ID, g.Of(&o.Entry))
	}
	var list []route
	for f := range o.Fields {
		field := &o.Fields[f]
		if m.Field == "" || m.Field == field.Name.S {
			list = add(list, o.ID+"."+field.Name.S, g.OfField(field))
		}
	}
	return list
}

// blockersOf lists, for each node, the open conflicts about it that are grave
// enough to stand in the way.
func blockersOf(in Input, open []*diag.Finding) map[*model.Entry][]string {
	m := map[*model.Entry][]string{}
	for _, f := range open {
		if f.Severity < diag.Major {
			continue
		}
		for _, key := range f.Subjects {
			if e := in.Catalog.ByKey(key); e != nil {
				m[e] = append(m[e], f.ID)
			}
		}
	}
	return m
}

func priorityOf(in Input, r route, count map[*model.Outcome]int, blockers map[*model.Entry][]string) Priority {
	p := Priority{Key: r.of.Key(), Field: r.name}
	own := slices.Concat(blockers[&r.of.Entry], blockers[in.Graph.Node(r.node).Entry])
	downstream := in.Graph.Downstream(r.node)
	for _, o := range r.outcomes {
		share := round(o.Importance() / float64(count[o]))
		p.Value += share
		p.Reaches = append(p.Reaches, Reach{o.Key(), share})
		found := slices.Concat(own, blockers[&o.Entry])
		for _, id := range downstream {
			if n := in.Graph.Node(id); n.Field == nil && slices.Contains(in.Graph.Outcomes(id), o) {
				found = append(found, blockers[n.Entry]...)
			}
		}
		if len(found) > 0 {
			p.Blocked += share
			p.Blocks = append(p.Blocks, found...)
		}
	}
	return judge(in, p)
}

// sum makes an integration's priority of those of its fields.
func sum(in Input, p Priority) Priority {
	reach := map[string]float64{}
	for _, f := range p.Fields {
		p.Value += f.Value
		p.Blocked += f.Blocked
		p.Blocks = append(p.Blocks, f.Blocks...)
		for _, r := range f.Reaches {
			reach[r.Outcome] += r.Share
		}
	}
	for key, share := range reach {
		p.Reaches = append(p.Reaches, Reach{key, round(share)})
	}
	sortPriorities(p.Fields)
	return judge(in, p)
}

func judge(in Input, p Priority) Priority {
	p.Value, p.Blocked = round(p.Value), round(p.Blocked)
	slices.Sort(p.Blocks)
	p.Blocks = slices.Compact(p.Blocks)
	slices.SortFunc(p.Reaches, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Outcome, b.Outcome))
	})
	switch {
	case p.Value == 0:
		p.Advice = DoNotIntegrate
	case 2*p.Blocked >= p.Value:
		p.Advice = SettleFirst
	default:
		p.Advice = DoNext
	}
	p.Reason = reason(in, p)
	return p
}

func reason(in Input, p Priority) string {
	useful := 0
	for _, f := range p.Fields {
		if f.Value > 0 {
			useful++
		}
	}
	var said []string
	switch {
	case p.Value == 0 && p.Field == "":
		said = append(said, "nothing that it moves reaches an outcome")
	case p.Value == 0:
		said = append(said, "it reaches no outcome")
	default:
		titles := make([]string, 0, 3)
		for _, r := range p.Reaches[:min(len(p.Reaches), 3)] {
			if e := in.Catalog.ByKey(r.Outcome); e != nil {
				titles = append(titles, "“"+e.Title()+"”")
			}
		}
		said = append(said, "it serves "+strings.Join(titles, ", "))
	}
	if n := len(p.Fields); p.Field == "" && n > 0 && useful < n && useful > 0 {
		said = append(said, fmt.Sprintf("%d of %d fields reach an outcome", useful, n))
	}
	if len(p.Blocks) > 0 {
		said = append(said, fmt.Sprintf("%s of %s are held up by %s", points(p.Blocked), points(p.Value), conflicts(len(p.Blocks))))
	}
	return strings.Join(said, "; ")
}

// points writes a weight with two decimals at most.
func points(f float64) string {
	return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64)
}

func conflicts(n int) string {
	if n == 1 {
		return "1 open conflict"
	}
	return strconv.Itoa(n) + " open conflicts"
}

func sortPriorities(list []Priority) {
	slices.SortStableFunc(list, func(a, b Priority) int {
		return cmp.Or(cmp.Compare(rank(a.Advice), rank(b.Advice)), cmp.Compare(b.Net(), a.Net()), cmp.Compare(b.Value, a.Value),
			cmp.Compare(a.Key, b.Key), cmp.Compare(a.Field, b.Field))
	})
}

func rank(a Advice) int { return slices.Index([]Advice{DoNext, SettleFirst, DoNotIntegrate}, a) }
