package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

func whyCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "why ID [CONTENT]",
		Short: "Show what an entry leads to: its paths to outcomes",
		Long: `Show what an entry leads to: the shortest path from it to each outcome that
depends on it, and the file that states each step; or where the ways to an outcome
end, and what would lead on. ID may name a kind (kpi:net-revenue) or a field of a
data object (order-line.quantity).`,
		Example: "  concord why net-revenue\n  concord why object:order-line.quantity",
		Args:    between(1, 2, "an ID and one content folder"),
	}
	format := addChoice(cmd, "format", "how it is printed", "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 1)
		if err != nil {
			return err
		}
		opt := m.options(content, model.Date{})
		opt.Warn = nil // no day plays a part
		c, err := catalog.Load(cmd.Context(), opt)
		if err != nil {
			return err
		}
		e, field, err := find(c.Catalog, args[0])
		if err != nil {
			return err
		}
		if format.word == "json" {
			return m.whyJSON(c, e, field)
		}
		return m.why(c, content, e, field)
	}
	return cmd
}

// find finds the entry that somebody means, and the field if one is named.
func find(c *model.Catalog, name string) (*model.Entry, *model.ObjectField, error) {
	e, err := findEntry(c, name)
	if i := strings.LastIndexByte(name, '.'); err != nil && i > 0 {
		e, err = findAmong(c, name[:i], func(e *model.Entry) bool { return e.Kind == model.ObjectKind })
		if err == nil {
			return findField(e, name[i+1:])
		}
	}
	return e, nil, err
}

func findField(e *model.Entry, name string) (*model.Entry, *model.ObjectField, error) {
	o, ok := e.Self.(*model.Object)
	if !ok {
		return nil, nil, usage(nil, "`%s` has no fields; only data objects have", e.Key())
	}
	if f, _ := o.Field(name); f != nil {
		return e, f, nil
	}
	var names []string
	for _, f := range o.Fields {
		names = append(names, f.Name.S)
	}
	help := []string{"its fields are " + strings.Join(names, ", ")}
	if near, ok := closest(name, names); ok {
		help = []string{fmt.Sprintf("did you mean `%s.%s`?", e.ID, near)}
	}
	return nil, nil, usage(help, "`%s` has no field `%s`", e.Key(), name)
}

func findEntry(c *model.Catalog, name string) (*model.Entry, error) {
	return findAmong(c, name, func(*model.Entry) bool { return true })
}

// findAmong finds the entry that somebody means among those that can be meant:
// by its key, its ID or a former one, or the last part of its ID where only one
// has it.
func findAmong(c *model.Catalog, name string, fits func(*model.Entry) bool) (*model.Entry, error) {
	if e := c.ByKey(name); e != nil {
		return e, nil
	}
	var exact, short []*model.Entry
	var names []string
	for _, e := range c.Entries {
		if !fits(e) {
			continue
		}
		switch {
		case e.ID == name, slices.ContainsFunc(e.Formerly, func(old model.Text) bool { return old.S == name }):
			exact = append(exact, e)
		case model.LastPart(e.ID) == name:
			short = append(short, e)
		}
		names = append(names, e.ID, model.LastPart(e.ID))
	}
	if len(exact) == 0 {
		exact = short
	}
	switch len(exact) {
	case 1:
		return exact[0], nil
	case 0:
		help := didYouMean(catalog.Near(name, names, 3))
		if len(help) == 0 {
			help = didYouMean(catalog.Near(model.LastPart(name), names, 3))
		}
		return nil, usage(append(help, "name an entry by its ID, as in `sales/customer`, or with its kind, as in `term:sales/customer`"), "there is no entry `%s`", name)
	}
	var keys []string
	for _, e := range exact {
		keys = append(keys, "`"+e.Key()+"`")
	}
	return nil, usage([]string{"say which: " + strings.Join(keys, " or ")}, "`%s` is the name of %d entries", name, len(exact))
}

func didYouMean(near []string) []string {
	if len(near) == 0 {
		return nil
	}
	return []string{"did you mean `" + strings.Join(near, "` or `") + "`?"}
}

func nodeOf(g *lineage.Graph, e *model.Entry, f *model.ObjectField) lineage.NodeID {
	if f != nil {
		return g.OfField(f)
	}
	return g.Of(e)
}

// startsOf is where the ways to outcomes begin: at the entry or field itself, and
// for an integration at what it moves.
func startsOf(g *lineage.Graph, e *model.Entry, f *model.ObjectField) []lineage.NodeID {
	node := nodeOf(g, e, f)
	if node == lineage.None {
		return nil
	}
	var moved []lineage.NodeID
	if e.Kind == model.IntegrationKind {
		for _, in := range g.In(node) {
			if in.Kind == lineage.Moves {
				moved = append(moved, in.From)
			}
		}
	}
	if len(moved) > 0 {
		return moved
	}
	return []lineage.NodeID{node}
}

func nodeName(n lineage.Node) string {
	if n.Field != nil {
		return n.Entry.Key() + "." + n.Field.Name.S
	}
	return n.Entry.Key()
}

func (m *machine) why(c *catalog.Compiled, content string, e *model.Entry, f *model.ObjectField) error {
	var b strings.Builder
	p := painter(m.colour(m.stdout))
	from := startsOf(c.Graph, e, f)
	name := nodeName(lineage.Node{Entry: e, Field: f})
	if len(from) == 0 {
		fmt.Fprintf(&b, "%s takes no part in the lineage: it neither feeds nor uses anything.\n", name)
		_, err := io.WriteString(m.stdout, b.String())
		return err
	}
	paths := c.Graph.PathsToOutcomes(from...)
	risk := c.Graph.Impact(from...)
	fmt.Fprintf(&b, "%s (%s)\n", p.strong(name), report.Visible(e.Title()))
	switch {
	case e.Kind == model.OutcomeKind && len(paths) == 0:
		b.WriteString("is an outcome itself: everything else is there for its sake.\n")
	case len(paths) == 0:
		m.whyNone(&b, c, content, from)
	default:
		fmt.Fprintf(&b, "%s to %s, by way of %s and %s.\n", leads(e), count(len(paths), "outcome", "outcomes"),
			count(len(risk.KPIs), "KPI", "KPIs"), count(len(risk.Decisions), "decision", "decisions"))
	}
	for _, path := range paths {
		last := c.Graph.Node(path[len(path)-1].To).Entry
		fmt.Fprintf(&b, "\n%s\n  %s\n", p.strong(report.Visible(last.Title())), nodeName(c.Graph.Node(path[0].From)))
		for _, step := range path {
			at := c.Set.Place(step.At)
			fmt.Fprintf(&b, "    %-14s %-44s %s:%d\n", step.Kind, nodeName(c.Graph.Node(step.To)), m.inContent(content, at.Path), at.Start.Line)
		}
	}
	_, err := io.WriteString(m.stdout, b.String())
	return err
}

// leads is how what an entry leads to is begun.
func leads(e *model.Entry) string {
	if e.Kind == model.IntegrationKind {
		return "moves what leads"
	}
	return "leads"
}

// whyNone says where the ways from some nodes end that lead to no outcome, and what
// would lead on from there.
func (m *machine) whyNone(b *strings.Builder, c *catalog.Compiled, content string, from []lineage.NodeID) {
	after := c.Graph.Downstream(from...)
	var ends []lineage.NodeID
	for _, id := range append(slices.Clone(from), after...) {
		if !slices.ContainsFunc(c.Graph.Out(id), func(e lineage.Edge) bool { return e.Kind.Meaning() }) {
			ends = append(ends, id)
		}
	}
	b.WriteString("leads to no outcome")
	if len(after) > 0 {
		fmt.Fprintf(b, ", though %s on it", count(len(after), "entry or field depends", "entries and fields depend"))
	}
	b.WriteString(".\n")
	const most = 10
	for _, id := range ends[:min(most, len(ends))] {
		n := c.Graph.Node(id)
		place := c.Set.Place(n.Entry.At)
		if n.Field != nil {
			place = c.Set.Place(n.Field.Name.At)
		}
		fmt.Fprintf(b, "\n  %s  %s:%d\n    %s\n", nodeName(n), m.inContent(content, place.Path), place.Start.Line, leadsOn(n))
	}
	if more := len(ends) - most; more > 0 {
		fmt.Fprintf(b, "\n  and %d more\n", more)
	}
}

// leadsOn says why the lineage ends at a node, and what to write to lead on.
func leadsOn(n lineage.Node) string {
	switch n.Entry.Kind {
	case model.KPIKind:
		return "informs no decision and measures no outcome: name one under `informs` or `measures`"
	case model.DecisionKind:
		return "serves no outcome: name one under `serves`"
	case model.TermKind:
		return "no formula of a KPI uses it, and no decision names it under `uses`"
	case model.SystemKind:
		return "it holds the record of no data object that is used: an object names it under `system_of_record`"
	case model.ObjectKind:
		if n.Field != nil {
			return "no formula reads it, and it has no `term` that is used"
		}
		return "no formula reads it, and no decision names it under `uses`"
	}
	return "nothing depends on it"
}

type stepJSON struct {
	From string `json:"from"`
	How  string `json:"how"`
	To   string `json:"to"`
	File string `json:"file"`
	Line int    `json:"line"`
}

func (m *machine) whyJSON(c *catalog.Compiled, e *model.Entry, f *model.ObjectField) error {
	type pathJSON struct {
		Outcome string     `json:"outcome"`
		Steps   []stepJSON `json:"steps"`
	}
	doc := struct {
		Version   int        `json:"version"`
		Key       string     `json:"key"`
		Paths     []pathJSON `json:"paths"`
		KPIs      []string   `json:"kpis"`
		Decisions []string   `json:"decisions"`
		Outcomes  []string   `json:"outcomes"`
		Weight    float64    `json:"weight"`
	}{Version: 1, Key: nodeName(lineage.Node{Entry: e, Field: f}), Paths: []pathJSON{}, KPIs: []string{}, Decisions: []string{}, Outcomes: []string{}}
	if from := startsOf(c.Graph, e, f); len(from) > 0 {
		risk := c.Graph.Impact(from...)
		doc.KPIs, doc.Decisions = append(doc.KPIs, risk.KPIs...), append(doc.Decisions, risk.Decisions...)
		doc.Outcomes, doc.Weight = append(doc.Outcomes, risk.Outcomes...), risk.Weight
		for _, path := range c.Graph.PathsToOutcomes(from...) {
			j := pathJSON{Outcome: c.Graph.Node(path[len(path)-1].To).Entry.Key()}
			for _, s := range path {
				at := c.Set.Place(s.At)
				j.Steps = append(j.Steps, stepJSON{nodeName(c.Graph.Node(s.From)), s.Kind.String(), nodeName(c.Graph.Node(s.To)), at.Path, at.Start.Line})
			}
			doc.Paths = append(doc.Paths, j)
		}
	}
	return printJSON(m.stdout, doc)
}
