// Package testrepo makes git repositories by script, for tests: every commit has
// the day and the author that the test gives it, whatever the machine is set to.
package testrepo

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Repo is a git repository made by a script.
type Repo struct {
	Dir string    // its top folder
	Day time.Time // when the next commit is made
	t   testing.TB
	who string
}

// New makes an empty repository. The test is skipped on a machine without git.
func New(t testing.TB) *Repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git on this machine")
	}
	r := &Repo{t: t, Dir: t.TempDir(), Day: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), who: "Ada"}
	r.Git("init", "-q", "-b", "main")
	return r
}

// Git runs one git command and returns what it prints.
func (r *Repo) Git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", r.Dir, "-c", "commit.gpgSign=false", "-c", "protocol.file.allow=always"}, args...)...)
	date := r.Day.Format(time.RFC3339)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date,
		"GIT_AUTHOR_NAME="+r.who, "GIT_AUTHOR_EMAIL="+strings.ToLower(r.who)+"@example.org",
		"GIT_COMMITTER_NAME="+r.who, "GIT_COMMITTER_EMAIL="+strings.ToLower(r.who)+"@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// On moves the clock to a day.
func (r *Repo) On(day string) *Repo {
	r.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		r.t.Fatal(err)
	}
	r.Day = at.Add(12 * time.Hour)
	return r
}

// By names the author of the commits that follow.
func (r *Repo) By(who string) *Repo {
	r.who = who
	return r
}

// Write puts text into a file, or removes the file where the text is empty.
func (r *Repo) Write(path, text string) *Repo {
	r.t.Helper()
	name := filepath.Join(r.Dir, filepath.FromSlash(path))
	if text == "" {
		if err := os.Remove(name); err != nil {
			r.t.Fatal(err)
		}
		return r
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
	return r
}

// Commit commits everything and returns the commit's hash.
func (r *Repo) Commit(subject string) string {
	r.t.Helper()
	r.Git("add", "-A")
	r.Git("commit", "-q", "--allow-empty", "-m", subject)
	return r.Git("rev-parse", "HEAD")
}

// At is another work tree, such as a clone, with the same clock and author.
func (r *Repo) At(dir string) *Repo { return &Repo{t: r.t, Dir: dir, Day: r.Day, who: r.who} }

// FastImport makes a long history quickly: a first commit of all files, then one
// commit for each step.
func (r *Repo) FastImport(files map[string][]byte, steps []map[string][]byte, between time.Duration) {
	r.t.Helper()
	var in bytes.Buffer
	commit := func(i int, changed map[string][]byte) {
		at := r.Day.Add(time.Duration(i) * between).Unix()
		subject := fmt.Sprintf("Change %d", i)
		fmt.Fprintf(&in, "commit refs/heads/main\nmark :%d\nauthor A%d <a@example.org> %d +0000\ncommitter A <a@example.org> %d +0000\ndata %d\n%s\n",
			i+1, i%7, at, at, len(subject), subject)
		if i > 0 {
			fmt.Fprintf(&in, "from :%d\n", i)
		}
		for _, path := range slices.Sorted(maps.Keys(changed)) {
			fmt.Fprintf(&in, "M 100644 inline content/%s\ndata %d\n%s\n", path, len(changed[path]), changed[path])
		}
	}
	commit(0, files)
	for i, s := range steps {
		commit(i+1, s)
	}
	cmd := exec.Command("git", "-C", r.Dir, "fast-import", "--quiet")
	cmd.Stdin = &in
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Fatalf("git fast-import: %v\n%s", err, out)
	}
	r.Git("reset", "-q", "--hard", "main")
}
