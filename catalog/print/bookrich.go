package print

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// paragraph begins a paragraph of text in the column at hand.
func (s *setter) paragraph(e *pdf.Element, spans ...typeset.Span) *typeset.Paragraph {
	return &typeset.Paragraph{Spans: spans, Element: e, Width: s.width, Leading: s.st.leading, Digits: s.digits}
}

// smallParagraph begins a paragraph of particulars.
func (s *setter) smallParagraph(e *pdf.Element, spans ...typeset.Span) *typeset.Paragraph {
	p := s.paragraph(e, spans...)
	p.Leading = s.st.smallLeading
	return p
}

// spans sets runs. References are followed by the page they lead to, addresses
// by what they are.
func (s *setter) spans(e *pdf.Element, runs []Inline, small bool) []typeset.Span {
	var list []typeset.Span
	for i := 0; i < len(runs); i++ {
		run := runs[i]
		span := typeset.Span{Text: curled(run), Style: s.st.manner(run, small)}
		if run.Image != "" {
			span.Text = "[" + run.Text + "]"
		}
		if run.Code {
			span.Text = breakable(span.Text)
		}
		switch {
		case run.Ref != "":
			link, to := e.New("Link"), &typeset.Link{To: run.Ref, Words: run.Text}
			span.Element, span.Link = link, to
			list = append(list, span)
			if i+1 < len(runs) && runs[i+1].Ref == run.Ref {
				break // the rest of the link follows in another manner
			}
			list = append(list, typeset.Span{Text: "\u202f→", Style: &s.st.number, Element: link, Link: to, Glue: true},
				typeset.Span{PageOf: run.Ref, Style: &s.st.number, Element: link, Link: to, Glue: true})
		case run.URL != "":
			link, to := e.New("Link"), &typeset.Link{To: run.URL, Out: true, Words: run.Text}
			span.Element, span.Link = link, to
			if run.Quiet && strings.HasPrefix(run.Text, "http") {
				span.Text = breakable(span.Text)
			}
			list = append(list, span)
			if !run.Quiet && (i+1 == len(runs) || runs[i+1].URL != run.URL) {
				address := strings.TrimPrefix(strings.TrimPrefix(run.URL, "mailto:"), "https://")
				list = append(list, typeset.Span{Text: " (" + breakable(address) + ")", Style: &s.st.address, Element: link, Link: to})
			}
		default:
			list = append(list, span)
		}
		if run.Break && i+1 < len(runs) {
			list = append(list, typeset.Span{Text: "\u200b", Style: span.Style, Break: true})
		}
	}
	return list
}

// curled is the text of a run with apostrophes within words as printers set
// them.
func curled(run Inline) string {
	if run.Code || !strings.Contains(run.Text, "'") {
		return run.Text
	}
	text := []rune(run.Text)
	for i := 1; i+1 < len(text); i++ {
		if text[i] == '\'' && unicode.IsLetter(text[i-1]) && unicode.IsLetter(text[i+1]) {
			text[i] = '’'
		}
	}
	return string(text)
}

// breakable lets lines end within addresses and names of code.
func breakable(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteRune(r)
		if strings.ContainsRune("/.-_=&?:", r) {
			b.WriteRune('\u200b')
		}
	}
	return b.String()
}

// blocks sets a longer text.
func (s *setter) blocks(e *pdf.Element, list []Block) []typeset.Item {
	var items []typeset.Item
	for _, b := range list {
		items = append(items, typeset.Stack(s.st.leading*4/10, s.block(e, b, 0))...)
	}
	return items
}

func (s *setter) block(e *pdf.Element, b Block, depth int) []typeset.Item {
	switch b.Kind {
	case Heading:
		style := &s.st.h3
		if b.Level < 2 {
			style = &s.st.h2
		}
		h := e.New("H" + strconv.Itoa(min(3+b.Level, 6)))
		return typeset.KeepWithNext(typeset.Stack(s.st.leading*4/10, typeset.KeepTogether(s.paragraph(h, plainSpans(b.Text, style)...).Lines())))
	case List:
		return s.list(e, b, depth)
	case Quote:
		return s.indented(s.st.leading, func() []typeset.Item { return s.blocks(e.New("BlockQuote"), b.Blocks) })
	case Pre:
		return s.pre(e.New("Code"), b)
	case Rule:
		w := s.width
		return []typeset.Item{{Height: s.st.leading, Paint: func(p *typeset.Painter, x, y pdf.Unit) {
			p.Page.Tag(nil)
			p.Page.Rule(x+w/3, y+s.st.leading/2, w/3, 400, grey(150))
		}}}
	case Table:
		return s.table(e.New("Table"), b)
	}
	p := e.New("P")
	return s.paragraph(p, s.spans(p, b.Text, false)...).Lines()
}

func plainSpans(runs []Inline, style *typeset.Style) []typeset.Span {
	return []typeset.Span{{Text: PlainText(runs), Style: style}}
}

// indented sets something in a narrower column further to the right.
func (s *setter) indented(by pdf.Unit, set func() []typeset.Item) []typeset.Item {
	s.width -= by
	items := set()
	s.width += by
	for i := range items {
		if paint := items[i].Paint; paint != nil {
			items[i].Paint = func(p *typeset.Painter, x, y pdf.Unit) { paint(p, x+by, y) }
		}
	}
	return items
}

// list sets the items of a list, each with its sign.
func (s *setter) list(e *pdf.Element, b Block, depth int) []typeset.Item {
	numbering := "Disc"
	if b.Ordered {
		numbering = "Decimal"
	}
	l := e.New("L").With(pdf.Attributes{List: numbering})
	var items []typeset.Item
	for i, item := range b.Blocks {
		sign := "•"
		if depth > 0 {
			sign = "–"
		}
		if b.Ordered {
			sign = strconv.Itoa(b.Start+i) + "."
		}
		set := s.item(l, sign, item, depth)
		if i > 0 && !b.Tight {
			set = typeset.Stack(s.st.leading/4, set)
		}
		items = append(items, set...)
	}
	return items
}

func (s *setter) item(l *pdf.Element, sign string, b Block, depth int) []typeset.Item {
	li := l.New("LI")
	label, body := li.New("Lbl"), li.New("LBody")
	indent := s.st.leading
	if s.st.text.Width(sign) > indent*8/10 {
		indent = s.st.text.Width(sign) + s.st.leading/3
	}
	var items []typeset.Item
	for i, part := range b.Blocks {
		if i == 0 && part.Kind == Paragraph {
			p := body.New("P")
			par := s.paragraph(p, s.spans(p, part.Text, false)...)
			par.First, par.Hang = indent, indent
			par.Label = &typeset.Span{Text: sign, Style: &s.st.text, Element: label}
			items = append(items, par.Lines()...)
			continue
		}
		set := s.indented(indent, func() []typeset.Item { return s.block(body, part, depth+1) })
		if part.Kind != List {
			set = typeset.Stack(s.st.leading/4, set)
		}
		items = append(items, set...)
	}
	return items
}

// pre sets code line by line, as it is written.
func (s *setter) pre(e *pdf.Element, b Block) []typeset.Item {
	var items []typeset.Item
	for line := range strings.SplitSeq(PlainText(b.Text), "\n") {
		line = strings.ReplaceAll(strings.ReplaceAll(line, "\t", "    "), " ", "\u00a0")
		p := s.paragraph(e, typeset.Span{Text: breakable(line + "\u200b"), Style: &s.st.code})
		p.Leading = s.st.smallLeading
		if strings.Trim(line, "\u00a0") == "" {
			items = append(items, typeset.Item{Height: p.Leading / 2})
			continue
		}
		items = append(items, p.Lines()...)
	}
	return items
}

// table sets rows of cells. Columns are as wide as their texts ask for.
func (s *setter) table(e *pdf.Element, b Block) []typeset.Item {
	columns := 0
	for _, row := range b.Blocks {
		columns = max(columns, len(row.Blocks))
	}
	if columns == 0 {
		return nil
	}
	widths := s.columnWidths(b, columns)
	gap := s.st.leading * 6 / 10
	var items []typeset.Item
	for _, row := range b.Blocks {
		tr := e.New("TR")
		var cells [][]typeset.Item
		var height pdf.Unit
		for c, cell := range row.Blocks {
			role, attrs := "TD", pdf.Attributes{}
			if row.Head {
				role, attrs = "TH", pdf.Attributes{Scope: "Column"}
			}
			td := tr.New(role).With(attrs)
			runs := cell.Text
			if row.Head {
				runs = []Inline{{Text: PlainText(runs), Strong: true}}
			}
			par := s.smallParagraph(td, s.spans(td, runs, true)...)
			par.Width = widths[c] - gap
			lines := par.Lines()
			cells = append(cells, lines)
			height = max(height, pdf.Unit(len(lines))*par.Leading)
		}
		items = append(items, s.tableRow(cells, widths, height, row.Head))
	}
	return items
}

func (s *setter) tableRow(cells [][]typeset.Item, widths []pdf.Unit, height pdf.Unit, head bool) typeset.Item {
	pad := s.st.leading / 5
	full := s.width
	leading := s.st.smallLeading
	return typeset.Item{Height: height + 2*pad, Keep: head, Paint: func(p *typeset.Painter, x, y pdf.Unit) {
		at := x
		for c, lines := range cells {
			for i, line := range lines {
				line.Paint(p, at, y+pad+pdf.Unit(i)*leading)
			}
			at += widths[c]
		}
		p.Page.Tag(nil)
		p.Page.Rule(x, y+height+2*pad-300, full, 300, grey(170))
	}}
}

func (s *setter) columnWidths(b Block, columns int) []pdf.Unit {
	want := make([]pdf.Unit, columns)
	var sum pdf.Unit
	for _, row := range b.Blocks {
		for c, cell := range row.Blocks {
			want[c] = max(want[c], min(s.st.small.Width(PlainText(cell.Text)), s.width)+s.st.leading)
		}
	}
	for c := range want {
		sum += want[c]
	}
	if sum <= s.width {
		return want
	}
	// Narrow columns get what they ask for; the wide ones share the rest.
	fair := s.width / pdf.Unit(columns)
	left, wide := s.width, pdf.Unit(0)
	for _, w := range want {
		if w <= fair {
			left -= w
		} else {
			wide += w
		}
	}
	for c, w := range want {
		if w > fair {
			want[c] = pdf.Unit(int64(left) * int64(w) / int64(wide))
		}
	}
	return want
}
