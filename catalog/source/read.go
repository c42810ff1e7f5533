package source

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Read takes in the content folder dir. Files that cannot be part of a catalog,
// or that are not safe to read, come back as refusals, sorted by name; each
// has an empty, refused [File] in the set, so that findings can point at it.
// The error is for a folder that cannot be read at all, and for a cancelled
// context, and for a folder above the total limit.
//
// Links are never followed and nothing outside dir is ever opened.
func Read(ctx context.Context, dir string, limits Limits) (*Set, []Refusal, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("open content folder: %w", err)
	}
	defer root.Close()
	w := &walker{ctx: ctx, root: root, limits: limits}
	if err := w.folder(".", 0); err != nil {
		return nil, nil, err
	}
	w.refuseClashes()
	w.load()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if w.total.Load() > limits.Total {
		return nil, nil, fmt.Errorf("the files in %s are larger than %d bytes together", dir, limits.Total)
	}
	set, refusals := w.result()
	return set, refusals, nil
}

// found is a regular file on its way in. Name is as the file system has it.
type found struct {
	dir, name string
	path      string // in NFC
	use       use
	data      []byte
	refusal   *Refusal
}

type walker struct {
	ctx      context.Context
	root     *os.Root
	limits   Limits
	seen     int
	files    []*found
	refusals []Refusal
	total    atomic.Int64
}

func (w *walker) refuse(path string, reason Reason, detail string, limit int64) {
	path = norm.NFC.String(strings.ToValidUTF8(path, "\uFFFD"))
	w.refusals = append(w.refusals, Refusal{path, reason, detail, limit})
}

// folder lists one folder and those below it, in name order. Only the content
// folder itself must be readable.
func (w *walker) folder(dir string, depth int) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	entries, err := w.list(dir)
	if err != nil {
		if dir == "." {
			return fmt.Errorf("read content folder: %w", err)
		}
		w.refuse(dir, Unreadable, reasonOf(err), 0)
		return nil
	}
	for _, e := range entries {
		if w.seen >= w.limits.Files {
			if w.seen == w.limits.Files {
				w.refuse(path.Join(dir, e.Name()), TooMany, "", int64(w.limits.Files))
			}
			w.seen++
			return nil
		}
		w.seen++
		if err := w.entry(dir, e, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) list(dir string) ([]fs.DirEntry, error) {
	f, err := w.root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, err
}

func (w *walker) entry(dir string, e fs.DirEntry, depth int) error {
	name := e.Name()
	full := path.Join(dir, name)
	u := useOf(name)
	switch typ := e.Type(); {
	case u == skipFile:
	case !goodName(name):
		w.refuse(full, BadName, "", 0)
	case typ&fs.ModeSymlink != 0:
		w.refuse(full, Symlink, "", 0)
	case typ.IsDir() && depth >= w.limits.Depth:
		w.refuse(full, TooDeep, "", int64(w.limits.Depth))
	case typ.IsDir():
		return w.folder(full, depth+1)
	case !typ.IsRegular():
		w.refuse(full, SpecialFile, describe(typ), 0)
	case u == unknownFile:
		w.refuse(full, UnknownFile, "", 0)
	default:
		w.files = append(w.files, &found{dir: dir, name: name, path: norm.NFC.String(full), use: u})
	}
	return nil
}

func describe(typ fs.FileMode) string {
	switch {
	case typ&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case typ&fs.ModeSocket != 0:
		return "a socket"
	case typ&fs.ModeDevice != 0:
		return "a device"
	}
	return "not a regular file"
}

// refuseClashes drops files whose names some file system cannot tell from an
// earlier one.
func (w *walker) refuseClashes() {
	first := make(map[string]string, len(w.files))
	w.files = slices.DeleteFunc(w.files, func(f *found) bool {
		key := folded(f.path)
		if other, ok := first[key]; ok {
			w.refuse(f.path, NameClash, other, 0)
			return true
		}
		first[key] = f.path
		return false
	})
}

// load reads all files, in batches of one folder each: opening the folder once
// for a batch saves resolving the path for each file.
func (w *walker) load() {
	const batch = 64
	var batches [][]*found
	byDir := slices.Clone(w.files)
	slices.SortStableFunc(byDir, func(a, b *found) int { return cmp.Compare(a.dir, b.dir) })
	for start := 0; start < len(byDir); {
		end := start + 1
		for end < len(byDir) && end-start < batch && byDir[end].dir == byDir[start].dir {
			end++
		}
		batches = append(batches, byDir[start:end])
		start = end
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(len(batches), runtime.GOMAXPROCS(0), 8) {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(batches); i = next.Add(1) - 1 {
				w.loadBatch(batches[i])
			}
		})
	}
	wg.Wait()
}

func (w *walker) loadBatch(files []*found) {
	dir, err := w.root.OpenRoot(files[0].dir)
	if err == nil {
		defer dir.Close()
	}
	for _, f := range files {
		if err != nil {
			f.refusal = &Refusal{f.path, Unreadable, reasonOf(err), 0}
		} else if w.ctx.Err() == nil {
			f.read(w.ctx, dir, w.limits.file(f.use, f.path))
		}
		if w.total.Add(int64(len(f.data))) > w.limits.Total {
			f.data = nil // Read fails; until then, keep memory low
		}
	}
}

// read takes in one file. A file that somebody is just saving is tried twice.
func (f *found) read(ctx context.Context, dir *os.Root, limit int64) {
	for try := range 2 {
		var err error
		f.data, f.refusal, err = readFile(dir, f.name, limit)
		switch {
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			f.refusal = &Refusal{Reason: Unreadable, Detail: reasonOf(err)}
		case err != nil:
			f.refusal = &Refusal{Reason: Unsteady}
		}
		if f.refusal == nil {
			return
		}
		f.refusal.Path = f.path
		if f.refusal.Reason != Unsteady || try == 1 {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// readFile reads a regular file of at most limit bytes, and makes sure that it
// is the file that was looked at, unchanged while it was read.
func readFile(dir *os.Root, name string, limit int64) ([]byte, *Refusal, error) {
	before, err := dir.Lstat(name)
	if err != nil {
		return nil, nil, err
	}
	switch typ := before.Mode().Type(); {
	case typ&fs.ModeSymlink != 0:
		return nil, &Refusal{Reason: Symlink}, nil
	case typ != 0:
		return nil, &Refusal{Reason: SpecialFile, Detail: describe(typ)}, nil
	case before.Size() > limit:
		return nil, &Refusal{Reason: TooLarge, Limit: limit}, nil
	}
	// Not blocking, because a pipe may take the file's place just now.
	file, err := dir.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	opened, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !opened.Mode().IsRegular() || !os.SameFile(before, opened) {
		return nil, &Refusal{Reason: Unsteady}, nil
	}
	return readSteady(file, opened.Size(), limit)
}

func readSteady(file io.Reader, size, limit int64) ([]byte, *Refusal, error) {
	// One byte more than expected shows a file that grows.
	data := make([]byte, min(size, limit)+1)
	n, err := io.ReadFull(io.LimitReader(file, limit+1), data)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, nil, err
	}
	if int64(n) != size {
		return nil, &Refusal{Reason: Unsteady}, nil
	}
	return data[:n:n], nil, nil
}

// reasonOf is the cause of a file system error without the path, which the
// refusal has already.
func reasonOf(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}

func (w *walker) result() (*Set, []Refusal) {
	var files []*File
	taken := map[string]bool{}
	for _, f := range w.files {
		if f.refusal != nil {
			w.refusals = append(w.refusals, *f.refusal)
			continue
		}
		taken[f.path] = true
		files = append(files, &File{Path: f.path, Data: f.data, Asset: f.use == assetFile})
	}
	slices.SortFunc(w.refusals, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Detail, b.Detail))
	})
	for _, r := range w.refusals {
		if !taken[r.Path] {
			taken[r.Path] = true
			files = append(files, &File{Path: r.Path, Refused: true})
		}
	}
	return newSet(files), w.refusals
}
