package source

import "fmt"

// Reason says why a file was not taken in.
type Reason uint8

// The reasons. UnknownFile is mild: the file is simply not part of a catalog.
const (
	Symlink     Reason = iota // a symbolic link, wherever it leads
	SpecialFile               // a pipe, socket or device
	TooLarge                  // Limit is the size allowed
	TooMany                   // Limit is the number of files allowed; the rest was not looked at
	TooDeep                   // Limit is the number of nested folders allowed
	Unreadable                // Detail is the system's error
	Unsteady                  // the file changed each time while it was read, or vanished
	BadName                   // the name is not text that every system can store
	NameClash                 // Detail is the file that has the same name but for case or Unicode form
	UnknownFile               // neither content nor a known kind of picture or download
)

// String names the reason in a few words.
func (r Reason) String() string {
	return [...]string{"symbolic link", "special file", "too large", "too many files", "too deep",
		"unreadable", "unsteady", "bad name", "name clash", "unknown file"}[r]
}

// Refusal is one file or folder that was found and not read.
type Refusal struct {
	Path   string // as in [File.Path]; bytes that are no UTF-8 are shown as U+FFFD
	Reason Reason
	Detail string
	Limit  int64
}

// String is the refusal for logs and test failures.
func (r Refusal) String() string {
	s := fmt.Sprintf("%s: %s", r.Path, r.Reason)
	if r.Detail != "" {
		s += " (" + r.Detail + ")"
	}
	return s
}
