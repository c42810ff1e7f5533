package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

func wotGlossaries() Format {
	return Format{
		Name:  "wot",
		Title: "WebOfTrust glossaries (JSON)",
		Doc: "Reads `glossaries/*.json`: lists of entries with `organisation`, `term`, `definition`, `url` and " +
			"`anchor`. Each organisation becomes a domain, each entry a term of it. HTML becomes Markdown, links " +
			"inside a glossary become related terms, and an entry that only says `See: x` becomes a label of x. " +
			"Entries of the same name in several organisations stay apart, so that competing definitions show.",
		Import: importWOT,
	}
}

// glossary is one import of WebOfTrust glossaries.
type glossary struct {
	*batch
	bodies []*body
	byName map[string][]*entry // folded name to the entries of all bodies, but cross-references
}

// body is one organisation and its entries.
type body struct {
	name, domain, url string
	entries           []*entry
	byAnchor          map[string]*entry // by slug of anchor
	byName            map[string]*entry // by folded name
}

// entry is one entry of a glossary.
type entry struct {
	body        *body
	at          place
	name        string
	url, anchor string
	text        prose
	fields      fields // what else it has

	id          string
	see         string // where it only refers to: the words after "See"
	target      *entry // the entry that it is a label of
	admitted    []string
	abbreviated string
}

func importWOT(ctx context.Context, src fs.FS, opt Options) (*Result, error) {
	g := &glossary{batch: newBatch(newInput(ctx, src, opt)), byName: map[string][]*entry{}}
	names, err := g.in.glob("glossaries/*.json", "*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := g.load(name); err != nil {
			return nil, err
		}
	}
	if len(g.bodies) == 0 {
		return nil, errors.New("these are not glossaries: expected `glossaries/*.json`, each a list of entries with `organisation`, `term` and `definition`")
	}
	g.settleReferences()
	g.nameTerms()
	for _, b := range g.bodies {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, e := range b.entries {
			if e.target == nil {
				g.writeTerm(e)
			}
		}
	}
	g.writeDomains()
	return g.result("Glossaries", opt), nil
}

// load reads one glossary file, entry by entry. What follows a syntax error is
// noted and left out.
func (g *glossary) load(name string) error {
	data, err := g.in.read(name)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		delete(g.in.seen, name) // some other JSON file; listed among those not read
		return nil
	}
	g.read("file")
	lines := lineCounter{data: data, line: 1}
	for dec.More() {
		at := place{name, lines.at(dec.InputOffset())}
		var value any
		if err := dec.Decode(&value); err != nil {
			g.dropped("file")
			g.drop(at, "the rest of the file is not JSON that can be read: "+syntaxMessage(err), "put the syntax right and import again")
			return nil
		}
		g.read("entry")
		table, ok := value.(map[string]any)
		if !ok {
			g.dropped("entry")
			g.drop(at, "an item of the list is no entry with `term` and `definition`", "")
			continue
		}
		g.add(fields{b: g.batch, at: at, what: "an entry", table: table})
	}
	g.written("file")
	return nil
}

func syntaxMessage(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends too early"
	}
	return err.Error()
}

// lineCounter turns rising offsets into lines. Blanks and commas before a
// value count as part of it.
type lineCounter struct {
	data []byte
	done int64
	line int
}

func (l *lineCounter) at(offset int64) int {
	for int(offset) < len(l.data) && bytes.IndexByte([]byte(" \t\r\n,"), l.data[offset]) >= 0 {
		offset++
	}
	l.line += bytes.Count(l.data[l.done:offset], []byte("\n"))
	l.done = offset
	return l.line
}

// add files one entry under its organisation. Empty ones and repetitions are
// noted.
func (g *glossary) add(f fields) {
	e := &entry{at: f.at, name: f.line("term"), url: f.line("url"), anchor: f.line("anchor")}
	organisation := f.line("organisation")
	if organisation == "" {
		organisation = strings.TrimSuffix(path.Base(f.at.path), ".json")
	}
	f.what = e.name
	definition := f.text("definition")
	e.text, e.fields = readHTML(definition), f
	switch {
	case e.name == "" && oneLine(definition) == "":
		g.dropped("entry")
		g.drop(f.at, "an entry without term and definition was left out", "")
		return
	case e.name == "":
		g.dropped("entry")
		g.drop(f.at, "an entry without a term was left out: "+e.text.plain(), "give it a term and import again")
		return
	}
	b := g.body(organisation, e.url)
	e.body = b
	if first := b.byName[foldName(e.name)]; first != nil && first.text.plain() == e.text.plain() {
		g.merged("entry")
		g.note(f.at, fmt.Sprintf("`%s` stands twice with the same definition; it was written once", e.name), "")
		return
	}
	if strings.Contains(definition, "<<<<<<< ") || strings.Contains(definition, "&lt;&lt;&lt;&lt;&lt;&lt;&lt; ") {
		g.note(f.at, fmt.Sprintf("the definition of `%s` holds the marks of an unfinished merge; its text was kept as it is", e.name), "settle the merge and delete the marks")
	}
	e.see = crossReference(e.text)
	b.entries = append(b.entries, e)
	b.file(e)
	if e.see == "" && e.text.plain() != "" {
		g.byName[foldName(e.name)] = append(g.byName[foldName(e.name)], e)
	}
}

// body returns the organisation of that name.
func (g *glossary) body(name, url string) *body {
	for _, b := range g.bodies {
		if b.name == name {
			return b
		}
	}
	b := &body{name: name, url: url, byAnchor: map[string]*entry{}, byName: map[string]*entry{}}
	b.domain = g.id(model.DomainKind, "", name, place{})
	g.bodies = append(g.bodies, b)
	return b
}

// file makes an entry findable. The first of a name wins.
func (b *body) file(e *entry) {
	if key := foldName(e.name); b.byName[key] == nil {
		b.byName[key] = e
	}
	if e.anchor != "" && b.byAnchor[Slug(e.anchor)] == nil {
		b.byAnchor[Slug(e.anchor)] = e
	}
}

// foldName is a name as it is compared: case, punctuation and white space do
// not count.
func foldName(name string) string { return Slug(name) }

func (g *glossary) writeDomains() {
	var domains []record
	for _, b := range g.bodies {
		r := record{{"id", b.domain}, {"name", b.name}, {"description", "Terms as " + b.name + " uses them."}, {"status", "approved"}}
		if webAddress(b.url) {
			r.add("links", []record{{{"label", b.name}, {"url", b.url}}})
		}
		domains = append(domains, r)
	}
	g.entryList(model.DomainKind, "bodies", domains)
}
