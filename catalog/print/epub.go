package print

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"html/template"
	"strconv"
	"strings"
)

// EPUB makes an e-book of a booklet, in EPUB 3: a file for each chapter and
// letter. The same booklet gives the same bytes.
func EPUB(k *Booklet, t Templates) ([]byte, error) {
	e := &ebook{k: k, files: map[string]string{}}
	e.plan()
	m := &markup{words: k.Words.T, href: e.href}
	var err error
	if m.figures, err = layOut(k); err != nil {
		return nil, err
	}
	set, err := m.parse(t.Builtin, t.Overrides)
	if err != nil {
		return nil, err
	}
	css, err := readFile("print/print.css", t.Builtin, t.Overrides)
	if err != nil {
		return nil, err
	}
	return e.write(set, css)
}

// ebook is an e-book being made.
type ebook struct {
	k        *Booklet
	chapters []bookChapter
	files    map[string]string // the file of each place
}

// bookChapter is one file of an e-book, and what its template sees.
type bookChapter struct {
	File    string
	Part    string
	Title   string
	Book    *Booklet
	Guide   *Chapter
	Section *Section
}

// plan decides on the files and where each place is.
func (e *ebook) plan() {
	k := e.k
	add := func(c bookChapter, places ...string) {
		c.Book = k
		e.chapters = append(e.chapters, c)
		for _, p := range places {
			e.files[p] = c.File
		}
	}
	w := k.Words
	add(bookChapter{File: "cover.xhtml", Part: "cover", Title: k.Cover.Title}, "cover")
	add(bookChapter{File: "nav.xhtml", Part: "nav", Title: w.T("print.contents")})
	add(bookChapter{File: "how.xhtml", Part: "how", Title: w.T("print.how")}, "how")
	for i := range k.Guide {
		g := &k.Guide[i]
		add(bookChapter{File: fmt.Sprintf("guide-%d.xhtml", i+1), Part: "guide", Title: g.Title, Guide: g}, g.ID)
	}
	for i := range k.Sections {
		s := &k.Sections[i]
		places := []string{s.ID}
		for _, x := range s.Entries {
			places = append(places, x.ID)
		}
		add(bookChapter{File: fmt.Sprintf("section-%d.xhtml", i+1), Part: "section", Title: s.Title, Section: s}, places...)
	}
	if len(k.Owners) > 0 {
		add(bookChapter{File: "owners.xhtml", Part: "owners", Title: w.T("print.owners")}, "owners")
	}
	if len(k.Labels) > 0 {
		add(bookChapter{File: "labels.xhtml", Part: "labels", Title: w.T("print.labels")}, "labels")
	}
	add(bookChapter{File: "colophon.xhtml", Part: "colophon", Title: w.T("print.colophon")}, "colophon")
}

func (e *ebook) href(place string) string { return e.files[place] + "#" + place }

// write makes the archive: first the type, unpacked, as the standard has it,
// then everything in one order and without the time of day.
func (e *ebook) write(set *template.Template, css []byte) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, data []byte) error {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if !e.k.Date.IsZero() && e.k.Date.Time().Year() >= 1980 {
			h.Modified = e.k.Date.Time()
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	if err := stored(z, "mimetype", "application/epub+zip"); err != nil {
		return nil, err
	}
	const container = xmlHead + `<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>` +
		`<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>` + "\n"
	if err := put("META-INF/container.xml", []byte(container)); err != nil {
		return nil, err
	}
	var bodies [][]byte
	sum := sha256.New()
	for _, c := range e.chapters {
		var b bytes.Buffer
		b.WriteString(xmlHead)
		if err := set.ExecuteTemplate(&b, "print/chapter.tmpl", c); err != nil {
			return nil, err
		}
		bodies = append(bodies, b.Bytes())
		sum.Write(b.Bytes())
	}
	if err := put("EPUB/book.opf", e.manifest(bodies, sum.Sum(nil))); err != nil {
		return nil, err
	}
	for i, c := range e.chapters {
		if err := put("EPUB/"+c.File, bodies[i]); err != nil {
			return nil, err
		}
	}
	if err := put("EPUB/print.css", css); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// stored puts a file into an archive as it is, and without what only unpacking
// needs to be told beforehand.
func stored(z *zip.Writer, name, text string) error {
	h := &zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(text)),
		CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))}
	w, err := z.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(text))
	return err
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// manifest lists what the book consists of and in which order it is read. The
// book is named by what it says.
func (e *ebook) manifest(bodies [][]byte, sum []byte) []byte {
	k := e.k
	var b strings.Builder
	b.WriteString(xmlHead + `<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="` + escape.Replace(k.Lang) + `">` + "\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n")
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID of no registered method
	fmt.Fprintf(&b, "<dc:identifier id=\"id\">urn:uuid:%x-%x-%x-%x-%x</dc:identifier>\n", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
	fmt.Fprintf(&b, "<dc:title>%s</dc:title>\n<dc:language>%s</dc:language>\n", escape.Replace(k.Cover.Title+" · "+k.Cover.Subtitle), escape.Replace(k.Lang))
	if k.Cover.Lead != "" {
		fmt.Fprintf(&b, "<dc:description>%s</dc:description>\n", escape.Replace(k.Cover.Lead))
	}
	day := "2000-01-01"
	if !k.Date.IsZero() {
		day = k.Date.String()
	}
	fmt.Fprintf(&b, "<meta property=\"dcterms:modified\">%sT00:00:00Z</meta>\n", day)
	for _, m := range [][2]string{{"accessMode", "textual"}, {"accessModeSufficient", "textual"}, {"accessibilityFeature", "tableOfContents"},
		{"accessibilityFeature", "structuralNavigation"}, {"accessibilityFeature", "MathML"}, {"accessibilityHazard", "none"}} {
		fmt.Fprintf(&b, "<meta property=\"schema:%s\">%s</meta>\n", m[0], m[1])
	}
	b.WriteString("</metadata>\n<manifest>\n")
	for i, c := range e.chapters {
		var properties []string
		if c.Part == "nav" {
			properties = append(properties, "nav")
		}
		if bytes.Contains(bodies[i], []byte("<math ")) {
			properties = append(properties, "mathml")
		}
		if bytes.Contains(bodies[i], []byte("<svg ")) {
			properties = append(properties, "svg")
		}
		p := ""
		if len(properties) > 0 {
			p = ` properties="` + strings.Join(properties, " ") + `"`
		}
		fmt.Fprintf(&b, "<item id=\"c%d\" href=\"%s\" media-type=\"application/xhtml+xml\"%s/>\n", i+1, c.File, p)
	}
	b.WriteString("<item id=\"css\" href=\"print.css\" media-type=\"text/css\"/>\n</manifest>\n<spine>\n")
	for i := range e.chapters {
		b.WriteString(`<itemref idref="c` + strconv.Itoa(i+1) + `"/>` + "\n")
	}
	b.WriteString("</spine>\n</package>\n")
	return []byte(b.String())
}
