package publish

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// files makes a site of names and contents, in name order.
func files(site map[string]string) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(site)) {
			if !yield(output.File{Path: name, Data: []byte(site[name])}, nil) {
				return
			}
		}
	}
}

func mustSync(t *testing.T, dir string, site map[string]string, opt Options) Report {
	t.Helper()
	rep, err := Sync(context.Background(), dir, files(site), opt)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// tree reads a folder: contents by path, links by their goal, Concord's own
// files left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, ".concord-") {
			return nil
		}
		if e.Type()&fs.ModeSymlink != 0 {
			goal, err := os.Readlink(path)
			found[filepath.ToSlash(name)] = "-> " + goal
			return err
		}
		data, err := os.ReadFile(path)
		found[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

func holds(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: the folder holds %v, want %v", what, got, want)
	}
}

// neighbours lists what lies beside a folder.
func neighbours(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			names = append(names, e.Name())
		}
	}
	return names
}

func put(t *testing.T, path, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	oldSite = map[string]string{"index.html": "old", "a/b.html": "same", "a/c.html": "goes", "d.css": "css"}
	newSite = map[string]string{"index.html": "new", "a/b.html": "same", "e/f.html": "comes", "d.css": "css"}
)

func TestSync(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if rep := mustSync(t, dir, oldSite, Options{}); rep.Added != 4 || rep.Changed+rep.Same+rep.Pruned != 0 {
		t.Errorf("first publish: %+v", rep)
	}
	holds(t, "first publish", tree(t, dir), oldSite)
	before, err := os.Stat(filepath.Join(dir, "a", "b.html"))
	if err != nil {
		t.Fatal(err)
	}
	if rep := mustSync(t, dir, oldSite, Options{}); rep.Method != Unchanged || rep.Same != 4 {
		t.Errorf("nothing changed: %+v", rep)
	}
	put(t, filepath.Join(dir, "CNAME"), "docs.example")
	rep := mustSync(t, dir, newSite, Options{})
	if rep.Added != 1 || rep.Changed != 1 || rep.Same != 2 || rep.Pruned != 1 || rep.Kept != 1 {
		t.Errorf("second publish: %+v", rep)
	}
	if !slices.Equal(rep.PrunedPaths, []string{"a/c.html"}) || !slices.Equal(rep.ChangedPaths, []string{"index.html"}) {
		t.Errorf("second publish: %+v", rep)
	}
	want := maps.Clone(newSite)
	want["CNAME"] = "docs.example"
	holds(t, "second publish", tree(t, dir), want)
	after, err := os.Stat(filepath.Join(dir, "a", "b.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("a file whose bytes did not change was written again")
	}
	if left := neighbours(t, dir); len(left) != 0 {
		t.Errorf("left beside the site: %v", left)
	}
}

func TestSyncKeepsTheSiteWhenFilesFail(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	mustSync(t, dir, oldSite, Options{})
	broken := errors.New("the template broke")
	_, err := Sync(context.Background(), dir, func(yield func(output.File, error) bool) {
		_ = yield(output.File{Path: "index.html", Data: []byte("new")}, nil) && yield(output.File{}, broken)
	}, Options{})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	holds(t, "after the failure", tree(t, dir), oldSite)
	if left := neighbours(t, dir); len(left) != 0 {
		t.Errorf("left beside the site: %v", left)
	}
}

func TestCancelled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	mustSync(t, dir, oldSite, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	_, err := Sync(ctx, dir, func(yield func(output.File, error) bool) {
		_ = yield(output.File{Path: "index.html", Data: []byte("new")}, nil)
		cancel()
		_ = yield(output.File{Path: "z.html"}, nil)
	}, Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	holds(t, "after the cancellation", tree(t, dir), oldSite)
}

func TestForeignFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	put(t, filepath.Join(dir, "index.html"), "mine")
	var refused *TargetError
	var conflict *ConflictError
	_, err := Sync(context.Background(), dir, files(newSite), Options{})
	if !errors.As(err, &refused) && !errors.As(err, &conflict) {
		t.Fatalf("a folder of unknown files: %v", err)
	}
	holds(t, "refused", tree(t, dir), map[string]string{"index.html": "mine"})
	put(t, filepath.Join(dir, "notes.txt"), "mine too")
	mustSync(t, dir, newSite, Options{Adopt: true})
	want := maps.Clone(newSite)
	want["notes.txt"] = "mine too"
	holds(t, "adopted", tree(t, dir), want)
	put(t, filepath.Join(dir, "late.html"), "mine")
	more := maps.Clone(newSite)
	more["late.html"] = "concord's"
	if _, err := Sync(context.Background(), dir, files(more), Options{}); !errors.As(err, &conflict) || !slices.Equal(conflict.Paths, []string{"late.html"}) {
		t.Errorf("a foreign file in the way: %v", err)
	}
}

func TestTargets(t *testing.T) {
	base := t.TempDir()
	content := filepath.Join(base, "content")
	put(t, filepath.Join(content, "a.md"), "text")
	put(t, filepath.Join(base, "file"), "text")
	if err := os.Symlink(content, filepath.Join(base, "link")); err != nil {
		t.Fatal(err)
	}
	opt := Options{Protect: []string{content}, Home: filepath.Join(base, "home", "ada")}
	for dir, problem := range map[string]string{
		"":                                    "has no name",
		"/":                                   "root",
		content:                               "lies in",
		filepath.Join(content, "public"):      "lies in",
		filepath.Join(base, "link", "public"): "lies in",
		base:                                  "holds",
		filepath.Join(base, "home"):           "home folder",
		filepath.Join(base, "link"):           "lies in",
		filepath.Join(base, "file"):           "is not a folder",
		filepath.Join(base, ".site.tmp-0123456789abcdef"): "its own staging",
	} {
		_, err := Sync(context.Background(), dir, files(newSite), opt)
		var refused *TargetError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), problem) || refused.Help() == "" {
			t.Errorf("publishing into %q: %v, want a problem with %q", dir, err, problem)
		}
	}
	holds(t, "the content", tree(t, content), map[string]string{"a.md": "text"})
}

func TestNames(t *testing.T) {
	for _, name := range []string{"", "/a", "../a", "a/../b", "a//b", "a/", "a\\b", "a:b", "con.html", "x/LPT1", "a.", "a ", "a\x00b", "\xff", ".git/config", ".concord-manifest", "a?b"} {
		dir := filepath.Join(t.TempDir(), "site")
		_, err := Sync(context.Background(), dir, files(map[string]string{name: "x"}), Options{})
		var bad *NameError
		if !errors.As(err, &bad) || bad.Help() == "" {
			t.Errorf("%q: %v", name, err)
		}
		if len(tree(t, dir)) != 0 {
			t.Errorf("%q: something was written", name)
		}
	}
	for _, pair := range [][2]string{{"a.html", "A.html"}, {"a", "a/b"}, {"\u00e9.html", "e\u0301.html"}} {
		_, err := Sync(context.Background(), filepath.Join(t.TempDir(), "site"), files(map[string]string{pair[0]: "x", pair[1]: "y"}), Options{})
		var bad *NameError
		if !errors.As(err, &bad) || bad.Other == "" {
			t.Errorf("%q beside %q: %v", pair[0], pair[1], err)
		}
	}
}

func TestLocked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	mustSync(t, dir, oldSite, Options{})
	_, err := Sync(context.Background(), dir, func(yield func(output.File, error) bool) {
		_, inner := Sync(context.Background(), dir, files(newSite), Options{})
		var locked *LockedError
		if !errors.As(inner, &locked) || locked.PID != os.Getpid() {
			t.Errorf("a second publish: %v", inner)
		}
		_ = yield(output.File{Path: "index.html", Data: []byte("new")}, nil)
	}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if left := neighbours(t, dir); len(left) != 0 {
		t.Errorf("left beside the site: %v", left)
	}
}

// The manifest decides what is deleted, so none of it is trusted.
func TestManifest(t *testing.T) {
	m := manifest{{path: "a.html", size: 3}, {path: "b/c.html", size: 0}}
	good := m.encode()
	if got, err := decodeManifest(good); err != nil || !slices.Equal(got, m) {
		t.Fatalf("round trip: %v, %v", got, err)
	}
	for i := range good {
		for _, flip := range []byte{1, 0x20, 0x80} {
			bad := slices.Clone(good)
			bad[i] ^= flip
			if _, err := decodeManifest(bad); err == nil {
				t.Errorf("byte %d changed by %#x and nobody noticed", i, flip)
			}
		}
		if _, err := decodeManifest(good[:i]); err == nil {
			t.Errorf("cut at byte %d and nobody noticed", i)
		}
	}
	escape := manifest{{path: "../secret", size: 1}}
	if _, err := decodeManifest(escape.encode()); err == nil {
		t.Error("a manifest may name files outside the folder")
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(manifest{{path: "a.html", size: 3}}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeManifest(data)
		if err == nil && string(m.encode()) != string(data) {
			t.Errorf("%q is read as %v, which is written differently", data, m)
		}
	})
}
