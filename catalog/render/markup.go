package render

import (
	"html/template"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/site"
)

// markup makes what templates print unescaped. This file is the only one that
// may produce template.HTML; a test sees to it. What it lets through is prose
// by the renderers of prose.go, mathematics that package formula has escaped,
// and drawings that lineage/draw has.
type markup struct {
	words site.Words
	draw  Draw
}

func (m markup) prose(p site.Prose) (template.HTML, error) {
	html, err := proseHTML(p, m.words)
	return template.HTML(html), err
}

func (m markup) math(x formula.MathML) template.HTML { return template.HTML(x) }

func (m markup) figure(f *site.Figure) template.HTML {
	if m.draw == nil || f == nil {
		return ""
	}
	svg := m.draw(f)
	if len(svg) == 0 {
		return ""
	}
	const open, end = `<div class="figure" tabindex="0" role="group" aria-label="`, "</div>"
	html := append([]byte(open), attr(f.Title)...)
	html = append(html, '"', '>')
	return template.HTML(append(append(html, svg...), end...))
}
