package lsp

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// index finds entries of one catalog the ways that an editor asks for them.
type index struct {
	byFile map[source.FileID][]*model.Entry // in the order of the file
	words  []string                         // what each entry of the catalog is called, in small letters
}

func newIndex(c *catalog.Named) *index {
	x := &index{byFile: byFile(c.Catalog.Entries)}
	x.words = make([]string, 0, len(c.Catalog.Entries))
	for _, e := range c.Catalog.Entries {
		x.words = append(x.words, called(e))
	}
	return x
}

// called is what an entry is called, in small letters.
func called(e *model.Entry) string {
	return strings.ToLower(e.ID + " " + formula.Name(e.ID) + " " + e.Title())
}

func byFile(entries []*model.Entry) map[source.FileID][]*model.Entry {
	m := make(map[source.FileID][]*model.Entry, len(entries))
	for _, e := range entries {
		m[e.All.File] = append(m[e.All.File], e)
	}
	for _, list := range m {
		slices.SortFunc(list, func(a, b *model.Entry) int { return cmp.Compare(a.All.Start, b.All.Start) })
	}
	return m
}

// write is the shortest reference to an entry that leads to it, from another
// entry and in a field that takes those kinds (none means all). It follows what
// resolving does: whole IDs first, then last parts in the domain at hand, then
// last parts anywhere.
func (st *state) write(from, to *model.Entry, kinds []model.Kind) string {
	fits := func(e *model.Entry) bool { return len(kinds) == 0 || slices.Contains(kinds, e.Kind) }
	only := func(list []*model.Entry) bool {
		for _, e := range list {
			if fits(e) && e != to {
				return false
			}
		}
		return true
	}
	short := model.LastPart(to.ID)
	if only(st.IDs.ByID(short)) && st.leads(st.IDs.ByLastPart(short), from, to, fits) {
		return short
	}
	if only(st.IDs.ByID(to.ID)) {
		return to.ID
	}
	return to.Key()
}

func (st *state) leads(all []*model.Entry, from, to *model.Entry, fits func(*model.Entry) bool) bool {
	near, far := 0, 0
	for _, e := range all {
		if !fits(e) {
			continue
		}
		far++
		if from != nil && e.SharesDomain(from) {
			near++
		}
	}
	inDomain := from != nil && to.SharesDomain(from)
	return near == 1 && inDomain || near == 0 && far == 1
}

// stranger stands in for an entry whose text cannot be read at the moment: its
// kind, ID and domain follow from the path.
func (st *state) stranger(path string) *model.Entry {
	folder, rest, ok := strings.Cut(path, "/")
	kind, known := model.ParseKind(folder)
	if !ok || !known {
		return &model.Entry{}
	}
	e := &model.Entry{Kind: kind}
	if i := strings.LastIndexByte(rest, '.'); i > 0 {
		e.ID = rest[:i]
	}
	for id := e.ID; strings.Contains(id, "/") && e.InDomain == nil; {
		id = id[:strings.LastIndexByte(id, '/')]
		for _, d := range st.IDs.ByID(id) {
			if self, ok := d.Self.(*model.Domain); ok {
				e.InDomain = self
			}
		}
	}
	return e
}
