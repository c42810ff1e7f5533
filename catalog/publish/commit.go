package publish

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"syscall"
)

// commit makes the staged site the published one.
func (s *stage) commit(ctx context.Context) (Report, error) {
	rep, m := s.report()
	encoded := m.encode()
	if s.exists && rep.Added+rep.Changed == 0 && bytes.Equal(encoded, s.old.encoded) {
		rep.Method = Unchanged
		return rep, nil
	}
	if s.inside {
		return s.settle(ctx, rep, m)
	}
	err := s.complete(ctx, encoded)
	if errors.Is(err, syscall.EXDEV) {
		return s.settle(ctx, rep, m)
	}
	if err != nil {
		return Report{}, err
	}
	if rep.Method, err = s.trade(); err != nil {
		return Report{}, err
	}
	if rep.Method == InPlace {
		return s.settle(ctx, rep, m)
	}
	if !s.opt.NoSync {
		err = s.after(NewSite, "sync", s.parent, s.syncDir(s.parent))
	}
	rep.Leftover = s.retireOld()
	return rep, err
}

// report counts the staged files and lists them as a manifest.
func (s *stage) report() (Report, manifest) {
	rep := Report{}
	m := make(manifest, 0, len(s.files))
	for _, f := range s.files {
		m = append(m, f.manifestFile)
		switch f.verdict {
		case same:
			rep.Same++
			continue
		case added:
			rep.Added++
			rep.AddedPaths = appendCapped(rep.AddedPaths, f.path)
		case changed:
			rep.Changed++
			rep.ChangedPaths = appendCapped(rep.ChangedPaths, f.path)
		}
		rep.Bytes += f.size
	}
	for _, path := range s.pruned() {
		rep.Pruned++
		rep.PrunedPaths = appendCapped(rep.PrunedPaths, path)
	}
	for _, e := range s.old.foreign {
		if !e.kind.IsDir() && !s.names.has(e.path, false) {
			rep.Kept++
		}
	}
	return rep, m
}

func appendCapped(list []string, path string) []string {
	if len(list) < MaxNames {
		list = append(list, path)
	}
	return list
}

// pruned lists the old site's files that the new one does not have.
func (s *stage) pruned() []string {
	var paths []string
	for _, f := range s.old.manifest {
		if _, there := s.old.owned[f.path]; there && !s.names.has(f.path, false) {
			paths = append(paths, f.path)
		}
	}
	return paths
}

// complete turns the staging folder into the whole new site: unchanged files,
// those that are not Concord's, the manifest.
func (s *stage) complete(ctx context.Context, encoded []byte) error {
	if err := s.linkSame(ctx); err != nil {
		return err
	}
	if err := s.carry(ctx); err != nil {
		return err
	}
	if err := s.write(manifestName, encoded); err != nil {
		return err
	}
	if s.exists {
		if err := s.chmod(s.root, s.old.perm); err != nil {
			return s.opError("set the permissions of", s.dir, err)
		}
	}
	if err := s.flush(manifestName); err != nil {
		return err
	}
	return ctx.Err()
}

// linkSame gives the unchanged files a name in the staging folder.
func (s *stage) linkSame(ctx context.Context) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	pool := newPool(s.count(), func(_ *worker, path string) {
		if ctx.Err() != nil {
			return
		}
		err := s.ensureDir(parentPath(path))
		if err == nil {
			err = s.opError("link", path, s.link(within(s.dir, path), within(s.root, path)))
		}
		if err != nil {
			fail(err)
		}
	})
	for _, f := range s.files {
		if f.verdict == same {
			pool.jobs <- f.path
		}
	}
	pool.wait()
	return context.Cause(ctx)
}

// carry brings along what is not Concord's. Files are linked, not moved: until
// the folders trade places the published one must lack nothing.
func (s *stage) carry(ctx context.Context) error {
	for _, e := range s.old.foreign {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.names.has(e.path, false) {
			continue // adopted
		}
		from, to := within(s.dir, e.path), within(s.root, e.path)
		err := s.ensureDir(parentPath(e.path))
		if err != nil {
			return err
		}
		switch {
		case e.kind.IsDir():
			err = s.ensureDir(e.path)
		case e.kind&fs.ModeSymlink != 0:
			err = s.symlink(from, to)
		default:
			err = s.link(from, to)
		}
		if err != nil {
			return s.opError("keep", e.path, err)
		}
	}
	return s.carryModes()
}

// carryModes gives foreign folders their permissions, the deepest first: a
// folder that may not be written is filled by now.
func (s *stage) carryModes() error {
	for i := len(s.old.foreign) - 1; i >= 0; i-- {
		e := s.old.foreign[i]
		if !e.kind.IsDir() {
			continue
		}
		info, err := s.lstat(within(s.dir, e.path))
		if err == nil {
			err = s.chmod(within(s.root, e.path), info.Mode().Perm())
		}
		if err != nil {
			return s.opError("keep", e.path, err)
		}
	}
	return nil
}

// flush has the staged files written through to the disk, ahead of the rename
// that publishes them: after a power loss the folder must not name files whose
// bytes never arrived.
func (s *stage) flush(extra ...string) error {
	if s.opt.NoSync {
		return nil
	}
	for _, f := range s.files {
		if f.verdict != same {
			extra = append(extra, f.path)
		}
	}
	return s.opError("sync", s.dir, s.sync(s.root, extra))
}

// trade puts the staging folder in the place of the published one. InPlace
// means that neither way works here, and that nothing has happened.
func (s *stage) trade() (Method, error) {
	if !s.exists {
		err := s.rename(s.root, s.dir)
		if err == nil {
			s.root = ""
		}
		return Exchanged, s.opError("make the folder", s.dir, err)
	}
	err := s.exchange(s.root, s.dir)
	switch {
	case err == nil:
		return Exchanged, nil
	case isAny(err, syscall.EXDEV, syscall.EBUSY):
		return InPlace, nil
	case !noExchange(err):
		return "", s.opError("replace", s.dir, err)
	}
	old := s.beside("old")
	if err := s.rename(s.dir, old); immovable(err) {
		return InPlace, nil
	} else if err != nil {
		return "", s.opError("move away", s.dir, err)
	}
	if err := s.rename(s.root, s.dir); err != nil {
		state := OldSite
		if s.rename(old, s.dir) != nil {
			state = NoSite
		}
		return "", s.after(state, "replace", s.dir, err)
	}
	s.root = old
	return Moved, nil
}

// retireOld removes the old site, which now has the staging folder's name. It
// returns the folder that is left over if that fails, or "".
func (s *stage) retireOld() string {
	if s.root == "" {
		return ""
	}
	old := s.root
	s.root = ""
	// Under the name of an old site, heal looks in it for files to be rescued
	// before it removes it; a staging folder it removes outright.
	if name := s.beside("old"); s.rename(old, name) == nil {
		old = name
	}
	before := ownedBy(s.old.manifest)
	err := s.retire(old, s.dir, func(path string) bool { return before(path) || s.names.has(path, false) })
	if err != nil {
		return old
	}
	return ""
}

// after states what a folder holds when an operation fails.
func (s *stage) after(state State, doing, path string, err error) error {
	var op *OpError
	if errors.As(s.opError(doing, path, err), &op) {
		op.State = state
		return op
	}
	return nil
}
