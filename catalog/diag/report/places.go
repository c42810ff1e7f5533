package report

import (
	"bytes"
	"cmp"
	"slices"

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
