package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// heal puts right what a publish left that was killed. It runs under the lock,
// so whatever it finds belongs to nobody.
func (d disk) heal(t *target) error {
	if t.inside {
		return d.healInside(*t)
	}
	entries, err := d.readDir(t.parent)
	if errors.Is(err, fs.ErrPermission) {
		entries, err = nil, nil // a folder that may be entered but not listed
	}
	if err != nil {
		return t.opError("list", t.parent, err)
	}
	var olds []string
	for _, e := range entries {
		switch path := filepath.Join(t.parent, e.Name()); {
		case !e.IsDir():
		case t.isBeside("tmp", e.Name()):
			if err := d.removeAll(path); err != nil {
				return t.opError("remove what a killed publish left at", path, err)
			}
		case t.isBeside("old", e.Name()):
			olds = append(olds, path)
		}
	}
	for _, old := range olds {
		if err := d.healOld(t, old); err != nil {
			return t.opError("restore the site that a killed publish left at", old, err)
		}
	}
	info, err := d.lstat(t.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return t.opError("look at", t.dir, err)
	}
	if t.exists = err == nil; t.exists && !info.IsDir() {
		return &TargetError{Dir: t.given, Problem: "is not a folder", Advice: "name a folder of its own for the site"}
	}
	if !t.exists {
		return nil
	}
	if err := d.remove(within(t.dir, innerLock)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return t.opError("remove", innerLock, err)
	}
	return d.healInside(*t)
}

// healOld deals with a site that was moved away to make room. When nothing has
// taken its place it comes back; otherwise the new site is there and the old
// one goes.
func (d disk) healOld(t *target, old string) error {
	if info, err := d.lstat(t.dir); err == nil && info.IsDir() {
		if err := d.remove(t.dir); err != nil { // only an empty folder can be removed
			return d.retire(old, t.dir, d.ownedIn(old, t.dir))
		}
	}
	return d.rename(old, t.dir)
}

// ownedIn tells Concord's files in two states of a folder from all others.
func (d disk) ownedIn(old, new string) func(path string) bool {
	before, _, _ := d.readManifest(old) // a manifest that cannot be read
	after, _, _ := d.readManifest(new)  // makes a file foreign: it stays
	return ownedBy(union(before, after))
}

// healInside removes the staging folders of publishes that wrote in place.
func (d disk) healInside(t target) error {
	entries, err := d.readDir(t.dir)
	if err != nil {
		return t.opError("list", t.dir, err)
	}
	for _, e := range entries {
		tail, ok := strings.CutPrefix(e.Name(), innerStage)
		if !ok || !e.IsDir() || !randomNames.MatchString(tail) {
			continue
		}
		if err := d.removeAll(within(t.dir, e.Name())); err != nil {
			return t.opError("remove", e.Name(), err)
		}
	}
	return nil
}

// ownedBy tells the files of a manifest and the names that Concord keeps for
// itself from all others.
func ownedBy(m manifest) func(path string) bool {
	paths := make(map[string]bool, len(m))
	for _, f := range m {
		paths[f.path] = true
	}
	return func(path string) bool {
		return paths[path] || strings.HasPrefix(path, ".concord-")
	}
}

// retire removes a site whose place has been taken by another. Files that are
// not Concord's are in the new site already; those that somebody made or
// replaced since then move over, so that none of them is lost.
func (d disk) retire(old, new string, owned func(string) bool) error {
	return d.retireDir(old, new, "", owned)
}

func (d disk) retireDir(old, new, dir string, owned func(string) bool) error {
	entries, err := d.readDir(within(old, dir))
	if err != nil {
		return err
	}
	// The manifest goes last: whoever takes this up after a kill must still be
	// able to tell whose the files are.
	slices.SortStableFunc(entries, func(a, b fs.DirEntry) int {
		return compareBool(a.Name() == manifestName, b.Name() == manifestName)
	})
	for _, e := range entries {
		path := e.Name()
		if dir != "" {
			path = dir + "/" + path
		}
		from, to := within(old, path), within(new, path)
		switch {
		case e.IsDir():
			err = d.retireDir(old, new, path, owned)
		case owned(path) || sameFile(from, to):
			err = d.remove(from)
		default:
			err = d.moveOver(from, to)
		}
		if err != nil {
			return err
		}
	}
	return d.remove(strings.TrimSuffix(within(old, dir), string(filepath.Separator)))
}

// compareBool puts false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// moveOver puts a file of the old site into the new one.
func (d disk) moveOver(from, to string) error {
	if err := d.mkdirAll(filepath.Dir(to)); err != nil {
		return err
	}
	return d.rename(from, to)
}

func sameFile(a, b string) bool {
	ai, err := os.Lstat(a)
	if err != nil {
		return false
	}
	bi, err := os.Lstat(b)
	return err == nil && os.SameFile(ai, bi)
}
