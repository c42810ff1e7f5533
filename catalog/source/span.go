// Package source says which bytes were read, under which name, and where in
// them a value stands.
//
// It is the bottom of the compiler: everything above speaks of a place as a
// [Span], a range of bytes in one file, and only printers ask a [Set] to turn
// that into lines and columns. Read [Set] first, then [Value].
package source

// FileID names one file of a [Set]. The zero FileID means no file at all.
type FileID int32

// Span is a range of bytes, from Start up to but not including End, in one
// file. The zero Span means that there is no place to point at. An empty span
// inside a file (Start == End) says where something missing would be written.
type Span struct {
	File       FileID
	Start, End int32
}

// IsZero reports whether the span points at no file.
func (s Span) IsZero() bool { return s.File == 0 }

// Len is the number of bytes that the span covers.
func (s Span) Len() int { return int(s.End - s.Start) }

// Head is the empty span at the start of s: the place before it.
func (s Span) Head() Span { return Span{s.File, s.Start, s.Start} }

// Sub is the part of s from byte offset from up to to, both relative to s and
// cut to its bounds.
func (s Span) Sub(from, to int) Span {
	clamp := func(n int) int32 { return s.Start + int32(max(0, min(n, s.Len()))) }
	return Span{s.File, clamp(from), max(clamp(from), clamp(to))}
}

// Compare orders spans by file, then start, then end. File order is name
// order within one [Set].
func (s Span) Compare(t Span) int {
	switch {
	case s.File != t.File:
		return int(s.File) - int(t.File)
	case s.Start != t.Start:
		return int(s.Start) - int(t.Start)
	}
	return int(s.End) - int(t.End)
}

// Position is a place for people: Line and Column count from 1; Column counts
// Unicode code points, as editors show them.
type Position struct {
	Line, Column int
}
