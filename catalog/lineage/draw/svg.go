package draw

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// The inside of a box, in pixels. Style sheets must set the type in these
// sizes, because labels are cut to fit them.
const (
	labelSize = 13
	subSize   = 11
	textLeft  = 42
	textRight = 10
	mostLines = 2
)

// AppendSVG writes a figure, which must be one of the set, as an svg element
// for use within HTML. The element's IDs begin with id, which must be unique on
// the page. It carries no style and no script; a style sheet finds
//
//	svg.fig                       the picture; also one of .fig-s, .fig-m, .fig-l and .fig-xl
//	                              by its natural width: to 480, 760, 1160 pixels and above
//	.edge                         an arrow: path.line and path.tip
//	.e-cross .e-more              … from one function to another; to what is left out
//	.e-loose                      … to another function that has not agreed to it
//	.e-middle .e-thick            … that stands for many
//	.node                         a box, an a element or, where it leads nowhere, a g element
//	.n-term .n-kpi .n-object …    … by the kind of its entry
//	.n-here                       … the entry that the page is about
//	.n-disputed                   … with open conflicts; it holds g.badge: circle, path
//	.n-more                       … for what is left out
//
// and within a box rect.box, rect.tile with path.mark upon it, and
// text.label and text.sub, which must be set in 13 and 11 pixels of a sans
// serif in weight 500 and 400. A text.sub.other stands in the same place as the
// one before it: a style sheet shows one of them. For scripts, boxes carry
// their number as data-n, and arrows those of their ends as data-from and
// data-to. Kinds differ by their marks too, so colours may
// be chosen freely. Where the place is narrower than the picture, let its
// parent scroll; boxes scaled to less than three quarters cannot be read.
func (set *Set) AppendSVG(dst []byte, id string, f *Figure) []byte {
	p, ok := set.plans[f]
	if !ok || len(f.Nodes) == 0 {
		return dst
	}
	w := writer{dst}
	w.open(id, f, p.layout)
	w.edges(f, p)
	w.nodes(f, p)
	return append(w.b, "</svg>"...)
}

// writer appends markup. Everything but numbers and literals goes through text.
type writer struct{ b []byte }

func (w *writer) raw(literal string)  { w.b = append(w.b, literal...) }
func (w *writer) text(words string)   { w.b = appendText(w.b, words) }
func (w *writer) whole(n int)         { w.b = strconv.AppendInt(w.b, int64(n), 10) }
func (w *writer) attr(name, v string) { w.raw(" " + name + `="`); w.text(v); w.raw(`"`) }

// units writes a length as pixels.
func (w *writer) units(n int) {
	if n < 0 {
		w.b = append(w.b, '-')
		n = -n
	}
	w.whole(n / Unit)
	if n%Unit != 0 {
		w.b = append(w.b, '.', byte('0'+n%Unit))
	}
}

func (w *writer) point(p Point) {
	w.units(p.X)
	w.raw(" ")
	w.units(p.Y)
}

func (w *writer) open(id string, f *Figure, l *Layout) {
	width, height := (l.Width+Unit-1)/Unit, (l.Height+Unit-1)/Unit
	w.raw(`<svg class="fig fig-` + breadth(width) + `" role="group"`)
	w.attr("aria-labelledby", id+"-title")
	w.attr("aria-describedby", id+"-desc")
	size := [2]string{strconv.Itoa(width), strconv.Itoa(height)}
	w.raw(` width="` + size[0] + `" height="` + size[1] + `" viewBox="0 0 ` + size[0] + " " + size[1] + `" direction="ltr"><title`)
	w.attr("id", id+"-title")
	w.raw(">")
	w.text(f.Title)
	w.raw("</title><desc")
	w.attr("id", id+"-desc")
	w.raw(">")
	w.text(f.Desc)
	w.raw("</desc>\n")
}

// breadth sorts pictures by their width, since a style sheet cannot compute how
// far one may shrink.
func breadth(width int) string {
	switch {
	case width <= 480:
		return "s"
	case width <= 760:
		return "m"
	case width <= 1160:
		return "l"
	}
	return "xl"
}

// edges writes the arrows, each once: one that the figure has twice shows the
// classes of the first.
func (w *writer) edges(f *Figure, p plan) {
	drawn := make([]bool, len(p.shape.Edges))
	for i, e := range f.Edges {
		n := p.shape.edge[i]
		if n < 0 || drawn[n] {
			continue
		}
		drawn[n] = true
		w.raw(`<g class="edge`)
		if e.Class != "" {
			w.raw(" ")
			w.text(e.Class)
		}
		w.raw(`" data-from="`)
		w.whole(e.From)
		w.raw(`" data-to="`)
		w.whole(e.To)
		w.raw(`">`)
		w.arrow(p.layout.Edges[n])
		w.raw("</g>\n")
	}
}

func (w *writer) arrow(path []Point) {
	w.raw(`<path class="line" d="M`)
	w.point(path[0])
	for i := 1; i+2 < len(path); i += 3 {
		w.raw("C")
		w.point(path[i])
		w.raw(" ")
		w.point(path[i+1])
		w.raw(" ")
		w.point(path[i+2])
	}
	tip, left, right := arrowhead(path)
	w.raw(`"/><path class="tip" d="M`)
	w.point(left)
	w.raw("L")
	w.point(tip)
	w.raw("L")
	w.point(right)
	w.raw(`z"/>`)
}

// arrowhead stands at the end of a path and points the way the path ends.
func arrowhead(path []Point) (tip, left, right Point) {
	end := path[len(path)-1]
	var dx, dy float64
	for i := len(path) - 2; i >= 0 && dx == 0 && dy == 0; i-- {
		dx, dy = float64(end.X-path[i].X), float64(end.Y-path[i].Y)
	}
	// The conversions keep compilers from fusing the steps, which would round
	// differently from machine to machine.
	length := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if length == 0 {
		dx, length = 1, 1
	}
	along := func(a, b float64, n int) int { return int(math.Round(float64(a*float64(n)) / b)) }
	tip = end.add(Point{along(dx, length, headLength), along(dy, length, headLength)})
	side := Point{along(-dy, length, headWidth/2), along(dx, length, headWidth/2)}
	return tip, end.add(side), Point{end.X - side.X, end.Y - side.Y}
}

// nodes writes the boxes in reading order, which is the order in which the
// keyboard goes through their links.
func (w *writer) nodes(f *Figure, p plan) {
	order := make([]int, len(f.Nodes))
	for i := range order {
		order[i] = i
	}
	at := func(i int) Point { return p.layout.Nodes[p.shape.number[i]] }
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(at(a).X, at(b).X), cmp.Compare(at(a).Y, at(b).Y), cmp.Compare(a, b))
	})
	for _, i := range order {
		w.node(&f.Nodes[i], i, at(i))
	}
}

func (w *writer) node(n *Node, number int, middle Point) {
	element := "g"
	if n.Href != "" {
		element = "a"
	}
	w.raw("<" + element + ` class="node`)
	if n.Class != "" {
		w.raw(" ")
		w.text(n.Class)
	}
	w.raw(`" transform="translate(`)
	w.point(Point{middle.X - NodeWidth/2, middle.Y - NodeHeight/2})
	w.raw(`)" data-n="`)
	w.whole(number)
	w.raw(`"`)
	if n.Href != "" {
		w.attr("href", n.Href)
	}
	if hasClass(n.Class, "n-here") {
		w.raw(` aria-current="true"`)
	}
	w.raw("><title>")
	w.text(cmp.Or(n.Tooltip, n.Label))
	w.raw(boxMarkup + markOf(n.Class) + `"/>`)
	w.words(n)
	if hasClass(n.Class, "n-disputed") {
		w.raw(badgeMarkup)
	}
	w.raw("</" + element + ">\n")
}

const (
	boxMarkup = `</title><rect class="box" width="190" height="54" rx="8"/>` +
		`<rect class="tile" x="9" y="15" width="24" height="24" rx="6"/><path class="mark" transform="translate(13 19)" d="`
	badgeMarkup = `<g class="badge" transform="translate(184 5)"><circle r="8"/><path d="M0-4v4.5M0 3.6v.01"/></g>`
)

// words writes the lines of a box, around its middle.
func (w *writer) words(n *Node) {
	const width = NodeWidth - (textLeft+textRight)*Unit
	lines := wrap(n.Label, labelSize, width, mostLines)
	sub := wrap(n.Sub, subSize, width, 1)
	baselines := rows[min(len(lines), mostLines)][len(sub)]
	for i, line := range lines {
		w.line("label", line, baselines[i])
	}
	for _, line := range sub {
		w.line("sub", line, baselines[len(lines)])
		for _, other := range wrap(n.Other, subSize, width, 1) {
			w.line("sub other", other, baselines[len(lines)])
		}
	}
}

// rows is where the lines stand, in tenths of a pixel from the top of the box,
// by the number of lines of the label and of the line below.
var rows = [mostLines + 1][2][]int{
	{{}, {310}},
	{{315}, {240, 400}},
	{{245, 395}, {175, 320, 465}},
}

func (w *writer) line(class, words string, baseline int) {
	w.raw(`<text class="` + class + `" x="42" y="`)
	w.units(baseline)
	w.raw(`">`)
	w.text(words)
	w.raw("</text>")
}
