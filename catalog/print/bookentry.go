package print

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// glossary sets the entries by section.
func (s *setter) glossary(sect *pdf.Element) typeset.Chapter {
	c := typeset.Chapter{Columns: s.opt.Columns, Even: true}
	s.width = s.flow.Sheet.Measure(s.opt.Columns)
	h1 := sect.New("H1")
	title := s.k.Words.T("print.glossary")
	if s.k.Path {
		title = s.k.Cover.Subtitle
	}
	c.Head = s.heading(h1, "glossary", title)
	s.doc.Bookmark(0, title, "glossary")
	for i := range s.k.Sections {
		section := &s.k.Sections[i]
		part := sect.New("Sect").With(pdf.Attributes{Title: section.Title})
		s.doc.Bookmark(1, section.Title, section.ID)
		c.Items = append(c.Items, s.sectionHead(part, section, i > 0)...)
		for j, e := range section.Entries {
			s.doc.Bookmark(2, e.Title, e.ID)
			items := s.entry(part.New("Sect").With(pdf.Attributes{Title: e.Title}), e)
			space := s.st.gap * 14 / 10
			if j == 0 {
				space = s.st.leading / 3
			}
			c.Items = append(c.Items, typeset.Stack(space, items)...)
		}
	}
	return c
}

// sectionHead sets a letter, large, with a rule to the end of the column.
func (s *setter) sectionHead(e *pdf.Element, section *Section, space bool) []typeset.Item {
	style := &s.st.letter
	if s.k.Path {
		style = &s.st.h2
	}
	h := e.New("H2")
	width := s.width
	height := style.Size * 11 / 10
	item := typeset.Item{Height: height, Keep: true, Dest: section.ID, Paint: func(p *typeset.Painter, x, y pdf.Unit) {
		base := y + height*8/10
		p.Page.Tag(h)
		p.Words(x, base, style, section.Title+" ")
		from := style.Width(section.Title + " ")
		p.Page.Tag(nil)
		p.Page.Rule(x+from, base-700, width-from, 700, pdf.Black)
	}}
	if space {
		item.Space = s.st.leading * 2
	}
	return []typeset.Item{item}
}

// entry sets one entry: its name and what it means first, then what explains
// it, then its particulars.
func (s *setter) entry(sect *pdf.Element, e *Entry) []typeset.Item {
	items := s.entryHead(sect, e)
	items = append(items, s.meaning(sect, e)...)
	for _, d := range e.Disputes {
		items = append(items, typeset.Stack(s.st.leading/2, s.dispute(sect, d))...)
	}
	items = append(items, s.formula(sect, e.Formula)...)
	items = append(items, s.cases(sect, s.k.Words.T("print.examples"), e.Examples)...)
	items = append(items, s.cases(sect, s.k.Words.T("print.counter"), e.Counter)...)
	items = append(items, s.codes(sect, e.Codes)...)
	items = append(items, s.blocks(sect, e.Note)...)
	items = append(items, s.figure(sect, e)...)
	var relations []typeset.Item
	for i, f := range e.Relations {
		set := s.relation(sect, f)
		if i == 0 {
			set = typeset.Stack(s.st.leading/2, set)
		}
		relations = append(relations, set...)
	}
	tail := append(relations, s.particulars(sect, e)...)
	if len(tail) <= shortTail {
		tail = typeset.KeepTogether(tail)
	}
	return append(items, tail...)
}

// shortTail is how many lines of references and particulars stay together.
const shortTail = 9

// entryHead sets the name and, in small type below, where it is used and how
// far it can be relied on.
func (s *setter) entryHead(sect *pdf.Element, e *Entry) []typeset.Item {
	h := sect.New("H3")
	var spans []typeset.Span
	if len(e.Disputes) > 0 {
		spans = append(spans, typeset.Span{Text: "≠\u00a0", Style: &s.st.sign}, typeset.Span{Text: e.Title, Style: &s.st.word, Glue: true})
	} else {
		spans = append(spans, typeset.Span{Text: e.Title, Style: &s.st.word})
	}
	par := s.paragraph(h, spans...)
	par.Leading = s.st.leading * 108 / 100
	items := par.Lines()
	items[0].Dest, items[0].Word = e.ID, e.Title
	facts := []string{}
	if e.Kind.Class != "term" {
		facts = append(facts, e.Kind.Label)
	}
	if e.Domain != "" {
		facts = append(facts, e.Domain)
	}
	facts = append(facts, e.Status.Label)
	meta := s.smallParagraph(sect.New("P"), typeset.Span{Text: strings.Join(facts, " · "), Style: &s.st.smallEm})
	items = append(items, meta.Lines()...)
	return typeset.KeepWithNext(typeset.KeepTogether(items))
}

func (s *setter) meaning(sect *pdf.Element, e *Entry) []typeset.Item {
	p := sect.New("P")
	runs := e.Meaning
	if len(runs) == 0 && e.Missing {
		runs = []Inline{{Text: s.k.Words.T("print.undefined"), Em: true}}
	}
	var items []typeset.Item
	if len(runs) > 0 {
		items = typeset.Stack(s.st.leading/6, s.paragraph(p, s.spans(p, runs, false)...).Lines())
	}
	if len(e.More) > 0 {
		p := sect.New("P")
		items = append(items, typeset.Stack(s.st.leading/4, s.paragraph(p, s.spans(p, e.More, false)...).Lines())...)
	}
	if len(e.Labels) > 0 {
		p := sect.New("P")
		var spans []typeset.Span
		use := ""
		for i, l := range e.Labels {
			lead := ", "
			switch {
			case l.Use != use && i == 0:
				lead = l.Word + " "
			case l.Use != use:
				lead = "; " + l.Word + " "
			}
			use = l.Use
			spans = append(spans, typeset.Span{Text: lead, Style: &s.st.smallEm})
			style := &s.st.smallStrong
			if l.Use == "deprecated" {
				style = &s.st.small
			}
			spans = append(spans, typeset.Span{Text: l.Text, Style: style})
		}
		items = append(items, typeset.Stack(s.st.leading/4, s.smallParagraph(p, spans...).Lines())...)
	}
	for _, n := range e.Notices {
		p := sect.New("P")
		spans := append([]typeset.Span{{Text: "! ", Style: &s.st.smallStrong}}, s.spans(p, n, true)...)
		items = append(items, typeset.Stack(s.st.leading/4, s.smallParagraph(p, spans...).Lines())...)
	}
	return items
}

// dispute sets what functions disagree about, with a bar at its side.
func (s *setter) dispute(sect *pdf.Element, d Dispute) []typeset.Item {
	const bar = 1500
	indent := s.st.leading * 7 / 10
	w := s.k.Words
	items := s.indented(indent, func() []typeset.Item {
		p := sect.New("P")
		spans := []typeset.Span{{Text: "≠ " + w.T("print.disputed") + ": ", Style: &s.st.smallStrong}}
		spans = append(spans, s.spans(p, d.Text, true)...)
		spans = append(spans, typeset.Span{Text: ". ", Style: &s.st.small})
		if len(d.Decider) > 0 {
			spans = append(spans, typeset.Span{Text: w.T("print.decides") + ": ", Style: &s.st.smallEm})
			spans = append(spans, s.spans(p, d.Decider, true)...)
			spans = append(spans, typeset.Span{Text: ".", Style: &s.st.small})
		} else {
			spans = append(spans, typeset.Span{Text: w.T("print.nobody") + ".", Style: &s.st.smallEm})
		}
		return s.smallParagraph(p, spans...).Lines()
	})
	for i := range items {
		paint, height := items[i].Paint, items[i].Height
		items[i].Paint = func(p *typeset.Painter, x, y pdf.Unit) {
			p.Page.Tag(nil)
			p.Page.Rule(x, y, bar, height, accent)
			paint(p, x, y)
		}
	}
	return items
}

// formula sets how an entry is worked out.
func (s *setter) formula(sect *pdf.Element, f *Formula) []typeset.Item {
	if f == nil {
		return nil
	}
	var items []typeset.Item
	switch m, err := typeset.ParseMaths(string(f.Math)); {
	case f.Math != "" && err == nil:
		style := s.st.maths
		style.Words = s.sign
		indent := s.st.leading * 7 / 10
		box := style.Box(m, s.width-indent)
		e := sect.New("Formula").With(pdf.Attributes{Alt: f.Text})
		items = append(items, typeset.Item{Height: box.Ascent + box.Descent + s.st.leading/2, Paint: func(p *typeset.Painter, x, y pdf.Unit) {
			p.Page.Tag(e)
			box.Paint(p, x+indent, y+s.st.leading/4+box.Ascent)
		}})
	case f.Text != "":
		items = append(items, s.pre(sect.New("Code"), Block{Text: []Inline{{Text: f.Text}}})...)
	}
	items = typeset.Stack(s.st.leading*4/10, items)
	if len(f.Tags) > 0 {
		p := sect.New("P")
		lines := s.smallParagraph(p, s.joined(p, f.Tags)...).Lines()
		if len(items) > 0 {
			items[len(items)-1].Keep = true
		}
		items = append(items, typeset.Stack(s.st.leading/4, lines)...)
	}
	return items
}

// sign is the word for a sign of logic, which few readers know.
func (s *setter) sign(sign string) string {
	key, ok := map[string]string{"∧": "and", "∨": "or", "∈": "in"}[sign]
	if !ok {
		return ""
	}
	return s.k.Words.T("print.math." + key)
}

// joined sets facts one after the other, with points between.
func (s *setter) joined(e *pdf.Element, facts []Fact) []typeset.Span {
	var spans []typeset.Span
	for i, f := range facts {
		lead := f.Label + "\u00a0"
		if i > 0 {
			spans = append(spans, typeset.Span{Text: " · ", Style: &s.st.smallEm})
		}
		spans = append(spans, typeset.Span{Text: lead, Style: &s.st.smallEm})
		spans = append(spans, s.spans(e, f.Text, true)...)
	}
	return spans
}

// cases sets examples, or what is no example.
func (s *setter) cases(sect *pdf.Element, title string, list [][]Inline) []typeset.Item {
	if len(list) == 0 {
		return nil
	}
	head := s.smallParagraph(sect.New("P"), typeset.Span{Text: title, Style: &s.st.smallStrong}).Lines()
	items := typeset.KeepWithNext(typeset.Stack(s.st.leading*4/10, head))
	l := sect.New("L").With(pdf.Attributes{List: "Disc"})
	for _, runs := range list {
		b := Block{Kind: Item, Blocks: []Block{{Kind: Paragraph, Text: runs}}}
		items = append(items, s.item(l, "–", b, 0)...)
	}
	return items
}

// codes sets permitted values as a table.
func (s *setter) codes(sect *pdf.Element, codes []Code) []typeset.Item {
	if len(codes) == 0 {
		return nil
	}
	t := Block{Kind: Table}
	for _, c := range codes {
		text := []Inline{{Text: c.Name, Strong: true}}
		if c.Meaning != "" {
			text = append(text, Inline{Text: ": " + c.Meaning})
		}
		if c.Name == "" {
			text = words(c.Meaning)
		}
		t.Blocks = append(t.Blocks, Block{Kind: Row, Blocks: []Block{
			{Kind: Cell, Text: []Inline{{Text: c.Code, Code: true}}}, {Kind: Cell, Text: text}}})
	}
	return typeset.Stack(s.st.leading/2, s.table(sect.New("Table"), t))
}

// relation sets where to read on.
func (s *setter) relation(sect *pdf.Element, f Fact) []typeset.Item {
	p := sect.New("P")
	spans := append([]typeset.Span{{Text: f.Label + "\u2002", Style: &s.st.smallStrong}}, s.spans(p, f.Text, true)...)
	par := s.smallParagraph(p, spans...)
	par.Hang = s.st.leading * 7 / 10
	return par.Lines()
}

func (s *setter) particulars(sect *pdf.Element, e *Entry) []typeset.Item {
	facts := e.Facts
	if len(e.Source) > 0 {
		facts = append(facts[:len(facts):len(facts)], Fact{s.k.Words.T("print.source"), e.Source})
	}
	if len(facts) == 0 {
		return nil
	}
	p := sect.New("P")
	lines := s.smallParagraph(p, s.joined(p, facts)...).Lines()
	return typeset.Stack(s.st.leading/2, lines)
}
