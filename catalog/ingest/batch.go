package ingest

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
)

// batch gathers what one import writes, notes and counts.
type batch struct {
	in     *input
	files  []output.File
	notes  []Note
	counts []Count
	ids    map[model.Kind]*namer
	custom customFields
}

func newBatch(in *input) *batch {
	return &batch{in: in, ids: map[model.Kind]*namer{}, custom: customFields{}}
}

// place is where in the input a thing stands.
type place struct {
	path string
	line int
}

func (b *batch) note(at place, what, help string) {
	b.notes = append(b.notes, Note{Source: at.path, Line: at.line, What: what, Help: help})
}

func (b *batch) drop(at place, what, help string) {
	b.notes = append(b.notes, Note{Source: at.path, Line: at.line, What: what, Help: help, Dropped: true})
}

// count returns the balance of a kind, to be added to.
func (b *batch) count(kind string) *Count {
	i := slices.IndexFunc(b.counts, func(c Count) bool { return c.Kind == kind })
	if i < 0 {
		b.counts = append(b.counts, Count{Kind: kind})
		i = len(b.counts) - 1
	}
	return &b.counts[i]
}

func (b *batch) read(kind string)    { b.count(kind).Read++ }
func (b *batch) written(kind string) { b.count(kind).Written++ }
func (b *batch) merged(kind string)  { b.count(kind).Merged++ }
func (b *batch) dropped(kind string) { b.count(kind).Dropped++ }

// id gives an entry its ID below a prefix, and tells when it is not the plain
// slug of the name.
func (b *batch) id(kind model.Kind, prefix, name string, at place) string {
	n := b.ids[kind]
	if n == nil {
		n = &namer{taken: map[string]bool{}}
		b.ids[kind] = n
	}
	id, why := n.name(prefix, name, kind)
	if why != "" {
		b.note(at, fmt.Sprintf("%s `%s` is named `%s`: %s", kind, name, id, why), "")
	}
	return id
}

func (b *batch) file(path, text string) {
	b.files = append(b.files, output.File{Path: path, Data: []byte(text)})
}

// entryYAML writes one entry as a YAML file.
func (b *batch) entryYAML(kind model.Kind, id string, r record) {
	b.custom.see(kind, r)
	b.file(kind.Folder()+"/"+id+".yaml", yamlText(r))
}

// entryMarkdown writes one entry as a Markdown file whose body is its note.
func (b *batch) entryMarkdown(kind model.Kind, id string, r record, body string) {
	b.custom.see(kind, r)
	text := "---\n" + yamlText(r) + "---\n"
	if body != "" {
		text += "\n" + body + "\n"
	}
	b.file(kind.Folder()+"/"+id+".md", text)
}

// listLength is the most entries of one file, well below what is read back.
const listLength = 1000

// entryList writes entries that are mere lists as TOML files, one for every
// thousand. Each record names its own id.
func (b *batch) entryList(kind model.Kind, name string, records []record) {
	n := 1
	for chunk := range slices.Chunk(records, listLength) {
		for _, r := range chunk {
			b.custom.see(kind, r)
		}
		file := name
		if n > 1 {
			file = fmt.Sprintf("%s-%d", name, n)
		}
		b.file(kind.Folder()+"/"+file+".toml", tomlList(chunk))
		n++
	}
}

// clean makes foreign text fit for a content file and notes what had to go.
func (b *batch) clean(at place, what, s string) string {
	text, odd := cleanText(s)
	if odd > 0 {
		b.note(at, fmt.Sprintf("%s holds %s that text files cannot carry or people cannot see, replaced or taken out here", what, countOf(odd, "character", "characters")), "")
	}
	return text
}

// result closes the batch: it adds the configuration and the page about the
// import, and puts everything in order.
func (b *batch) result(title string, opt Options) *Result {
	b.leftOver()
	slices.SortStableFunc(b.notes, func(x, y Note) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Line, y.Line), cmp.Compare(x.What, y.What))
	})
	if opt.Title != "" {
		title = opt.Title
	}
	b.file("concord.toml", configText(title, b.custom))
	b.file("pages/about.md", aboutText(title, opt, b.counts, b.notes))
	slices.SortFunc(b.files, func(x, y output.File) int { return cmp.Compare(x.Path, y.Path) })
	return &Result{Files: b.files, Notes: b.notes, Counts: b.counts}
}
