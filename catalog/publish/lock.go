package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// errLocked says that another process holds a lock.
var errLocked = errors.New("locked")

// lockPoll is how often a waiting publish asks for the lock again.
const lockPoll = 50 * time.Millisecond

// acquire takes the lock of a target. The system gives a lock back when its
// holder dies, so a file that is merely there stops nobody.
func (d disk) acquire(ctx context.Context, t *target, wait bool) (*os.File, error) {
	if !t.exists {
		if err := d.mkdirAll(t.parent); err != nil {
			return nil, t.opError("make the folder", t.parent, err)
		}
	}
	for {
		f, err := d.tryLock(*t)
		switch {
		case err == nil:
			return f, nil
		case !t.inside && t.exists && notBeside(err) && !d.there(t.lockFile()):
			t.inside = true // the folder above may not be written: the lock goes inside
			continue
		case !errors.Is(err, errLocked):
			return nil, t.opError("lock", t.lockFile(), err)
		case !wait:
			return nil, &LockedError{Dir: t.given, PID: holder(t.lockFile())}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

// tryLock opens the lock file and locks it. A holder removes the file when it
// is done, so the file that was locked may no longer be the one of that name:
// then somebody else may hold a new one, and the whole is tried again.
func (d disk) tryLock(t target) (*os.File, error) {
	for {
		f, err := d.openLock(t.lockFile())
		if err != nil {
			return nil, err
		}
		if err := flock(f); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		mine, err := f.Stat()
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if named, err := os.Lstat(f.Name()); err == nil && os.SameFile(mine, named) {
			return f, d.signLock(f)
		}
		_ = f.Close()
	}
}

// signLock writes the process into the file, for the message of those who find
// it locked.
func (d disk) signLock(f *os.File) error {
	err := d.ask("write", f.Name())
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		d.release(f)
	}
	return err
}

// release removes the lock file while it is still locked, so that it cannot be
// somebody else's. Windows does not remove open files: there it goes after it is
// closed, unless another process has opened it by then. A lock file that stays
// does no harm.
func (d disk) release(f *os.File) {
	if runtime.GOOS == "windows" {
		defer d.remove(f.Name())
	} else {
		_ = d.remove(f.Name())
	}
	_ = f.Close()
}

func holder(file string) int {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return 0
	}
	return pid
}

// there reports whether a name exists.
func (d disk) there(path string) bool {
	_, err := d.lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
