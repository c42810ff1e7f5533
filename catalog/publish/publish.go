// Package publish makes a folder equal to a set of files, in one step, and
// prunes only what it wrote itself.
//
// The new site is built in a folder beside the published one and the two trade
// places with a single rename. Whatever goes wrong before that rename (an error
// from the files, a full disk, a lost process) leaves the published site as it
// was, byte for byte; whatever goes wrong after it leaves the new one. The next
// publish removes what a killed one left behind.
//
//	target    what may be published into, and what is refused
//	lock      one publish at a time
//	heal      what a killed publish left is put right
//	survey    which files are there, and which of them are ours
//	stage     new and changed files are written, by several workers
//	commit    unchanged and foreign files are linked in; the folders trade places
//	inplace   the same for folders that cannot be renamed: file by file
//
// A file whose bytes have not changed keeps its inode and its time: it is
// hard-linked into the new folder. Both folders then share it, so nothing here
// ever opens an existing file for writing.
package publish

import (
	"context"
	"iter"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// Options changes what a publish accepts and how careful it is. The zero value
// is what a build wants, but for Protect and Home.
type Options struct {
	// Protect lists folders that are read from, such as the content folder. The
	// target may not be one of them, lie inside one, or hold one.
	Protect []string
	// Home is the user's home folder. The target may not be it or hold it.
	Home string
	// Adopt publishes into a folder that holds files of unknown origin. Files
	// of the same name are replaced, and belong to Concord from then on; all
	// others stay.
	Adopt bool
	// Wait waits for another publish into the same folder to end instead of
	// failing with a [LockedError].
	Wait bool
	// NoSync leaves it to the system when the bytes reach the disk. After a
	// power loss the folder may then hold empty files.
	NoSync bool
}

// Method says how the new site took the place of the old one.
type Method string

// The methods, from the one to be had for nothing to the last resort.
const (
	Unchanged Method = "unchanged" // every byte was there already: nothing was touched
	Exchanged Method = "exchanged" // by one rename: every reader sees the old site or the new one
	Moved     Method = "moved"     // by two renames: for an instant there was no site
	InPlace   Method = "in place"  // file by file: readers may have seen pages of both sites
)

// MaxNames is how many paths each list of a [Report] holds at most.
const MaxNames = 20

// Report is what a publish did. The manifest is not counted.
type Report struct {
	Added, Changed, Same int // files of the new site
	Pruned               int // files of the old site that the new one does not have
	Kept                 int // files and links in the folder that are not Concord's
	Bytes                int64
	Method               Method

	// The first paths of each kind in name order, at most MaxNames.
	AddedPaths, ChangedPaths, PrunedPaths []string

	// Leftover is a folder that could not be removed after the new site was in
	// place; the next publish tries again. Usually "".
	Leftover string
}

// Atomic reports whether every reader saw the old site or the new one, and
// never a mixture or nothing.
func (r Report) Atomic() bool { return r.Method == Unchanged || r.Method == Exchanged }

// Sync makes dir hold exactly files, beside whatever in it is not Concord's.
//
// An error from files ends the publish and is returned as it is. Other errors
// are a [TargetError], [NameError], [ConflictError], [LockedError] or
// [OpError], or the context's. After an error the folder is what it was, unless
// [OpError.State] says otherwise. The data of a file may not be changed once it
// has been handed over.
func Sync(ctx context.Context, dir string, files iter.Seq2[output.File, error], opt Options) (Report, error) {
	return disk{}.publish(ctx, dir, files, opt)
}

func (d disk) publish(ctx context.Context, dir string, files iter.Seq2[output.File, error], opt Options) (Report, error) {
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	t, err := d.admit(dir, opt)
	if err != nil {
		return Report{}, err
	}
	lock, err := d.acquire(ctx, &t, opt.Wait)
	if err != nil {
		return Report{}, err
	}
	defer d.release(lock)
	if err := d.heal(&t); err != nil {
		return Report{}, err
	}
	old, err := d.survey(t)
	if err != nil {
		return Report{}, err
	}
	if err := old.accept(t, opt); err != nil {
		return Report{}, err
	}
	s := &stage{disk: d, target: t, opt: opt, old: old}
	defer s.discard()
	if err := s.open(); err != nil {
		return Report{}, err
	}
	if err := s.fill(ctx, files); err != nil {
		return Report{}, err
	}
	return s.commit(ctx)
}
