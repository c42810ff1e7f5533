package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

func parsed(t *testing.T, data []byte) *Font {
	t.Helper()
	f, err := ParseFont(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// glyphs sets a text without kerning.
func glyphs(f *Font, text string) []Glyph {
	var list []Glyph
	for _, r := range text {
		list = append(list, Glyph{ID: f.Glyph(r), Rune: r})
	}
	return list
}

// sample is a document that uses everything once.
func sample(t *testing.T) []byte {
	regular, mono := parsed(t, goregular.TTF), parsed(t, gomono.TTF)
	d := New(Meta{Title: "Pumps (größer)", Lang: "de", Subject: "A & B", Producer: "test", Date: time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)})
	sect := d.Root().New("Sect").With(Attributes{Title: "One"})
	for i := range 3 {
		p := d.Page(400*Point, 600*Point)
		h := sect.New("H1")
		p.Tag(h)
		p.Text(50*Point, 80*Point, regular, 20*Point, glyphs(regular, "Größe Ωя "), Black)
		p.Dest("place-"+string(rune('a'+i)), 520*Point)
		d.Bookmark(min(i, 1), "Page", "place-"+string(rune('a'+i)))
		par := sect.New("P")
		p.Tag(par)
		p.Text(50*Point, 120*Point, mono, 10*Point, glyphs(mono, "first "), Colour{R: 163, G: 45, B: 28})
		link := par.New("Link")
		p.Tag(link)
		p.Text(100*Point, 120*Point, mono, 10*Point, glyphs(mono, "second "), Black)
		p.Link(link, 100*Point, 110*Point, 40*Point, 12*Point, "place-a", false, "second")
		p.Tag(par)
		p.Text(150*Point, 120*Point, mono, 10*Point, glyphs(mono, "third "), Black)
		p.Tag(nil)
		p.Rule(50*Point, 200*Point, 100*Point, 500, Black)
		figure := sect.New("Figure").With(Attributes{Alt: "a box"})
		p.Tag(figure)
		p.Box(50*Point, 220*Point, 80*Point, 20*Point, 2*Point, Colour{R: 255, G: 255, B: 255}, Black, 500)
		p.Curve([]XY{{0, 0}, {10000, 0}, {20000, 10000}, {30000, 30000}}, 500, Black)
		p.Polygon([]XY{{0, 0}, {3000, 0}, {0, 3000}}, Black)
		p.End()
	}
	sect.New("P") // never used: it must not be in the file
	return d.Bytes()
}

func TestSameCallsGiveTheSameBytes(t *testing.T) {
	if !bytes.Equal(sample(t), sample(t)) {
		t.Error("two documents of the same calls differ")
	}
}

func TestEmptyDocumentHasNoFile(t *testing.T) {
	if data := New(Meta{}).Bytes(); data != nil {
		t.Errorf("a document without pages has %d bytes", len(data))
	}
}

func TestFileIsSound(t *testing.T) {
	name := filepath.Join(t.TempDir(), "sample.pdf")
	if err := os.WriteFile(name, sample(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tool := range []struct {
		command []string
		want    []string
	}{
		{[]string{"qpdf", "--check", name}, []string{"No syntax or stream encoding errors found"}},
		{[]string{"pdfinfo", name}, []string{"Pumps (größer)", "Tagged:          yes", "Pages:           3", "Sun Mar 15"}},
		{[]string{"pdfinfo", "-dests", name}, []string{"place-a", "place-c"}},
		{[]string{"pdffonts", name}, []string{"GoRegular", "GoMono", "yes yes yes"}},
		{[]string{"pdftotext", name, "-"}, []string{"Größe Ωя", "first second third"}},
		{[]string{"pdfinfo", "-struct-text", name}, []string{"Sect", "H1", "Figure \"", "second"}},
	} {
		out := run(t, tool.command...)
		for _, want := range tool.want {
			if !strings.Contains(strings.Join(strings.Fields(out), " "), strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%s does not say %q:\n%s", strings.Join(tool.command[:2], " "), want, out)
			}
		}
	}
}

// run calls a tool that need not be there, except where tests must not be
// skipped.
func run(t *testing.T, command ...string) string {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", command[0])
		}
		t.Skipf("%s is missing: install qpdf and poppler-utils to run this test", command[0])
	}
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

func TestSubsetKeepsWhatIsUsed(t *testing.T) {
	data, err := os.ReadFile("../fonts/serif.ttf")
	if err != nil {
		t.Fatal(err)
	}
	f := parsed(t, data)
	g := f.Glyph('Å') // composed of a letter and a ring
	small := f.subset([]uint16{g})
	if len(small) > len(data)/4 {
		t.Errorf("one glyph of a font of %d bytes needs %d", len(data), len(small))
	}
	again := Font{tables: map[string][]byte{}}
	for i := range int(small[5]) {
		row := small[12+16*i:]
		from, n := int(row[8])<<24|int(row[9])<<16|int(row[10])<<8|int(row[11]), int(row[12])<<24|int(row[13])<<16|int(row[14])<<8|int(row[15])
		again.tables[string(row[:4])] = small[from : from+n]
	}
	keep := map[uint16]bool{}
	f.closure(g, keep)
	if len(keep) < 2 {
		t.Fatalf("the glyph is composed of %d others", len(keep)-1)
	}
	for part := range keep {
		if !bytes.HasPrefix(again.outline(part), f.outline(part)) {
			t.Errorf("the outline of glyph %d is not the same", part)
		}
	}
	if other := f.Glyph('W'); len(again.outline(other)) > 0 {
		t.Error("a glyph that is not used is in the subset")
	}
}

func TestRefusedFonts(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing":    nil,
		"text":       []byte("this is a text and no font at all"),
		"PostScript": append([]byte("OTTO"), make([]byte, 40)...),
		"cut off":    goregular.TTF[:2000],
		"no tables":  append([]byte{0, 1, 0, 0}, make([]byte, 40)...),
		"collection": append([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01"), 0xff, 0xff, 0xff, 0xff, 0),
	} {
		if _, err := ParseFont(data); err == nil {
			t.Errorf("%s passes for a font", name)
		}
	}
}

func FuzzParseFont(f *testing.F) {
	f.Add(goregular.TTF[:4096])
	f.Add([]byte("OTTO"))
	f.Fuzz(func(t *testing.T, data []byte) {
		font, err := ParseFont(data)
		if err != nil {
			return
		}
		font.subset([]uint16{font.Glyph('a')})
	})
}

func TestNumbers(t *testing.T) {
	for u, want := range map[Unit]string{0: "0", 1: "0.001", -1500: "-1.5", 12340: "12.34", 595275: "595.275", 72000: "72"} {
		if got := string(appendUnit(nil, u)); got != want {
			t.Errorf("%d is written %s, want %s", u, got, want)
		}
	}
}

func TestTextStrings(t *testing.T) {
	for s, want := range map[string]string{"a(b)\\": `(a\(b\)\\)`, "ä": "<FEFF00E4>", "😀": "<FEFFD83DDE00>", "": "()"} {
		if got := text(s); got != want {
			t.Errorf("%q is written %s, want %s", s, got, want)
		}
	}
}
