package source

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Version is what a file held at some time.
type Version struct {
	Path string // as in [File.Path]
	Data []byte
}

// NewVersions makes a set of everything that files held over time, so that
// places in old text can be told like any other. A name may stand in it several
// times, and [Set.ByPath] gives the last of them. The versions must come sorted
// by path; [Set.Files] has them in the same order.
func NewVersions(versions []Version) *Set {
	files := make([]*File, len(versions))
	for i, v := range versions {
		files[i] = &File{Path: v.Path, Data: v.Data}
	}
	return newSet(files)
}

// Revised is the set of another state of the same folder: with the given files
// instead of those of the same name, and without those that are gone. Files that
// both states have are the same and keep their ID, so that what was found out
// about one of them holds for both sets. The other files get new IDs, which do
// not follow the order of names.
func (s *Set) Revised(files []*File, gone []string) *Set {
	r := &Set{byID: slices.Clip(s.byID)}
	instead := make(map[string]bool, len(files)+len(gone))
	for _, path := range gone {
		instead[path] = true
	}
	for _, f := range files {
		instead[f.Path] = true
		f.countLines()
		r.byID = append(r.byID, f)
		f.ID = FileID(len(r.byID))
	}
	r.files = make([]*File, 0, len(s.files)+len(files))
	for _, f := range s.files {
		if !instead[f.Path] {
			r.files = append(r.files, f)
		}
	}
	r.order(files)
	return r
}

// order takes files into the list of files. A few are put in their places, which
// costs an editor less after every key than sorting does.
func (s *Set) order(files []*File) {
	byPath := func(a, b *File) int { return cmp.Compare(a.Path, b.Path) }
	if len(files) > 32 {
		s.files = append(s.files, files...)
		slices.SortFunc(s.files, byPath)
		return
	}
	for _, f := range files {
		i, _ := slices.BinarySearchFunc(s.files, f, byPath)
		s.files = slices.Insert(s.files, i, f)
	}
}

// Judge says what [Read] would make of a regular file, or of a symbolic link, of
// that path: a file whose data is still to be set, or one that is refused and
// why. Both are nil for what is passed over without a word.
func Judge(p string, link bool) (*File, *Refusal) {
	refuse := func(reason Reason) (*File, *Refusal) {
		return &File{Path: p, Refused: true}, &Refusal{Path: p, Reason: reason}
	}
	for name := range strings.SplitSeq(p, "/") {
		switch {
		case isClutter(name):
			return nil, nil
		case !goodName(name):
			return refuse(BadName)
		}
	}
	use := useOf(p)
	switch {
	case link:
		return refuse(Symlink)
	case use == unknownFile:
		return refuse(UnknownFile)
	}
	return &File{Path: p, Asset: use == assetFile}, nil
}

// IsContent reports whether [Read] would take in a regular file of that path
// to be parsed, judging by its name alone.
func IsContent(p string) bool {
	names := strings.Split(p, "/")
	for _, name := range names {
		if name == "" || isClutter(name) || !goodName(name) {
			return false
		}
	}
	return len(names)-1 <= DefaultLimits().Depth && useOf(path.Base(p)) == dataFile
}

// Content is the limit for one file of that path, to be parsed.
func (l Limits) Content(path string) int64 { return l.file(dataFile, path) }
