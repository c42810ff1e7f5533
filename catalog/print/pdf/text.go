package pdf

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// text is a text string as an object: plain where it is ASCII, else UTF-16.
func text(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] >= ' ' && s[i] < 0x7f
	}
	if ascii {
		return "(" + escape.Replace(s) + ")"
	}
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return "<" + strings.ToUpper(hex.EncodeToString(b)) + ">"
}

var escape = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)

// name is a destination's name as an object.
func name(s string) string { return "<" + hex.EncodeToString([]byte(s)) + ">" }

// appendUnit writes a length in points.
func appendUnit(b []byte, u Unit) []byte {
	if u < 0 {
		b, u = append(b, '-'), -u
	}
	b = strconv.AppendInt(b, int64(u/1000), 10)
	if rest := int(u % 1000); rest != 0 {
		digits := [4]byte{'.', byte('0' + rest/100), byte('0' + rest/10%10), byte('0' + rest%10)}
		n := 4
		for digits[n-1] == '0' {
			n--
		}
		b = append(b, digits[:n]...)
	}
	return b
}

func (d *Document) infoEntries() string {
	var b strings.Builder
	for _, e := range [][2]string{{"Title", d.meta.Title}, {"Author", d.meta.Author}, {"Subject", d.meta.Subject}, {"Producer", d.meta.Producer}} {
		if e[1] != "" {
			b.WriteString("/" + e[0] + text(e[1]))
		}
	}
	if !d.meta.Date.IsZero() {
		day := d.meta.Date.UTC().Format("(D:20060102150405Z)")
		b.WriteString("/CreationDate" + day + "/ModDate" + day)
	}
	return b.String()
}

// writeMetadata writes what the document is once more as XMP, which search
// engines and archives read. It is the one stream that is not compressed.
func (d *Document) writeMetadata() ref {
	esc := func(s string) string {
		var b bytes.Buffer
		xml.EscapeText(&b, []byte(s)) // a buffer does not fail
		return b.String()
	}
	m := d.meta
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` +
		`<dc:format>application/pdf</dc:format>`)
	fmt.Fprintf(&b, `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`, esc(m.Title))
	fmt.Fprintf(&b, `<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>`, esc(m.Lang))
	if m.Author != "" {
		fmt.Fprintf(&b, `<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`, esc(m.Author))
	}
	if m.Subject != "" {
		fmt.Fprintf(&b, `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>`, esc(m.Subject))
	}
	if !m.Date.IsZero() {
		day := m.Date.UTC().Format("2006-01-02T15:04:05Z")
		fmt.Fprintf(&b, `<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>`, day, day)
	}
	fmt.Fprintf(&b, `<pdf:Producer>%s</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta>`+"\n<?xpacket end=\"r\"?>", esc(m.Producer))
	r := d.alloc()
	d.put(r, "<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream", b.Len(), b.String())
	d.streams[r-1] = true
	return r
}
