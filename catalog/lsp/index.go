package lsp

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// index finds entries of one catalog the ways that an editor asks for them.
type index struct {
	catalog *model.Catalog
	byFile  map[source.FileID][]*model.Entry // in the order of the file
	full    map[string][]*model.Entry        // by whole ID, former ones included
	short   map[string][]*model.Entry        // by last part of the ID
	names   formula.Names
	words   []string // what each entry of the catalog is called, in small letters
}

func newIndex(c *model.Catalog) *index {
	x := &index{catalog: c, byFile: map[source.FileID][]*model.Entry{}, full: map[string][]*model.Entry{}, short: map[string][]*model.Entry{}, names: formula.IndexNames(c)}
	x.words = make([]string, 0, len(c.Entries))
	for _, e := range c.Entries {
		x.words = append(x.words, strings.ToLower(e.ID+" "+formula.Name(e.ID)+" "+e.Title()))
		x.byFile[e.All.File] = append(x.byFile[e.All.File], e)
		x.full[e.ID] = append(x.full[e.ID], e)
		x.short[model.LastPart(e.ID)] = append(x.short[model.LastPart(e.ID)], e)
		for _, old := range e.Formerly {
			x.full[old.S] = append(x.full[old.S], e)
		}
	}
	for _, list := range x.byFile {
		slices.SortFunc(list, func(a, b *model.Entry) int { return cmp.Compare(a.All.Start, b.All.Start) })
	}
	return x
}

// write is the shortest reference to an entry that leads to it, from another
// entry and in a field that takes those kinds (none means all). It follows what
// resolving does: whole IDs first, then last parts in the domain at hand, then
// last parts anywhere.
func (x *index) write(from, to *model.Entry, kinds []model.Kind) string {
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
	if only(x.full[short]) && x.leads(x.short[short], from, to, fits) {
		return short
	}
	if only(x.full[to.ID]) {
		return to.ID
	}
	return to.Key()
}

func (x *index) leads(all []*model.Entry, from, to *model.Entry, fits func(*model.Entry) bool) bool {
	near, far := 0, 0
	for _, e := range all {
		if !fits(e) {
			continue
		}
		far++
		if from != nil && from.InDomain != nil && e.InDomain == from.InDomain {
			near++
		}
	}
	inDomain := from != nil && from.InDomain != nil && to.InDomain == from.InDomain
	return near == 1 && inDomain || near == 0 && far == 1
}

// stranger stands in for an entry whose text cannot be read at the moment: its
// kind, ID and domain follow from the path.
func (x *index) stranger(path string) *model.Entry {
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
		for _, d := range x.full[id] {
			if self, ok := d.Self.(*model.Domain); ok {
				e.InDomain = self
			}
		}
	}
	return e
}
