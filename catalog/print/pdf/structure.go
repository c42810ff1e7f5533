package pdf

import (
	"fmt"
	"strings"
)

// Element is a part of the document's structure: a section, a paragraph, a
// link. Assistive technology reads the elements in their order, which is the
// order in which they are first used.
type Element struct {
	doc      *Document
	role     string
	parent   *Element
	ref      ref
	attached bool
	kids     []byte // as they are written
	attrs    Attributes
}

// Attributes say more about an element. All are optional.
type Attributes struct {
	Title string // of a section
	Alt   string // what a picture or formula says, for those who do not see it
	Lang  string // where it differs from the document's
	Scope string // of a table's head: Row or Column
	List  string // how a list is numbered: None, Disc, Decimal
}

// Root is the element that holds all others.
func (d *Document) Root() *Element { return d.root }

// New makes an element within another. Role is one of the standard structure
// types: Sect, H1, P, L, LI, LBody, Link, Figure. An element that nothing is
// ever tagged with does not exist for readers.
func (e *Element) New(role string) *Element {
	return &Element{doc: e.doc, role: role, parent: e}
}

// With sets an element's attributes and returns it.
func (e *Element) With(a Attributes) *Element {
	e.attrs = a
	return e
}

// attach hangs the element into the tree behind what its parent has already.
func (e *Element) attach() {
	if e.attached {
		return
	}
	e.attached = true
	e.ref = e.doc.alloc()
	e.parent.attach()
	e.parent.kids = fmt.Appendf(e.parent.kids, "%d 0 R ", e.ref)
	e.doc.all = append(e.doc.all, e)
}

// owner is what the parent tree maps a key to: the element of a link, or those
// of the marks of a page.
type owner struct {
	link  ref
	marks []byte // as they are written; not nil for a page
}

func (d *Document) writeStructure() {
	for _, e := range d.all {
		d.writeElement(e, e.parent.ref)
	}
	d.writeElement(d.root, d.tree)
	var kids []string
	for at := 0; at < len(d.parents); at += perLeaf {
		end := min(at+perLeaf, len(d.parents))
		var b strings.Builder
		for i := at; i < end; i++ {
			if p := d.parents[i]; p.marks != nil {
				fmt.Fprintf(&b, "%d [%s] ", i, p.marks)
			} else {
				fmt.Fprintf(&b, "%d %d 0 R ", i, p.link)
			}
		}
		r := d.alloc()
		d.put(r, "<</Limits[%d %d]/Nums[%s]>>", at, end-1, b.String())
		kids = append(kids, fmt.Sprintf("%d 0 R", r))
	}
	parents := d.alloc()
	d.put(parents, "<</Kids[%s]>>", strings.Join(kids, " "))
	d.put(d.tree, "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>", d.root.ref, parents, len(d.parents))
}

func (d *Document) writeElement(e *Element, parent ref) {
	var b strings.Builder
	a := e.attrs
	for _, t := range [][2]string{{"T", a.Title}, {"Alt", a.Alt}, {"Lang", a.Lang}} {
		if t[1] != "" {
			b.WriteString("/" + t[0] + text(t[1]))
		}
	}
	switch {
	case a.Scope != "":
		b.WriteString("/A<</O/Table/Scope/" + a.Scope + ">>")
	case a.List != "":
		b.WriteString("/A<</O/List/ListNumbering/" + a.List + ">>")
	}
	d.put(e.ref, "<</S/%s/P %d 0 R%s/K[%s]>>", e.role, parent, b.String(), e.kids)
	e.kids = nil
}
