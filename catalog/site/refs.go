package site

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Link is something to read or to follow. Without Href it is only text.
type Link struct {
	Href  string
	Label string
	Kind  string // the kind of entry it leads to, for its icon; "" for none
	Note  string // a few words beside it
	Lang  string // the language of Label, where it is not the page's
	Alert bool   // the entry has open conflicts
	Out   bool   // it leaves the site
}

// Badge is a word with a sign: a status, a severity, a kind.
type Badge struct{ Class, Label string }

// Fact is one line of an entry's particulars.
type Fact struct {
	Label string
	Text  string
	Date  string // machine-readable form of Text when it is a day
	Links []Link
	Class string // a badge's class, drawn before Text
	Note  string // a remark below
	Warn  bool   // the remark calls for attention
}

// FileRef is where something is written.
type FileRef struct {
	Label string // path:line
	Href  string // in the repository, or ""
	Edit  string // to change it there, or ""
}

// link leads from a page to an entry.
func (p *planner) link(from string, e *model.Entry) Link {
	n := p.info(e)
	return Link{Href: rel(from, n.url), Label: n.title, Lang: n.lang, Kind: e.Kind.String(), Alert: len(n.open) > 0}
}

// domainLink is a link that says which function the entry belongs to, for lists
// in which names alone could be taken for each other.
func (p *planner) domainLink(from string, e *model.Entry) Link {
	l := p.link(from, e)
	l.Note = p.info(e).domain
	return l
}

// links are the resolved references of a list.
func (p *planner) links(from string, refs []model.Ref) []Link {
	var list []Link
	for _, r := range refs {
		list = append(list, p.ref(from, r)...)
	}
	return list
}

// ref is a reference as a link: nothing when none was written or it did not
// resolve. A reference to a field leads to the field.
func (p *planner) ref(from string, r model.Ref) []Link {
	if r.To == nil {
		return nil
	}
	l := p.link(from, r.To)
	if r.Field != "" {
		l.Label, l.Href = l.Label+" · "+r.Field, l.Href+"#"+fieldAnchor(r.Field)
	}
	return []Link{l}
}

// keyLinks are links to the entries that full IDs name.
func (p *planner) keyLinks(from string, keys []string) []Link {
	var list []Link
	for _, key := range keys {
		if e := p.in.Catalog.ByKey(key); e != nil {
			list = append(list, p.domainLink(from, e))
		}
	}
	return list
}

func (p *planner) ownerLink(from, id string) []Link {
	if e := p.in.Catalog.Get(model.OwnerKind, id); e != nil {
		return []Link{p.link(from, e)}
	}
	return nil
}

// file says where a span stands, with links into the repository when the
// catalog names one.
func (p *planner) file(at source.Span) FileRef {
	f := p.in.Catalog.Source.File(at.File)
	if f == nil {
		return FileRef{}
	}
	line := strconv.Itoa(f.Position(at.Start).Line)
	path := f.Path
	if dir := strings.Trim(p.in.Options.ContentPath, "/"); dir != "" && dir != "." {
		path = dir + "/" + path
	}
	ref := FileRef{Label: f.Path + ":" + line}
	c := p.in.Catalog.Config
	branch := c.Branch.S
	if branch == "" {
		branch = "main"
	}
	escaped := (&url.URL{Path: path}).EscapedPath()
	if repo, ok := External(c.Repository.S); ok {
		ref.Href = strings.TrimSuffix(repo, "/") + "/blob/" + url.PathEscape(branch) + "/" + escaped + "#L" + line
	}
	if c.EditURL.S != "" {
		pattern := strings.NewReplacer("{path}", escaped, "{line}", line, "{branch}", url.PathEscape(branch)).Replace(c.EditURL.S)
		if href, ok := External(pattern); ok {
			ref.Edit = href
		}
	} else if repo, ok := External(c.Repository.S); ok {
		ref.Edit = strings.TrimSuffix(repo, "/") + "/edit/" + url.PathEscape(branch) + "/" + escaped
	}
	return ref
}

func (p *planner) commitURL(revision string) string {
	repo, ok := External(p.in.Catalog.Config.Repository.S)
	if !ok || revision == "" {
		return ""
	}
	return strings.TrimSuffix(repo, "/") + "/commit/" + url.PathEscape(revision)
}

// outward is a written address as a link that leaves the site, or as plain text
// with a finding when it must not be followed.
func (p *planner) outward(label string, address model.Text) (Link, bool) {
	if label == "" {
		label = strings.TrimPrefix(strings.TrimPrefix(address.S, "https://"), "http://")
	}
	if address.S == "" {
		return Link{Label: label}, true
	}
	if href, ok := External(address.S); ok {
		return Link{Href: href, Label: label, Out: true}, true
	}
	return Link{Label: label}, false
}
