// Package draw turns a part of the lineage into a picture.
package draw

// Figure is a graph to be drawn: what stands in it, in words that are already
// decided. Its layout depends on its shape alone.
type Figure struct {
	Title string // what the picture shows, in a few words
	Desc  string // how much there is in it, for those who do not see it
	Nodes []Node
	Edges []Edge
}

// Node is one box of a [Figure].
type Node struct {
	Key     string // the entry's full ID, unique in the figure
	Label   string
	Sub     string // the smaller line below the label
	Class   string // CSS classes, separated by spaces
	Href    string // "" for a box that leads nowhere
	Tooltip string
}

// Edge is an arrow between two nodes, given by their indexes.
type Edge struct {
	From, To int
	Class    string
}
