// Package draw turns a part of the lineage into a picture: a graph becomes an
// SVG.
//
// It goes in three steps. [ShapeOf] takes from a [Figure] what its layout
// depends on, which is nothing but how many boxes there are and which arrows
// join them: boxes are all of one size. [Drawer.Layout] places the shapes of a
// whole site in one go, each distinct shape once, most of them by Graphviz in
// helper processes and the rest by rules of our own. [Set.AppendSVG] writes a
// figure's SVG from its layout and its words.
//
// Graphviz itself is behind package engine, which only the helper process
// imports. No word of a catalog reaches it.
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
	Other   string // what may be shown in the place of Sub, such as who answers for the entry
	Class   string // CSS classes, separated by spaces
	Href    string // "" for a box that leads nowhere
	Tooltip string
}

// Edge is an arrow between two nodes, given by their indexes.
type Edge struct {
	From, To int
	Class    string
}
