package history

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strconv"
	"strings"
)

// TreeFile is one file of a commit.
type TreeFile struct {
	Path string // in the content folder, with slashes, in NFC
	Blob string // git's ID of its bytes
	Link bool   // a symbolic link, whose bytes are its target
}

// UnknownRevisionError says that a name is none of a commit.
type UnknownRevisionError struct{ Name string }

// Error names the revision.
func (e *UnknownRevisionError) Error() string {
	return fmt.Sprintf("git knows no revision `%s`", e.Name)
}

// Help says how to go on.
func (e *UnknownRevisionError) Help() string {
	return "name a branch, a tag or a commit, as in `main`, `origin/main` or `HEAD~1`; a clone for CI may have to fetch it first"
}

// NoForkError says that two commits have no common ancestor that git knows.
type NoForkError struct{ A, B string }

// Error names the two revisions.
func (e *NoForkError) Error() string {
	return fmt.Sprintf("`%s` and `%s` have no common commit in this clone", e.A, e.B)
}

// Help says how to go on.
func (e *NoForkError) Help() string {
	return "fetch the whole history, with `git fetch --unshallow` or `fetch-depth: 0`"
}

// Find returns the commit that a name stands for in the repository around dir:
// a branch, a tag, a hash or anything else that git takes.
func Find(ctx context.Context, dir, name string) (Commit, error) {
	out, err := run(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if ctx.Err() != nil {
		return Commit{}, ctx.Err()
	}
	if err != nil {
		if _, none := ReadHead(ctx, dir); none != nil {
			return Commit{}, none
		}
		return Commit{}, &UnknownRevisionError{name}
	}
	c := Commit{Hash: strings.TrimSpace(out)}
	out, err = run(ctx, dir, "log", "-1", "--no-show-signature", "--format=%ct%x00%an%x00%ae%x00%s", c.Hash)
	if err != nil {
		return Commit{}, err
	}
	parts := strings.SplitN(out, "\x00", 4)
	seconds, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || len(parts) != 4 {
		return Commit{}, fmt.Errorf("git answered %q where a commit was expected", strings.TrimSpace(out))
	}
	c.Date, c.Author, c.Email, c.Subject = dayOf(seconds), text(parts[1]), text(parts[2]), text(parts[3])
	return c, nil
}

// Fork returns the hash of the newest commit that is part of both a and b: where
// one branch left the other.
func Fork(ctx context.Context, dir, a, b string) (string, error) {
	out, err := run(ctx, dir, "merge-base", "--end-of-options", a, b)
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		return "", &NoForkError{a, b}
	}
	return strings.TrimSpace(out), nil
}

// Between lists the hashes of the commits that are part of head and not of base.
func Between(ctx context.Context, dir, base, head string) ([]string, error) {
	out, err := run(ctx, dir, "rev-list", "--end-of-options", base+".."+head)
	return strings.Fields(out), err
}

// Tree lists the files that the content folder dir had at a commit, given by
// hash. A folder that was not there yet had none.
func Tree(ctx context.Context, dir, hash string) ([]TreeFile, error) {
	out, err := run(ctx, dir, "ls-tree", "-r", "-z", hash)
	if err != nil {
		return nil, err
	}
	var files []TreeFile
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		head, path, ok := strings.Cut(line, "\t")
		parts := strings.Fields(head)
		if !ok || len(parts) != 3 || parts[1] != "blob" {
			continue // nothing at all, or a submodule
		}
		files = append(files, TreeFile{Path: clean(path), Blob: parts[2], Link: parts[0] == "120000"})
	}
	return files, nil
}

// BlobID is the ID that git gives to bytes, in a repository that has the ID like
// for others: repositories hash by SHA-1 or by SHA-256.
func BlobID(data []byte, like string) string {
	var h hash.Hash = sha1.New()
	if len(like) == sha256.Size*2 {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}
