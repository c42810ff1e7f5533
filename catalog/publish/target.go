package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// target is the folder to publish into and its neighbourhood.
type target struct {
	given  string // as the caller named it, for messages
	dir    string // absolute
	parent string
	name   string
	exists bool
	inside bool // nothing can be made beside the folder
}

// within is the file of a slash-separated path in a folder.
func within(root, path string) string {
	return root + string(filepath.Separator) + filepath.FromSlash(path)
}

// admit refuses targets that no option makes right.
func (d disk) admit(dir string, opt Options) (target, error) {
	refuse := func(problem, advice string) (target, error) {
		return target{}, &TargetError{Dir: dir, Problem: problem, Advice: advice}
	}
	const another = "name a folder of its own for the site, such as `public`"
	if dir == "" {
		return refuse("has no name", another)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return target{}, &OpError{Doing: "find", Path: dir, Dir: dir, Err: err}
	}
	t := target{given: dir, dir: abs, parent: filepath.Dir(abs), name: filepath.Base(abs)}
	if t.parent == abs {
		return refuse("is the root of the file system", another)
	}
	if opt.Home != "" && covers(abs, opt.Home) {
		return refuse("is your home folder, or holds it", another)
	}
	for _, p := range opt.Protect {
		switch {
		case covers(p, abs):
			return refuse("lies in `"+p+"`, which the site is built from", another)
		case covers(abs, p):
			return refuse("holds `"+p+"`, which the site is built from", another)
		}
	}
	if reserved(t.name) {
		return refuse("has a name that publishing uses for its own staging", another)
	}
	info, err := d.lstat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return target{}, t.opError("look at", abs, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return refuse("is a symbolic link", "name the folder that the link leads to")
	case !info.IsDir():
		return refuse("is not a folder", another)
	default:
		t.exists = true
	}
	return t, nil
}

// covers reports whether path is dir or lies in it. Names are resolved first,
// and folders that exist are compared by identity: two spellings, a link or a
// file system that ignores case do not hide anything.
func covers(dir, path string) bool {
	dir, path = resolved(dir), resolved(path)
	info, err := os.Stat(dir)
	for p := path; ; p = filepath.Dir(p) {
		if p == dir {
			return true
		}
		if err == nil {
			if pi, perr := os.Stat(p); perr == nil && os.SameFile(pi, info) {
				return true
			}
		}
		if filepath.Dir(p) == p {
			return false
		}
	}
}

// resolved follows the links of as much of a path as exists.
func resolved(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	for p, rest := path, ""; ; {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return filepath.Join(real, rest)
		}
		up := filepath.Dir(p)
		if up == p {
			return path
		}
		p, rest = up, filepath.Join(filepath.Base(p), rest)
	}
}

// The names beside a folder `site`: `.site.lock`, `.site.tmp-…` for the new
// site while it is being built (and the old one after they traded places), and
// `.site.old-…` where the old one is moved away first.

func (t target) lockFile() string {
	if t.inside {
		return within(t.dir, innerLock)
	}
	return within(t.parent, "."+t.name+".lock")
}

func (t target) beside(kind string) string {
	return within(t.parent, "."+t.name+"."+kind+"-"+randomName())
}

// isBeside recognises the names that beside makes, and no other.
func (t target) isBeside(kind, name string) bool {
	tail, ok := strings.CutPrefix(name, "."+t.name+"."+kind+"-")
	return ok && randomNames.MatchString(tail)
}

var (
	randomNames = regexp.MustCompile(`^[0-9a-f]{16}$`)
	stageNames  = regexp.MustCompile(`^\..+\.(?:(?:tmp|old)-[0-9a-f]{16}|lock)$`)
)

func reserved(name string) bool {
	return stageNames.MatchString(name) || strings.HasPrefix(strings.ToLower(name), ".concord-")
}
