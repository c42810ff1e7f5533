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
	r := newRepo(t)
	r.write("README.md", "hello").commit("Start the repository")
	r.on("2026-01-02").write("content/terms/revenue.yaml", body).commit("Define revenue")
	r.on("2026-01-03").write("README.md", "hello again").commit("Change nothing here")
	r.on("2026-01-04").by("Grace").git("mv", "content/terms/revenue.yaml", "content/terms/net-revenue.yaml")
	r.commit("Rename revenue")
	r.on("2026-01-05").write("content/terms/net-revenue.yaml", "").commit("Drop it\n\nFor good.")
	expect(t, read(t, filepath.Join(r.dir, "content")), `
2026-01-02 Ada: Define revenue
  terms/revenue.yaml by Ada on 2026-01-02
2026-01-04 Grace: Rename revenue
  terms/revenue.yaml -> terms/net-revenue.yaml by Grace on 2026-01-04
2026-01-05 Grace: Drop it
  terms/net-revenue.yaml gone by Grace on 2026-01-05
`)
	expect(t, read(t, r.dir), `
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
	r := newRepo(t)
	r.write("content/a.yaml", "a\n").commit("Start")
	r.git("checkout", "-q", "-b", "work")
	r.on("2026-01-02").by("Grace").write("content/b.yaml", "b\n").commit("Add b")
	r.on("2026-01-03").by("Linus").write("content/c.yaml", "c\n").write("content/b.yaml", "b2\n").commit("Add c")
	r.git("checkout", "-q", "main")
	r.on("2026-01-04").by("Ada").write("content/a.yaml", "a2\n").commit("Change a")
	r.on("2026-01-05").by("Bot").git("merge", "-q", "--no-ff", "--no-edit", "work")
	r.on("2026-01-06").git("checkout", "-q", "-b", "fix")
	r.by("Grace").write("content/d.yaml", "d\n").commit("Add d")
	r.git("checkout", "-q", "main")
	r.on("2026-01-08").by("Bot").git("merge", "-q", "--no-ff", "--no-edit", "fix")
	log := read(t, filepath.Join(r.dir, "content"))
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
	r := newRepo(t)
	r.write("content/a.yaml", "1\n2\n3\n4\n5\n").commit("Start")
	r.git("checkout", "-q", "-b", "work")
	r.by("Grace").write("content/a.yaml", "1\n2\n3\n4\nfive\n").commit("Last line")
	r.git("checkout", "-q", "main")
	r.by("Ada").write("content/a.yaml", "one\n2\n3\n4\n5\n").commit("First line")
	r.by("Bot").git("merge", "-q", "--no-ff", "--no-edit", "work")
	log := read(t, filepath.Join(r.dir, "content"))
	if by := log.Revisions[2].Changes[0].By; by.Author != "Bot" {
		t.Errorf("the mixed file is credited to %s", by.Author)
	}
}

func TestFolderMoved(t *testing.T) {
	r := newRepo(t)
	r.write("docs/catalog/terms/a.yaml", body).write("docs/catalog/terms/b.yaml", "name: B\n"+body).commit("Start")
	r.on("2026-01-02").write("docs/catalog/terms/b.yaml", "name: Bee\n"+body).commit("Change b")
	r.on("2026-01-03").git("mv", "docs/catalog", "content")
	r.write("content/terms/c.yaml", "new").commit("Move the folder")
	r.on("2026-01-04").write("content/terms/a.yaml", body+"unit: EUR\n").commit("Change a")
	expect(t, read(t, filepath.Join(r.dir, "content")), `
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
	r := newRepo(t)
	for i, day := range []string{"2026-01-01", "1971-01-01", "2026-01-03", "2099-01-01", "2026-01-05", "2026-01-04"} {
		r.on(day).write("a.yaml", strings.Repeat("x\n", i+1)).commit(day)
	}
	var days []string
	for _, rev := range read(t, r.dir).Revisions {
		days = append(days, rev.Date.String())
	}
	if got, want := strings.Join(days, " "), "2026-01-01 2026-01-01 2026-01-03 2026-01-03 2026-01-03 2026-01-04"; got != want {
		t.Errorf("the days are %s, want %s", got, want)
	}
}

func TestNoHistory(t *testing.T) {
	ctx := context.Background()
	r := newRepo(t)
	r.write("content/a.yaml", "a")
	tests := map[string]string{"no repository": t.TempDir(), "no commit": filepath.Join(r.dir, "content")}
	for name, dir := range tests {
		if _, err := history.Read(ctx, dir); !errors.Is(err, history.ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.git("add", "content")
	r.git("commit", "-q", "-m", "Start")
	r.write("other/b.yaml", "b")
	if _, err := history.Read(ctx, filepath.Join(r.dir, "other")); !errors.Is(err, history.ErrNone) {
		t.Errorf("untracked folder: %v", err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := history.Read(stopped, r.dir); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := history.Read(ctx, r.dir); !errors.Is(err, history.ErrNone) {
		t.Errorf("no git: %v", err)
	}
}

func TestShallow(t *testing.T) {
	r := newRepo(t)
	for i := range 5 {
		r.write("content/a.yaml", strings.Repeat("x\n", i+1)).write("content/b.yaml", "b").commit(fmt.Sprintf("Change %d", i))
	}
	clone := &repo{t: t, dir: t.TempDir(), day: r.day, who: r.who}
	clone.git("clone", "-q", "--depth", "2", "file://"+r.dir, ".")
	log := read(t, filepath.Join(clone.dir, "content"))
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
	r := newRepo(t)
	r.write("content/a.yaml", "a").commit("Start")
	r.git("branch", "other")
	tree := filepath.Join(t.TempDir(), "tree")
	r.git("worktree", "add", "-q", tree, "other")
	if log := read(t, filepath.Join(tree, "content")); log.Branch != "other" || len(log.Revisions) != 1 {
		t.Errorf("worktree: branch %q, %d revisions", log.Branch, len(log.Revisions))
	}
	r.git("checkout", "-q", "--detach")
	if log := read(t, filepath.Join(r.dir, "content")); log.Branch != "" || len(log.Revisions) != 1 {
		t.Errorf("detached: branch %q, %d revisions", log.Branch, len(log.Revisions))
	}
	outer := newRepo(t)
	outer.write("x", "x").commit("Outer")
	outer.git("submodule", "--quiet", "add", "file://"+r.dir, "inner")
	outer.commit("Add the submodule")
	if log := read(t, filepath.Join(outer.dir, "inner", "content")); log.Revisions[0].Subject != "Start" {
		t.Errorf("submodule: %q", log.Revisions[0].Subject)
	}
	if log := read(t, outer.dir); log.Revisions[1].Changes[1].Blob != "" {
		t.Errorf("a submodule counts as a file: %+v", log.Revisions[1].Changes)
	}
}

// A clone that has no old contents is read as far as it goes, and nothing is
// fetched.
func TestPartialClone(t *testing.T) {
	r := newRepo(t)
	r.git("config", "uploadpack.allowFilter", "true")
	for i := range 8 {
		r.write("content/a.yaml", strings.Repeat("x\n", i+1)).commit(fmt.Sprintf("Change %d", i))
	}
	r.git("mv", "content/a.yaml", "content/b.yaml")
	r.commit("Rename")
	clone := &repo{t: t, dir: t.TempDir(), day: r.day, who: r.who}
	clone.git("clone", "-q", "--filter=blob:none", "file://"+r.dir, ".")
	log := read(t, filepath.Join(clone.dir, "content"))
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
	r := newRepo(t)
	r.by("A\x1b[31m\x1e").write("content/a\nb \"q\".yaml", "a").write("content/:c.yaml", "c")
	hash := r.commit(":100644 \x1e\x1f\x01 " + strings.Repeat("long ", 5_000) + "\n\nbody")
	log := read(t, filepath.Join(r.dir, "content"))
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
	r := newRepo(t)
	r.write("content/a.yaml", "a").write("content/.gitattributes", "*.yaml diff=evil filter=evil\n").commit("Start")
	r.write("content/a.yaml", "b").commit("Change")
	canary := filepath.Join(t.TempDir(), "ran")
	script := filepath.Join(t.TempDir(), "evil")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+canary+"\ncat\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.evil.textconv", "diff.evil.command",
		"filter.evil.smudge", "filter.evil.clean", "gpg.program", "core.sshCommand", "core.editor"} {
		r.git("config", key, script)
	}
	r.git("config", "log.showSignature", "true")
	r.git("config", "color.ui", "always")
	r.git("config", "log.showRoot", "false")
	r.git("config", "diff.renames", "copies")
	for key, value := range map[string]string{"core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
		"remote.origin.url": "ext::" + script, "remote.origin.uploadpack": script, "protocol.allow": "always", "protocol.ext.allow": "always"} {
		r.git("config", key, value)
	}
	missing := strings.Repeat("0123456789", 4)
	dir := filepath.Join(r.dir, "content")
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
	r := newRepo(t)
	r.write("content/a.yaml", "a").commit("Start")
	r.git("init", "-q", "--bare", "content/planted")
	if _, err := history.Read(context.Background(), filepath.Join(r.dir, "content", "planted")); err == nil {
		t.Error("a planted bare repository was read")
	}
}

func TestBlobs(t *testing.T) {
	r := newRepo(t)
	r.write("a.yaml", "one\n").write("b.yaml", strings.Repeat("x", 200)).commit("Start")
	log := read(t, r.dir)
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
