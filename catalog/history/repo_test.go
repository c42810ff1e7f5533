package history_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// repo is a git repository made by a script.
type repo struct {
	t   *testing.T
	dir string
	day time.Time
	who string
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git on this machine")
	}
	r := &repo{t: t, dir: t.TempDir(), day: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC), who: "Ada"}
	r.git("init", "-q", "-b", "main")
	return r
}

// git runs one git command and returns what it prints.
func (r *repo) git(args ...string) string {
	r.t.Helper()
	cmd := exec.Command("git", append([]string{"-C", r.dir, "-c", "commit.gpgSign=false", "-c", "protocol.file.allow=always"}, args...)...)
	date := r.day.Format(time.RFC3339)
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

// on moves the clock to a day.
func (r *repo) on(day string) *repo {
	r.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		r.t.Fatal(err)
	}
	r.day = at.Add(12 * time.Hour)
	return r
}

func (r *repo) by(who string) *repo {
	r.who = who
	return r
}

// write puts text into a file, or removes the file where the text is empty.
func (r *repo) write(path, text string) *repo {
	r.t.Helper()
	name := filepath.Join(r.dir, filepath.FromSlash(path))
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

func (r *repo) commit(subject string) string {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", subject)
	return r.git("rev-parse", "HEAD")
}
