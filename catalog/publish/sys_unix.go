//go:build unix

package publish

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const noFollow = unix.O_NOFOLLOW

// flock takes the lock of a file, or fails with errLocked at once.
func flock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == unix.EWOULDBLOCK {
		return errLocked
	}
	return os.NewSyscallError("flock", err)
}

// otherDevice reports whether a folder lies on another file system than dir.
func otherDevice(info fs.FileInfo, dir string) bool {
	there, err := os.Lstat(dir)
	if err != nil {
		return false
	}
	a, ok := info.Sys().(*syscall.Stat_t)
	b, ok2 := there.Sys().(*syscall.Stat_t)
	return ok && ok2 && a.Dev != b.Dev
}
