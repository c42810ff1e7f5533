package print

import (
	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// owners sets who answers for what.
func (s *setter) owners(sect *pdf.Element) typeset.Chapter {
	return s.index(sect, "owners", s.k.Owners, s.opt.Columns)
}

// labels sets the index of words.
func (s *setter) labels(sect *pdf.Element) typeset.Chapter {
	return s.index(sect, "labels", s.k.Labels, s.opt.Columns+1)
}

// index sets groups of lines, each with the page it leads to.
func (s *setter) index(sect *pdf.Element, name string, groups []IndexGroup, columns int) typeset.Chapter {
	if len(groups) == 0 {
		return typeset.Chapter{}
	}
	title := s.k.Words.T("print." + name)
	s.doc.Bookmark(0, title, name)
	s.width = s.flow.Sheet.Measure(1)
	c := typeset.Chapter{Head: s.heading(sect.New("H1"), name, title), Columns: columns, Even: true}
	lead := s.line(sect.New("P"), &s.st.text, s.st.leading, s.k.Words.T("print."+name+".lead"))
	c.Head = append(append(c.Head[:len(c.Head)-1], typeset.Stack(4*pdf.Point, lead)...), typeset.Item{Height: 16 * pdf.Point})
	s.width = s.flow.Sheet.Measure(columns)
	for i := range groups {
		g := &groups[i]
		head := s.line(sect.New("H2"), &s.st.h3, s.st.leading, g.Title)
		if g.Note != "" {
			head = append(head, s.line(sect.New("P"), &s.st.smallEm, s.st.smallLeading, breakable(g.Note))...)
		}
		if g.ID != "" {
			head[0].Dest = g.ID
		}
		if name != "labels" {
			head[0].Word = g.Title
		}
		head = typeset.KeepWithNext(typeset.KeepTogether(head))
		if i > 0 {
			head = typeset.Stack(s.st.leading*8/10, head)
		}
		c.Items = append(c.Items, head...)
		l := sect.New("L")
		for j := range g.Lines {
			c.Items = append(c.Items, s.indexLine(l, &g.Lines[j], name == "labels")...)
		}
	}
	return c
}

func (s *setter) indexLine(l *pdf.Element, x *IndexLine, heads bool) []typeset.Item {
	link := l.New("LI").New("LBody").New("Link")
	to := &typeset.Link{To: x.Ref, Words: x.Text}
	span := func(text string, style *typeset.Style) typeset.Span {
		return typeset.Span{Text: text, Style: style, Element: link, Link: to}
	}
	style := &s.st.small
	if x.Use == "deprecated" {
		style = &s.st.smallEm
	}
	spans := []typeset.Span{span(x.Text, style)}
	if x.Note != "" {
		spans = append(spans, span(" ("+x.Note+")", &s.st.smallEm))
	}
	if x.See != "" {
		spans = append(spans, span(", "+s.k.Words.T("print.see")+" "+x.See, &s.st.smallEm))
	}
	spans = append(spans, span("\u2002", &s.st.small))
	spans[len(spans)-1].Glue = true
	spans = append(spans, typeset.Span{PageOf: x.Ref, Style: &s.st.small, Element: link, Link: to, Glue: true})
	par := s.smallParagraph(link, spans...)
	par.Hang = s.st.leading * 7 / 10
	items := par.Lines()
	if heads {
		items[0].Word = x.Text
	}
	return items
}
