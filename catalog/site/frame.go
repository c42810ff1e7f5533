package site

import (
	"net/url"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// Frame is what surrounds the content of one page.
type Frame struct {
	Title       string   // of the page, without the site's name
	Description string   // one or two sentences, plain text
	Root        string   // the way to the top of the site: "", "../"
	Section     string   // key of the navigation item that is current, or ""
	Crumbs      []Link   // the way down to the page, the page itself left out
	Feed        string   // what changes on it, as Atom, or ""
	JSON        string   // the same content for machines, or ""
	Canonical   string   // absolute URL, when the site's address is known
	MovedTo     string   // the page has moved there
	Refresh     string   // the value of a refresh: "0; url=…", or ""
	Search      bool     // the page carries the search box itself
	Scripts     []string // of its own, under assets/, in order
	Ways        []string // ways to the top that a page tries which is shown at any address; nil for all others
}

// Chrome is what the pages share around their frames.
type Chrome struct {
	Site        string
	Lang        string
	Dir         string // ltr or rtl
	Locale      string // the language as Open Graph writes it: "de" or "de_AT"
	Nav         []NavItem
	Footer      []NavItem
	Revision    string // short
	RevisionURL string
	Published   string // the day of the content, as readers write it
	PublishedOn string // the same as YYYY-MM-DD
	Version     string
	Cards       int // how many scripts hold the cards of entries
}

// NavItem is one destination in the navigation. URL is relative to the top of
// the site.
type NavItem struct {
	Key, URL, Label string
	Count           int  // shown beside the label when not zero
	Alert           bool // the count calls for attention
}

func (p *planner) chrome() Chrome {
	c := p.in.Catalog
	ch := Chrome{Site: p.siteTitle(), Lang: p.words.Lang, Dir: direction(p.site), Version: p.in.Version}
	if tag := p.site; validTag(tag) {
		ch.Lang = tag
	}
	ch.Locale = strings.ReplaceAll(ch.Lang, "-", "_")
	nav := func(key, url string, count int) {
		ch.Nav = append(ch.Nav, NavItem{Key: key, URL: url, Label: p.t("nav." + key), Count: count, Alert: key == "conflicts"})
	}
	nav("az", azURL, 0)
	if len(c.KPIs) > 0 {
		nav("kpis", kindURL(model.KPIKind), 0)
	}
	if len(c.Objects) > 0 {
		nav("objects", kindURL(model.ObjectKind), 0)
	}
	nav("domains", kindURL(model.DomainKind), 0)
	nav("lineage", lineageURL, 0)
	nav("conflicts", conflictsURL, p.open)
	nav("measures", measuresURL, 0)
	if p.in.History != nil {
		nav("changes", changesURL, 0)
	}
	nav("guide", guideURL, 0)
	ch.Footer, ch.Cards = p.footer(), p.cardScripts()
	ch.Revision = p.in.Revision[:min(len(p.in.Revision), 10)]
	ch.RevisionURL = p.commitURL(p.in.Revision)
	ch.Published, ch.PublishedOn = p.words.Day(p.in.Today), p.in.Today.String()
	return ch
}

func (p *planner) footer() []NavItem {
	var items []NavItem
	for _, k := range model.Kinds() {
		if n := len(p.in.Catalog.OfKind(k)); n > 0 && k != model.PageKind {
			items = append(items, NavItem{Key: k.String(), URL: kindURL(k), Label: p.t("kinds." + k.String()), Count: n})
		}
	}
	return append(items, NavItem{Key: "rules", URL: rulesURL, Label: p.t("nav.rules")},
		NavItem{Key: "json", URL: "catalog.json", Label: "catalog.json"})
}

func (p *planner) siteTitle() string {
	if s := p.in.Catalog.Config.Title.S; s != "" {
		return s
	}
	return p.t("site.title")
}

// frame starts the frame of a page.
func (p *planner) frame(page, section, title, description string, crumbs ...Link) Frame {
	f := Frame{Title: title, Description: shorten(description, 200), Root: root(page), Section: section}
	if page != homeURL {
		f.Crumbs = append([]Link{{Href: rel(page, homeURL), Label: p.t("crumb.home")}}, crumbs...)
	}
	if base := p.baseURL(); base != "" {
		f.Canonical = base + page
	}
	return f
}

// baseURL is the site's own address with a slash at its end, or "".
func (p *planner) baseURL() string {
	href, ok := External(p.in.Catalog.Config.BaseURL.S)
	if !ok || strings.HasPrefix(href, "mailto:") {
		return ""
	}
	return strings.TrimSuffix(href, "/") + "/"
}

// basePath is the path of the site on its own server, or "" when its address is
// not known.
func (p *planner) basePath() string {
	u, err := url.Parse(p.baseURL())
	if err != nil {
		return ""
	}
	return u.EscapedPath()
}

// shorten cuts text after a word so that it has at most limit bytes.
func shorten(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= limit {
		return s
	}
	cut := strings.LastIndexByte(s[:limit], ' ')
	if cut < limit/2 {
		cut = limit
		for cut > 0 && s[cut]&0xC0 == 0x80 {
			cut--
		}
	}
	return strings.TrimRight(s[:cut], " ,;:.–-") + "…"
}

func direction(lang string) string {
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "ar", "he", "fa", "ur", "yi", "dv", "ps", "sd", "ug":
		return "rtl"
	}
	return "ltr"
}

// validTag accepts what has the form of a language tag.
func validTag(tag string) bool {
	if tag == "" || len(tag) > 35 {
		return false
	}
	for _, part := range strings.Split(tag, "-") {
		if part == "" || len(part) > 8 || strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
			return false
		}
	}
	return true
}

// severityBadge shows how grave a finding is; rank 1 to 4 draws as many bars.
func (p *planner) severityBadge(s diag.Severity) Badge {
	return Badge{Class: "sev-" + s.String(), Label: p.t("severity." + s.String())}
}
