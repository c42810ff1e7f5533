package publish

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"
)

// nextManifest is the name that the manifest waits under, while the one in the
// folder lists the files of both sites.
const nextManifest = ".concord-next"

// settle writes the site in place: into a folder that cannot be renamed since
// it is a mount point, or since the folder above it may not be written. All new
// bytes are on the disk before the first file moves, so that only renames can
// fail from then on. Pages move last: they need the files that they name.
func (s *stage) settle(ctx context.Context, rep Report, m manifest) (Report, error) {
	if !s.inside {
		if err := s.moveInside(ctx); err != nil {
			return Report{}, err
		}
	}
	if err := s.write(manifestName, union(s.old.manifest, m).encode()); err != nil {
		return Report{}, err
	}
	if err := s.write(nextManifest, m.encode()); err != nil {
		return Report{}, err
	}
	if err := s.flush(manifestName, nextManifest); err != nil {
		return Report{}, err
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	rep.Method = InPlace
	// The context is not asked from here on: half a site helps nobody.
	if err := s.moveFiles(); err != nil {
		return rep, err
	}
	if s.removeAll(s.root) != nil {
		rep.Leftover = s.root
	}
	s.root = ""
	return rep, nil
}

// moveInside brings the staged files from a folder beside the published one
// into one within it.
func (s *stage) moveInside(ctx context.Context) error {
	outer := s.root
	defer s.removeAll(outer)
	s.made = map[string]bool{"": true}
	if err := s.openInside(); err != nil {
		return err
	}
	for _, f := range s.files {
		if f.verdict == same {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.ensureDir(parentPath(f.path)); err != nil {
			return err
		}
		from, to := within(outer, f.path), within(s.root, f.path)
		err := s.rename(from, to)
		if errors.Is(err, syscall.EXDEV) {
			err = s.copy(from, to)
		}
		if err != nil {
			return s.opError("write", f.path, err)
		}
	}
	return nil
}

// moveFiles does what readers can see. The first manifest lists the files of
// both sites: whenever this ends, the next publish knows what is Concord's.
func (s *stage) moveFiles() error {
	if err := s.move(manifestName, manifestName); err != nil {
		return err
	}
	var first, last []string // what stands where a folder or file of the new site goes, and the rest
	for _, p := range s.pruned() {
		if s.names.has(p, true) || s.underFile(p) {
			first = append(first, p)
		} else {
			last = append(last, p)
		}
	}
	if err := s.prune(first); err != nil {
		return err
	}
	for _, page := range []bool{false, true} {
		for _, f := range s.files {
			if f.verdict == same || page != (path.Ext(f.path) == ".html") {
				continue
			}
			if err := s.move(f.path, f.path); err != nil {
				return err
			}
		}
	}
	if err := s.prune(last); err != nil {
		return err
	}
	if err := s.move(nextManifest, manifestName); err != nil {
		return err
	}
	if s.opt.NoSync {
		return nil
	}
	err := s.sync(s.dir, nil)
	if err == nil {
		err = s.syncDir(s.dir)
	}
	return s.after(NewSite, "sync", s.dir, err)
}

// move brings one file from the staging folder to its place.
func (s *stage) move(from, to string) error {
	dir := parentPath(to)
	if dir != "" && !s.placed[dir] {
		if err := s.mkdirAll(within(s.dir, dir)); err != nil {
			return s.after(MixedSite, "make the folder", dir, err)
		}
		s.placed[dir] = true
	}
	return s.after(MixedSite, "write", to, s.rename(within(s.root, from), within(s.dir, to)))
}

// prune removes files of the old site, and its folders that are empty then and
// not wanted.
func (s *stage) prune(paths []string) error {
	for _, p := range paths {
		if err := s.remove(within(s.dir, p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s.after(MixedSite, "remove", p, err)
		}
	}
	var dirs []string
	for dir := range s.old.dirs {
		if !s.names.has(dir, true) {
			dirs = append(dirs, dir)
		}
	}
	slices.SortFunc(dirs, func(a, b string) int { return strings.Compare(b, a) }) // what is within a folder comes before it
	for _, dir := range dirs {
		entries, err := s.readDir(within(s.dir, dir))
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) > 0 {
			continue
		}
		if err == nil {
			err = s.remove(within(s.dir, dir))
		}
		if err != nil {
			return s.after(MixedSite, "remove", dir, err)
		}
	}
	return nil
}
