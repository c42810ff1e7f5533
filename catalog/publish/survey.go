package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// snapshot is the published folder before anything is done to it.
type snapshot struct {
	manifest manifest
	encoded  []byte // the manifest as it stands in the folder; nil without one
	broken   error  // why there is a manifest that cannot be used

	owned   map[string]bool        // files of the manifest that are there; true for plain files
	dirs    map[string]bool        // the folders of those files
	foreign []entry                // everything else, folders before what is in them
	kinds   map[string]fs.FileMode // the types of foreign entries by path
	perm    fs.FileMode            // the folder's own permissions
	fixed   bool                   // holds what cannot be carried into another folder
}

// entry is a file, link or folder that is not Concord's.
type entry struct {
	path string
	kind fs.FileMode // the type bits
}

// survey reads the manifest and walks the folder. It follows no link.
func (d disk) survey(t target) (*snapshot, error) {
	s := &snapshot{owned: map[string]bool{}, dirs: map[string]bool{}, kinds: map[string]fs.FileMode{}, perm: 0o755}
	if !t.exists {
		return s, nil
	}
	info, err := d.lstat(t.dir)
	if err != nil {
		return nil, t.opError("look at", t.dir, err)
	}
	s.perm = info.Mode().Perm() | info.Mode()&fs.ModeSetgid
	s.manifest, s.encoded, err = d.readManifest(t.dir)
	if isAny(err, errManifestDamaged, errManifestVersion) {
		s.broken, err = err, nil
	}
	if err != nil {
		return nil, t.opError("read", manifestName, err)
	}
	for _, f := range s.manifest {
		for dir := parentPath(f.path); dir != "" && !s.dirs[dir]; dir = parentPath(dir) {
			s.dirs[dir] = true
		}
	}
	paths := ownedBy(s.manifest)
	if err := s.walk(d, t, "", paths); err != nil {
		return nil, t.opError("list", t.dir, err)
	}
	return s, nil
}

func (s *snapshot) walk(d disk, t target, dir string, owned func(string) bool) error {
	entries, err := d.readDir(strings.TrimSuffix(within(t.dir, dir), string(filepath.Separator)))
	if errors.Is(err, fs.ErrPermission) && dir != "" && !s.dirs[dir] {
		s.fixed = true // a folder of somebody else's, closed to us
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		path := e.Name()
		if dir != "" {
			path = dir + "/" + path
		}
		switch {
		case dir == "" && strings.HasPrefix(path, ".concord-"):
			// the manifest, or an inner lock
		case e.IsDir():
			if err := s.enter(d, t, path, owned); err != nil {
				return err
			}
		case owned(path):
			s.owned[path] = e.Type().IsRegular()
		default:
			s.add(path, e.Type())
		}
	}
	return nil
}

func (s *snapshot) enter(d disk, t target, path string, owned func(string) bool) error {
	if !s.dirs[path] {
		s.add(path, fs.ModeDir)
		if info, err := d.lstat(within(t.dir, path)); err == nil && otherDevice(info, t.dir) {
			s.fixed = true // something is mounted there: it cannot be linked, and must not be copied
			return nil
		}
	}
	return s.walk(d, t, path, owned)
}

func (s *snapshot) add(path string, kind fs.FileMode) {
	s.foreign = append(s.foreign, entry{path, kind})
	s.kinds[path] = kind
}

// readManifest returns a folder's manifest, also as the bytes it was read from.
// A folder without one has the empty manifest.
func (d disk) readManifest(dir string) (manifest, []byte, error) {
	name := within(dir, manifestName)
	info, err := d.lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxManifest {
		return nil, nil, errManifestDamaged
	}
	f, err := d.openRead(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxManifest))
	if err != nil {
		return nil, nil, err
	}
	m, err := decodeManifest(data)
	if err != nil {
		return nil, nil, err
	}
	return m, data, nil
}

// harmless are the names that a folder may hold before Concord first publishes
// into it: what git and web hosts have people put there.
var harmless = []string{".git", ".gitattributes", ".gitignore", ".gitkeep", ".nojekyll", ".well-known", "CNAME"}

// accept refuses a folder that holds somebody else's files.
func (s *snapshot) accept(t target, opt Options) error {
	if s.encoded != nil {
		return nil
	}
	if s.broken != nil && !opt.Adopt {
		return &TargetError{Dir: t.given, Problem: "has a manifest, `" + manifestName + "`, that " + s.broken.Error(),
			Advice: "delete the folder's content and publish again, or pass --adopt to replace files of the same name and keep all others"}
	}
	repository := false
	var unknown []string
	for _, e := range s.foreign {
		repository = repository || e.path == ".git"
		if !strings.Contains(e.path, "/") && !slices.Contains(harmless, e.path) {
			unknown = append(unknown, e.path)
		}
	}
	switch {
	case len(unknown) == 0:
		return nil
	case repository:
		return &TargetError{Dir: t.given, Problem: "is a git work tree with files that Concord did not write", Paths: unknown,
			Advice: "name a folder of its own for the site; a branch that is only for the site must be emptied first"}
	case !opt.Adopt:
		return &TargetError{Dir: t.given, Problem: "holds files that Concord did not write", Paths: unknown,
			Advice: "choose another folder, or pass --adopt to replace files of the same name and keep all others"}
	}
	return nil
}

// differs reports whether a published file's bytes differ from data. buf
// is scratch space, and is returned for the next call.
func (d disk) differs(path string, data, buf []byte) (bool, []byte, error) {
	f, err := d.openRead(path)
	if err != nil {
		return true, buf, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return true, buf, err
	}
	if !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return true, buf, nil
	}
	buf = slices.Grow(buf[:0], len(data))[:len(data)]
	if err := d.ask("read", path); err != nil {
		return true, buf, err
	}
	if _, err := io.ReadFull(f, buf); errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return len(data) > 0, buf, nil
	} else if err != nil {
		return true, buf, err
	}
	return string(buf) != string(data), buf, nil
}

// openRead opens a file that survey has found to be a plain one.
func (d disk) openRead(path string) (*os.File, error) {
	if err := d.ask("open", path); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDONLY|noFollow, 0)
}
