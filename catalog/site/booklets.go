package site

// BookletLine is the printed glossary, or what one role reads first of it.
type BookletLine struct {
	Link            // the page made for printing
	Audience string // for whom it is
	PDF      string // the same as a PDF, or ""
}

// BookletURL is where the site has the printed glossary as a page, or that of a
// pack.
func BookletURL(pack string) string {
	if pack == "" {
		return "print.html"
	}
	return "print/" + slug(pack) + ".html"
}

// BookletPDF is where the site has the same as a PDF.
func BookletPDF(pack string) string {
	if pack == "" {
		return "glossary.pdf"
	}
	return "print/" + slug(pack) + ".pdf"
}

// booklets lists the printed glossary and its packs, where they are published.
func (p *planner) booklets() []BookletLine {
	if !p.in.Options.Booklets {
		return nil
	}
	line := func(pack, title, audience string) BookletLine {
		l := BookletLine{Link: Link{Href: rel(guideURL, BookletURL(pack)), Label: title}, Audience: audience}
		if p.in.Options.PDF {
			l.PDF = rel(guideURL, BookletPDF(pack))
		}
		return l
	}
	list := []BookletLine{line("", p.t("print.title"), "")}
	for _, pack := range p.in.Catalog.Config.Packs {
		title := pack.Title.S
		if title == "" {
			title = pack.ID.S
		}
		list = append(list, line(pack.ID.S, title, pack.Audience.S))
	}
	return list
}
