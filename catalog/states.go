package catalog

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// State is one state of a content folder, by where it is found: a commit, given
// by anything that git takes for one, or the files of a folder on disk, where
// Revision is "".
type State struct {
	Folder   string
	Revision string
}

// read gives the files of a state. Those that another set has too, byte for
// byte, are that set's own files.
func (s State) read(ctx context.Context, beside *source.Set) (*source.Set, []source.Refusal, error) {
	limits := source.DefaultLimits()
	if s.Revision != "" {
		return readCommit(ctx, s.Folder, s.Revision, beside, limits)
	}
	set, refusals, err := source.Read(ctx, s.Folder, limits)
	if err != nil || beside == nil {
		return set, refusals, err
	}
	var files []*source.File
	for _, f := range set.Files() {
		if b := beside.ByPath(f.Path); b == nil || b.Refused || f.Refused || !bytes.Equal(b.Data, f.Data) {
			files = append(files, &source.File{Path: f.Path, Data: f.Data, Asset: f.Asset, Refused: f.Refused})
		}
	}
	return beside.Revised(files, missing(beside, func(path string) bool { return set.ByPath(path) != nil })), refusals, nil
}

// missing lists the files of a set that another state does not have.
func missing(set *source.Set, has func(path string) bool) []string {
	var gone []string
	for _, f := range set.Files() {
		if !has(f.Path) {
			gone = append(gone, f.Path)
		}
	}
	return gone
}

// readCommit reads the content folder as it was at a commit, from git's objects:
// nothing is checked out. Only what another set does not have is fetched.
func readCommit(ctx context.Context, folder, revision string, beside *source.Set, limits source.Limits) (*source.Set, []source.Refusal, error) {
	at, err := history.Find(ctx, folder, revision)
	if err != nil {
		return nil, nil, noRepository(folder, err)
	}
	tree, err := history.Tree(ctx, folder, at.Hash)
	if err != nil {
		return nil, nil, err
	}
	if beside == nil {
		beside = source.NewSet(nil)
	}
	r := commitReader{beside: beside, limits: limits, has: map[string]bool{}}
	for _, f := range tree {
		r.take(f)
	}
	if err := r.fetch(ctx, folder); err != nil {
		return nil, nil, err
	}
	gone := missing(beside, func(path string) bool { return r.has[path] })
	return beside.Revised(r.files, gone), r.refusals, nil
}

// commitReader goes through the files of a commit.
type commitReader struct {
	beside   *source.Set
	limits   source.Limits
	has      map[string]bool
	files    []*source.File // that the other set does not have
	wanted   []int          // indexes of those whose bytes are still to be fetched
	blobs    []string
	refusals []source.Refusal
}

func (r *commitReader) take(t history.TreeFile) {
	f, refusal := source.Judge(t.Path, t.Link)
	if f == nil || r.has[t.Path] {
		return
	}
	r.has[t.Path] = true
	if refusal != nil {
		r.refusals = append(r.refusals, *refusal)
		r.files = append(r.files, f)
		return
	}
	if b := r.beside.ByPath(t.Path); b != nil && !b.Refused && history.BlobID(b.Data, t.Blob) == t.Blob {
		return
	}
	if !f.Asset { // of assets it only matters that they are there
		r.wanted, r.blobs = append(r.wanted, len(r.files)), append(r.blobs, t.Blob)
	}
	r.files = append(r.files, f)
}

func (r *commitReader) fetch(ctx context.Context, folder string) error {
	if len(r.blobs) == 0 {
		return nil
	}
	head, err := history.ReadHead(ctx, folder)
	if err != nil {
		return err
	}
	blobs, err := history.OpenBlobs(ctx, &history.Log{Head: head}, max(r.limits.DataFile, r.limits.Markdown))
	if err != nil {
		return err
	}
	contents, err := blobs.Read(r.blobs)
	if err := errors.Join(err, blobs.Close()); err != nil {
		return err
	}
	for i, blob := range contents {
		f := r.files[r.wanted[i]]
		if limit := r.limits.Content(f.Path); blob.Data == nil || int64(len(blob.Data)) > limit {
			f.Refused = true
			refusal := source.Refusal{Path: f.Path, Reason: source.TooLarge, Limit: limit}
			if blob.Missing {
				refusal = source.Refusal{Path: f.Path, Reason: source.Unreadable, Detail: "this clone does not have its old contents"}
			}
			r.refusals = append(r.refusals, refusal)
			continue
		}
		f.Data = blob.Data
	}
	slices.SortFunc(r.refusals, func(a, b source.Refusal) int { return cmp.Compare(a.Path, b.Path) })
	return nil
}

// NoRepositoryError says that a folder has no git history to compare with.
type NoRepositoryError struct{ Folder string }

// Error names the folder.
func (e *NoRepositoryError) Error() string {
	return fmt.Sprintf("there is no git history around `%s`", e.Folder)
}

// Help says how to go on.
func (e *NoRepositoryError) Help() string {
	return "an earlier state comes from git; without it, `concord diff old/ new/` compares two folders, and `concord check --baseline FILE` leaves out what is known"
}

func noRepository(folder string, err error) error {
	if errors.Is(err, history.ErrNone) {
		return &NoRepositoryError{folder}
	}
	return err
}

// Fork is the newest commit that two revisions have in common: where head left
// base. Head is the commit that is checked out when it is "".
func Fork(ctx context.Context, folder, base, head string) (history.Commit, error) {
	head = cmp.Or(head, "HEAD")
	for _, name := range []string{base, head} {
		if _, err := history.Find(ctx, folder, name); err != nil {
			return history.Commit{}, noRepository(folder, err)
		}
	}
	hash, err := history.Fork(ctx, folder, base, head)
	if err != nil {
		return history.Commit{}, err
	}
	return history.Find(ctx, folder, hash)
}

// Before compiles the content as it was at an earlier commit, with the rules
// and on the day of c: what differs between the two then comes from the content.
// It is quick when c was compiled with [Options.Keep].
func (c *Compiled) Before(ctx context.Context, opt Options, commit history.Commit) (*Compiled, error) {
	set, refusals, err := State{opt.Content, commit.Hash}.read(ctx, c.Set)
	if err != nil {
		return nil, err
	}
	in := input{set: set, refusals: refusals, today: c.Today, known: &c.kept}
	if c.History != nil {
		later, err := history.Between(ctx, opt.Content, commit.Hash, "HEAD")
		if err != nil {
			return nil, err
		}
		in.history = func(*model.Catalog) *history.Entries { return c.History.Without(later) }
	}
	before, _ := compile(in)
	before.look("")
	return before, ctx.Err()
}

// Again compiles other files in the place of those that c was compiled from, on
// the same day and with the same history: what an editor or a mechanical fix has
// made of them. Files that both sets share are not decoded again when c was
// compiled with [Options.Keep].
func (c *Compiled) Again(set *source.Set) *Compiled {
	in := input{set: set, today: c.Today, known: &c.kept}
	if c.History != nil {
		in.history = func(*model.Catalog) *history.Entries { return c.History }
	}
	again, _ := compile(in)
	again.Head, again.kept.units = c.Head, nil
	return again
}

// FolderIn is where a content folder lies in its repository, with slashes: ""
// for the top of it and where there is no repository.
func FolderIn(root, content string) string { return contentPath(root, content) }
