// Package history tells who changed what and when, from git.
//
// Git is asked through its command line, never in a way that lets a repository
// run code: no hooks, no file-system monitor, no bare repository planted in the
// work tree, and only commands that read objects.
package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/concord-catalog/concord/catalog/model"
)

// Head is the commit that a content folder is at.
type Head struct {
	Revision string     // full hash
	Date     model.Date // the day of the newest commit, in UTC
	Root     string     // the work tree's top folder
	Branch   string     // "" when detached
	Shallow  bool       // older history is missing
}

// ErrNone says that a folder has no git history: no git on the machine, no
// repository around the folder, or no commit in it yet.
var ErrNone = errors.New("no git history")

// ReadHead asks git where the folder stands. It returns ErrNone when there is
// no history to ask.
func ReadHead(ctx context.Context, dir string) (Head, error) {
	out, err := run(ctx, dir, "rev-parse", "--show-toplevel", "--is-shallow-repository", "--abbrev-ref", "HEAD")
	if err != nil {
		return Head{}, err
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 3 {
		return Head{}, fmt.Errorf("git answered %d lines where three were expected", len(lines))
	}
	h := Head{Root: lines[0], Shallow: lines[1] == "true"}
	if lines[2] != "HEAD" {
		h.Branch = lines[2]
	}
	out, err = run(ctx, dir, "log", "-1", "--no-show-signature", "--format=%H %ct", "HEAD")
	if err != nil {
		return Head{}, err
	}
	var seconds int64
	if _, err := fmt.Sscanf(out, "%s %d", &h.Revision, &seconds); err != nil {
		return Head{}, fmt.Errorf("git answered %q where a commit was expected", strings.TrimSpace(out))
	}
	h.Date = model.DateOf(time.Unix(seconds, 0).UTC())
	return h, nil
}

// run asks git one question about the repository around dir.
func run(ctx context.Context, dir string, args ...string) (string, error) {
	git, err := exec.LookPath("git")
	if err != nil {
		return "", ErrNone
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	safe := []string{"-C", abs, "-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=" + os.DevNull, "-c", "core.quotePath=false", "-c", "log.showSignature=false", "--no-pager"}
	cmd := exec.CommandContext(ctx, git, append(safe, args...)...)
	cmd.Env = append(cleanEnv(), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		if known := noHistory(errs.String()); known {
			return "", ErrNone
		}
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// noHistory recognises git's ways of saying that there is nothing to ask.
func noHistory(message string) bool {
	for _, known := range []string{"not a git repository", "unknown revision", "does not have any commits", "ambiguous argument 'HEAD'", "bad default revision"} {
		if strings.Contains(message, known) {
			return true
		}
	}
	return false
}

// cleanEnv is the environment without what would point git elsewhere or make it
// run programs.
func cleanEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); !strings.HasPrefix(name, "GIT_") {
			env = append(env, kv)
		}
	}
	return env
}
