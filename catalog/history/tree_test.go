package history_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/testrepo"
	"github.com/concord-catalog/concord/catalog/model"
)

// A commit's files are told from git's objects, whatever is checked out, and
// only those of the content folder.
func TestTree(t *testing.T) {
	r := testrepo.New(t)
	r.On("2026-01-02").Write("README.md", "read me").Write("content/terms/a.yaml", "name: A\n").Write("content/terms/ü b.yaml", "name: B\n")
	if err := os.Symlink("a.yaml", filepath.Join(r.Dir, "content", "terms", "link.yaml")); err != nil {
		t.Skip("no symbolic links here")
	}
	r.Git("add", ".")
	r.Git("commit", "-q", "-m", "Begin")
	r.Git("switch", "-q", "-c", "work")
	r.By("Ben").On("2026-01-05").Write("content/terms/a.yaml", "name: Another\n")
	r.Git("commit", "-q", "-a", "-m", "Change it")
	r.Git("switch", "-q", "main")
	r.On("2026-01-09").Write("content/terms/c.yaml", "name: C\n")
	r.Git("add", ".")
	r.Git("commit", "-q", "-m", "Go on")

	ctx, content := context.Background(), filepath.Join(r.Dir, "content")
	work, err := history.Find(ctx, content, "work")
	if err != nil || work.Author != "Ben" || work.Subject != "Change it" || work.Date.String() != "2026-01-05" || work.Hash != r.Git("rev-parse", "work") {
		t.Errorf("work is %+v, %v", work, err)
	}
	files, err := history.Tree(ctx, content, work.Hash)
	var got []string
	for _, f := range files {
		line := f.Path
		switch {
		case f.Link:
			line += " link"
		case f.Blob == history.BlobID([]byte("name: Another\n"), f.Blob):
			line += " another"
		}
		got = append(got, line)
	}
	if want := []string{"terms/a.yaml another", "terms/link.yaml link", "terms/ü b.yaml"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("the tree is %q, %v, want %q", got, err, want)
	}
	fork, err := history.Fork(ctx, content, "main", "work")
	if first := r.Git("rev-parse", "main~1"); err != nil || fork != first {
		t.Errorf("they parted at %s, %v, want %s", fork, err, first)
	}
	between, err := history.Between(ctx, content, "main", "work")
	if err != nil || !slices.Equal(between, []string{work.Hash}) {
		t.Errorf("between main and work is %q, %v", between, err)
	}

	var unknown *history.UnknownRevisionError
	for _, name := range []string{"nowhere", "", "--all", "main:content", "a b", "HEAD~9"} {
		if _, err := history.Find(ctx, content, name); !errors.As(err, &unknown) {
			t.Errorf("%q: %v", name, err)
		}
	}
	r.Git("switch", "-q", "--orphan", "alone")
	r.Write("x", "x")
	r.Git("add", ".")
	r.Git("commit", "-q", "-m", "Apart")
	var apart *history.NoForkError
	if err := os.MkdirAll(content, 0o755); err != nil { // switching away has removed it
		t.Fatal(err)
	}
	if _, err := history.Fork(ctx, content, "main", "alone"); !errors.As(err, &apart) {
		t.Errorf("branches without a common commit: %v", err)
	}
	if files, err := history.Tree(ctx, content, r.Git("rev-parse", "alone")); err != nil || len(files) > 0 {
		t.Errorf("a folder that was not there has %v, %v", files, err)
	}
	if _, err := history.Find(ctx, t.TempDir(), "main"); !errors.Is(err, history.ErrNone) {
		t.Errorf("without a repository: %v", err)
	}
}

func TestBlobID(t *testing.T) {
	const empty = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
	if got := history.BlobID(nil, empty); got != empty {
		t.Errorf("the empty blob is %s", got)
	}
	if got := history.BlobID(nil, strings.Repeat("0", 64)); got != "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813" {
		t.Errorf("by SHA-256 it is %s", got)
	}
}

// What later commits did is left out, and what they brought is not there.
func TestWithout(t *testing.T) {
	commit := func(hash string, day int32) history.Commit {
		return history.Commit{Hash: hash, Date: model.Date{Day: day}}
	}
	a, b, c := commit("a", 1), commit("b", 2), commit("c", 3)
	h := history.NewEntries(map[string]*history.Entry{
		"term:old": {Created: a, Changed: c, Changes: []history.Change{{Commit: c}, {Commit: b}}},
		"term:new": {Created: c, Changed: c},
	})
	then := h.Without([]string{"c"})
	if e := then.Of("term:old"); e == nil || e.Changed != b || len(e.Changes) != 1 {
		t.Errorf("the old entry is %+v", e)
	}
	if then.Of("term:new") != nil {
		t.Error("the new entry is there already")
	}
	if e := h.Of("term:old"); e.Changed != c || len(e.Changes) != 2 {
		t.Error("the history itself has changed")
	}
}

func TestUnagreed(t *testing.T) {
	change := func(hash string, day int) history.Change {
		return history.Change{Commit: history.Commit{Hash: hash, Date: model.NewDate(2026, 5, day)}, Part: "formula"}
	}
	first, second := strings.Repeat("a", 40), strings.Repeat("b", 40)
	h := history.NewEntries(map[string]*history.Entry{
		"term:a": {Changes: []history.Change{change(second, 10), change(first, 1)}},
	}, first, strings.Repeat("c", 40), second)
	for _, tt := range []struct {
		revision string
		day      int
		want     int
	}{
		{"", 5, 1},
		{"", 10, 0},
		{"aaaaaaa", 20, 1}, // what was agreed on is older than the signature
		{"ccccccc", 20, 1},
		{"bbbbbbb", 1, 0},
		{"ddddddd", 5, 1}, // not known here, so the day counts
		{"aaa", 10, 0},    // too short to name a commit
	} {
		a := &model.Agreement{On: model.NewDate(2026, 5, tt.day), Revision: model.Text{S: tt.revision}}
		if got := h.Unagreed("term:a", a); len(got) != tt.want {
			t.Errorf("revision %q, day %d: %d changes, want %d", tt.revision, tt.day, len(got), tt.want)
		}
	}
	if got := h.Unagreed("term:b", &model.Agreement{}); got != nil {
		t.Errorf("an entry without history has changes: %v", got)
	}
}
