package publish

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// stage is a site on its way: new and changed files lie in a staging folder.
// Unchanged ones are only noted, so that a publish which changes nothing
// touches nothing.
type stage struct {
	disk
	target
	opt Options
	old *snapshot

	root   string // the staging folder; "" when there is none
	inside bool   // it lies in the published folder: files will be moved one by one

	mu   sync.Mutex
	made map[string]bool // folders made in root

	placed map[string]bool // folders made in the published folder, when writing in place

	names *nameTable
	files []staged // in path order once filled
}

// staged is a file of the new site.
type staged struct {
	manifestFile
	verdict verdict
}

type verdict int

const (
	same     verdict = iota // lies in the published folder already
	added                   // written to the staging folder
	changed                 // written to the staging folder
	conflict                // somebody else's file stands there
)

// open makes the staging folder: beside the published one, or within it where
// the two could not trade places.
func (s *stage) open() error {
	s.made, s.placed, s.names = map[string]bool{"": true}, map[string]bool{}, newNameTable()
	if s.target.inside || s.old.fixed || s.mounted() {
		return s.openInside()
	}
	root := s.beside("tmp")
	err := s.mkdir(root)
	if notBeside(err) && s.exists {
		return s.openInside()
	}
	if err != nil {
		return s.opError("make the folder", root, err)
	}
	s.root = root
	return nil
}

func (s *stage) openInside() error {
	name := innerStage + randomName()
	if err := s.mkdir(within(s.dir, name)); err != nil {
		return s.opError("make the folder", name, err)
	}
	s.root, s.inside = within(s.dir, name), true
	return nil
}

// mounted reports whether the folder is a mount point of its own.
func (s *stage) mounted() bool {
	if !s.exists {
		return false
	}
	info, err := s.lstat(s.parent)
	return err == nil && otherDevice(info, s.dir)
}

// discard removes the staging folder. What it cannot remove the next publish
// does.
func (s *stage) discard() {
	if s.root != "" {
		_ = s.removeAll(s.root)
	}
}

// fill takes the files as they come and hands them to workers. Names are
// checked here, in order, so that the same files give the same error.
func (s *stage) fill(ctx context.Context, files iter.Seq2[output.File, error]) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	pool := newPool(s.count(), func(w *worker, f output.File) {
		if err := s.put(w, f); err != nil {
			fail(err)
		}
	})
	err := s.feed(ctx, files, pool.jobs)
	for _, w := range pool.wait() {
		s.files = append(s.files, w.files...)
	}
	if cause := context.Cause(ctx); cause != nil && err == nil {
		err = cause
	}
	if err != nil {
		return err
	}
	slices.SortFunc(s.files, func(a, b staged) int { return strings.Compare(a.path, b.path) })
	return s.conflicts()
}

func (s *stage) feed(ctx context.Context, files iter.Seq2[output.File, error], jobs chan<- output.File) error {
	for f, err := range files {
		if err != nil {
			return err
		}
		if err := s.names.add(f.Path); err != nil {
			return err
		}
		select {
		case jobs <- f:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// put compares a file with the published one and stages it if it differs.
func (s *stage) put(w *worker, f output.File) (err error) {
	file := staged{manifestFile: manifestFile{path: f.Path, size: int64(len(f.Data)), sum: sha256.Sum256(f.Data)}}
	plain, ours := s.old.owned[f.Path]
	kind, foreign := s.old.kinds[f.Path]
	file.verdict = added
	if ours || foreign {
		file.verdict = changed
	}
	if plain || foreign && kind.IsRegular() {
		var differs bool
		differs, w.buf, err = s.differs(within(s.dir, f.Path), f.Data, w.buf)
		switch {
		case isAny(err, fs.ErrPermission, fs.ErrNotExist):
			// It cannot be read, or has gone: it will be replaced.
		case err != nil:
			return s.opError("read", f.Path, err)
		case !differs:
			file.verdict = same
		}
	}
	if foreign && file.verdict == changed && !s.opt.Adopt {
		file.verdict = conflict
	}
	w.files = append(w.files, file)
	if file.verdict == same || file.verdict == conflict {
		return nil
	}
	return s.write(f.Path, f.Data)
}

// write makes a file in the staging folder.
func (s *stage) write(path string, data []byte) error {
	if err := s.ensureDir(parentPath(path)); err != nil {
		return err
	}
	return s.opError("write", path, s.create(within(s.root, path), data))
}

// ensureDir makes a folder in the staging folder, and those above it.
func (s *stage) ensureDir(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ensureLocked(dir)
}

func (s *stage) ensureLocked(dir string) error {
	if s.made[dir] {
		return nil
	}
	if err := s.ensureLocked(parentPath(dir)); err != nil {
		return err
	}
	if err := s.mkdir(within(s.root, dir)); err != nil {
		return s.opError("make the folder", dir, err)
	}
	s.made[dir] = true
	return nil
}

// conflicts names all places where somebody else's files are in the way. A
// folder never makes way for a file, nor a file or link for a folder; a name
// that differs from one of ours in case alone is in the way on some systems.
func (s *stage) conflicts() error {
	var paths []string
	for _, f := range s.files {
		if f.verdict == conflict {
			paths = append(paths, f.path)
		}
	}
	for _, e := range s.old.foreign {
		ours, clash := s.names.seen[s.names.key(e.path)]
		if clash && (ours.dir != e.kind.IsDir() || !ours.dir && ours.path != e.path) || s.underFile(e.path) {
			paths = append(paths, e.path)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	slices.Sort(paths)
	return &ConflictError{Dir: s.given, Paths: slices.Compact(paths)}
}

// underFile reports whether the new site has a file where the folder of path
// is, which is a folder that Concord made.
func (s *stage) underFile(path string) bool {
	for dir := parentPath(path); dir != ""; dir = parentPath(dir) {
		if s.old.dirs[dir] && s.names.has(dir, false) {
			return true
		}
	}
	return false
}

// worker is what one goroutine keeps to itself.
type worker struct {
	buf   []byte
	files []staged
}

// pool is a number of workers at a queue. The queue is short: whoever makes the
// files should not run far ahead of the disk.
type pool[T any] struct {
	jobs    chan T
	workers []*worker
	wg      sync.WaitGroup
}

func newPool[T any](n int, do func(*worker, T)) *pool[T] {
	p := &pool[T]{jobs: make(chan T, 16*n)}
	for range n {
		w := &worker{}
		p.workers = append(p.workers, w)
		p.wg.Go(func() {
			for job := range p.jobs {
				do(w, job)
			}
		})
	}
	return p
}

// wait ends the queue and returns the workers when all is done.
func (p *pool[T]) wait() []*worker {
	close(p.jobs)
	p.wg.Wait()
	return p.workers
}

func (d disk) count() int {
	if d.workers > 0 {
		return d.workers
	}
	return defaultWorkers
}
