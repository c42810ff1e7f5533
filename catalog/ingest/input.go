package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const defaultMaxBytes = 512 << 20

// input reads files of the source within one budget of bytes and remembers
// which it has read.
type input struct {
	ctx  context.Context
	src  fs.FS
	left int64
	max  int64
	seen map[string]bool

	controls map[string]int // control characters found, by file
}

func newInput(ctx context.Context, src fs.FS, opt Options) *input {
	limit := opt.MaxBytes
	if limit <= 0 {
		limit = defaultMaxBytes
	}
	return &input{ctx: ctx, src: src, left: limit, max: limit, seen: map[string]bool{}, controls: map[string]int{}}
}

// read returns a file's bytes without a byte-order mark and with LF line ends.
// Control characters, which no text format allows, become blanks.
func (in *input) read(name string) ([]byte, error) {
	if err := in.ctx.Err(); err != nil {
		return nil, err
	}
	in.seen[name] = true
	f, err := in.src.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, in.left+1))
	if err != nil {
		return nil, fmt.Errorf("cannot read `%s`: %w", name, err)
	}
	if int64(len(data)) > in.left {
		return nil, fmt.Errorf("the files are larger than %d MiB together; stopped at `%s`", in.max>>20, name)
	}
	in.left -= int64(len(data))
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	for i, c := range data {
		if (c < ' ' && c != '\n' && c != '\t') || c == 0x7f {
			data[i] = ' '
			in.controls[name]++
		}
	}
	return data, nil
}

// glob returns the files of the first pattern that matches any, in name order.
func (in *input) glob(patterns ...string) ([]string, error) {
	for _, p := range patterns {
		names, err := fs.Glob(in.src, p)
		if err != nil {
			return nil, err
		}
		names = slices.DeleteFunc(names, func(n string) bool {
			info, err := fs.Stat(in.src, n)
			return err != nil || !info.Mode().IsRegular()
		})
		if len(names) > 0 {
			slices.Sort(names)
			return names, nil
		}
	}
	return nil, nil
}

// unread lists the regular files that no one read, grouped by folder and file
// type, hidden ones left out.
func (in *input) unread() (groups []string, counts map[string]int, err error) {
	counts = map[string]int{}
	err = fs.WalkDir(in.src, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = in.ctx.Err()
		}
		switch {
		case errors.Is(err, fs.ErrPermission):
			return nil
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case !d.Type().IsRegular() || in.seen[name]:
			return nil
		}
		folder, _, nested := strings.Cut(name, "/")
		if !nested {
			folder = "."
		}
		counts[path.Join(folder, "*"+path.Ext(name))]++
		return nil
	})
	for g := range counts {
		groups = append(groups, g)
	}
	slices.Sort(groups)
	return groups, counts, err
}

// leftOver notes the files that the format does not read, and the bytes that
// it could not.
func (b *batch) leftOver() {
	for _, name := range sortedKeys(b.in.controls) {
		b.note(place{path: name}, fmt.Sprintf("the file holds %s, read as blank", countOf(b.in.controls[name], "control character", "control characters")), "")
	}
	groups, counts, err := b.in.unread()
	if err != nil {
		b.drop(place{path: "."}, "the files that are not part of the format could not be listed", "")
	}
	for _, g := range groups {
		b.drop(place{path: g}, countOf(counts[g], "file is", "files are")+" not part of what this format reads", "")
	}
}
