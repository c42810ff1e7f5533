package engine

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/lineage/draw"
)

// inch is Graphviz's unit. One of its points is one CSS pixel here.
const inch = 72 * draw.Unit

// dot writes a job as Graphviz reads it. Whoever changes what it says must
// also change [draw.Engine], so that layouts kept on disk are made anew.
func dot(job draw.Job) []byte {
	b := fmt.Appendf(nil, "digraph g {\ngraph [rankdir=LR, splines=true, nodesep=%.4f, ranksep=%.4f",
		float64(draw.RowGap)/inch, float64(job.Gap)/inch)
	if job.Cheap {
		b = append(b, ", nslimit=0.5, nslimit1=0.5, mclimit=0.1"...)
	}
	b = fmt.Appendf(b, "];\nnode [shape=box, fixedsize=true, label=\"\", width=%.4f, height=%.4f];\nedge [arrowsize=0.7, tailport=e, headport=w];\n",
		float64(draw.NodeWidth)/inch, float64(draw.NodeHeight)/inch)
	for n := range job.Nodes {
		b = fmt.Appendf(b, "n%d;\n", n)
	}
	for _, e := range job.Edges {
		b = fmt.Appendf(b, "n%d -> n%d;\n", e[0], e[1])
	}
	return append(b, "}\n"...)
}

// parsePlain reads the plain output: a line for the graph, then one for each
// node and edge, in inches from the lower left corner.
//
//	graph 1 12.389 1.8055
//	node n0 1.2778 0.5694 2.5556 0.7222 n0 solid box black lightgrey
//	edge n0 n1 4 2.5556 0.5694 3.0165 0.5694 2.8169 1.3005 3.1643 1.4262 solid black
//	stop
func parsePlain(job draw.Job, text string) (draw.Answer, error) {
	p := plain{answer: draw.Answer{ID: job.ID, Nodes: make([]draw.Point, job.Nodes), Edges: make([][]draw.Point, len(job.Edges))},
		edge: make(map[[2]int]int, len(job.Edges))}
	for i, e := range job.Edges {
		p.edge[e] = i
	}
	placed := 0
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		ok := true
		switch words[0] {
		case "graph":
			ok = len(words) == 4 && p.number(words[3], &p.height)
		case "node":
			ok = p.node(words)
			placed++
		case "edge":
			ok = p.line(words)
			placed++
		}
		if !ok {
			return p.answer, fmt.Errorf("cannot read the layout at %.80q", line)
		}
	}
	if placed != job.Nodes+len(job.Edges) {
		return p.answer, fmt.Errorf("%d of %d nodes and edges came back", placed, job.Nodes+len(job.Edges))
	}
	return p.answer, nil
}

// plain is the plain output as far as it was read.
type plain struct {
	answer draw.Answer
	edge   map[[2]int]int
	height int
}

func (p *plain) node(words []string) bool {
	var n int
	return len(words) > 3 && p.name(words[1], &n) && p.point(words[2:], &p.answer.Nodes[n])
}

func (p *plain) line(words []string) bool {
	var from, to int
	if len(words) < 4 || !p.name(words[1], &from) || !p.name(words[2], &to) {
		return false
	}
	i, ok := p.edge[[2]int{from, to}]
	count, err := strconv.Atoi(words[3])
	words = words[4:]
	if !ok || err != nil || count < 1 || count > len(words)/2 {
		return false
	}
	points := make([]draw.Point, count)
	for k := range points {
		if !p.point(words[2*k:], &points[k]) {
			return false
		}
	}
	p.answer.Edges[i] = points
	return true
}

func (p *plain) name(word string, n *int) bool {
	digits, ok := strings.CutPrefix(word, "n")
	var err error
	*n, err = strconv.Atoi(digits)
	return ok && err == nil && *n >= 0 && *n < len(p.answer.Nodes)
}

func (p *plain) point(words []string, to *draw.Point) bool {
	var y int
	ok := p.number(words[0], &to.X) && p.number(words[1], &y)
	to.Y = p.height - y
	return ok
}

func (p *plain) number(word string, n *int) bool {
	f, err := strconv.ParseFloat(word, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1e5 {
		return false
	}
	*n = int(math.Round(f * inch))
	return true
}
