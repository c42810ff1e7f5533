package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// TargetError says why a folder is not published into.
type TargetError struct {
	Dir     string   // the folder, as it was given
	Problem string   // what it is that it should not be: "is a symbolic link"
	Paths   []string // examples of what stands in the way; may be empty
	Advice  string   // what to do about it
}

// Error names the folder and what is wrong with it.
func (e *TargetError) Error() string {
	msg := fmt.Sprintf("the output folder `%s` %s", e.Dir, e.Problem)
	if len(e.Paths) > 0 {
		msg += ": " + quoteSome(e.Paths)
	}
	return msg
}

// Help says what to do about the error.
func (e *TargetError) Help() string { return e.Advice }

// NameError is a path that cannot be published: some file system that a site
// is copied to would refuse it, or take it for another one.
type NameError struct {
	Path    string // the path
	Other   string // the path that it clashes with; "" when it is wrong by itself
	Problem string // "is empty", "differs only in case from"
}

// Error names the path and what is wrong with it.
func (e *NameError) Error() string {
	msg := fmt.Sprintf("the output path %s %s", quotePath(e.Path), e.Problem)
	if e.Other != "" {
		msg += " " + quotePath(e.Other)
	}
	return msg
}

// Help says what to do about the error.
func (e *NameError) Help() string {
	if e.Other != "" {
		return "rename one of the two entries or assets"
	}
	return "rename the entry or asset that this path comes from"
}

// ConflictError says that files in the output folder which are not Concord's
// stand where the site has files of its own.
type ConflictError struct {
	Dir   string
	Paths []string // sorted
}

// Error names the files in the way.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("the output folder `%s` has files of unknown origin where the site has its own: %s", e.Dir, quoteSome(e.Paths))
}

// Help says what to do about the error.
func (e *ConflictError) Help() string {
	return "move them away, or pass --adopt to replace files of the same name; a folder is never replaced"
}

// LockedError says that another process is publishing into the folder.
type LockedError struct {
	Dir string
	PID int // the process, or 0 when it could not be told
}

// Error names the folder and, where it is known, the process.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("another process is publishing into `%s`", e.Dir)
	}
	return fmt.Sprintf("process %d is publishing into `%s`", e.PID, e.Dir)
}

// Help says what to do about the error.
func (e *LockedError) Help() string {
	return "wait for it to end, or publish into another folder"
}

// State is what a folder holds after a publish has failed.
type State int

// The states. MixedSite comes only of writing in place, NoSite only of two
// failures one after the other.
const (
	OldSite   State = iota // what it held before
	NewSite                // the new site; but it may not outlast a power loss
	MixedSite              // files of both
	NoSite                 // nothing: the old site waits beside it for the next publish to bring it back
)

// OpError is a failed file operation.
type OpError struct {
	Doing string // "write", "read", "make the folder"
	Path  string // what was worked on: a path within Dir, or a path of its own
	Dir   string // the folder being published into
	Err   error  // why it failed
	State State  // what the folder holds now
}

// Error says what failed, and why.
func (e *OpError) Error() string {
	return fmt.Sprintf("cannot %s `%s` for the output folder `%s`: %v", e.Doing, e.Path, e.Dir, e.Err)
}

// Unwrap is why the operation failed.
func (e *OpError) Unwrap() error { return e.Err }

// Help says what to do about the error, and what state the folder is in.
func (e *OpError) Help() string {
	var state string
	switch e.State {
	case OldSite:
		state = "the published site is unchanged"
	case NewSite:
		state = "the new site is in place, but may not outlast a power loss"
	case MixedSite:
		state = "the folder now holds files of both sites: publish again to put it right"
	case NoSite:
		state = "the old site could not be put back either: publish again, which brings it back first"
	}
	switch {
	case errors.Is(e.Err, syscall.ENOSPC), errors.Is(e.Err, syscall.EDQUOT):
		return "free some space: old and new site exist side by side for a moment; " + state
	case errors.Is(e.Err, syscall.EMFILE), errors.Is(e.Err, syscall.ENFILE):
		return "raise the limit of open files (`ulimit -n`); " + state
	case errors.Is(e.Err, fs.ErrPermission), errors.Is(e.Err, syscall.EROFS):
		return "check who owns the folder and what is above it, and that it may be written; " + state
	}
	return state
}

// opError states an error of the os package in the words of the publish: its
// own path names a staging folder, which says nothing to the user.
func (t target) opError(doing, path string, err error) error {
	if err == nil {
		return nil
	}
	var pe *fs.PathError
	var le *os.LinkError
	var se *os.SyscallError
	switch {
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	case errors.As(err, &se):
		err = se.Err
	}
	return &OpError{Doing: doing, Path: path, Dir: t.given, Err: err}
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

// quoteSome lists at most three paths and counts the rest.
func quoteSome(paths []string) string {
	const most = 3
	var b strings.Builder
	for i, p := range paths[:min(most, len(paths))] {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quotePath(p))
	}
	if more := len(paths) - most; more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}

// quotePath shows a path between backticks, with escapes for whatever a
// terminal would not show.
func quotePath(p string) string {
	q := fmt.Sprintf("%q", p)
	return "`" + q[1:len(q)-1] + "`"
}
