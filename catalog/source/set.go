package source

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"sync"
	"unicode/utf8"
)

// File is one input file as it was read. It is never changed afterwards.
type File struct {
	ID   FileID
	Path string // slash-separated, relative to the content folder, NFC
	Data []byte

	Asset   bool // a picture or download: copied, never parsed
	Refused bool // found and not read, for the reason in its [Refusal]; Data is empty

	lines func() []int32 // offset of the first byte of each line, made on first use
}

// Hash is the SHA-256 of the file's bytes.
func (f *File) Hash() [32]byte { return sha256.Sum256(f.Data) }

// Span is the whole file.
func (f *File) Span() Span { return Span{f.ID, 0, int32(len(f.Data))} }

// Position turns a byte offset into line and column. An offset outside the
// file is moved to the nearest end.
func (f *File) Position(offset int32) Position {
	offset = max(0, min(offset, int32(len(f.Data))))
	lines := f.lines()
	i, found := slices.BinarySearch(lines, offset)
	if !found {
		i--
	}
	return Position{Line: i + 1, Column: utf8.RuneCount(f.Data[lines[i]:offset]) + 1}
}

// Line returns line n, counting from 1, without its line ending, and the
// offset of its first byte. A line that does not exist is nil.
func (f *File) Line(n int) (text []byte, start int32) {
	lines := f.lines()
	if n < 1 || n > len(lines) {
		return nil, 0
	}
	start = lines[n-1]
	end := int32(len(f.Data))
	if n < len(lines) {
		end = lines[n]
	}
	return bytes.TrimRight(f.Data[start:end], "\r\n"), start
}

// LineCount is the number of lines, at least one.
func (f *File) LineCount() int { return len(f.lines()) }

func lineStarts(data []byte) []int32 {
	starts := make([]int32, 1, 2+bytes.Count(data, []byte{'\n'}))
	for i, b := range data {
		if b == '\n' {
			starts = append(starts, int32(i+1))
		}
	}
	return starts
}

// Set is a group of files read together, in name order. It is the one
// authority on what a [Span] means. A Set is immutable and safe for
// concurrent use.
type Set struct {
	files []*File // by path
	byID  []*File // more than files has, in a revised set
}

// NewSet makes a set of files from names and contents, sorted by name. It is
// the last step of [Read], and the way tests and editors bring text that is
// not on disk. Names must be unique.
func NewSet(contents map[string][]byte) *Set {
	files := make([]*File, 0, len(contents))
	for path, data := range contents {
		files = append(files, &File{Path: path, Data: data, Asset: useOf(path) == assetFile})
	}
	return newSet(files)
}

// newSet takes over files of unique names.
func newSet(files []*File) *Set {
	s := &Set{files: files}
	for _, f := range files {
		f.countLines()
	}
	slices.SortStableFunc(s.files, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
	for i, f := range s.files {
		f.ID = FileID(i + 1)
	}
	s.byID = s.files
	return s
}

func (f *File) countLines() {
	f.lines = sync.OnceValue(func() []int32 { return lineStarts(f.Data) })
}

// Files lists the files in name order. The caller must not change the slice.
func (s *Set) Files() []*File { return s.files }

// File returns the file that id names, or nil.
func (s *Set) File(id FileID) *File {
	if id < 1 || int(id) > len(s.byID) {
		return nil
	}
	return s.byID[id-1]
}

// ByPath returns the file of that name, or nil; where several bear it, the last.
func (s *Set) ByPath(path string) *File {
	i, ok := slices.BinarySearchFunc(s.files, path, func(f *File, path string) int { return cmp.Compare(f.Path, path) })
	if !ok {
		return nil
	}
	for i+1 < len(s.files) && s.files[i+1].Path == path {
		i++
	}
	return s.files[i]
}

// Text returns the bytes that a span covers, or "" when it points nowhere.
func (s *Set) Text(sp Span) string {
	f := s.File(sp.File)
	if f == nil || sp.Start < 0 || int(sp.End) > len(f.Data) || sp.Start > sp.End {
		return ""
	}
	return string(f.Data[sp.Start:sp.End])
}

// Line returns the whole line on which a span begins, with its line ending, and
// its text.
func (s *Set) Line(sp Span) (Span, string) {
	f := s.File(sp.File)
	if f == nil {
		return Span{}, ""
	}
	start := bytes.LastIndexByte(f.Data[:sp.Start], '\n') + 1
	end := len(f.Data)
	if i := bytes.IndexByte(f.Data[sp.Start:], '\n'); i >= 0 {
		end = int(sp.Start) + i + 1
	}
	return Span{sp.File, int32(start), int32(end)}, string(f.Data[start:end])
}

// Place is a span made readable: file name, start and end.
type Place struct {
	Path       string
	Start, End Position
}

// Place turns a span into names and numbers for people. The zero Place answers
// a span that points nowhere.
func (s *Set) Place(sp Span) Place {
	f := s.File(sp.File)
	if f == nil {
		return Place{}
	}
	return Place{Path: f.Path, Start: f.Position(sp.Start), End: f.Position(sp.End)}
}
