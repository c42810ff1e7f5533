package site

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// linkTerms links the words of the catalog in a text whose own links are
// settled: not in headings, code and links. A heading begins a new passage, in
// which each word is linked once more.
func (w *proseWalk) linkTerms(doc ast.Node) {
	if !w.linksTerms() {
		return
	}
	passage := w.passage()
	var runs []termRun
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			passage = w.passage()
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			if to := w.leadTo[n]; to != nil {
				passage.linked[to] = true
			}
			return ast.WalkSkipChildren, nil
		case *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.Image, *ast.AutoLink, *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if _, again := n.PreviousSibling().(*ast.Text); !again {
				runs = append(runs, w.run(passage, n)...)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		panic("unreachable: no visitor returns an error: " + err.Error())
	}
	for i := range runs {
		runs[i].relink()
	}
}

// termRun is a run of neighbouring pieces of text with the links to be set in
// it. Lines of one paragraph are pieces.
type termRun struct {
	pieces []*ast.Text
	links  []runLink
}

// runLink is a link from one place of a run to another: a piece, and a byte of
// the text.
type runLink struct {
	first, last int // pieces
	from, to    int
	href        string
}

// run finds the links of the run that begins with a piece of text.
func (w *proseWalk) run(s *passage, first *ast.Text) []termRun {
	var r termRun
	var words []string
	var toks []token
	var in []int // the piece of each word
	for n := ast.Node(first); n != nil; n = n.NextSibling() {
		piece, ok := n.(*ast.Text)
		if !ok {
			break
		}
		seg := piece.Segment
		for _, t := range tokens(string(w.src[seg.Start:seg.Stop])) {
			words = append(words, string(w.src[seg.Start+t.from:seg.Start+t.to]))
			toks, in = append(toks, token{seg.Start + t.from, seg.Start + t.to}), append(in, len(r.pieces))
		}
		r.pieces = append(r.pieces, piece)
	}
	joined := func(i int) bool {
		a, b := r.pieces[in[i-1]], r.pieces[in[i]]
		if a == b {
			return closeBy(string(w.src[toks[i-1].to:toks[i].from]))
		}
		gap := string(w.src[toks[i-1].to:a.Segment.Stop])
		if a.SoftLineBreak() {
			gap += "\n"
		}
		return in[i] == in[i-1]+1 && !a.HardLineBreak() && closeBy(gap+string(w.src[b.Segment.Start:toks[i].from]))
	}
	for _, m := range w.linker.mentions(words, joined) {
		if href := w.leads(s, m); href != "" {
			r.links = append(r.links, runLink{in[m.first], in[m.last], toks[m.first].from, toks[m.last].to, href})
		}
	}
	if len(r.links) == 0 {
		return nil
	}
	return []termRun{r}
}

// relink puts the run's links in: its pieces are replaced by what stands before,
// in and behind each link.
func (r *termRun) relink() {
	parent, after := r.pieces[0].Parent(), r.pieces[len(r.pieces)-1].NextSibling()
	piece, at := 0, r.pieces[0].Segment.Start
	put := func(n ast.Node) { parent.InsertBefore(parent, after, n) }
	for _, l := range r.links {
		r.copy(piece, at, l.first, l.from, put)
		link := ast.NewLink()
		link.Destination = []byte(l.href)
		link.SetAttributeString("class", "t")
		r.copy(l.first, l.from, l.last, l.to, func(n ast.Node) { link.AppendChild(link, n) })
		put(link)
		piece, at = l.last, l.to
	}
	last := len(r.pieces) - 1
	r.copy(piece, at, last, r.pieces[last].Segment.Stop, put)
	if end := r.pieces[last]; end.SoftLineBreak() || end.HardLineBreak() {
		put(broken(ast.NewTextSegment(text.NewSegment(end.Segment.Stop, end.Segment.Stop)), end))
	}
	for _, p := range r.pieces {
		parent.RemoveChild(parent, p)
	}
}

// copy hands on the text from one place of the run to another, with the line
// breaks between.
func (r *termRun) copy(first, from, last, to int, put func(ast.Node)) {
	for i := first; i <= last; i++ {
		p := r.pieces[i]
		start, stop := p.Segment.Start, p.Segment.Stop
		if i == first {
			start = from
		}
		if i == last {
			stop = to
		}
		n := ast.NewTextSegment(text.NewSegment(start, stop))
		if i < last {
			put(broken(n, p))
		} else if start < stop {
			put(n)
		}
	}
}

// broken gives a piece of text the line break of another.
func broken(n, like *ast.Text) *ast.Text {
	n.SetSoftLineBreak(like.SoftLineBreak())
	n.SetHardLineBreak(like.HardLineBreak())
	return n
}
