package ingest

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/concord-catalog/concord/catalog/model"
)

var seeAlso = regexp.MustCompile(`(?i)^see\b(?: also)?:?\s*(.*?)\.?$`)

// crossReference returns what an entry refers to when a reference is all that
// it says, else "".
func crossReference(text prose) string {
	m := seeAlso.FindStringSubmatch(text.plain())
	if m == nil {
		return ""
	}
	return unescape(m[1])
}

// settleReferences makes labels of the entries that only refer to another of
// the same body.
func (g *glossary) settleReferences() {
	for _, b := range g.bodies {
		for _, e := range b.entries {
			if e.see != "" {
				e.target = b.follow(e)
			}
		}
		for _, e := range b.entries {
			switch {
			case e.see == "":
			case e.target == nil:
				g.note(e.at, fmt.Sprintf("`%s` refers to `%s`, which %s does not define; it was kept as a term without a definition", e.name, e.see, b.name),
					"define it, or make the name a label of another term")
			default:
				g.merged("entry")
				e.target.label(e.name)
			}
		}
	}
}

// follow returns the defined entry at the end of a chain of references, or nil.
func (b *body) follow(e *entry) *entry {
	passed := map[*entry]bool{}
	for e != nil && e.see != "" {
		if passed[e] {
			return nil
		}
		passed[e] = true
		e = b.referred(e)
	}
	return e
}

// referred returns the entry that a cross-reference names, by link or by name.
func (b *body) referred(e *entry) *entry {
	for _, l := range e.text.links {
		if to := b.linked(e, l); to != nil && to != e {
			return to
		}
	}
	if to := b.byName[foldName(e.see)]; to != e {
		return to
	}
	return nil
}

// linked returns the entry of the body that a link leads to, or nil.
func (b *body) linked(e *entry, l hyperlink) *entry {
	u, err := url.Parse(l.href)
	if err != nil {
		return nil
	}
	if u.Host != "" {
		home, err := url.Parse(e.url)
		if err != nil || home.Host != u.Host {
			return nil
		}
	}
	for _, name := range []string{u.Fragment, path.Base(u.Path)} {
		if name == "" || name == "." || name == "/" {
			continue
		}
		if to := b.byAnchor[Slug(name)]; to != nil {
			return to
		}
		if to := b.byName[foldName(name)]; to != nil {
			return to
		}
	}
	return nil
}

// label gives a term another name.
func (e *entry) label(name string) {
	switch {
	case name == e.name || slices.Contains(e.admitted, name):
	case e.abbreviated == "" && abbreviates(name, e.name):
		e.abbreviated = name
	default:
		e.admitted = append(e.admitted, name)
	}
}

// abbreviates reports whether a label looks like a short form: one word of at
// least two capitals, shorter than the name.
func abbreviates(label, name string) bool {
	capitals := 0
	for _, r := range label {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals >= 2 && len(label) <= 12 && len(label) < len(name) && !strings.Contains(label, " ")
}

// nameTerms gives out the IDs of all terms, so that references may point in
// any order.
func (g *glossary) nameTerms() {
	for _, b := range g.bodies {
		for _, e := range b.entries {
			if e.target == nil {
				e.id = g.id(model.TermKind, b.domain, e.name, e.at)
			}
		}
	}
}

// writeTerm writes one entry as a Markdown file.
func (g *glossary) writeTerm(e *entry) {
	d := splitDefinition(e.text)
	if e.see != "" {
		d = definition{note: e.text.markdown()}
	}
	if d.text == "" && e.see == "" {
		g.note(e.at, fmt.Sprintf("`%s` has no definition; it was kept as a draft", e.name), "define it or delete it")
	}
	var r record
	r.add("name", e.name)
	r.add("definition", d.text)
	r.add("status", map[bool]string{true: "approved", false: "draft"}[d.text != ""])
	r.add("admitted", e.admitted)
	r.add("abbreviation", e.abbreviated)
	related, links := g.links(e)
	r.add("related", related)
	r.add("source", sources(e, d.sources))
	r.add("links", links)
	custom := record{}
	e.fields.rest(&custom)
	r.add("custom", custom)
	g.entryMarkdown(model.TermKind, e.id, r, strings.TrimSpace(d.note))
	g.written("entry")
}

// sources names the body that publishes the entry and the works that it cites.
func sources(e *entry, cited []string) []record {
	own := record{{"authority", e.body.name}}
	if webAddress(e.url) {
		address := e.url
		if u, err := url.Parse(e.url); err == nil && e.anchor != "" && u.Fragment == "" {
			u.Fragment = e.anchor
			address = u.String()
		}
		own.add("url", address)
	}
	all := []record{own}
	for _, authority := range cited {
		all = append(all, record{{"authority", authority}})
	}
	return all
}

// links sorts an entry's links: those to terms of the same body are related
// terms, those to the web are links, and others lead nowhere.
func (g *glossary) links(e *entry) (related []string, links []record) {
	known := map[string]bool{}
	for _, l := range e.text.links {
		g.read("link")
		to := e.body.linked(e, l)
		if to != nil && to.target != nil {
			to = to.target
		}
		switch {
		case to == e || known[l.href]:
			g.merged("link")
		case to != nil && slices.Contains(related, to.id):
			g.merged("link")
		case to != nil:
			g.written("link")
			related = append(related, to.id)
		case webAddress(l.href):
			g.written("link")
			known[l.href] = true
			links = append(links, record{{"label", cmp.Or(l.label, l.href)}, {"url", l.href}})
		default:
			g.dropped("link")
			g.drop(e.at, fmt.Sprintf("a link of `%s` to `%s` leads nowhere in this glossary; its text was kept", e.name, l.href), "")
		}
	}
	if e.see != "" {
		for _, other := range g.byName[foldName(e.name)] {
			if !slices.Contains(related, other.id) {
				related = append(related, other.id)
			}
		}
	}
	return related, links
}

func webAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// definition is what an entry says, sorted into the parts of a term.
type definition struct {
	text    string
	note    string
	sources []string
}

// Only marks that can mean nothing else are taken apart; a line that merely
// begins with "Source" stays in the text.
var (
	citedSource = regexp.MustCompile(`\s*\[Source: *([^\]]*)\]`)
	noteStart   = regexp.MustCompile(`\s*Additional notes?:\s*`)
	noteNumber  = regexp.MustCompile(`\s*(Note \d+:)`)
)

// splitDefinition takes the definition proper out of an entry: the section
// headed "Definition", or else the first that says anything. The other sections
// and what is marked as an additional note are notes.
func splitDefinition(text prose) definition {
	var d definition
	at := definingSection(text)
	if at < 0 {
		return d
	}
	body := text.sections[at].text()
	for _, m := range citedSource.FindAllStringSubmatch(body, -1) {
		if s := unescape(m[1]); s != "" && !slices.Contains(d.sources, s) {
			d.sources = append(d.sources, s)
		}
	}
	body = citedSource.ReplaceAllString(body, "")
	var notes []string
	if parts := noteStart.Split(body, 2); len(parts) == 2 && parts[0] != "" {
		body = parts[0]
		notes = append(notes, strings.TrimSpace(noteNumber.ReplaceAllString(parts[1], "\n\n$1")))
	}
	d.text = strings.TrimSpace(body)
	for i, s := range text.sections {
		if i != at {
			notes = append(notes, s.markdown()...)
		}
	}
	d.note = joinBlocks(notes)
	return d
}

func definingSection(text prose) int {
	first := -1
	for i, s := range text.sections {
		if len(s.blocks) == 0 {
			continue
		}
		if strings.HasPrefix(strings.ToLower(s.heading), "definition") {
			return i
		}
		if first < 0 {
			first = i
		}
	}
	return first
}
