package site

import (
	"cmp"

	"github.com/concord-catalog/concord/catalog/model"
)

// Booklet is one booklet that is published beside the pages.
type Booklet struct {
	As     string        // what it is published as, for [BookletURL]
	Pack   *model.Pack   // nil for the glossary
	Domain *model.Domain // nil for all functions
}

// mostWhole is how many terms and KPIs a glossary has at most that is published
// as one page to print: a larger one would be too heavy for any reader.
const mostWhole = 2000

// Booklets lists what is published: the glossary and the packs of concord.toml. A
// glossary that is too large for one page is published function by function, and
// only where PDFs are asked for too: its booklets are as large as its pages.
func Booklets(c *model.Catalog, pdf bool) []Booklet {
	list := []Booklet{{}}
	if len(c.Terms)+len(c.KPIs) > mostWhole && len(c.Domains) > 0 {
		list = nil
		for _, d := range c.Domains {
			if pdf {
				list = append(list, Booklet{As: "domain-" + d.ID, Domain: d})
			}
		}
	}
	for i := range c.Config.Packs {
		p := &c.Config.Packs[i]
		list = append(list, Booklet{As: p.ID.S, Pack: p})
	}
	return list
}

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
	var list []BookletLine
	for _, b := range Booklets(p.in.Catalog, p.in.Options.PDF) {
		switch {
		case b.Pack != nil:
			list = append(list, line(b.As, cmp.Or(b.Pack.Title.S, b.Pack.ID.S), b.Pack.Audience.S))
		case b.Domain != nil:
			list = append(list, line(b.As, p.t("print.title")+": "+b.Domain.Title(), ""))
		default:
			list = append(list, line("", p.t("print.title"), ""))
		}
	}
	return list
}
