package history

import (
	"context"
	"errors"
	"testing"
)

// TestFailure says in one line why git did not answer.
func TestFailure(t *testing.T) {
	for _, c := range []struct{ message, want string }{
		{"fatal: detected dubious ownership in repository at '/work'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /work\n",
			"the repository belongs to another user, and git trusts it only after `git config --global --add safe.directory /work`"},
		{"fatal: bad object HEAD\nmore\n", "git log: fatal: bad object HEAD"},
		{"", "git log: exit status 1"},
	} {
		if err := failure(context.Background(), "log", c.message, errors.New("exit status 1")); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.message, err, c.want)
		}
	}
	if err := failure(context.Background(), "log", "fatal: not a git repository", nil); err != ErrNone {
		t.Errorf("no repository: %v", err)
	}
}
