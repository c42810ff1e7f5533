package export

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// entry writes one entry as an object.
func (x *exporter) entry(w *writer, e *model.Entry) {
	w.more = false
	w.open('{')
	w.text("key", e.Key())
	w.text("kind", e.Kind.String())
	w.text("id", e.ID)
	w.text("name", e.Title())
	w.text("page", e.Kind.Folder()+"/"+e.ID+".html")
	if at := x.Catalog.Source.Place(e.At); at.Path != "" {
		w.text("file", at.Path)
		w.key("line").number(at.Start.Line)
	}
	w.text("status", e.Status.String())
	if e.InDomain != nil {
		w.text("domain", e.InDomain.Key())
	}
	if e.Accountable != nil {
		w.text("owner", e.Accountable.Key())
	}
	w.key("fields").open('{')
	writeFields(w, e)
	w.close('}')
	x.lineage(w, e)
	w.texts("conflicts", x.open[e.Key()])
	if h := x.History.Of(e.Key()); h != nil {
		w.key("changed").open('{')
		w.text("on", h.Changed.Date.String())
		w.text("by", h.Changed.Author)
		w.text("revision", h.Changed.Hash)
		w.close('}')
	}
	w.close('}')
}

// tie is one edge of the lineage as seen from one of its ends. Field is the
// field of the entry itself that the edge is about, or "".
type tie struct{ key, how, field string }

// how names the kinds of edge. The words are part of the contract.
var how = [...]string{lineage.Records: "records", lineage.Contains: "contains", lineage.Embodies: "embodies",
	lineage.Computes: "computes", lineage.Inputs: "inputs", lineage.Derives: "derives", lineage.Informs: "informs",
	lineage.Used: "used_by", lineage.Measures: "measures", lineage.Serves: "serves", lineage.PartOf: "part_of",
	lineage.Shows: "shown_in", lineage.Moves: "moved_by", lineage.Leaves: "leaves", lineage.Arrives: "arrives"}

// lineage writes what an entry stands on and what it feeds. What the fields of
// a data object feed counts as fed by the object.
func (x *exporter) lineage(w *writer, e *model.Entry) {
	id := x.Graph.Of(e)
	if id == lineage.None {
		return
	}
	on, feeds := x.ties(e, id, "")
	if o, ok := e.Self.(*model.Object); ok {
		for i := range o.Fields {
			f := &o.Fields[i]
			in, out := x.ties(e, x.Graph.OfField(f), f.Name.S)
			on, feeds = append(on, in...), append(feeds, out...)
		}
	}
	writeTies(w, "stands_on", on)
	writeTies(w, "feeds", feeds)
	var outcomes []string
	for _, o := range x.Graph.Outcomes(id) {
		outcomes = append(outcomes, o.Key())
	}
	w.texts("outcomes", outcomes)
}

// ties lists the edges of one node that lead to other entries.
func (x *exporter) ties(e *model.Entry, id lineage.NodeID, field string) (on, feeds []tie) {
	if id == lineage.None {
		return nil, nil
	}
	for _, edge := range x.Graph.In(id) {
		if from := x.Graph.Node(edge.From); from.Entry != e {
			on = append(on, tie{nodeKey(from), how[edge.Kind], field})
		}
	}
	for _, edge := range x.Graph.Out(id) {
		if to := x.Graph.Node(edge.To); to.Entry != e {
			feeds = append(feeds, tie{nodeKey(to), how[edge.Kind], field})
		}
	}
	return on, feeds
}

func nodeKey(n lineage.Node) string {
	if n.Field != nil {
		return n.Entry.Key() + "." + n.Field.Name.S
	}
	return n.Entry.Key()
}

func writeTies(w *writer, name string, ties []tie) {
	if len(ties) == 0 {
		return
	}
	slices.SortFunc(ties, func(a, b tie) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.how, b.how), cmp.Compare(a.field, b.field))
	})
	w.key(name).open('[')
	for _, t := range slices.Compact(ties) {
		w.open('{')
		w.text("key", t.key)
		w.text("how", t.how)
		w.text("field", t.field)
		w.close('}')
	}
	w.close(']')
}
