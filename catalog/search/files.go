package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
)

// Manifest is the path of the script that a reader loads first.
const Manifest = "search/index.js"

// Keys lists what the search says in the language of the site, by the keys under
// which Input.Text is asked.
var Keys = []string{"search.none", "search.found.one", "search.found.other", "search.spelt", "search.deprecated",
	"search.alias", "search.more", "search.all", "search.kind", "search.domain", "search.owner", "search.status", "search.conflict",
	"search.own", "search.own.none", "search.disputed", "search.browse"}

// most letters of a definition that a result shows, and entries in one file of
// them.
const (
	mostMeaning = 130
	perBlock    = 40
)

// manifest is what a reader must know before anything else.
type manifest struct {
	Version int                 `json:"version"`
	Stamp   string              `json:"stamp"`
	Entries int                 `json:"entries"`
	Block   int                 `json:"block"` // entries in one file
	Langs   []string            `json:"langs"`
	Stop    string              `json:"stop"`
	Ranks   json.RawMessage     `json:"ranks"`
	Starts  map[string][]string `json:"starts"` // the first key of each shard, by dictionary
	Kinds   [][3]string         `json:"kinds"`  // name, name for readers, folder
	States  [][2]string         `json:"states"`
	Domains [][2]string         `json:"domains"` // ID and title
	Text    map[string]string   `json:"text"`
}

// Files writes the index: the manifest, shards, and what results show. Each is a
// script that hands its text to concordSearch.put, because pages opened from a
// folder can read nothing else.
func (x *Index) Files() iter.Seq[output.File] {
	return func(yield func(output.File) bool) {
		emit := func(name string, content any) bool { return yield(script(name, content)) }
		if !emit("index", x.manifest()) || !emit("owners", x.ownerNames()) {
			return
		}
		for _, d := range x.dicts() {
			for n := range d.starts {
				if !emit(fmt.Sprintf("%s%d", d.name, n), d.shardText(n)) {
					return
				}
			}
		}
		for n := 0; n < len(x.docs); n += perBlock {
			if !emit(fmt.Sprintf("d%d", n/perBlock), x.block(n)) {
				return
			}
		}
	}
}

func script(name string, content any) output.File {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(content); err != nil {
		panic("unreachable: the index is text and numbers: " + err.Error())
	}
	// Wherever the script may be put, nothing in it ends a script element.
	data := strings.ReplaceAll(strings.TrimSpace(b.String()), "</", `<\/`)
	text := fmt.Sprintf("concordSearch.put(%q,%s);\n", name, data)
	return output.File{Path: "search/" + name + ".js", Data: []byte(text)}
}

func (x *Index) manifest() manifest {
	m := manifest{Version: 1, Stamp: x.stamp(), Entries: len(x.docs), Block: perBlock, Langs: x.lexicon.langs, Ranks: rank.json(),
		Starts: map[string][]string{}, Text: map[string]string{}}
	var stop []string
	for _, lang := range x.lexicon.langs {
		stop = append(stop, stopWords[lang])
	}
	m.Stop = strings.Join(stop, " ")
	for _, d := range x.dicts() {
		m.Starts[d.name] = append([]string{}, d.byShard...)
	}
	used := map[model.Kind]bool{}
	for i := range x.docs {
		used[x.docs[i].entry.Kind] = true
	}
	for _, k := range model.Kinds() {
		name := ""
		if used[k] {
			name = x.text("kind." + k.String())
		}
		m.Kinds = append(m.Kinds, [3]string{k.String(), name, k.Folder()})
	}
	for s := model.Draft; s <= model.Retired; s++ {
		m.States = append(m.States, [2]string{s.String(), x.text("status." + s.String())})
	}
	for _, d := range x.domains {
		m.Domains = append(m.Domains, [2]string{d.ID, d.Title()})
	}
	for _, key := range Keys {
		m.Text[strings.TrimPrefix(key, "search.")] = x.text(key)
	}
	return m
}

// stamp tells this index from others, so that a browser does not mix the files
// of two.
func (x *Index) stamp() string {
	h := fnv.New32a()
	for _, d := range x.dicts() {
		for i, key := range d.keys {
			fmt.Fprintf(h, "%s\t%s\n", key, d.values[i])
		}
	}
	for n := 0; n < len(x.docs); n += perBlock {
		fmt.Fprintln(h, x.block(n))
	}
	return fmt.Sprintf("%08x", h.Sum32())
}

func (x *Index) dicts() []*dict {
	return []*dict{&x.labels, &x.words, &x.prefixes, &x.spelling, &x.facets}
}

func (x *Index) ownerNames() [][2]string {
	list := [][2]string{}
	for _, o := range x.owners {
		list = append(list, [2]string{o.ID, o.Title()})
	}
	return list
}

// block is one file of entries, a line for each: kind, ID, title, domain,
// status, open conflicts, labels, meaning.
func (x *Index) block(from int) string {
	var b strings.Builder
	for i := from; i < min(from+perBlock, len(x.docs)); i++ {
		d := &x.docs[i]
		if i > from {
			b.WriteByte('\n')
		}
		domain := ""
		if d.domain >= 0 {
			domain = fmt.Sprint(d.domain)
		}
		var labels []string
		for _, l := range d.labels[1:] {
			labels = append(labels, fmt.Sprint(l.use)+line(l.text))
		}
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%d\t%d\t%s\t%s", d.entry.Kind-1, d.entry.ID, line(d.entry.Title()), domain,
			d.entry.Status, d.conflicts, strings.Join(labels, "|"), line(excerpt(d.entry)))
	}
	return b.String()
}

// excerpt is what an entry is, in few words.
func excerpt(e *model.Entry) string {
	text := e.Meaning().S
	switch v := e.Self.(type) {
	case *model.Decision:
		text = cmp.Or(text, v.Question.S)
	case *model.Scenario:
		text = cmp.Or(text, v.Question.S)
	case *model.Resolution:
		text = cmp.Or(text, v.Reason.S)
	}
	text = line(text)
	if len(text) <= mostMeaning {
		return text
	}
	end := mostMeaning
	for !utf8.RuneStart(text[end]) {
		end--
	}
	if space := strings.LastIndexByte(text[:end], ' '); space > end/2 {
		end = space
	}
	return strings.TrimRight(text[:end], " ,;:.–-") + "…"
}

// line makes one line of a text, fit to stand between tabs and bars.
func line(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "¦")
}
