// Package edit changes content files the way a careful person would: as text,
// at the places that the compiler knows, so that comments, order and style stay
// as they are.
//
// Every operation gives a [Change] and touches no disk. [Rename], [Retire] and
// [Format] decode what they made again and give an error rather than a catalog
// that means something else.
package edit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Change is what is to be done to the content folder.
type Change struct {
	Files map[string][]byte // new contents by path
	Moves []Move            // files to be moved; the new contents stand under the new path
	Notes []Note            // what a person should know, in the order of the files
}

// Move is a file that gets another name.
type Move struct{ From, To string }

// Note is something that a person should know about a change.
type Note struct {
	File string // relative to the content folder; "" where it is about no one file
	Line int    // counts from 1; 0 where it is about the whole file
	Text string // one line
}

// String is the note with its place before it.
func (n Note) String() string {
	switch {
	case n.File == "":
		return n.Text
	case n.Line == 0:
		return n.File + ": " + n.Text
	}
	return fmt.Sprintf("%s:%d: %s", n.File, n.Line, n.Text)
}

// IsZero reports whether nothing is to be done.
func (c Change) IsZero() bool { return len(c.Files) == 0 && len(c.Moves) == 0 }

// Paths lists the files that change, by name.
func (c Change) Paths() []string { return slices.Sorted(maps.Keys(c.Files)) }

// Apply is the folder's files after the change, as a set revised from theirs.
func (c Change) Apply(set *source.Set) *source.Set {
	var gone []string
	for _, m := range c.Moves {
		gone = append(gone, m.From)
	}
	var files []*source.File
	for _, path := range c.Paths() {
		files = append(files, &source.File{Path: path, Data: c.Files[path]})
	}
	return set.Revised(files, gone)
}

// Text carries out edits on one file's bytes. Edits may come in any order and
// may not overlap.
func Text(data []byte, edits []diag.Edit) ([]byte, error) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b diag.Edit) int { return a.At.Compare(b.At) })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		from, to := int(e.At.Start), int(e.At.End)
		if from < at || to > len(data) || to < from {
			return nil, fmt.Errorf("edits overlap at byte %d", from)
		}
		out.Write(data[at:from])
		out.WriteString(e.New)
		at = to
	}
	out.Write(data[at:])
	return out.Bytes(), nil
}

// changeOf carries out edits on the files of a set.
func changeOf(set *source.Set, edits []diag.Edit) (Change, error) {
	byFile := map[source.FileID][]diag.Edit{}
	for _, e := range edits {
		byFile[e.At.File] = append(byFile[e.At.File], e)
	}
	c := Change{Files: map[string][]byte{}}
	for id, list := range byFile {
		f := set.File(id)
		if f == nil {
			return Change{}, fmt.Errorf("an edit points at no file")
		}
		data, err := Text(f.Data, list)
		if err != nil {
			return Change{}, fmt.Errorf("%s: %w", f.Path, err)
		}
		if !bytes.Equal(data, f.Data) {
			c.Files[f.Path] = data
		}
	}
	return c, nil
}

// Fixed is a finding that [Fix] puts right.
type Fixed struct {
	Finding *diag.Finding
	Edits   []diag.Edit
}

// Fix carries out the mechanical fixes of findings, gravest first. A fix that
// gets in the way of an earlier one waits for the next run. Fixes that may
// change what is meant are left out unless unsafe ones are asked for.
func Fix(set *source.Set, list diag.List, unsafe bool) (Change, []Fixed, error) {
	var taken []diag.Edit
	var fixed []Fixed
	for i := range list {
		f := &list[i]
		if len(f.Edits) == 0 || f.Settled != nil || !unsafe && slices.ContainsFunc(f.Edits, func(e diag.Edit) bool { return e.Unsafe }) {
			continue
		}
		if slices.ContainsFunc(f.Edits, func(e diag.Edit) bool { return clashes(taken, e) }) {
			continue
		}
		taken = append(taken, f.Edits...)
		fixed = append(fixed, Fixed{f, f.Edits})
	}
	c, err := changeOf(set, taken)
	return c, fixed, err
}

// clashes reports whether an edit touches a place that another one changes.
// Two edits that are the same count as one place too.
func clashes(taken []diag.Edit, e diag.Edit) bool {
	return slices.ContainsFunc(taken, func(t diag.Edit) bool {
		return t.At.File == e.At.File && t.At.Start <= e.At.End && e.At.Start <= t.At.End
	})
}
