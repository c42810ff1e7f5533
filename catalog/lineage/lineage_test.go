package lineage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// house is a small catalog with a way from a system to an outcome, a field that
// leads nowhere, and an integration.
const house = `
-- systems/erp.yaml --
name: ERP
-- systems/crm.yaml --
name: CRM
-- objects/order.yaml --
name: Order
system_of_record: erp
fields:
  - {name: amount, type: number, unit: EUR}
  - {name: fax, type: string}
-- terms/revenue.yaml --
name: Revenue
formula: sum(order, .amount)
-- kpis/growth.yaml --
name: Growth
formula: revenue / 2
informs: [invest]
-- kpis/spare.yaml --
name: Spare
formula: revenue
measures: [bigger]
-- decisions/invest.yaml --
name: Invest
serves: [rich]
-- outcomes/rich.yaml --
name: Rich
weight: 3
-- outcomes/bigger.yaml --
name: Bigger
parent: rich
-- integrations/order-to-crm.yaml --
name: Order to CRM
from: erp
to: [crm]
moves: [order]
`

type graph struct {
	*lineage.Graph
	c *model.Catalog
}

func build(t *testing.T, archive string) graph {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = f.Data
	}
	set := source.NewSet(files)
	tree, wrong := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	for _, f := range slices.Concat(wrong, unresolved, broken) {
		t.Fatalf("%v: %s", set.Place(f.At), f.Message)
	}
	return graph{lineage.Build(c, formulas), c}
}

// node finds a node by the key of its entry, with a field after a dot.
func (g graph) node(t *testing.T, name string) lineage.NodeID {
	t.Helper()
	for id := range lineage.NodeID(g.Len()) {
		if g.name(id) == name {
			return id
		}
	}
	t.Fatalf("there is no node %s", name)
	return lineage.None
}

func (g graph) name(id lineage.NodeID) string {
	n := g.Node(id)
	if n.Field != nil {
		return n.Entry.Key() + "." + n.Field.Name.S
	}
	return n.Entry.Key()
}

func (g graph) names(ids []lineage.NodeID) string {
	var list []string
	for _, id := range ids {
		list = append(list, g.name(id))
	}
	return strings.Join(list, " ")
}

// TestEdges asks for every edge, what it states and where it is stated.
func TestEdges(t *testing.T) {
	g := build(t, house)
	var got []string
	for _, e := range g.Edges() {
		at := g.c.Source.Place(e.At)
		got = append(got, fmt.Sprintf("%s %s %s, %s:%d", g.name(e.From), e.Kind, g.name(e.To), at.Path, at.Start.Line))
	}
	slices.Sort(got)
	want := []string{
		"decision:invest serves outcome:rich, decisions/invest.yaml:2",
		"integration:order-to-crm arrives in system:crm, integrations/order-to-crm.yaml:3",
		"kpi:growth informs decision:invest, kpis/growth.yaml:3",
		"kpi:spare measures outcome:bigger, kpis/spare.yaml:3",
		"object:order computes term:revenue, terms/revenue.yaml:2",
		"object:order contains object:order.amount, objects/order.yaml:4",
		"object:order contains object:order.fax, objects/order.yaml:5",
		"object:order moves by integration:order-to-crm, integrations/order-to-crm.yaml:4",
		"object:order.amount computes term:revenue, terms/revenue.yaml:2",
		"outcome:bigger is part of outcome:rich, outcomes/bigger.yaml:2",
		"system:erp records object:order, objects/order.yaml:2",
		"system:erp sends through integration:order-to-crm, integrations/order-to-crm.yaml:2",
		"term:revenue computes kpi:growth, kpis/growth.yaml:2",
		"term:revenue computes kpi:spare, kpis/spare.yaml:2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestReach follows what things mean, and not what an integration carries.
func TestReach(t *testing.T) {
	g := build(t, house)
	amount, fax, order := g.node(t, "object:order.amount"), g.node(t, "object:order.fax"), g.node(t, "object:order")
	if got := g.names(g.Downstream(amount)); got != "term:revenue kpi:growth kpi:spare decision:invest outcome:bigger outcome:rich" {
		t.Errorf("downstream of the amount: %s", got)
	}
	if g.ReachesOutcome(fax) || len(g.Downstream(fax)) > 0 || len(g.PathsToOutcomes(fax)) > 0 {
		t.Errorf("the fax number leads to %s", g.names(g.Downstream(fax)))
	}
	if g.ReachesOutcome(g.node(t, "integration:order-to-crm")) {
		t.Error("an integration leads to an outcome by itself")
	}
	if got := g.names(g.Upstream(g.node(t, "term:revenue"))); got != "system:erp object:order object:order.amount" {
		t.Errorf("upstream of revenue: %s", got)
	}
	risk := g.Impact(order, amount)
	if len(risk.KPIs) != 2 || len(risk.Decisions) != 1 || len(risk.Outcomes) != 2 || risk.Weight != 7 {
		t.Errorf("what depends on the order: %+v", risk)
	}
}

// TestPathsToOutcomes takes the shortest way to each outcome, from whichever
// start is nearest.
func TestPathsToOutcomes(t *testing.T) {
	g := build(t, house)
	way := func(from ...string) string {
		var starts []lineage.NodeID
		for _, name := range from {
			starts = append(starts, g.node(t, name))
		}
		var list []string
		for _, p := range g.PathsToOutcomes(starts...) {
			ids := []lineage.NodeID{p[0].From}
			for _, e := range p {
				ids = append(ids, e.To)
			}
			list = append(list, g.names(ids))
		}
		return strings.Join(list, "; ")
	}
	for _, c := range []struct{ from, want string }{
		{"kpi:growth", "kpi:growth decision:invest outcome:rich"},
		{"term:revenue", "term:revenue kpi:spare outcome:bigger; term:revenue kpi:growth decision:invest outcome:rich"},
		{"term:revenue kpi:growth", "term:revenue kpi:spare outcome:bigger; kpi:growth decision:invest outcome:rich"},
		{"outcome:bigger", "outcome:bigger outcome:rich"},
		{"outcome:rich", ""},
	} {
		if got := way(strings.Fields(c.from)...); got != c.want {
			t.Errorf("from %s\ngot  %s\nwant %s", c.from, got, c.want)
		}
	}
}

// TestCycles finds one way round: the shortest from the first of those that
// depend on each other.
func TestCycles(t *testing.T) {
	if cycles := build(t, house).Cycles(); len(cycles) != 0 {
		t.Errorf("%d cycles where there are none", len(cycles))
	}
	g := build(t, `
-- objects/a.yaml --
name: A
derives_from: [b]
-- objects/b.yaml --
name: B
derives_from: [c]
-- objects/c.yaml --
name: C
derives_from: [a, b]
`)
	var got []string
	for _, p := range g.Cycles() {
		ids := []lineage.NodeID{p[0].From}
		for _, e := range p {
			ids = append(ids, e.To)
		}
		got = append(got, g.names(ids))
	}
	if want := []string{"object:a object:c object:b object:a"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
