package history

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// command prepares git for one question about the repository around dir.
func command(ctx context.Context, dir string, args ...string) (*exec.Cmd, error) {
	git, err := exec.LookPath("git")
	if err != nil {
		return nil, ErrNone
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	safe := []string{"-C", abs, "--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs"}
	for _, setting := range []string{"safe.bareRepository=explicit", "core.fsmonitor=false", "core.hooksPath=" + os.DevNull,
		"core.quotePath=false", "protocol.allow=never", "log.showSignature=false", "log.showRoot=true", "log.follow=false",
		"diff.relative=false", "i18n.logOutputEncoding=UTF-8"} {
		safe = append(safe, "-c", setting)
	}
	cmd := exec.CommandContext(ctx, git, append(safe, args...)...)
	// No protocol at all: the variable, unlike protocol.allow, also overrules what
	// a repository's own settings allow, and a missing object would be fetched by
	// whatever program they name.
	cmd.Env = append(cleanEnv(), "GIT_ALLOW_PROTOCOL=", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C")
	cmd.WaitDelay = time.Second
	return cmd, nil
}

// run asks git one question about the repository around dir.
func run(ctx context.Context, dir string, args ...string) (string, error) {
	cmd, err := command(ctx, dir, args...)
	if err != nil {
		return "", err
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", failure(ctx, args[0], errs.String(), err)
	}
	return out.String(), nil
}

// failure says why git did not answer.
func failure(ctx context.Context, question, message string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if noHistory(message) {
		return ErrNone
	}
	if _, remedy, ok := strings.Cut(message, "safe.directory "); ok {
		folder, _, _ := strings.Cut(remedy, "\n")
		return fmt.Errorf("the repository belongs to another user, and git trusts it only after `git config --global --add safe.directory %s`", folder)
	}
	message, _, _ = strings.Cut(strings.TrimSpace(message), "\n")
	if message == "" {
		message = err.Error()
	}
	return fmt.Errorf("git %s: %s", question, message)
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
