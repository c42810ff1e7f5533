// Package pdf writes tagged PDF files. It knows pages, fonts, bookmarks, links
// and the structure tree, and nothing of what they are used for.
//
// A [Document] is written front to back: [Document.Page] begins a page,
// [Page.Tag] says which [Element] of the structure the next marks belong to,
// and [Document.Bytes] ends the file. Lengths are whole numbers, [Unit], so
// that no machine rounds them differently; the same calls give the same bytes.
package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"time"
)

// Unit is a length: a thousandth of a point. There are 72 points to an inch.
type Unit int

// Lengths that people think in.
const (
	Point      Unit = 1000
	Millimetre Unit = 2835
)

// Meta says what a document is.
type Meta struct {
	Title    string
	Author   string
	Subject  string
	Lang     string // BCP 47
	Producer string
	Date     time.Time // zero for none: the clock is not asked
}

// ref is the number of an object within the file.
type ref int

// Document is a PDF file being written. It is not safe for concurrent use.
type Document struct {
	meta    Meta
	objects [][]byte // by number less one: what stands between obj and endobj
	streams []bool   // whether the object is a stream
	pages   []*Page
	fonts   []*usage
	byFont  map[*Font]*usage
	root    *Element
	all     []*Element // in the order in which they were first used, the root left out
	marks   []bookmark
	dests   map[string]destination
	parents []owner // of the structure, by key: what the parent tree maps it to
	tree    ref     // the structure's root
	packer  *zlib.Writer
	packed  bytes.Buffer
}

// New begins a document.
func New(meta Meta) *Document {
	d := &Document{meta: meta, byFont: map[*Font]*usage{}, dests: map[string]destination{}}
	d.tree = d.alloc()
	d.root = &Element{doc: d, role: "Document", ref: d.alloc(), attached: true}
	return d
}

func (d *Document) alloc() ref {
	d.objects, d.streams = append(d.objects, nil), append(d.streams, false)
	return ref(len(d.objects))
}

func (d *Document) put(r ref, format string, args ...any) {
	d.objects[r-1] = fmt.Appendf(nil, format, args...)
}

// stream puts a compressed stream, whose dictionary has the given entries.
func (d *Document) stream(r ref, entries string, data []byte) {
	packed := d.deflate(data)
	b := make([]byte, 0, len(packed)+len(entries)+64)
	b = fmt.Appendf(b, "<<%s/Filter/FlateDecode/Length %d>>\nstream\n", entries, len(packed))
	b = append(b, packed...)
	d.objects[r-1], d.streams[r-1] = append(b, "\nendstream"...), true
}

// deflate compresses into a buffer that the next call uses again.
func (d *Document) deflate(data []byte) []byte {
	d.packed.Reset()
	if d.packer == nil {
		d.packer = zlib.NewWriter(&d.packed)
	} else {
		d.packer.Reset(&d.packed)
	}
	d.packer.Write(data) // a buffer does not fail
	d.packer.Close()
	return d.packed.Bytes()
}

// Bytes ends the document and returns the file. A document without a page has
// no file.
func (d *Document) Bytes() []byte {
	if len(d.pages) == 0 {
		return nil
	}
	catalog, info := d.alloc(), d.alloc()
	pages := d.writePages()
	for _, u := range d.fonts {
		d.writeFont(u)
	}
	d.writeStructure()
	outlines, names, xmp := d.writeBookmarks(), d.writeDests(), d.writeMetadata()
	d.put(info, "<<%s>>", d.infoEntries())
	d.put(catalog, "<</Type/Catalog/Pages %d 0 R/Lang %s/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R"+
		"/ViewerPreferences<</DisplayDocTitle true>>/Metadata %d 0 R%s%s>>",
		pages, text(d.meta.Lang), d.tree, xmp, outlines, names)
	return d.assemble(catalog, info)
}

// perStream is how many objects share one compressed stream.
const perStream = 200

// assemble writes the objects and the table that finds them. Everything that is
// no stream itself goes into object streams.
func (d *Document) assemble(catalog, info ref) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	own := len(d.objects)
	rows := make([][3]int, own+1)
	rows[0] = [3]int{0, 0, 65535}
	d.pack(rows)
	for i, body := range d.objects {
		n := i + 1
		if n <= own && !d.streams[i] {
			continue
		}
		if n > own {
			rows = append(rows, [3]int{})
		}
		rows[n] = [3]int{1, out.Len(), 0}
		fmt.Fprintf(&out, "%d 0 obj\n", n)
		out.Write(body)
		out.WriteString("\nendobj\n")
	}
	start := out.Len()
	sum := sha256.Sum256(out.Bytes())
	rows = append(rows, [3]int{1, start, 0})
	table := make([]byte, 0, 7*len(rows))
	for _, r := range rows {
		table = append(table, byte(r[0]), byte(r[1]>>24), byte(r[1]>>16), byte(r[1]>>8), byte(r[1]), byte(r[2]>>8), byte(r[2]))
	}
	packed := d.deflate(table)
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]/Filter/FlateDecode/Length %d>>\nstream\n",
		len(rows)-1, len(rows), catalog, info, sum[:16], sum[:16], len(packed))
	out.Write(packed)
	fmt.Fprintf(&out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
	return out.Bytes()
}

// pack puts the objects that are no streams into object streams, and notes in
// rows where each went.
func (d *Document) pack(rows [][3]int) {
	var head, body bytes.Buffer
	var members []int
	flush := func() {
		if len(members) == 0 {
			return
		}
		r := d.alloc()
		for i, n := range members {
			rows[n] = [3]int{2, int(r), i}
		}
		d.stream(r, fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(members), head.Len()), append(head.Bytes(), body.Bytes()...))
		head.Reset()
		body.Reset()
		members = members[:0]
	}
	for i, n := 0, len(rows)-1; i < n; i++ {
		if d.streams[i] {
			continue
		}
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.Write(d.objects[i])
		body.WriteByte('\n')
		if members = append(members, i+1); len(members) == perStream {
			flush()
		}
	}
	flush()
}
