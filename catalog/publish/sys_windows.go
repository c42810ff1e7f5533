package publish

import (
	"io/fs"
	"os"

	"golang.org/x/sys/windows"
)

const noFollow = 0

// flock takes the lock of a file, or fails with errLocked at once. It locks a
// byte far behind the end, because a locked byte cannot be read by others, who
// want to know the holder.
func flock(f *os.File) error {
	at := windows.Overlapped{OffsetHigh: 1}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
	if err == windows.ERROR_LOCK_VIOLATION {
		return errLocked
	}
	return os.NewSyscallError("LockFileEx", err)
}

func otherDevice(fs.FileInfo, string) bool { return false }
