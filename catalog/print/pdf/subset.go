package pdf

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// usage is a font in one document: the glyphs that are used of it.
type usage struct {
	font   *Font
	number int
	ref    ref
	runes  map[uint16]rune // by glyph
	page   *Page           // the last page that uses it
}

func (d *Document) use(f *Font) *usage {
	u := d.byFont[f]
	if u == nil {
		u = &usage{font: f, number: len(d.fonts) + 1, ref: d.alloc(), runes: map[uint16]rune{}}
		d.byFont[f] = u
		d.fonts = append(d.fonts, u)
	}
	return u
}

// on reports whether the font is known to be used on a page, and notes it.
func (u *usage) on(p *Page) bool {
	known := u.page == p
	u.page = p
	return known
}

func (u *usage) add(g Glyph) {
	if _, ok := u.runes[g.ID]; !ok {
		u.runes[g.ID] = g.Rune
	}
}

// writeFont embeds what is used of a font. Glyphs keep their numbers, so that a
// character of the text is the glyph's number.
func (d *Document) writeFont(u *usage) {
	f := u.font
	used := slices.Sorted(maps.Keys(u.runes))
	tag := make([]byte, 6) // tells subsets of one font apart
	for i, n := 0, u.number; i < len(tag); i, n = i+1, n/26 {
		tag[i] = byte('A' + n%26)
	}
	base := string(tag) + "+" + f.Name
	file, descriptor, descendant, unicode := d.alloc(), d.alloc(), d.alloc(), d.alloc()
	data := f.subset(used)
	d.stream(file, fmt.Sprintf("/Length1 %d", len(data)), data)
	flags := 4
	if f.fixed {
		flags |= 1
	}
	angle := 0
	if f.italic {
		flags, angle = flags|64, -12
	}
	t := f.thousandths
	d.put(descriptor, "<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		base, flags, t(f.bbox[0]), t(f.bbox[1]), t(f.bbox[2]), t(f.bbox[3]), angle, t(f.Ascent), -t(f.Descent), t(f.CapHeight), file)
	d.put(descendant, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/CIDToGIDMap/Identity/W[%s]>>",
		base, descriptor, f.widths(used))
	d.stream(unicode, "", toUnicode(used, u.runes))
	d.put(u.ref, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", base, descendant, unicode)
}

// widths lists the widths of glyphs, runs of neighbours together.
func (f *Font) widths(used []uint16) string {
	var b strings.Builder
	for i, g := range used {
		if i == 0 || used[i-1]+1 != g {
			if i > 0 {
				b.WriteString("]")
			}
			fmt.Fprintf(&b, "%d[", g)
		} else {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%d", f.thousandths(int(f.advances[g])))
	}
	return b.String() + "]"
}

// toUnicode says which character each glyph stands for, for search and copying.
func toUnicode(used []uint16, runes map[uint16]rune) []byte {
	var b strings.Builder
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def /CMapName/Adobe-Identity-UCS def /CMapType 2 def\n" +
		"1 begincodespacerange <0000><FFFF> endcodespacerange\n")
	for part := range slices.Chunk(used, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, g := range part {
			fmt.Fprintf(&b, "<%04X><", g)
			for _, u := range utf16.Encode([]rune{runes[g]}) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	return []byte(b.String())
}

// subset is the font file with only the outlines that are used.
func (f *Font) subset(used []uint16) []byte {
	keep := map[uint16]bool{0: true}
	for _, g := range used {
		f.closure(g, keep)
	}
	count := f.numGlyphs()
	var glyf []byte
	loca := make([]byte, 0, 4*(count+1))
	hmtx := make([]byte, 0, 4*count)
	for g := range count {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		advance := uint16(0)
		if keep[uint16(g)] {
			glyf = append(glyf, f.outline(uint16(g))...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
			advance = f.advances[g]
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, advance)
		hmtx = binary.BigEndian.AppendUint16(hmtx, f.bearing(g))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head, hhea := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(hhea[34:], uint16(count))
	return sfntFile(map[string][]byte{"head": head, "hhea": hhea, "maxp": f.tables["maxp"], "hmtx": hmtx, "loca": loca, "glyf": glyf,
		"cvt ": f.tables["cvt "], "fpgm": f.tables["fpgm"], "prep": f.tables["prep"]})
}

// bearing is how far to the right of its place a glyph begins.
func (f *Font) bearing(g int) uint16 {
	hmtx, metrics := f.tables["hmtx"], int(binary.BigEndian.Uint16(f.tables["hhea"][34:]))
	at := 4*g + 2
	if g >= metrics {
		at = 4*metrics + 2*(g-metrics)
	}
	if at+2 > len(hmtx) {
		return 0
	}
	return binary.BigEndian.Uint16(hmtx[at:])
}

// outline is the data of a glyph, empty for one without marks.
func (f *Font) outline(g uint16) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to int
	if f.locaSize() == 2 {
		from, to = 2*int(binary.BigEndian.Uint16(loca[2*int(g):])), 2*int(binary.BigEndian.Uint16(loca[2*int(g)+2:]))
	} else {
		from, to = int(binary.BigEndian.Uint32(loca[4*int(g):])), int(binary.BigEndian.Uint32(loca[4*int(g)+4:]))
	}
	if from >= to || to > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

// closure adds a glyph and those it is composed of.
func (f *Font) closure(g uint16, keep map[uint16]bool) {
	if int(g) >= f.numGlyphs() || g != 0 && keep[g] {
		return
	}
	keep[g] = true
	data := f.outline(g)
	if len(data) < 10 || signed(data) >= 0 {
		return
	}
	for at := 10; at+4 <= len(data); {
		flags := binary.BigEndian.Uint16(data[at:])
		f.closure(binary.BigEndian.Uint16(data[at+2:]), keep)
		at += 6
		if flags&1 != 0 {
			at += 2 // its two arguments are words
		}
		switch {
		case flags&8 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 {
			return
		}
	}
}

// sfntFile writes tables as a font file; empty ones are left out.
func sfntFile(tables map[string][]byte) []byte {
	var names []string
	for _, n := range slices.Sorted(maps.Keys(tables)) {
		if len(tables[n]) > 0 {
			names = append(names, n)
		}
	}
	power, log := 1, 0
	for 2*power <= len(names) {
		power, log = 2*power, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{len(names), 16 * power, log, 16 * (len(names) - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := len(out) + 16*len(names)
	for _, n := range names {
		out = append(out, n...)
		out = binary.BigEndian.AppendUint32(out, checksum(tables[n]))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[n])))
		at += (len(tables[n]) + 3) &^ 3
	}
	for _, n := range names {
		out = append(out, tables[n]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(data []byte) uint32 {
	var sum uint32
	for len(data) >= 4 {
		sum += binary.BigEndian.Uint32(data)
		data = data[4:]
	}
	var rest [4]byte
	copy(rest[:], data)
	return sum + binary.BigEndian.Uint32(rest[:])
}
