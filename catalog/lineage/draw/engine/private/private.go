// Package private gives the process a temporary folder that nobody else can
// write to, before go-graphviz comes to life.
//
// While the program initialises, and whether or not it is used, that library
// loads compiled machine code from a folder of a fixed name under TMPDIR, which
// it checks only by a checksum that anybody can compute. Where /tmp is shared,
// whoever makes that folder first would run code as every user of concord. So
// TMPDIR points at a folder of the user's own while go-graphviz initialises.
//
// This works because Go initialises packages in the order of their paths, each
// after those it imports: this package imports nothing but the standard
// library, and its path sorts before github.com/goccy. The tests of package
// engine would notice if it did not. [Restore] puts TMPDIR back.
package private

import (
	"os"
	"path/filepath"
)

// Env is the variable by which a parent process names the folder. It must have
// mode 0700 and belong to the user.
const Env = "CONCORD_LAYOUT_DIR"

// temp are the variables that say where temporary files go, by system.
var temp = [...]string{"TMPDIR", "TMP", "TEMP"}

var before = redirect()

// redirect points the variables at the private folder, or, where there is none
// to be trusted, at a place where no folder can be made: the code is then
// compiled at each start, which takes most of a second. It returns what they
// said before.
func redirect() map[string]string {
	dir, ok := folder()
	if !ok {
		dir = os.DevNull
	}
	before := map[string]string{}
	for _, name := range temp {
		if value, set := os.LookupEnv(name); set {
			before[name] = value
		}
		os.Setenv(name, dir)
	}
	return before
}

func folder() (string, bool) {
	dir := os.Getenv(Env)
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", false
		}
		dir = filepath.Join(cache, "concord", "layout")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return "", false
		}
	}
	return dir, filepath.IsAbs(dir) && own(dir)
}

// Restore undoes the change to TMPDIR, and reports whether there was one to
// undo. It is to be called as soon as go-graphviz has been initialised.
func Restore() bool {
	if before == nil {
		return false
	}
	for _, name := range temp {
		if value, set := before[name]; set {
			os.Setenv(name, value)
		} else {
			os.Unsetenv(name)
		}
	}
	before = nil
	return true
}
