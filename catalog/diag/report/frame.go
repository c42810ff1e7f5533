package report

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// maxMarks is how many places of one finding are framed. A reader who has to
// look at more is better served by the page of the conflict.
const maxMarks = 8

// row is a marked range within one line.
type row struct {
	line     int // counts from 1
	from, to int // bytes within the line
	label    string
	primary  bool
}

// frame is the marked lines of one file.
type frame struct {
	file *source.File
	at   source.Position // of the first place in the file that was named
	rows []row
}

// frames gathers the places of a finding by file: the finding's own place
// first, then the others in the order in which the rule named them.
func frames(set *source.Set, f *diag.Finding) (list []frame, left int) {
	places := append([]diag.Place{{At: f.At, Label: f.Label}}, f.Places...)
	marked := 0
	for i, p := range places {
		file := set.File(p.At.File)
		if file == nil {
			continue
		}
		if marked == maxMarks {
			left++
			continue
		}
		marked++
		k := slices.IndexFunc(list, func(fr frame) bool { return fr.file == file })
		if k < 0 {
			k = len(list)
			list = append(list, frame{file: file, at: file.Position(p.At.Start)})
		}
		list[k].rows = append(list[k].rows, rowsOf(file, p, i == 0)...)
	}
	for i := range list {
		slices.SortStableFunc(list[i].rows, func(a, b row) int {
			return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.from, b.from))
		})
	}
	return list, left
}

// rowsOf splits a range into what is marked in each line: one row for a range
// within a line, the first and the last line of a longer one.
func rowsOf(file *source.File, p diag.Place, primary bool) []row {
	start, end := p.At.Start, max(p.At.Start, p.At.End)
	end = min(end, int32(len(file.Data)))
	start = min(start, end)
	end = start + int32(len(bytes.TrimRight(file.Data[start:end], " \t\r\n")))
	first, last := file.Position(start).Line, file.Position(end).Line
	head, headAt := file.Line(first)
	if first == last {
		return []row{{first, int(start - headAt), int(end - headAt), p.Label, primary}}
	}
	tail, tailAt := file.Line(last)
	indent := len(tail) - len(bytes.TrimLeft(tail, " \t"))
	return []row{
		{first, int(start - headAt), len(head), "", primary},
		{last, indent, int(end - tailAt), p.Label, primary},
	}
}

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
		name := fmt.Sprintf("%s:%d:%d", Visible(p.o.Folder+fr.file.Path), fr.at.Line, fr.at.Column)
		fmt.Fprintf(p, "%*s%s %s\n", p.gutter, "", p.paint.frame(arrow), name)
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
	fmt.Fprintln(p, strings.TrimRight(number+" "+v.text(), " "))
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
