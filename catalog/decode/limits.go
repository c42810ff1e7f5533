package decode

import (
	"bytes"
	"fmt"

	"github.com/concord-catalog/concord/catalog/source"
)

// What one file may contain. The numbers keep every parser linear, here and
// further up; no file written by a person comes near them.
const (
	maxDepth       = 64    // tables and lists inside one another
	maxDottedParts = 32    // parts of a TOML key
	maxKeys        = 10000 // fields of one table
	maxItems       = 5000  // items of one list
	maxScalar      = 64 << 10
	maxAliases     = 1000 // YAML aliases in one document
	maxExpansion   = 10   // times a YAML document may grow by its aliases

	maxQuoteDepth  = 32 // Markdown block quotes inside one another
	maxListMarkers = 32 // Markdown list markers on one line
	maxOpenings    = 1000
	maxMarks       = 4000 // signs of emphasis in one block of text
	maxLine        = 64 << 10
	maxColumns     = 200
	maxCells       = 100_000 // of all tables of a text: each becomes several nodes and elements
	smallText      = 1 << 10 // too short for any Markdown limit to matter
)

func (r *reader) reportLimit(at source.Span, format string, args ...any) {
	r.report(overLimit.At(at, fmt.Sprintf(format, args...)).
		WithHelp("split it; entries are meant to be read by people"))
}

// checkMarkdown reports text that would cost the Markdown renderer more time
// than its length is worth. Text is written at v.
func (r *reader) checkMarkdown(v *source.Value) bool {
	if len(v.Text) < smallText {
		return true
	}
	openings, marks, cells := 0, 0, 0
	offset := 0
	for line := range bytes.Lines([]byte(v.Text)) {
		at := v.Span(offset, offset+min(len(line), 80))
		offset += len(line)
		if len(bytes.TrimSpace(line)) == 0 {
			openings, marks = 0, 0
			continue
		}
		openings += bytes.Count(line, []byte{'['})
		marks += runs(line)
		cells += bytes.Count(line, []byte{'|'})
		quotes, markers := containers(line)
		switch {
		case len(line) > maxLine:
			r.reportLimit(at, "the line is longer than %s", size(maxLine))
		case openings > maxOpenings:
			r.reportLimit(at, "one block of text has more than %d opening brackets", maxOpenings)
		case marks > maxMarks:
			r.reportLimit(at, "one block of text has more than %d signs of emphasis (`*`, `_`, `~`)", maxMarks)
		case quotes > maxQuoteDepth:
			r.reportLimit(at, "quotes are nested more than %d deep", maxQuoteDepth)
		case markers > maxListMarkers:
			r.reportLimit(at, "lists are nested more than %d deep on one line", maxListMarkers)
		case bytes.Count(line, []byte{'|'}) > maxColumns+1:
			r.reportLimit(at, "the table has more than %d columns", maxColumns)
		case cells > maxCells:
			r.reportLimit(at, "the tables have more than %d cells", maxCells)
		default:
			continue
		}
		return false
	}
	return true
}

// runs counts the runs of signs that may begin or end an emphasis. Each is held
// against all others of its block.
func runs(line []byte) int {
	n, last := 0, byte(0)
	for _, c := range line {
		if c != last && (c == '*' || c == '_' || c == '~') {
			n++
		}
		last = c
	}
	return n
}

// containers counts the block quotes and list markers that a line begins with.
func containers(line []byte) (quotes, markers int) {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '>':
			quotes++
		case c == '-' || c == '*' || c == '+':
			if i+1 < len(line) && line[i+1] != ' ' && line[i+1] != '\t' && line[i+1] != '\r' && line[i+1] != '\n' {
				return quotes, markers
			}
			markers++
		case c == ' ' || c == '\t':
		case '0' <= c && c <= '9':
			end := i
			for end < len(line) && '0' <= line[end] && line[end] <= '9' {
				end++
			}
			if end == len(line) || line[end] != '.' && line[end] != ')' {
				return quotes, markers
			}
			markers++
			i = end
		default:
			return quotes, markers
		}
	}
	return quotes, markers
}
