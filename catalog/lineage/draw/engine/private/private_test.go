package private

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMain(m *testing.M) {
	if !Restore() {
		panic("TMPDIR was not redirected")
	}
	os.Exit(m.Run())
}

func TestOwn(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("folders have no modes here")
	}
	dir := t.TempDir()
	make := func(name string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	mine := make("mine", 0o700)
	link := filepath.Join(dir, "link")
	if err := os.Symlink(mine, link); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{
		mine: true, make("readable", 0o755): false, make("open", 0o777): false, make("shared", 0o1770): false,
		link: false, file: false, filepath.Join(dir, "none"): false,
	} {
		if got := own(path); got != want {
			t.Errorf("%s: %v", filepath.Base(path), got)
		}
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(mine, 65534, 65534); err == nil && own(mine) {
			t.Error("somebody else's folder is trusted")
		}
	}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	t.Setenv(Env, dir)
	if _, ok := folder(); ok {
		t.Error("a folder that its parent has not made is used")
	}
	t.Setenv(Env, ".")
	if _, ok := folder(); ok {
		t.Error("a relative folder is used")
	}
	t.Setenv(Env, "")
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("LocalAppData", "")
	if got, ok := folder(); ok {
		t.Errorf("without a home the folder is %s", got)
	}
}
