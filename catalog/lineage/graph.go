// Package lineage answers who feeds whom, who depends on whom, and what
// reaches an outcome.
//
// The graph runs with the data: system to object to field to term or KPI to
// decision to outcome. Every [Edge] knows the place in the files that states
// it. Nothing here draws; that is lineage/draw. Read [Graph] first, then
// [Build].
package lineage

import (
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// NodeID numbers the nodes of one [Graph], from 0. None is no node.
type NodeID int32

// None is the ID of no node.
const None NodeID = -1

// Node is an entry, or one field of a data object.
type Node struct {
	Entry *model.Entry       // the entry, or the object that the field belongs to
	Field *model.ObjectField // nil unless the node is a field
}

// EdgeKind says what an edge states.
type EdgeKind uint8

// The kinds of edge. From feeds To in all of them.
const (
	Records  EdgeKind = iota // system → object: the system holds the record (system_of_record)
	Contains                 // object → field
	Embodies                 // object or field → term: its rows are instances of the concept (term)
	Computes                 // object, field, term or KPI → term or KPI: by its formula
	Inputs                   // the same, stated by inputs
	Derives                  // object → object (derives_from)
	Informs                  // KPI → decision (informs)
	Used                     // KPI, term or object → decision (uses)
	Measures                 // KPI → outcome (measures)
	Serves                   // decision → outcome (serves)
	PartOf                   // outcome → outcome (parent)
	Shows                    // KPI → report (kpis, reported_by)
	Moves                    // object or field → integration (moves)
	Leaves                   // system → integration (from)
	Arrives                  // integration → system (to)
)

// String is the verb of the edge, read from its start to its end.
func (k EdgeKind) String() string {
	return [...]string{"records", "contains", "is an instance of", "computes", "is input of", "is the source of",
		"informs", "is used by", "measures", "serves", "is part of", "is shown in", "moves by",
		"sends through", "arrives in"}[k]
}

// Meaning reports whether what lies behind the edge depends on what lies
// before it. An integration moves data without depending on what it means, so
// its edges are drawn but not followed when reach is measured.
func (k EdgeKind) Meaning() bool { return k < Moves }

// Edge is one statement of lineage.
type Edge struct {
	From, To NodeID
	Kind     EdgeKind
	At       source.Span // where it is stated
}

// Graph is the lineage of a catalog. It is immutable and safe for concurrent
// use.
type Graph struct {
	nodes   []Node
	edges   []Edge  // sorted by From, To, Kind
	first   []int32 // first edge of each node in edges
	inverse []int32 // indexes into edges, sorted by To, From, Kind
	firstIn []int32
	byEntry map[*model.Entry]NodeID
	fields  map[*model.ObjectField]NodeID
	reach   []outcomeSet // outcomes downstream of each node
	outs    []NodeID     // outcome nodes, in ID order: bit i of an outcomeSet
}

// Len is the number of nodes.
func (g *Graph) Len() int { return len(g.nodes) }

// Node returns a node.
func (g *Graph) Node(id NodeID) Node { return g.nodes[id] }

// Edges lists every edge, sorted by From, To and Kind. The caller must not
// change the slice.
func (g *Graph) Edges() []Edge { return g.edges }

// Of returns the node of an entry, or None for kinds that take no part.
func (g *Graph) Of(e *model.Entry) NodeID {
	if id, ok := g.byEntry[e]; ok {
		return id
	}
	return None
}

// OfField returns the node of a data object's field, or None.
func (g *Graph) OfField(f *model.ObjectField) NodeID {
	if id, ok := g.fields[f]; ok {
		return id
	}
	return None
}

// Out lists the edges that leave a node. The caller must not change the slice.
func (g *Graph) Out(id NodeID) []Edge { return g.edges[g.first[id]:g.first[id+1]] }

// In lists the edges that arrive at a node.
func (g *Graph) In(id NodeID) []Edge {
	in := g.inverse[g.firstIn[id]:g.firstIn[id+1]]
	edges := make([]Edge, len(in))
	for i, e := range in {
		edges[i] = g.edges[e]
	}
	return edges
}
