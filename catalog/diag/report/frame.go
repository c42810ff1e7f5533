package report

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// printer writes the human format.
type printer struct {
	strings.Builder
	set    *source.Set
	o      Options
	paint  palette
	gutter int // columns that line numbers take
}

// printFrames writes the code frames of a finding.
func (p *printer) printFrames(f *diag.Finding) {
	list, left := frames(p.set, f)
	p.gutter = 1
	for _, fr := range list {
		p.gutter = max(p.gutter, len(fmt.Sprint(fr.rows[len(fr.rows)-1].line)))
	}
	for i, fr := range list {
		arrow := "-->"
		if i > 0 {
			arrow = ":::"
		}
		name := Visible(p.o.Folder + fr.file.Path)
		if len(fr.file.Data) == 0 { // empty, or refused before it was read
			if label := fr.rows[0].label; label != "" {
				name += ": " + Visible(label)
			}
			fmt.Fprintf(p, "%*s%s %s\n", p.gutter, "", p.paint.frame(arrow), name)
			continue
		}
		fmt.Fprintf(p, "%*s%s %s:%d:%d\n", p.gutter, "", p.paint.frame(arrow), name, fr.at.Line, fr.at.Column)
		p.bar()
		p.printRows(f.Kind.Family, fr)
	}
	if len(list) > 0 {
		p.bar()
	}
	if left > 0 {
		p.aside("note", fmt.Sprintf("%d more %s take part", left, plural(left, "place", "places")))
	}
}

func (p *printer) bar() {
	fmt.Fprintf(p, "%*s %s\n", p.gutter, "", p.paint.frame("|"))
}

func (p *printer) printRows(family diag.Family, fr frame) {
	limit := cmp.Or(p.o.Width, 100)
	var shown int
	var v view
	for _, r := range fr.rows {
		if shown > 0 {
			p.between(fr.file, shown, r.line, limit)
		}
		if r.line != shown || !v.covers(r.from, r.to) {
			line, _ := fr.file.Line(r.line)
			v = window(line, r.from, r.to, limit)
			p.sourceLine(r.line, v)
		}
		shown = r.line
		p.underline(family, r, v)
	}
}

// between shows what lies between two marked lines: nothing, the one line
// there is, or dots.
func (p *printer) between(file *source.File, shown, next, limit int) {
	switch {
	case next == shown+2:
		line, _ := file.Line(shown + 1)
		p.sourceLine(shown+1, window(line, 0, 0, limit))
	case next > shown+2:
		fmt.Fprintf(p, "%s\n", p.paint.frame("..."))
	}
}

func (p *printer) sourceLine(n int, v view) {
	number := p.paint.frame(fmt.Sprintf("%*d |", p.gutter, n))
	if text := v.text(); text != "" {
		number += " " + text
	}
	fmt.Fprintln(p, number)
}

func (p *printer) underline(family diag.Family, r row, v view) {
	mark, paint := "-", p.paint.frame
	if r.primary {
		mark, paint = "^", func(s string) string { return p.paint.family(family, s) }
	}
	pad, marks := v.mark(r.from, r.to)
	text := strings.Repeat(mark, marks)
	if r.label != "" {
		text += " " + Visible(r.label)
	}
	fmt.Fprintf(p, "%*s %s %s%s\n", p.gutter, "", p.paint.frame("|"), strings.Repeat(" ", pad), paint(text))
}

// aside writes a line of additional information; further lines of its text are
// indented below the first.
func (p *printer) aside(name, text string) {
	fmt.Fprintf(p, "%*s %s %s", p.gutter, "", p.paint.frame("="), p.paint.strong(name+":"))
	indent := strings.Repeat(" ", p.gutter+utf8.RuneCountInString(name)+5)
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if i > 0 {
			p.WriteString(indent)
		} else {
			p.WriteByte(' ')
		}
		p.WriteString(Visible(line) + "\n")
	}
}
