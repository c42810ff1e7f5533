package print

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// line sets a text of one style as a paragraph of its own.
func (s *setter) line(e *pdf.Element, style *typeset.Style, leading pdf.Unit, text string) []typeset.Item {
	p := s.paragraph(e, typeset.Span{Text: text, Style: style})
	p.Leading = leading
	return typeset.KeepTogether(p.Lines())
}

// heading sets the title of a chapter across the page.
func (s *setter) heading(e *pdf.Element, dest, text string) []typeset.Item {
	width := s.width
	s.width = s.flow.Sheet.Measure(1)
	items := s.line(e, &s.st.h1, 27*pdf.Point, text)
	s.width = width
	items[0].Dest = dest
	return append(items, typeset.Item{Height: 16 * pdf.Point})
}

// cover sets the first page.
func (s *setter) cover(sect *pdf.Element) typeset.Chapter {
	c := &s.k.Cover
	s.width = s.flow.Sheet.Measure(1) * 9 / 10
	items := []typeset.Item{{Height: 34 * pdf.Millimetre}, {Height: 9 * pdf.Millimetre, Dest: "cover", Paint: func(p *typeset.Painter, x, y pdf.Unit) {
		p.Page.Tag(nil)
		p.Page.Rule(x, y, 26*pdf.Millimetre, 3*pdf.Point, pdf.Black)
	}}}
	s.doc.Bookmark(0, c.Title, "cover")
	items = append(items, s.line(sect.New("H1"), &s.st.title, 35*pdf.Point, c.Title)...)
	items = append(items, typeset.Stack(8*pdf.Point, s.line(sect.New("P"), &s.st.subtitle, 22*pdf.Point, c.Subtitle))...)
	if c.Audience != "" {
		text := s.k.Words.T("print.for") + ": " + c.Audience
		items = append(items, typeset.Stack(4*pdf.Point, s.line(sect.New("P"), &s.st.lead, 17*pdf.Point, text))...)
	}
	if c.Lead != "" {
		s.width = s.flow.Sheet.Measure(1) * 3 / 4
		items = append(items, typeset.Stack(26*pdf.Point, s.line(sect.New("P"), &s.st.lead, 17500, c.Lead))...)
	}
	foot := s.line(sect.New("P"), &s.st.small, 13*pdf.Point, strings.Join(c.Counts, " · "))
	foot = append(foot, s.line(sect.New("P"), &s.st.small, 13*pdf.Point, c.Edition)...)
	used := pdf.Unit(0)
	for _, list := range [][]typeset.Item{items, foot} {
		for _, i := range list {
			used += i.Height + i.Space
		}
	}
	if room := s.flow.Sheet.Height - s.flow.Sheet.Top - s.flow.Sheet.Bottom - used; room > 0 {
		items = append(items, typeset.Item{Height: room - pdf.Point})
	}
	return typeset.Chapter{Items: append(items, foot...), Columns: 1, Plain: true}
}

// how sets the explanation of signs and words.
func (s *setter) how(sect *pdf.Element) typeset.Chapter {
	s.width = s.flow.Sheet.Measure(1)
	title := s.k.Words.T("print.how")
	s.doc.Bookmark(0, title, "how")
	c := typeset.Chapter{Head: s.heading(sect.New("H1"), "how", title), Columns: 1}
	s.width = s.flow.Sheet.Measure(1) * 4 / 5
	for i, x := range s.k.How {
		part := s.line(sect.New("H2"), &s.st.h3, s.st.leading, x.Label)
		p := sect.New("P")
		part = append(typeset.KeepWithNext(part), s.paragraph(p, typeset.Span{Text: x.Text, Style: &s.st.text}).Lines()...)
		if i > 0 {
			part = typeset.Stack(s.st.leading*7/10, part)
		}
		c.Items = append(c.Items, part...)
	}
	return c
}

// guide sets a free page.
func (s *setter) guide(sect *pdf.Element, g *Chapter) typeset.Chapter {
	s.doc.Bookmark(0, g.Title, g.ID)
	s.width = s.flow.Sheet.Measure(1)
	c := typeset.Chapter{Head: s.heading(sect.New("H1"), g.ID, g.Title), Columns: 1}
	s.width = s.flow.Sheet.Measure(1) * 4 / 5
	if len(g.Lead) > 0 {
		p := sect.New("P")
		c.Items = s.paragraph(p, s.spans(p, g.Lead, false)...).Lines()
	}
	c.Items = append(c.Items, s.blocks(sect, g.Blocks)...)
	if len(c.Items) > 0 {
		c.Items[0].Word = g.Title
	}
	return c
}

// listed is how many entries the contents name one by one at most. Longer lists
// are found by their letters, and in the index.
const listed = 45

// contents sets the list of chapters with their pages.
func (s *setter) contents(sect *pdf.Element) typeset.Chapter {
	w := s.k.Words
	title := w.T("print.contents")
	s.doc.Bookmark(0, title, "contents")
	s.width = s.flow.Sheet.Measure(1)
	c := typeset.Chapter{Head: s.heading(sect.New("H1"), "contents", title), Columns: 1}
	s.width = s.flow.Sheet.Measure(1) * 4 / 5
	toc := sect.New("TOC")
	add := func(indent pdf.Unit, style *typeset.Style, text, dest string, space pdf.Unit) {
		link := toc.New("TOCI").New("Link")
		par := s.paragraph(nil, typeset.Span{Text: text, Style: style, Element: link, Link: &typeset.Link{To: dest, Words: text}})
		par.Element, par.Indent, par.Hang = link, indent, s.st.leading
		par.Number, par.Leaders = dest, true
		par.Leading = s.st.leading * 11 / 10
		c.Items = append(c.Items, typeset.Stack(space, typeset.KeepTogether(par.Lines()))...)
	}
	gap := s.st.leading / 2
	add(0, &s.st.h3, w.T("print.how"), "how", 0)
	for _, g := range s.k.Guide {
		add(0, &s.st.h3, g.Title, g.ID, gap)
	}
	glossary := w.T("print.glossary")
	if s.k.Path {
		glossary = s.k.Cover.Subtitle
	}
	if len(s.k.Sections) > 0 {
		add(0, &s.st.h3, glossary, "glossary", gap)
	}
	for _, section := range s.k.Sections {
		s.contentsOf(section, add)
	}
	if len(s.k.Owners) > 0 {
		add(0, &s.st.h3, w.T("print.owners"), "owners", gap)
	}
	if len(s.k.Labels) > 0 {
		add(0, &s.st.h3, w.T("print.labels"), "labels", gap)
	}
	add(0, &s.st.h3, w.T("print.colophon"), "colophon", gap)
	return c
}

// contentsOf lists a section: the words from which to which it runs, or all of
// them where they are few or stand in an order of their own.
func (s *setter) contentsOf(section Section, add func(pdf.Unit, *typeset.Style, string, string, pdf.Unit)) {
	first, last := section.Entries[0].Title, section.Entries[len(section.Entries)-1].Title
	text := section.Title
	if !s.k.Path {
		text += "\u2002" + first
		if len(section.Entries) > 1 {
			text += " – " + last
		}
	}
	add(s.st.leading, &s.st.text, text, section.ID, 0)
	if !s.k.Path || len(section.Entries) > listed {
		return
	}
	for _, e := range section.Entries {
		title := e.Title
		if e.Domain != "" {
			title += " (" + e.Domain + ")"
		}
		add(2*s.st.leading, &s.st.text, title, e.ID, 0)
	}
}

// colophon sets the last page.
func (s *setter) colophon(sect *pdf.Element) typeset.Chapter {
	title := s.k.Words.T("print.colophon")
	s.doc.Bookmark(0, title, "colophon")
	s.width = s.flow.Sheet.Measure(1)
	c := typeset.Chapter{Head: s.heading(sect.New("H1"), "colophon", title), Columns: 1}
	s.width = s.flow.Sheet.Measure(1) * 4 / 5
	for i, f := range s.k.Colophon {
		part := s.line(sect.New("P"), &s.st.smallStrong, s.st.leading, f.Label)
		p := sect.New("P")
		part = append(typeset.KeepWithNext(part), s.paragraph(p, s.spans(p, f.Text, false)...).Lines()...)
		if i > 0 {
			part = typeset.Stack(s.st.leading/2, part)
		}
		c.Items = append(c.Items, part...)
	}
	return c
}
