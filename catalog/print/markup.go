package print

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
)

// markup makes what the templates of a booklet print unescaped. This file is
// the only one of the package that may produce template.HTML: everything that a
// catalog says goes through escape on its way.
type markup struct {
	words   func(string) string
	href    func(place string) string // where a place of the booklet is
	root    string                    // the way to the top of the site
	pdf     string                    // the same booklet as a PDF, or ""
	images  bool                      // whether pictures of the site can be reached
	figures *draw.Set
	drawn   int
}

// parse reads print/*.tmpl, each from overrides where that is not nil and has
// it, and binds it to one booklet.
func (m *markup) parse(builtin, overrides fs.FS) (*template.Template, error) {
	set := template.New("").Funcs(template.FuncMap{"t": m.words, "href": m.href, "runs": m.runs, "blocks": m.blocks, "math": m.math,
		"figure": m.figure, "root": func() string { return m.root }, "pdf": func() string { return m.pdf }})
	names, err := fs.Glob(builtin, "print/*.tmpl")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := readFile(name, builtin, overrides)
		if err != nil {
			return nil, err
		}
		if _, err := set.New(name).Parse(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return set, nil
}

func readFile(name string, builtin, overrides fs.FS) ([]byte, error) {
	if overrides != nil {
		if text, err := fs.ReadFile(overrides, name); err == nil {
			return text, nil
		}
	}
	return fs.ReadFile(builtin, name)
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\x00", "\ufffd")

func (m *markup) math(x formula.MathML) template.HTML { return template.HTML(x) }

// figure draws an entry's neighbourhood.
func (m *markup) figure(f *draw.Figure) template.HTML {
	if m.figures == nil {
		return ""
	}
	m.drawn++
	svg := m.figures.AppendSVG(nil, "figure-"+strconv.Itoa(m.drawn), f)
	if len(svg) == 0 {
		return ""
	}
	svg = bytes.Replace(svg, []byte("<svg "), []byte(`<svg xmlns="http://www.w3.org/2000/svg" `), 1)
	svg = bytes.Replace(svg, []byte(`role="group"`), []byte(`role="img"`), 1) // nothing in it can be followed
	return template.HTML(`<div class="figure">` + string(svg) + "</div>")
}

// runs writes runs of text.
func (m *markup) runs(list []Inline) template.HTML {
	var b strings.Builder
	m.writeRuns(&b, list)
	return template.HTML(b.String())
}

func (m *markup) writeRuns(b *strings.Builder, list []Inline) {
	for i, r := range list {
		begins := i == 0 || list[i-1].Ref != r.Ref || list[i-1].URL != r.URL
		if begins {
			m.open(b, r)
		}
		m.writeRun(b, r)
		if (r.Ref != "" || r.URL != "") && (i+1 == len(list) || list[i+1].Ref != r.Ref || list[i+1].URL != r.URL) {
			b.WriteString("</a>")
		}
		if r.Break {
			b.WriteString("<br/>\n")
		}
	}
}

// open begins the link that a run is part of.
func (m *markup) open(b *strings.Builder, r Inline) {
	switch {
	case r.Ref != "":
		b.WriteString(`<a class="ref" href="` + escape.Replace(m.href(r.Ref)) + `">`)
	case r.URL != "" && r.Quiet:
		b.WriteString(`<a class="out quiet" href="` + escape.Replace(r.URL) + `">`)
	case r.URL != "":
		b.WriteString(`<a class="out" href="` + escape.Replace(r.URL) + `">`)
	}
}

func (m *markup) writeRun(b *strings.Builder, r Inline) {
	text := escape.Replace(strings.ToValidUTF8(r.Text, "\ufffd"))
	if r.Image != "" {
		if m.images {
			b.WriteString(`<img src="` + escape.Replace(m.root+r.Image) + `" alt="` + text + `"/>`)
		} else {
			b.WriteString("[" + text + "]")
		}
		return
	}
	for _, tag := range []struct {
		on   bool
		name string
	}{{r.Code, "code"}, {r.Em, "em"}, {r.Strong, "strong"}, {r.Strike, "del"}} {
		if tag.on {
			text = "<" + tag.name + ">" + text + "</" + tag.name + ">"
		}
	}
	b.WriteString(text)
}

// blocks writes a longer text.
func (m *markup) blocks(list []Block) template.HTML {
	var b strings.Builder
	m.writeBlocks(&b, list)
	return template.HTML(b.String())
}

func (m *markup) writeBlocks(b *strings.Builder, list []Block) {
	for _, x := range list {
		open, end := tags(x)
		b.WriteString(open)
		m.writeRuns(b, x.Text)
		if x.Kind == Item && len(x.Blocks) > 0 && x.Blocks[0].Kind == Paragraph {
			m.writeRuns(b, x.Blocks[0].Text)
			x.Blocks = x.Blocks[1:]
		}
		m.writeBlocks(b, x.Blocks)
		b.WriteString(end)
	}
}

// tags are what a block stands between.
func tags(x Block) (open, end string) {
	switch x.Kind {
	case Heading:
		h := "h" + strconv.Itoa(min(4+x.Level, 6))
		return "<" + h + ">", "</" + h + ">\n"
	case List:
		switch {
		case !x.Ordered:
			return "<ul>\n", "</ul>\n"
		case x.Start != 1:
			return `<ol start="` + strconv.Itoa(x.Start) + `">` + "\n", "</ol>\n"
		}
		return "<ol>\n", "</ol>\n"
	case Item:
		return "<li>", "</li>\n"
	case Quote:
		return "<blockquote>\n", "</blockquote>\n"
	case Pre:
		return "<pre>", "</pre>\n"
	case Rule:
		return "<hr/>\n", ""
	case Table:
		return "<table><tbody>\n", "</tbody></table>\n"
	case Row:
		return "<tr>", "</tr>\n"
	case Cell:
		return "<td>", "</td>"
	}
	return "<p>", "</p>\n"
}
