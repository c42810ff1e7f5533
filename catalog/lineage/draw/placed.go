package draw

// Placed is where the parts of a figure stand, for those who draw it by other
// means than SVG. Lengths are in units; every box is [NodeWidth] by
// [NodeHeight].
type Placed struct {
	Width, Height int
	Nodes         []Point   // the middle of each node of the figure
	Edges         [][]Point // arrows, each once: a start and cubic curves, up to where the arrowhead begins
	Heads         [][3]Point
}

// Placed returns the places of a figure, which must be one of the set.
func (set *Set) Placed(f *Figure) (Placed, bool) {
	p, ok := set.plans[f]
	if !ok || len(f.Nodes) == 0 {
		return Placed{}, false
	}
	out := Placed{Width: p.layout.Width, Height: p.layout.Height, Nodes: make([]Point, len(f.Nodes)), Edges: p.layout.Edges}
	for i := range f.Nodes {
		out.Nodes[i] = p.layout.Nodes[p.shape.number[i]]
	}
	for _, path := range p.layout.Edges {
		tip, left, right := arrowhead(path)
		out.Heads = append(out.Heads, [3]Point{tip, left, right})
	}
	return out, true
}
