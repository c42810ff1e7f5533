package catalog_test

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
)

// repository writes a generated catalog into a new git repository, commits it,
// and returns its folder and one of the files of terms.
func repository(t testing.TB, entries int) (dir, term string) {
	t.Helper()
	dir = t.TempDir()
	files := gen.Catalog(gen.Options{Entries: entries})
	for name, data := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), data)
	}
	git(t, dir, "init", "-q", "-b", "main")
	git(t, dir, "add", ".")
	git(t, dir, "commit", "-q", "-m", "Begin")
	i := slices.IndexFunc(slices.Sorted(maps.Keys(files)), func(s string) bool { return strings.HasPrefix(s, "terms/") })
	return dir, filepath.Join(dir, filepath.FromSlash(slices.Sorted(maps.Keys(files))[i]))
}

func put(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func git(t testing.TB, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Anna Berg", "-c", "user.email=anna@example.org", "-c", "gc.auto=0"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2027-03-01T10:00:00Z", "GIT_COMMITTER_DATE=2027-03-01T10:00:00Z")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// What two states share is decoded once, wherever they come from.
func TestDiffDecodesWhatDiffers(t *testing.T) {
	dir, term := repository(t, 200)
	text, err := os.ReadFile(term)
	if err != nil {
		t.Fatal(err)
	}
	put(t, term, []byte(strings.Replace(string(text), "definition", "note", 1)))
	opt := catalog.Options{Today: model.NewDate(2027, time.March, 1)}
	onDisk, first := catalog.State{Folder: dir}, catalog.State{Folder: dir, Revision: "HEAD"}
	check := func(what string, old, new catalog.State) {
		d, err := catalog.Diff(context.Background(), opt, old, new, [2]string{"old", "new"})
		if err != nil {
			t.Fatal(err)
		}
		then, now := d.Decoded()
		if files := len(d.New.Set.Files()); then != 1 || now != files {
			t.Errorf("%s: %d of the old and %d of %d files were decoded, want 1 and all", what, then, now, files)
		}
		if len(d.Entries) != 1 {
			t.Errorf("%s: %d entries differ, want 1", what, len(d.Entries))
		}
	}
	check("commit and disk", first, onDisk)
	git(t, dir, "commit", "-q", "-a", "-m", "Change one")
	check("two commits", catalog.State{Folder: dir, Revision: "HEAD~1"}, first)
	other := t.TempDir()
	if err := os.CopyFS(other, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	put(t, strings.Replace(term, dir, other, 1), text)
	check("two folders", catalog.State{Folder: other}, onDisk)
}

// BenchmarkDiff compares ten thousand entries on disk with a commit from which
// one file differs.
func BenchmarkDiff(b *testing.B) {
	dir, term := repository(b, 10_000)
	put(b, term, []byte("name: Another\ndefinition: Thing of another kind.\n"))
	opt := catalog.Options{Today: model.NewDate(2027, time.March, 1)}
	for b.Loop() {
		if _, err := catalog.Diff(context.Background(), opt, catalog.State{Folder: dir, Revision: "HEAD"}, catalog.State{Folder: dir}, [2]string{"old", "new"}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCheck checks ten thousand entries as `concord check` does.
func BenchmarkCheck(b *testing.B) {
	dir, _ := repository(b, 10_000)
	for b.Loop() {
		if _, err := catalog.Check(context.Background(), catalog.Options{Content: dir}); err != nil {
			b.Fatal(err)
		}
	}
}
