package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Font is a TrueType font. Its lookups are remembered, so it is not safe for
// concurrent use.
type Font struct {
	Name       string // the PostScript name
	UnitsPerEm int
	Ascent     int // in font units, as the three below
	Descent    int // positive
	CapHeight  int
	XHeight    int

	sf       *sfnt.Font
	buf      sfnt.Buffer
	tables   map[string][]byte
	bbox     [4]int
	italic   bool
	fixed    bool
	advances []uint16
	glyphs   map[rune]uint16
	kerns    map[uint32]int16
}

// Glyph is a glyph in its place in a line: how far it is drawn together with
// the next one, in font units, and the characters it stands for.
type Glyph struct {
	ID   uint16
	Kern int16
	Rune rune
}

// ParseFont reads a TrueType font, or the first of a collection. Fonts with
// PostScript outlines are refused: they cannot be cut down to what is used.
func ParseFont(data []byte) (*Font, error) {
	if len(data) > 12 && string(data[:4]) == "ttcf" {
		at := int(binary.BigEndian.Uint32(data[12:]))
		if at > len(data) {
			return nil, errors.New("the collection is cut off")
		}
		return parseFont(data, at)
	}
	return parseFont(data, 0)
}

func parseFont(data []byte, at int) (*Font, error) {
	if len(data) < at+12 {
		return nil, errors.New("this is no TrueType font")
	}
	switch string(data[at : at+4]) {
	case "\x00\x01\x00\x00", "true":
	case "OTTO":
		return nil, errors.New("the font has PostScript outlines, and only TrueType outlines can be embedded")
	default:
		return nil, errors.New("this is no TrueType font")
	}
	f := &Font{tables: map[string][]byte{}, glyphs: map[rune]uint16{}, kerns: map[uint32]int16{}}
	for i := range int(binary.BigEndian.Uint16(data[at+4:])) {
		row := at + 12 + 16*i
		if row+16 > len(data) {
			return nil, errors.New("the font is cut off")
		}
		from, n := uint64(binary.BigEndian.Uint32(data[row+8:])), uint64(binary.BigEndian.Uint32(data[row+12:]))
		if from+n > uint64(len(data)) {
			return nil, errors.New("the font is cut off")
		}
		f.tables[string(data[row:row+4])] = data[from : from+n]
	}
	for _, need := range []struct {
		table string
		size  int
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}, {"hmtx", 4}, {"loca", 2}, {"glyf", 1}, {"cmap", 4}} {
		if len(f.tables[need.table]) < need.size {
			return nil, fmt.Errorf("the font has no table %s", need.table)
		}
	}
	var err error
	if at == 0 {
		f.sf, err = sfnt.Parse(data)
	} else {
		var c *sfnt.Collection
		if c, err = sfnt.ParseCollection(data); err == nil {
			f.sf, err = c.Font(0)
		}
	}
	if err != nil {
		return nil, err
	}
	return f, f.measure()
}

// measure reads what layout needs.
func (f *Font) measure() error {
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.UnitsPerEm = int(binary.BigEndian.Uint16(head[18:]))
	if f.UnitsPerEm < 16 {
		return errors.New("the font has no size")
	}
	for i := range f.bbox {
		f.bbox[i] = signed(head[36+2*i:])
	}
	f.Ascent, f.Descent = signed(hhea[4:]), -signed(hhea[6:])
	f.CapHeight, f.XHeight = f.UnitsPerEm*7/10, f.UnitsPerEm/2
	if os2 := f.tables["OS/2"]; len(os2) >= 90 {
		f.XHeight, f.CapHeight = signed(os2[86:]), signed(os2[88:])
	}
	if post := f.tables["post"]; len(post) >= 16 {
		f.italic = binary.BigEndian.Uint32(post[4:]) != 0
		f.fixed = binary.BigEndian.Uint32(post[12:]) != 0
	}
	count := f.numGlyphs()
	metrics := min(int(binary.BigEndian.Uint16(hhea[34:])), len(f.tables["hmtx"])/4)
	if metrics == 0 || len(f.tables["loca"]) < (count+1)*f.locaSize() {
		return errors.New("the font's tables do not fit each other")
	}
	f.advances = make([]uint16, count)
	for i := range f.advances {
		f.advances[i] = binary.BigEndian.Uint16(f.tables["hmtx"][4*min(i, metrics-1):])
	}
	name, err := f.sf.Name(&f.buf, sfnt.NameIDPostScript)
	if err != nil || name == "" {
		name = "Font"
	}
	f.Name = strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune("()<>[]{}/%#", r) {
			return r
		}
		return -1
	}, name)
	return nil
}

func signed(b []byte) int { return int(int16(binary.BigEndian.Uint16(b))) }

func (f *Font) numGlyphs() int { return int(binary.BigEndian.Uint16(f.tables["maxp"][4:])) }

func (f *Font) locaSize() int {
	if binary.BigEndian.Uint16(f.tables["head"][50:]) == 0 {
		return 2
	}
	return 4
}

// Glyph is the glyph of a character, or 0 when the font has none.
func (f *Font) Glyph(r rune) uint16 {
	if g, ok := f.glyphs[r]; ok {
		return g
	}
	g, err := f.sf.GlyphIndex(&f.buf, r)
	if err != nil || int(g) >= len(f.advances) {
		g = 0
	}
	f.glyphs[r] = uint16(g)
	return uint16(g)
}

// Advance is how wide a glyph is at a size.
func (f *Font) Advance(g uint16, size Unit) Unit {
	return Unit(int(f.advances[g]) * int(size) / f.UnitsPerEm)
}

// Kern is how much closer (negative) or further two glyphs stand, in font
// units.
func (f *Font) Kern(a, b uint16) int16 {
	key := uint32(a)<<16 | uint32(b)
	if k, ok := f.kerns[key]; ok {
		return k
	}
	k, err := f.sf.Kern(&f.buf, sfnt.GlyphIndex(a), sfnt.GlyphIndex(b), fixed.I(f.UnitsPerEm), font.HintingNone)
	if err != nil {
		k = 0
	}
	f.kerns[key] = int16(k.Round())
	return f.kerns[key]
}

// Scale is a number of font units as a length at a size.
func (f *Font) Scale(n int, size Unit) Unit { return Unit(n * int(size) / f.UnitsPerEm) }

// thousandths is a number of font units in the units that PDF counts in.
func (f *Font) thousandths(n int) int { return n * 1000 / f.UnitsPerEm }
