package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// bookmark is one line of the outline that viewers show beside the pages.
type bookmark struct {
	level int
	title string
	dest  string
}

// destination is a place that links lead to.
type destination struct {
	page ref
	y    Unit
}

// Bookmark adds a line to the outline, in the order of the document. The first
// has level 0; a line goes below the nearest one before it of a lower level.
func (d *Document) Bookmark(level int, title, dest string) {
	d.marks = append(d.marks, bookmark{level, title, dest})
}

// Dest makes a place of the page known by a name, which must be unique.
func (p *Page) Dest(name string, y Unit) { p.doc.dests[name] = destination{p.ref, y} }

// writeBookmarks returns the catalog's entries for the outline.
func (d *Document) writeBookmarks() string {
	if len(d.marks) == 0 {
		return ""
	}
	type item struct {
		ref                             ref
		parent, prev, next, first, last int // indexes, -1 for none
		count                           int
	}
	items := make([]item, len(d.marks))
	root := d.alloc()
	var path []int // the open ancestors of the next item
	first, last, top := -1, -1, 0
	for i := range items {
		items[i] = item{d.alloc(), -1, -1, -1, -1, -1, 0}
		for len(path) > 0 && d.marks[path[len(path)-1]].level >= d.marks[i].level {
			path = path[:len(path)-1]
		}
		head, tail := &first, &last
		if len(path) > 0 {
			p := path[len(path)-1]
			items[i].parent = p
			head, tail = &items[p].first, &items[p].last
			items[p].count++
		} else {
			top++
		}
		if *tail >= 0 {
			items[*tail].next, items[i].prev = i, *tail
		} else {
			*head = i
		}
		*tail = i
		path = append(path, i)
	}
	for i, it := range items {
		parent := root
		if it.parent >= 0 {
			parent = items[it.parent].ref
		}
		var b strings.Builder
		for _, link := range []struct {
			key string
			at  int
		}{{"Prev", it.prev}, {"Next", it.next}, {"First", it.first}, {"Last", it.last}} {
			if link.at >= 0 {
				fmt.Fprintf(&b, "/%s %d 0 R", link.key, items[link.at].ref)
			}
		}
		if it.count > 0 {
			fmt.Fprintf(&b, "/Count -%d", it.count) // closed: a long list would hide the chapters
		}
		d.put(it.ref, "<</Title%s/Parent %d 0 R/Dest%s%s>>", text(d.marks[i].title), parent, name(d.marks[i].dest), b.String())
	}
	d.put(root, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", items[first].ref, items[last].ref, top)
	return fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", root)
}

// perLeaf is how many entries a leaf of a name or number tree holds.
const perLeaf = 128

// writeDests returns the catalog's entry for the names of places.
func (d *Document) writeDests() string {
	if len(d.dests) == 0 {
		return ""
	}
	names := slices.Sorted(maps.Keys(d.dests))
	var kids []string
	for leaf := range slices.Chunk(names, perLeaf) {
		var b strings.Builder
		for _, n := range leaf {
			to := d.dests[n]
			fmt.Fprintf(&b, "%s[%d 0 R/XYZ null %s null]", name(n), to.page, appendUnit(nil, to.y))
		}
		r := d.alloc()
		d.put(r, "<</Limits[%s%s]/Names[%s]>>", name(leaf[0]), name(leaf[len(leaf)-1]), b.String())
		kids = append(kids, fmt.Sprintf("%d 0 R", r))
	}
	r := d.alloc()
	d.put(r, "<</Kids[%s]>>", strings.Join(kids, " "))
	return fmt.Sprintf("/Names<</Dests %d 0 R>>", r)
}
