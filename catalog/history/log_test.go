package history_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/testrepo"
)

// body is text long enough for git to recognise after a rename.
const body = "name: Revenue\ndefinition: amount invoiced to customers in a period\nowner: finance\nstatus: approved\n"

func read(t *testing.T, dir string) *history.Log {
	t.Helper()
	log, err := history.Read(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// show writes a log as one line for each change.
func show(log *history.Log) string {
	var b strings.Builder
	for _, r := range log.Revisions {
		fmt.Fprintf(&b, "%s %s: %s\n", r.Date, r.Author, r.Subject)
		for _, c := range r.Changes {
			name := c.Path
			if c.From != "" {
				name = c.From + " -> " + c.Path
			}
			if c.Blob == "" {
				name += " gone"
			}
			fmt.Fprintf(&b, "  %s by %s on %s\n", name, c.By.Author, c.By.Date)
		}
	}
	return b.String()
}

func expect(t *testing.T, log *history.Log, want string) {
	t.Helper()
	if got := show(log); got != strings.TrimLeft(want, "\n") {
		t.Errorf("got\n%swant\n%s", got, strings.TrimLeft(want, "\n"))
	}
}

func TestRead(t *testing.T) {
	r := testrepo.New(t)
	r.Write("README.md", "hello").Commit("Start the repository")
	r.On("2026-01-02").Write("content/terms/revenue.yaml", body).Commit("Define revenue")
	r.On("2026-01-03").Write("README.md", "hello again").Commit("Change nothing here")
	r.On("2026-01-04").By("Grace").Git("mv", "content/terms/revenue.yaml", "content/terms/net-revenue.yaml")
	r.Commit("Rename revenue")
	r.On("2026-01-05").Write("content/terms/net-revenue.yaml", "").Commit("Drop it\n\nFor good.")
	expect(t, read(t, filepath.Join(r.Dir, "content")), `
2026-01-02 Ada: Define revenue
  terms/revenue.yaml by Ada on 2026-01-02
2026-01-04 Grace: Rename revenue
  terms/revenue.yaml -> terms/net-revenue.yaml by Grace on 2026-01-04
2026-01-05 Grace: Drop it
  terms/net-revenue.yaml gone by Grace on 2026-01-05
`)
	expect(t, read(t, r.Dir), `
2026-01-01 Ada: Start the repository
  README.md by Ada on 2026-01-01
2026-01-02 Ada: Define revenue
  content/terms/revenue.yaml by Ada on 2026-01-02
2026-01-03 Ada: Change nothing here
  README.md by Ada on 2026-01-03
2026-01-04 Grace: Rename revenue
  content/terms/revenue.yaml -> content/terms/net-revenue.yaml by Grace on 2026-01-04
2026-01-05 Grace: Drop it
  content/terms/net-revenue.yaml gone by Grace on 2026-01-05
`)
}

func TestMerge(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/a.yaml", "a\n").Commit("Start")
	r.Git("checkout", "-q", "-b", "work")
	r.On("2026-01-02").By("Grace").Write("content/b.yaml", "b\n").Commit("Add b")
	r.On("2026-01-03").By("Linus").Write("content/c.yaml", "c\n").Write("content/b.yaml", "b2\n").Commit("Add c")
	r.Git("checkout", "-q", "main")
	r.On("2026-01-04").By("Ada").Write("content/a.yaml", "a2\n").Commit("Change a")
	r.On("2026-01-05").By("Bot").Git("merge", "-q", "--no-ff", "--no-edit", "work")
	r.On("2026-01-06").Git("checkout", "-q", "-b", "fix")
	r.By("Grace").Write("content/d.yaml", "d\n").Commit("Add d")
	r.Git("checkout", "-q", "main")
	r.On("2026-01-08").By("Bot").Git("merge", "-q", "--no-ff", "--no-edit", "fix")
	log := read(t, filepath.Join(r.Dir, "content"))
	expect(t, log, `
2026-01-01 Ada: Start
  a.yaml by Ada on 2026-01-01
2026-01-04 Ada: Change a
  a.yaml by Ada on 2026-01-04
2026-01-05 Bot: Merge branch 'work'
  b.yaml by Linus on 2026-01-05
  c.yaml by Linus on 2026-01-05
2026-01-08 Bot: Merge branch 'fix'
  d.yaml by Grace on 2026-01-08
`)
	if c := log.Revisions[3].Credit(); c.Subject != "Add d" || c.Date.String() != "2026-01-08" {
		t.Errorf("the merge of one commit is credited to %q on %s", c.Subject, c.Date)
	}
}

// A merge that takes something from both sides made that content itself.
func TestMergeOfItsOwn(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/a.yaml", "1\n2\n3\n4\n5\n").Commit("Start")
	r.Git("checkout", "-q", "-b", "work")
	r.By("Grace").Write("content/a.yaml", "1\n2\n3\n4\nfive\n").Commit("Last line")
	r.Git("checkout", "-q", "main")
	r.By("Ada").Write("content/a.yaml", "one\n2\n3\n4\n5\n").Commit("First line")
	r.By("Bot").Git("merge", "-q", "--no-ff", "--no-edit", "work")
	log := read(t, filepath.Join(r.Dir, "content"))
	if by := log.Revisions[2].Changes[0].By; by.Author != "Bot" {
		t.Errorf("the mixed file is credited to %s", by.Author)
	}
}

func TestFolderMoved(t *testing.T) {
	r := testrepo.New(t)
	r.Write("docs/catalog/terms/a.yaml", body).Write("docs/catalog/terms/b.yaml", "name: B\n"+body).Commit("Start")
	r.On("2026-01-02").Write("docs/catalog/terms/b.yaml", "name: Bee\n"+body).Commit("Change b")
	r.On("2026-01-03").Git("mv", "docs/catalog", "content")
	r.Write("content/terms/c.yaml", "new").Commit("Move the folder")
	r.On("2026-01-04").Write("content/terms/a.yaml", body+"unit: EUR\n").Commit("Change a")
	expect(t, read(t, filepath.Join(r.Dir, "content")), `
2026-01-01 Ada: Start
  terms/a.yaml by Ada on 2026-01-01
  terms/b.yaml by Ada on 2026-01-01
2026-01-02 Ada: Change b
  terms/b.yaml by Ada on 2026-01-02
2026-01-03 Ada: Move the folder
  terms/a.yaml -> terms/a.yaml by Ada on 2026-01-03
  terms/b.yaml -> terms/b.yaml by Ada on 2026-01-03
  terms/c.yaml by Ada on 2026-01-03
2026-01-04 Ada: Change a
  terms/a.yaml by Ada on 2026-01-04
`)
}

func TestClocksGoneWrong(t *testing.T) {
	r := testrepo.New(t)
	for i, day := range []string{"2026-01-01", "1971-01-01", "2026-01-03", "2099-01-01", "2026-01-05", "2026-01-04"} {
		r.On(day).Write("a.yaml", strings.Repeat("x\n", i+1)).Commit(day)
	}
	var days []string
	for _, rev := range read(t, r.Dir).Revisions {
		days = append(days, rev.Date.String())
	}
	if got, want := strings.Join(days, " "), "2026-01-01 2026-01-01 2026-01-03 2026-01-03 2026-01-03 2026-01-04"; got != want {
		t.Errorf("the days are %s, want %s", got, want)
	}
}

func TestNoHistory(t *testing.T) {
	ctx := context.Background()
	r := testrepo.New(t)
	r.Write("content/a.yaml", "a")
	tests := map[string]string{"no repository": t.TempDir(), "no commit": filepath.Join(r.Dir, "content")}
	for name, dir := range tests {
		if _, err := history.Read(ctx, dir); !errors.Is(err, history.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.Git("add", "content")
	r.Git("commit", "-q", "-m", "Start")
	r.Write("other/b.yaml", "b")
	if _, err := history.Read(ctx, filepath.Join(r.Dir, "other")); !errors.Is(err, history.ErrNone) {
		t.Errorf("untracked folder: %v", err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := history.Read(stopped, r.Dir); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := history.Read(ctx, r.Dir); !errors.Is(err, history.ErrNone) {
		t.Errorf("no git: %v", err)
	}
}

func TestShallow(t *testing.T) {
	r := testrepo.New(t)
	for i := range 5 {
		r.Write("content/a.yaml", strings.Repeat("x\n", i+1)).Write("content/b.yaml", "b").Commit(fmt.Sprintf("Change %d", i))
	}
	clone := r.At(t.TempDir())
	clone.Git("clone", "-q", "--depth", "2", "file://"+r.Dir, ".")
	log := read(t, filepath.Join(clone.Dir, "content"))
	if !log.Shallow || len(log.Revisions) != 2 {
		t.Fatalf("shallow %v, %d revisions", log.Shallow, len(log.Revisions))
	}
	expect(t, log, `
2026-01-01 Ada: Change 3
  a.yaml by Ada on 2026-01-01
  b.yaml by Ada on 2026-01-01
2026-01-01 Ada: Change 4
  a.yaml by Ada on 2026-01-01
`)
}

func TestPlaces(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/a.yaml", "a").Commit("Start")
	r.Git("branch", "other")
	tree := filepath.Join(t.TempDir(), "tree")
	r.Git("worktree", "add", "-q", tree, "other")
	if log := read(t, filepath.Join(tree, "content")); log.Branch != "other" || len(log.Revisions) != 1 {
		t.Errorf("worktree: branch %q, %d revisions", log.Branch, len(log.Revisions))
	}
	r.Git("checkout", "-q", "--detach")
	if log := read(t, filepath.Join(r.Dir, "content")); log.Branch != "" || len(log.Revisions) != 1 {
		t.Errorf("detached: branch %q, %d revisions", log.Branch, len(log.Revisions))
	}
	outer := testrepo.New(t)
	outer.Write("x", "x").Commit("Outer")
	outer.Git("submodule", "--quiet", "add", "file://"+r.Dir, "inner")
	outer.Commit("Add the submodule")
	if log := read(t, filepath.Join(outer.Dir, "inner", "content")); log.Revisions[0].Subject != "Start" {
		t.Errorf("submodule: %q", log.Revisions[0].Subject)
	}
	if log := read(t, outer.Dir); log.Revisions[1].Changes[1].Blob != "" {
		t.Errorf("a submodule counts as a file: %+v", log.Revisions[1].Changes)
	}
}

// A clone that has no old contents is read as far as it goes, and nothing is
// fetched.
func TestPartialClone(t *testing.T) {
	r := testrepo.New(t)
	r.Git("config", "uploadpack.allowFilter", "true")
	for i := range 8 {
		r.Write("content/a.yaml", strings.Repeat("x\n", i+1)).Commit(fmt.Sprintf("Change %d", i))
	}
	r.Git("mv", "content/a.yaml", "content/b.yaml")
	r.Commit("Rename")
	clone := r.At(t.TempDir())
	clone.Git("clone", "-q", "--filter=blob:none", "file://"+r.Dir, ".")
	log := read(t, filepath.Join(clone.Dir, "content"))
	if got := log.Revisions[len(log.Revisions)-1].Changes; len(log.Revisions) != 9 || len(got) != 1 || got[0].From != "a.yaml" {
		t.Fatalf("%d revisions, the last one %+v", len(log.Revisions), got)
	}
	blobs, err := history.OpenBlobs(context.Background(), log, 100)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, rev := range log.Revisions {
		ids = append(ids, rev.Changes[0].Blob)
	}
	got, err := blobs.Read(ids)
	if err != nil {
		t.Fatal(err)
	}
	if !got[0].Missing || !got[6].Missing {
		t.Errorf("got %+v", got)
	}
	if again, err := blobs.Read(ids[:1]); err != nil || !again[0].Missing {
		t.Errorf("then got %+v, %v", again, err)
	}
	if err := blobs.Close(); err != nil {
		t.Error(err)
	}
}

// Names and messages may hold anything but NUL.
func TestHostileText(t *testing.T) {
	r := testrepo.New(t)
	r.By("A\x1b[31m\x1e").Write("content/a\nb \"q\".yaml", "a").Write("content/:c.yaml", "c")
	hash := r.Commit(":100644 \x1e\x1f\x01 " + strings.Repeat("long ", 5_000) + "\n\nbody")
	log := read(t, filepath.Join(r.Dir, "content"))
	rev := log.Revisions[0]
	if len(log.Revisions) != 1 || rev.Hash != hash || len(rev.Changes) != 2 || rev.Changes[1].Path != "a\nb \"q\".yaml" {
		t.Fatalf("%+v", rev)
	}
	if len(rev.Subject) > 9000 || !strings.HasPrefix(rev.Subject, ":100644 \x1e\x1f\x01 long") {
		t.Errorf("the subject is %.40q, %d bytes", rev.Subject, len(rev.Subject))
	}
}

// Nothing that a repository sets up may run.
func TestRunsNothing(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/a.yaml", "a").Write("content/.gitattributes", "*.yaml diff=evil filter=evil\n").Commit("Start")
	r.Write("content/a.yaml", "b").Commit("Change")
	canary := filepath.Join(t.TempDir(), "ran")
	script := filepath.Join(t.TempDir(), "evil")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+canary+"\ncat\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.evil.textconv", "diff.evil.command",
		"filter.evil.smudge", "filter.evil.clean", "gpg.program", "core.sshCommand", "core.editor"} {
		r.Git("config", key, script)
	}
	r.Git("config", "log.showSignature", "true")
	r.Git("config", "color.ui", "always")
	r.Git("config", "log.showRoot", "false")
	r.Git("config", "diff.renames", "copies")
	for key, value := range map[string]string{"core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
		"remote.origin.url": "ext::" + script, "remote.origin.uploadpack": script, "protocol.allow": "always", "protocol.ext.allow": "always"} {
		r.Git("config", key, value)
	}
	missing := strings.Repeat("0123456789", 4)
	dir := filepath.Join(r.Dir, "content")
	log := read(t, dir)
	blobs, err := history.OpenBlobs(context.Background(), log, 100)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := blobs.Read([]string{log.Revisions[0].Changes[0].Blob, log.Revisions[1].Changes[0].Blob, missing}); err != nil {
		t.Error(err)
	}
	if err := blobs.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(canary); err == nil {
		t.Error("reading history ran a program of the repository's choice")
	}
	if len(log.Revisions) != 2 {
		t.Errorf("%d revisions", len(log.Revisions))
	}
}

// A bare repository among the files is nobody's history.
func TestPlantedRepository(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/a.yaml", "a").Commit("Start")
	r.Git("init", "-q", "--bare", "content/planted")
	if _, err := history.Read(context.Background(), filepath.Join(r.Dir, "content", "planted")); err == nil {
		t.Error("a planted bare repository was read")
	}
}

func TestBlobs(t *testing.T) {
	r := testrepo.New(t)
	r.Write("a.yaml", "one\n").Write("b.yaml", strings.Repeat("x", 200)).Commit("Start")
	log := read(t, r.Dir)
	blobs, err := history.OpenBlobs(context.Background(), log, 100)
	if err != nil {
		t.Fatal(err)
	}
	a, b := log.Revisions[0].Changes[0].Blob, log.Revisions[0].Changes[1].Blob
	missing := strings.Repeat("12", 20)
	for range 2 {
		got, err := blobs.Read([]string{a, missing, b, a, "--help"})
		if err != nil {
			t.Fatal(err)
		}
		if string(got[0].Data) != "one\n" || !got[1].Missing || got[2].Missing || got[2].Data != nil || string(got[3].Data) != "one\n" || !got[4].Missing {
			t.Errorf("got %+v", got)
		}
	}
	if err := blobs.Close(); err != nil {
		t.Error(err)
	}
	if _, err := blobs.Read([]string{a}); err == nil {
		t.Error("a closed reader answers")
	}
}
