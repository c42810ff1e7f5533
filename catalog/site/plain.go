package site

import (
	"slices"
	"strings"
)

// GuideIndexView is the list of free pages.
type GuideIndexView struct {
	Pages    []Link
	Booklets []BookletLine // the printed glossary and its packs
	How      [][2]string   // how the site is read: word and explanation
}

// SearchView is the search page. What it searches is in scripts that package
// search writes.
type SearchView struct {
	Total int
	AZ    string
}

// MissingView is the page for addresses that do not exist.
type MissingView struct{ Home, Search, AZ string }

// MovedView is the page left where a renamed entry was.
type MovedView struct{ To Link }

func (p *planner) plainPages() []Page {
	pages := append([]Page{p.home(), p.measures(), p.guide()}, p.changesPage()...)
	f := p.frame(searchURL, "search", p.t("search.title"), p.t("search.lead"))
	f.Search = true
	pages = append(pages, Page{URL: searchURL, Template: "search", Frame: f,
		View: &SearchView{Total: len(p.infos), AZ: azURL}})
	f = p.frame(missingURL, "", p.t("missing.title"), p.t("missing.text"))
	f.Canonical = ""
	// A server shows this page under any address, so its links begin at the
	// top of the site where that is known. Where it is not, or the site has
	// moved, one of the ways up leads there, and a script sets the links right.
	f.Root = p.basePath()
	f.Ways = slices.Compact([]string{f.Root, "", "../", "../../", "../../../"})
	f.Crumbs = nil
	pages = append(pages, Page{URL: missingURL, Template: "missing", Frame: f,
		View: &MissingView{f.Root + homeURL, f.Root + searchURL, f.Root + azURL}})
	if p.in.Options.Errors {
		pages = append(pages, p.errorsPage())
	}
	return pages
}

func (p *planner) guide() Page {
	v := &GuideIndexView{Pages: p.guideLinks(guideURL), Booklets: p.booklets()}
	for _, key := range []string{"kind", "status", "conflict", "lineage", "review"} {
		v.How = append(v.How, [2]string{p.t("how." + key), p.t("how." + key + ".text")})
	}
	return Page{URL: guideURL, Template: "guide", View: v, Frame: p.frame(guideURL, "guide", p.t("nav.guide"), p.t("guide.lead"))}
}

// redirects are the pages left at the former addresses of renamed entries.
func (p *planner) redirects() []Page {
	var pages []Page
	for i := range p.infos {
		n := &p.infos[i]
		for _, url := range p.formerURLs(n) {
			to := Link{Href: rel(url, n.url), Label: n.title, Kind: n.entry.Kind.String()}
			f := p.frame(url, section(n.entry.Kind), p.words.F("moved.title", "name", n.title), p.t("moved.text"))
			f.MovedTo, f.Refresh = to.Href, "0; url="+to.Href
			if base := p.baseURL(); base != "" {
				f.Canonical = base + n.url
			}
			pages = append(pages, Page{URL: url, Template: "moved", Frame: f, View: &MovedView{to}})
		}
	}
	return pages
}

// formerURLs lists the addresses that an entry had under its former IDs, each
// once. An ID that belongs to another entry now is an error of its own.
func (p *planner) formerURLs(n *info) []string {
	var urls []string
	for _, old := range n.entry.Formerly {
		url := former(n.entry.Kind, old.S)
		if url != n.url && !slices.Contains(urls, url) && p.in.Catalog.Get(n.entry.Kind, old.S) == n.entry {
			urls = append(urls, url)
		}
	}
	return urls
}

// indexFiles are the cards of entries, the sitemap and what crawlers are told.
func (p *planner) indexFiles(pages []Page) []File {
	files := p.cards()
	base := p.baseURL()
	robots := "User-agent: *\nAllow: /\n"
	if base != "" {
		files = append(files, File{URL: "sitemap.xml", Data: sitemap(base, pages)})
		robots += "Sitemap: " + base + "sitemap.xml\n"
	}
	return append(files, File{URL: "robots.txt", Data: []byte(robots)})
}

func sitemap(base string, pages []Page) []byte {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n")
	for i := range pages {
		if pages[i].URL == missingURL || pages[i].Frame.MovedTo != "" {
			continue
		}
		b.WriteString("<url><loc>" + xmlText(base+pages[i].URL) + "</loc></url>\n")
	}
	b.WriteString("</urlset>\n")
	return []byte(b.String())
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func xmlText(s string) string { return xmlEscapes.Replace(s) }
