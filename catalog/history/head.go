// Package history tells who changed what and when, from git.
//
// [Read] is the log of the content folder, [Blobs] what its files once held.
// [Entries] and [Conflicts] are what package timeline makes of both; they are
// here, as data, so that rules, measures and pages can read them.
//
// Git is asked through its command line, never in a way that lets a repository
// run code: no hooks, no file-system monitor, no bare repository planted in the
// work tree, and only commands that read objects.
package history

import (
	"context"
	"errors"
	"fmt"
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
// repository around the folder, or no commit yet that has anything of it.
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
