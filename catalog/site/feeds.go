package site

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

// most entries of a feed: readers fetch it again and again.
const mostFed = 60

// atomFeed is a feed in the Atom format (RFC 4287).
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  *atomAuthor `xml:"author,omitempty"`
	Link    atomLink    `xml:"link"`
	Summary string      `xml:"summary,omitempty"`

	day    model.Date
	about  []*model.Entry // whose domains and owners it concerns
	number int            // in the order in which it was found
}

func feedURL(of string) string { return "feeds/" + of + ".xml" }

const wholeFeed = "all"

func domainFeed(d *model.Domain) string { return "domains/" + d.ID }
func ownerFeed(o *model.Owner) string   { return "owners/" + o.ID }

// hasFeeds reports whether there are feeds: they need to know what changed, and
// the site's address, because what a feed says must be absolute.
func (p *planner) hasFeeds() bool { return p.in.History != nil && p.baseURL() != "" }

// feedHref is the way from a page to a feed, or "" where there are none.
func (p *planner) feedHref(from, of string) string {
	if !p.hasFeeds() {
		return ""
	}
	return rel(from, feedURL(of))
}

// feeds writes the feeds: of everything, of each function and of each owner.
func (p *planner) feeds() []File {
	if !p.hasFeeds() {
		return nil
	}
	news := p.news()
	files := []File{p.feed(wholeFeed, changesURL, p.siteTitle(), news)}
	byDomain, byOwner := map[*model.Domain][]atomEntry{}, map[*model.Owner][]atomEntry{}
	for _, n := range news {
		for _, d := range n.domains() {
			byDomain[d] = append(byDomain[d], n)
		}
		for _, o := range n.owners() {
			byOwner[o] = append(byOwner[o], n)
		}
	}
	for _, d := range p.in.Catalog.Domains {
		files = append(files, p.feed(domainFeed(d), entryURL(&d.Entry), p.siteTitle()+": "+p.title(&d.Entry), byDomain[d]))
	}
	for _, o := range p.in.Catalog.Owners {
		files = append(files, p.feed(ownerFeed(o), entryURL(&o.Entry), p.siteTitle()+": "+o.Title(), byOwner[o]))
	}
	return files
}

func (n *atomEntry) domains() []*model.Domain {
	var list []*model.Domain
	for _, e := range n.about {
		d := e.InDomain
		if own, ok := e.Self.(*model.Domain); ok {
			d = own
		}
		if d != nil && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

func (n *atomEntry) owners() []*model.Owner {
	var list []*model.Owner
	add := func(o *model.Owner) {
		if o != nil && !slices.Contains(list, o) {
			list = append(list, o)
		}
	}
	for _, e := range n.about {
		add(e.Accountable)
		for _, s := range e.Stewards {
			if s.To != nil {
				o, _ := s.To.Self.(*model.Owner)
				add(o)
			}
		}
	}
	return list
}

// news is everything that changed, newest first.
func (p *planner) news() []atomEntry {
	var list []atomEntry
	add := func(n atomEntry) {
		n.number = len(list)
		n.Updated = atomTime(n.day)
		list = append(list, n)
	}
	for _, e := range p.in.Catalog.Entries {
		h := p.in.History.Of(e.Key())
		if h == nil {
			continue
		}
		if !h.AtLeast {
			add(p.entryNews(e, h.Created, "new", p.words.F("feed.new", "kind", p.t("kind."+e.Kind.String()), "name", p.info(e).title), p.says(e).S))
		}
		for _, c := range h.Changes {
			part := p.t("part." + c.Part)
			add(p.entryNews(e, c.Commit, c.Part, p.words.F("feed.changed", "name", p.info(e).title, "part", part), changeText(c)))
		}
	}
	if p.in.Conflicts != nil {
		for i := range p.in.Conflicts.Lives {
			for _, n := range p.conflictNews(&p.in.Conflicts.Lives[i]) {
				add(n)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b atomEntry) int {
		return cmp.Or(int(b.day.Day)-int(a.day.Day), cmp.Compare(a.number, b.number))
	})
	return list
}

func (p *planner) entryNews(e *model.Entry, c history.Commit, part, title, text string) atomEntry {
	address := p.baseURL() + entryURL(e)
	n := atomEntry{ID: address + "#" + c.Hash + "-" + part, Title: title, Link: atomLink{Rel: "alternate", Type: "text/html", Href: address},
		Summary: shorten(text, 400), day: c.Date, about: []*model.Entry{e}}
	if c.Author != "" {
		n.Author = &atomAuthor{c.Author}
	}
	return n
}

func changeText(c history.Change) string {
	switch {
	case c.Before == "":
		return c.After
	case c.After == "":
		return "− " + c.Before
	}
	return "− " + shorten(c.Before, 190) + "\n+ " + shorten(c.After, 190)
}

// conflictNews tells when a conflict came up and when it went.
func (p *planner) conflictNews(l *history.Life) []atomEntry {
	link := p.conflictLink(changesURL, l.ID)
	address := p.baseURL() + conflictsURL
	if link.Href != "" {
		address = p.baseURL() + conflictURL(l.ID)
	}
	var about []*model.Entry
	for _, key := range l.Subjects {
		if e := p.in.Catalog.ByKey(key); e != nil {
			about = append(about, e)
		}
	}
	var list []atomEntry
	tell := func(key string, c history.Commit) {
		n := atomEntry{ID: p.baseURL() + conflictURL(l.ID) + "#" + key + "-" + c.Hash, Title: p.words.F("feed.conflict."+key, "name", link.Label),
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: address}, day: c.Date, about: about, Summary: c.Subject}
		list = append(list, n)
	}
	for i := range l.Spells {
		s := &l.Spells[i]
		if !s.AtLeast {
			tell("came", s.Began)
		}
		if s.Over() {
			tell("went", s.Ended)
		}
	}
	return list
}

// feed writes one feed.
func (p *planner) feed(of, page, title string, news []atomEntry) File {
	base := p.baseURL()
	f := atomFeed{Lang: p.words.Lang, ID: base + feedURL(of), Title: oneLine(title), Subtitle: p.t("feed.subtitle"), Author: atomAuthor{p.siteTitle()},
		Updated: atomTime(p.in.Today), Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: base + feedURL(of)}, {Rel: "alternate", Type: "text/html", Href: base + page}}}
	if len(news) > 0 {
		f.Updated = news[0].Updated
	}
	f.Entries = news[:min(len(news), mostFed)]
	data, err := xml.MarshalIndent(&f, "", " ")
	if err != nil {
		panic("unreachable: a feed is strings: " + err.Error())
	}
	return File{URL: feedURL(of), Data: []byte(xml.Header + strings.TrimSpace(string(data)) + "\n")}
}

// atomTime is a day in the form that Atom wants: its beginning in UTC.
func atomTime(d model.Date) string { return d.String() + "T00:00:00Z" }
