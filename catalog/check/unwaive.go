package check

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// unwaive is the edit that takes a waiver out of its entry's file, and the field
// `allow` with it where it is the only one. There is none where the waiver
// shares its lines with something else.
func unwaive(set *source.Set, e *model.Entry, w *model.Waiver) []diag.Edit {
	file := set.File(w.At.File)
	if file == nil || w.At.Len() == 0 {
		return nil
	}
	first, last := file.Position(w.At.Start).Line, file.Position(w.At.End).Line
	if strings.HasSuffix(set.Text(w.At), "\n") { // the span of a table ends where the next line begins
		last--
	}
	line := func(n int) string {
		text, _ := file.Line(n)
		return string(text)
	}
	_, start := file.Line(first)
	before := strings.TrimSpace(string(file.Data[start:w.At.Start]))
	_, lastStart := file.Line(last)
	after := strings.TrimSpace(line(last)[max(0, min(int(w.At.End-lastStart), len(line(last)))):])
	alone := len(e.Allow) == 1
	compact := strings.ReplaceAll(before, " ", "")
	switch {
	case (compact == "-" || compact == "") && after == "":
		switch above := strings.TrimSpace(line(first - 1)); {
		case alone && above == "allow:":
			first--
		case strings.HasPrefix(set.Text(w.At), "[[allow]]"), strings.HasPrefix(set.Text(w.At), "[allow]"): // in TOML
		case alone, compact == "":
			return nil // it stands where it is not expected
		}
	case alone && slices.Contains([]string{"allow:", "allow:[", "allow=", "allow=["}, compact) && (after == "" || after == "]"):
	default:
		return nil
	}
	_, from := file.Line(first)
	to := int32(len(file.Data))
	if text, next := file.Line(last + 1); text != nil {
		to = next
	}
	return []diag.Edit{{At: source.Span{File: w.At.File, Start: from, End: to}}}
}
