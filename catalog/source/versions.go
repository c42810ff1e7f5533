package source

import (
	"path"
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
