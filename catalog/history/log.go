package history

import (
	"context"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/model"
)

// Log is the history of a content folder as its readers saw it: the commits of
// the branch that is checked out, each compared with the one before it on that
// branch. What was made on another branch counts from the merge that brought
// it.
type Log struct {
	Head
	Revisions []Revision // those that changed the folder, oldest first; at least one
}

// Revision is one state of the content folder and what was changed to get
// there. Days never run backwards from one revision to the next: a commit whose
// clock was wrong has the day of its neighbours.
type Revision struct {
	Commit
	Tree    string       // git's ID of the folder's tree, "" when the folder is gone
	Changes []FileChange // by path
}

// FileChange is what one revision did to one file. A file that was renamed has
// both names, one that was only moved along with the folder twice the same.
type FileChange struct {
	Path string // in the content folder, with slashes, in NFC
	From string // its path before, "" unless it was renamed
	Blob string // git's ID of its bytes, "" when the file went away or is no regular file

	// By is the commit that made the change. Where a merge brought it, that is
	// the commit on the other branch, but with the day of the merge.
	By Commit
}

// Credit is the commit that made a revision: of a merge that brought the work
// of one commit, that commit with the day of the merge.
func (r *Revision) Credit() Commit {
	for i := range r.Changes {
		if r.Changes[i].By.Hash != r.Changes[0].By.Hash {
			return r.Commit
		}
	}
	if len(r.Changes) == 0 {
		return r.Commit
	}
	return r.Changes[0].By
}

// Read asks git for the history of the content folder dir, whatever its depth.
// Renames are followed, also that of the folder itself. It returns [ErrNone]
// when there is none. Where the log ends early because the clone is shallow,
// [Head.Shallow] is set.
func Read(ctx context.Context, dir string) (*Log, error) {
	head, err := ReadHead(ctx, dir)
	if err != nil {
		return nil, err
	}
	prefix, err := run(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	r := reading{ctx: ctx, root: head.Root}
	if err := r.folder(head.Revision, strings.TrimRight(prefix, "\r\n")); err != nil {
		return nil, err
	}
	if len(r.found) == 0 {
		return nil, ErrNone
	}
	slices.Reverse(r.found)
	log := &Log{Head: head, Revisions: r.found}
	log.straighten(r.seconds)
	return log, nil
}

// reading is the state of one [Read].
type reading struct {
	ctx     context.Context
	root    string
	found   []Revision       // newest first
	seconds map[string]int64 // the committer's clock, by hash
}

// mostMoves bounds how often the content folder itself is followed to another
// name.
const mostMoves = 8

// folder reads the log from a revision back, and goes on under the folder's
// older names.
func (r *reading) folder(from, prefix string) error {
	r.seconds = map[string]int64{}
	for range mostMoves {
		commits, err := r.log(from, prefix, "--first-parent")
		if err != nil {
			return err
		}
		if len(commits) == 0 {
			return nil
		}
		if err := r.take(commits, from, prefix); err != nil {
			return err
		}
		oldest := commits[len(commits)-1]
		if len(oldest.parents) == 0 {
			return nil
		}
		older, changes, err := r.moved(oldest, prefix)
		if err != nil || older == nil {
			return err
		}
		r.found[len(r.found)-1].Changes = changes
		from, prefix = oldest.parents[0], *older
	}
	return nil
}

// take turns commits of the branch into revisions.
func (r *reading) take(commits []rawCommit, from, prefix string) error {
	trees, err := r.trees(commits, prefix)
	if err != nil {
		return err
	}
	makers, err := r.makers(commits, from, prefix)
	if err != nil {
		return err
	}
	for i := range commits {
		c := &commits[i]
		if len(c.files) == 0 {
			continue
		}
		r.seconds[c.Hash] = c.seconds
		rev := Revision{Commit: c.Commit, Tree: trees[i]}
		for _, f := range c.files {
			change := f.change()
			change.By = c.Commit
			if len(c.parents) > 1 {
				change.By = makers.of(f, c)
			}
			rev.Changes = append(rev.Changes, change)
		}
		sortChanges(rev.Changes)
		r.found = append(r.found, rev)
	}
	return nil
}

func sortChanges(changes []FileChange) {
	slices.SortFunc(changes, func(a, b FileChange) int { return strings.Compare(a.Path, b.Path) })
}

// trees lists git's IDs of the content folder at each commit.
func (r *reading) trees(commits []rawCommit, prefix string) ([]string, error) {
	trees := make([]string, len(commits))
	if prefix == "" {
		for i := range commits {
			trees[i] = commits[i].tree
		}
		return trees, nil
	}
	var names strings.Builder
	for i := range commits {
		fmt.Fprintf(&names, "%s:%s\n", commits[i].Hash, strings.TrimSuffix(prefix, "/"))
	}
	cmd, err := command(r.ctx, r.root, "cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer")
	if err != nil {
		return nil, err
	}
	cmd.Stdin = strings.NewReader(names.String())
	out, err := cmd.Output()
	if err != nil {
		return nil, failure(r.ctx, "cat-file", "", err)
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != len(commits) {
		return nil, fmt.Errorf("git answered %d lines where %d were expected", len(lines), len(commits))
	}
	for i, line := range lines {
		if id, ok := strings.CutSuffix(line, " tree"); ok {
			trees[i] = id
		}
	}
	return trees, nil
}

// makers knows which commits outside the branch made which content.
type makers map[[2]string][]rawCommit

// of is the commit that made a file what a merge made it, or the merge itself.
func (m makers) of(f rawFile, merge *rawCommit) Commit {
	made := m[[2]string{f.path, f.blob}]
	for i := range made {
		if made[i].seconds <= merge.seconds {
			return made[i].Commit
		}
	}
	if len(made) > 0 {
		return made[len(made)-1].Commit
	}
	return merge.Commit
}

// makers reads the commits that merges brought, if there are merges.
func (r *reading) makers(branch []rawCommit, from, prefix string) (makers, error) {
	onBranch := map[string]bool{}
	merges := false
	for i := range branch {
		onBranch[branch[i].Hash] = true
		merges = merges || len(branch[i].parents) > 1
	}
	if !merges {
		return nil, nil
	}
	all, err := r.log(from, prefix, "--full-history", "--no-merges")
	if err != nil {
		return nil, err
	}
	m := makers{}
	for i := range all {
		if onBranch[all[i].Hash] {
			continue
		}
		for _, f := range all[i].files {
			k := [2]string{f.path, f.blob}
			m[k] = append(m[k], all[i])
		}
	}
	return m, nil
}

// moved finds out whether the content folder had another name before the oldest
// commit that has it under this one. If so, it returns that name, and what the
// commit really changed.
func (r *reading) moved(oldest rawCommit, prefix string) (older *string, changes []FileChange, err error) {
	if prefix == "" {
		return nil, nil, nil
	}
	commits, err := r.logs(oldest.Hash, "", []string{"--first-parent", "--max-count=1", "-M", "-l400"})
	if err != nil || len(commits) != 1 {
		return nil, nil, err
	}
	votes, kept := map[string]int{}, 0
	for _, f := range commits[0].files {
		name, inside := strings.CutPrefix(f.path, prefix)
		if !inside || f.blob == "" {
			continue
		}
		kept++
		if was, ok := strings.CutSuffix(f.from, name); ok && f.from != "" && (was == "" || strings.HasSuffix(was, "/")) {
			votes[was]++
		}
	}
	for was, n := range votes {
		if 2*n > kept {
			return &was, r.movedChanges(commits[0], was, prefix), nil
		}
	}
	return nil, nil, nil
}

func (r *reading) movedChanges(c rawCommit, was, prefix string) []FileChange {
	var changes []FileChange
	for _, f := range c.files {
		name, inside := strings.CutPrefix(f.path, prefix)
		gone, wasInside := strings.CutPrefix(f.path, was)
		from, fromInside := strings.CutPrefix(f.from, was)
		change := FileChange{Blob: f.blob, By: c.Commit}
		switch {
		case inside && f.from != "" && fromInside:
			change.Path, change.From = clean(name), clean(from)
		case inside:
			change.Path = clean(name)
		case wasInside && f.blob == "":
			change.Path = clean(gone)
		default:
			continue
		}
		changes = append(changes, change)
	}
	sortChanges(changes)
	return changes
}

// clean is a path as the content folder's files are named.
func clean(p string) string { return norm.NFC.String(strings.ToValidUTF8(path.Clean(p), "\uFFFD")) }

// straighten gives every revision a day such that days never run backwards. As
// few clocks as possible are taken to be wrong: those outside the longest run
// of commits whose clocks agree with their order.
func (l *Log) straighten(seconds map[string]int64) {
	clocks := make([]int64, len(l.Revisions))
	for i := range l.Revisions {
		clocks[i] = seconds[l.Revisions[i].Hash]
	}
	for i, s := range monotone(clocks) {
		rev := &l.Revisions[i]
		day := dayOf(s)
		rev.Date = day
		for j := range rev.Changes {
			rev.Changes[j].By.Date = day
		}
	}
}

// monotone keeps the longest non-decreasing subsequence and gives each other
// number the value before it. Of several such subsequences it takes the one
// that ends lowest and, from there back, the highest numbers: clocks are more
// often far off than a little.
func monotone(in []int64) []int64 {
	// levels[n] are the numbers that end a subsequence of n+1 and no longer one.
	// Within a level, numbers fall.
	var levels [][]int
	for i, v := range in {
		n := sort.Search(len(levels), func(n int) bool { return in[levels[n][len(levels[n])-1]] > v })
		if n == len(levels) {
			levels = append(levels, nil)
		}
		levels[n] = append(levels[n], i)
	}
	out := slices.Clone(in)
	next := len(in)
	for n := len(levels) - 1; n >= 0; n-- {
		level := levels[n]
		keep := len(level) - 1
		if next < len(in) {
			keep = sort.Search(len(level), func(k int) bool { return in[level[k]] <= in[next] })
		}
		for i := level[keep] + 1; i < next; i++ {
			out[i] = in[level[keep]]
		}
		next = level[keep]
	}
	for i := range next {
		out[i] = in[next]
	}
	return out
}

func dayOf(seconds int64) model.Date { return model.DateOf(unixUTC(seconds)) }
