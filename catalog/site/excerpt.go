package site

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Excerpt is a few lines of a file with what a finding is about marked.
type Excerpt struct {
	File  FileRef
	Label string
	Lines []ExcerptLine
}

// ExcerptLine is one line of an excerpt.
type ExcerptLine struct {
	Number int
	Before string
	Mark   string // the marked part, or ""
	After  string
}

// most places of one finding that are shown, lines of each, bytes of a line.
const (
	mostExcerpts = 8
	mostLines    = 6
	mostBytes    = 160
)

func (p *planner) excerpts(f *diag.Finding) []Excerpt {
	places := append([]diag.Place{{At: f.At, Label: f.Label}}, f.Places...)
	var list []Excerpt
	for _, place := range places[:min(len(places), mostExcerpts)] {
		if x, ok := p.excerpt(place.At); ok {
			x.Label = sentence(place.Label)
			list = append(list, x)
		}
	}
	return list
}

func (p *planner) excerpt(at source.Span) (Excerpt, bool) {
	file := p.in.Catalog.Source.File(at.File)
	if file == nil {
		return Excerpt{}, false
	}
	end := at.Start + int32(len(bytes.TrimRight(file.Data[at.Start:max(at.Start, at.End)], " \t\r\n")))
	firstLine, lastLine := file.Position(at.Start).Line, file.Position(end).Line
	x := Excerpt{File: p.file(at)}
	for n := firstLine; n <= min(lastLine, firstLine+mostLines-1); n++ {
		text, start := file.Line(n)
		from := max(0, min(int(at.Start-start), len(text)))
		to := max(from, min(int(end-start), len(text)))
		if n > firstLine {
			from = len(text) - len(bytes.TrimLeft(text, " \t"))
			to = max(from, to)
		}
		x.Lines = append(x.Lines, cutLine(n, text, from, to))
	}
	return x, true
}

// cutLine is one line with bytes from to to marked, shortened on both sides.
func cutLine(n int, text []byte, from, to int) ExcerptLine {
	l := ExcerptLine{Number: n, Before: string(text[:from]), Mark: string(text[from:to]), After: string(text[to:])}
	if len(l.Before) > mostBytes/2 {
		l.Before = "…" + cutRunes(l.Before[len(l.Before)-mostBytes/2:])
	}
	if len(l.Mark) > mostBytes {
		l.Mark = cutRunes(l.Mark[:mostBytes]) + "…"
	}
	if len(l.After) > mostBytes/2 {
		l.After = cutRunes(l.After[:mostBytes/2]) + "…"
	}
	return l
}

// cutRunes drops what a cut through a character leaves at either end.
func cutRunes(s string) string {
	for len(s) > 0 && !utf8.RuneStart(s[0]) {
		s = s[1:]
	}
	return strings.ToValidUTF8(s, "")
}
