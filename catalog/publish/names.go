package publish

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Names that Concord keeps for itself within a published folder.
const (
	manifestName = ".concord-manifest"
	innerLock    = ".concord-lock"
	innerStage   = ".concord-tmp-"
)

// checkPath refuses what is no portable relative file path. The names of other
// systems are refused everywhere: a site is built on one machine and unpacked
// on another.
func checkPath(p string) error {
	bad := func(problem string) error { return &NameError{Path: p, Problem: problem} }
	switch {
	case p == "":
		return bad("is empty")
	case !utf8.ValidString(p):
		return bad("is not valid UTF-8")
	case strings.ContainsRune(p, '\\'):
		return bad("holds a backslash")
	case strings.IndexFunc(p, unicode.IsControl) >= 0:
		return bad("holds a control character")
	case strings.HasPrefix(p, "/"):
		return bad("is absolute")
	case strings.ContainsAny(p, `<>:"|?*`):
		return bad("holds a character that Windows does not allow")
	}
	for seg := range strings.SplitSeq(p, "/") {
		if problem := checkSegment(seg); problem != "" {
			return bad(problem)
		}
	}
	if !filepath.IsLocal(filepath.FromSlash(p)) {
		return bad("leads out of the output folder")
	}
	return nil
}

func checkSegment(seg string) string {
	switch {
	case seg == "":
		return "has an empty part"
	case seg == "." || seg == "..":
		return "holds `" + seg + "`"
	case strings.HasSuffix(seg, ".") || strings.HasSuffix(seg, " "):
		return "has a part that ends in a full stop or a space, which Windows drops"
	case len(seg) > 255:
		return "has a part of more than 255 bytes"
	case windowsDevice(seg):
		return "has a part that names a device on Windows"
	}
	switch low := strings.ToLower(seg); {
	case low == ".git":
		return "would be written into a git repository"
	case strings.HasPrefix(low, ".concord-"):
		return "has a part that begins with `.concord-`, which Concord keeps for itself"
	}
	return ""
}

// windowsDevice reports whether Windows takes a name for a device, which it
// does whatever the extension is.
func windowsDevice(seg string) bool {
	base, _, _ := strings.Cut(seg, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(base, "COM")
	if !ok {
		port, ok = strings.CutPrefix(base, "LPT")
	}
	return ok && utf8.RuneCountInString(port) == 1 && strings.ContainsAny(port, "0123456789¹²³")
}

// nameTable finds paths that some file system cannot tell apart, and files
// that are also folders.
type nameTable struct {
	seen map[string]named // by folded path
	fold cases.Caser
}

type named struct {
	path string
	dir  bool
}

func newNameTable() *nameTable {
	return &nameTable{seen: map[string]named{}, fold: cases.Fold()}
}

// add takes a file's path, and the folders above it.
func (t *nameTable) add(p string) error {
	if err := checkPath(p); err != nil {
		return err
	}
	if err := t.enter(p, p, false); err != nil {
		return err
	}
	for dir := parentPath(p); dir != ""; dir = parentPath(dir) {
		if t.has(dir, true) {
			return nil // and so are all above it
		}
		if err := t.enter(dir, p, true); err != nil {
			return err
		}
	}
	return nil
}

func (t *nameTable) enter(name, path string, dir bool) error {
	key := t.key(name)
	was, clash := t.seen[key]
	if !clash {
		t.seen[key] = named{name, dir}
		return nil
	}
	switch {
	case was.path == name && was.dir != dir:
		return &NameError{Path: path, Other: was.path, Problem: "makes both a file and a folder of"}
	case was.path == name:
		return &NameError{Path: path, Problem: "is written twice"}
	default:
		return &NameError{Path: path, Other: was.path, Problem: "cannot be told on every system from"}
	}
}

// has reports whether exactly this name was added, as a folder or as a file.
func (t *nameTable) has(name string, dir bool) bool {
	n, ok := t.seen[t.key(name)]
	return ok && n.path == name && n.dir == dir
}

// key is the same for two names that differ in case or in Unicode
// normalisation only.
func (t *nameTable) key(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return norm.NFD.String(t.fold.String(norm.NFD.String(name)))
		}
	}
	return strings.ToLower(name)
}

// parentPath is the folder of a slash-separated path, "" at the top.
func parentPath(p string) string {
	return p[:max(0, strings.LastIndexByte(p, '/'))]
}
