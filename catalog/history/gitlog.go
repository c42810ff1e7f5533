package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// rawCommit is one commit as git log prints it.
type rawCommit struct {
	Commit  // without its day, which depends on its neighbours
	tree    string
	parents []string
	seconds int64
	files   []rawFile
}

// rawFile is one line of --raw: paths as git has them, relative to the folder
// that was asked about.
type rawFile struct{ path, from, blob string }

func (f rawFile) change() FileChange {
	c := FileChange{Path: clean(f.path), Blob: f.blob}
	if f.from != "" {
		c.From = clean(f.from)
	}
	return c
}

const logFormat = "--format=tformat:%H%x00%T%x00%P%x00%ct%x00%aN%x00%aE%x00%s"

// log lists the commits that changed a folder, newest first. Where git cannot
// compare contents because the clone lacks them, only exact renames are found.
func (r *reading) log(from, prefix string, how ...string) ([]rawCommit, error) {
	commits, err := r.logs(from, prefix, append(how, "-M", "-l400"))
	if err == nil || errors.Is(err, ErrNone) || r.ctx.Err() != nil {
		return commits, err
	}
	return r.logs(from, prefix, append(how, "-M100%"))
}

func (r *reading) logs(from, prefix string, how []string) ([]rawCommit, error) {
	args := append([]string{"log", "-z", "--raw", "--no-abbrev", "--no-color", "--no-ext-diff", "--no-textconv",
		"--diff-merges=first-parent", "-O/dev/null", logFormat}, how...)
	if prefix != "" {
		args = append(args, "--relative="+prefix)
	}
	args = append(args, "--end-of-options", from, "--")
	if prefix != "" {
		args = append(args, prefix)
	}
	cmd, err := command(r.ctx, r.root, args...)
	if err != nil {
		return nil, err
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, failure(r.ctx, "log", "", err)
	}
	commits, parseErr := parseLog(r.ctx, out)
	if parseErr != nil {
		_ = cmd.Process.Kill()
	}
	if err := cmd.Wait(); err != nil && parseErr == nil {
		return nil, failure(r.ctx, "log", errs.String(), err)
	}
	return commits, parseErr
}

// parseLog reads the output of git log: for each commit seven fields, then a
// meta field and one or two names for each file. Everything ends with NUL,
// which no name and no message can hold.
func parseLog(ctx context.Context, r io.Reader) ([]rawCommit, error) {
	t := tokens{r: bufio.NewReaderSize(r, 64<<10)}
	var commits []rawCommit
	for {
		tok, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			return commits, ctx.Err()
		case err != nil:
			return nil, err
		case tok == "":
			continue
		}
		if meta, ok := strings.CutPrefix(strings.TrimLeft(tok, "\n"), ":"); ok {
			if len(commits) == 0 {
				return nil, errors.New("git log began with a file")
			}
			err = t.file(&commits[len(commits)-1], meta)
		} else {
			commits, err = t.commit(commits, tok)
		}
		if err != nil {
			return nil, err
		}
	}
}

// tokens cuts git's output at NUL.
type tokens struct{ r *bufio.Reader }

// longest is how much of one field is kept; a hostile message may be endless.
const longest = 8 << 10

func (t *tokens) next() (string, error) {
	var kept []byte
	for {
		part, err := t.r.ReadSlice(0)
		whole := err == nil
		if whole {
			part = part[:len(part)-1]
		}
		kept = append(kept, part[:min(len(part), longest-len(kept))]...)
		switch {
		case whole:
			return string(kept), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(kept) > 0:
			return "", errors.New("git log ended in the middle of a field")
		default:
			return "", err
		}
	}
}

func (t *tokens) commit(commits []rawCommit, hash string) ([]rawCommit, error) {
	var f [6]string
	for i := range f {
		tok, err := t.next()
		if err != nil {
			return nil, fmt.Errorf("git log ended early: %w", err)
		}
		f[i] = tok
	}
	seconds, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil || !isHash(hash) || !isHash(f[0]) {
		return nil, fmt.Errorf("git log answered %q where a commit was expected", hash)
	}
	return append(commits, rawCommit{
		Commit:  Commit{Hash: hash, Author: text(f[3]), Email: text(f[4]), Subject: text(f[5])},
		tree:    f[0],
		parents: strings.Fields(f[1]),
		seconds: seconds,
	}), nil
}

// file reads one entry of --raw, whose meta field holds two modes, two IDs and
// a status. Anything but a regular file counts as gone.
func (t *tokens) file(c *rawCommit, meta string) error {
	f := strings.Fields(meta)
	if len(f) != 5 {
		return fmt.Errorf("git log answered %q where a changed file was expected", meta)
	}
	file := rawFile{}
	if strings.HasPrefix(f[1], "100") {
		file.blob = f[3]
	}
	names := []*string{&file.path}
	if f[4][0] == 'R' || f[4][0] == 'C' {
		names = []*string{&file.from, &file.path}
	}
	for _, name := range names {
		tok, err := t.next()
		if err != nil {
			return fmt.Errorf("git log ended early: %w", err)
		}
		*name = tok
	}
	if f[4][0] == 'C' {
		file.from = ""
	}
	c.files = append(c.files, file)
	return nil
}

func isHash(s string) bool {
	if len(s) != 40 && len(s) != 64 {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}

// text is a field that people wrote, fit for pages.
func text(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD")) }

// unixUTC is the instant of git's clock, kept within the years 1970 to 2099: git
// knows none before, and later ones are a clock gone wrong.
func unixUTC(seconds int64) time.Time {
	const end = 4102444799
	return time.Unix(min(max(seconds, 0), end), 0).UTC()
}
