package render

import (
	"fmt"
	"html/template"
	"strings"
	"sync"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/site"
)

// markup makes what templates print unescaped. This file is the only one that
// may produce template.HTML; a test sees to it. What it lets through is prose
// by the renderers of prose.go, mathematics that package formula has escaped,
// drawings that lineage/draw has, and what templates themselves have printed.
type markup struct {
	words site.Words
	draw  Draw
	set   *template.Template
	parts sync.Map // template.HTML by part
}

// part names a printed template that many pages share.
type part struct {
	template, root, section string
	search                  bool
}

// shared prints a template that depends on nothing but the site and on where
// in it a page stands, once for all pages that stand there: header and footer
// are half of the links of most pages.
func (m *markup) shared(name string, data any) (template.HTML, error) {
	p, ok := data.(page)
	if !ok {
		return "", fmt.Errorf("shared takes the whole of a page, not %T", data)
	}
	return m.part(name, &p)
}

func (m *markup) part(name string, p *page) (template.HTML, error) {
	key := part{name, p.Frame.Root, p.Frame.Section, p.Frame.Search}
	if html, ok := m.parts.Load(key); ok {
		return html.(template.HTML), nil
	}
	t := m.set.Lookup(name)
	if t == nil {
		return "", fmt.Errorf("there is no template partial/%s.tmpl", name)
	}
	var b strings.Builder
	frame := site.Frame{Root: key.root, Section: key.section, Search: key.search}
	if err := t.Execute(&b, page{Chrome: p.Chrome, Frame: &frame}); err != nil {
		return "", err
	}
	html := template.HTML(b.String())
	m.parts.Store(key, html)
	return html, nil
}

func (m *markup) prose(p site.Prose) (template.HTML, error) {
	html, err := appendProse(nil, p, m.words)
	return template.HTML(html), err
}

func (m *markup) math(x formula.MathML) template.HTML { return template.HTML(x) }

func (m *markup) figure(f *site.Figure) template.HTML {
	return template.HTML(m.appendFigure(nil, f))
}

func (m *markup) appendFigure(dst []byte, f *site.Figure) []byte {
	if m.draw == nil || f == nil {
		return dst
	}
	const open, end = `<div class="figure" tabindex="0" role="group" aria-label="`, "</div>"
	html := append(append(append(dst, open...), attr(f.Title)...), '"', '>')
	before := len(html)
	if html = m.draw(html, f); len(html) == before {
		return dst
	}
	return append(html, end...)
}
