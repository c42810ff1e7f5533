package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/edit"
	"github.com/concord-catalog/concord/catalog/source"
)

// carryOut writes a change into the content folder. A file that somebody has
// changed since it was read is left alone, and so is everything else then. Each
// file is written beside its place and moved there, with its permissions, so
// that no reader ever sees half of one.
func carryOut(content string, set *source.Set, c edit.Change) (err error) {
	root, err := os.OpenRoot(content)
	if err != nil {
		return &failure{problem: fmt.Sprintf("cannot enter the content folder `%s`: %v", content, cause(err))}
	}
	defer root.Close()
	w := rewriter{root: root, content: content, set: set, was: map[string]string{}}
	for _, m := range c.Moves {
		w.was[m.To] = m.From
	}
	for _, name := range c.Paths() {
		if err := w.unchanged(name); err != nil {
			return err
		}
	}
	defer func() { err = errors.Join(err, w.discard()) }()
	for _, name := range c.Paths() {
		if err := w.prepare(name, c.Files[name]); err != nil {
			return writeFailure(filepath.Join(content, name), err)
		}
	}
	return w.finish()
}

type rewriter struct {
	root    *os.Root
	content string
	set     *source.Set
	was     map[string]string // the old name of a file that moves
	ready   []prepared
	done    int
}

// prepared is a file that is written, and waits beside its place.
type prepared struct{ temp, name string }

// unchanged makes sure that a file still holds what was read from it, and that
// there is none where another is to move.
func (w *rewriter) unchanged(name string) error {
	from, moves := w.was[name]
	if !moves {
		from = name
	} else if _, err := w.root.Lstat(name); err == nil {
		return &failure{problem: fmt.Sprintf("`%s` exists already, and nothing was written", filepath.Join(w.content, name))}
	}
	data, err := w.root.ReadFile(from)
	if err != nil {
		return &failure{problem: fmt.Sprintf("cannot read `%s` again, and nothing was written: %v", filepath.Join(w.content, from), cause(err))}
	}
	if f := w.set.ByPath(from); f == nil || !bytes.Equal(f.Data, data) {
		return &failure{problem: fmt.Sprintf("`%s` was changed while this ran, and nothing was written", filepath.Join(w.content, from)),
			help: []string{"run the command again"}}
	}
	return nil
}

// prepare writes a file beside its place.
func (w *rewriter) prepare(name string, data []byte) error {
	mode := os.FileMode(0o644)
	from := name
	if old, moves := w.was[name]; moves {
		from = old
	}
	if info, err := w.root.Stat(from); err == nil {
		mode = info.Mode().Perm()
	}
	if err := w.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	temp := path.Join(path.Dir(name), "."+path.Base(name)+".concord.tmp")
	f, err := w.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	w.ready = append(w.ready, prepared{temp, name})
	_, err = f.Write(data)
	return errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// finish moves the files to their places and removes those that moved away.
func (w *rewriter) finish() error {
	for _, p := range w.ready {
		if err := w.root.Rename(p.temp, p.name); err != nil {
			return w.partly(p.name, err)
		}
		w.done++
	}
	for _, old := range w.was {
		if err := w.root.Remove(old); err != nil {
			return w.partly(old, err)
		}
	}
	return nil
}

func (w *rewriter) partly(name string, err error) error {
	return &failure{problem: fmt.Sprintf("cannot write `%s`: %v", filepath.Join(w.content, name), cause(err)),
		help: []string{fmt.Sprintf("%d of %d files were written; `git diff` shows them", w.done, len(w.ready))}}
}

// discard removes what was prepared and did not get to its place.
func (w *rewriter) discard() error {
	var errs []error
	for _, p := range w.ready[w.done:] {
		errs = append(errs, ignoreMissing(w.root.Remove(p.temp)))
	}
	return errors.Join(errs...)
}

// printDiff prints what a change makes of the files, as `diff -u` does.
func (m *machine) printDiff(w io.Writer, content string, set *source.Set, c edit.Change) error {
	from := map[string]string{}
	for _, move := range c.Moves {
		from[move.To] = move.From
	}
	colour := m.colour(w)
	for _, name := range c.Paths() {
		old := name
		if was, moves := from[name]; moves {
			old = was
		}
		var before []byte
		if f := set.ByPath(old); f != nil {
			before = f.Data
		}
		folder := filepath.ToSlash(m.seen(content))
		text := udiff.Unified(path.Join(folder, old), path.Join(folder, name), string(before), string(c.Files[name]))
		if _, err := io.WriteString(w, shownDiff(text, colour)); err != nil {
			return err
		}
	}
	return nil
}

// shownDiff makes a diff safe to print on a terminal, and colours it there. For
// programs it stays as it is.
func shownDiff(text string, colour bool) string {
	if !colour {
		return text
	}
	lines := slices.Collect(strings.Lines(text))
	for i, line := range lines {
		shown := report.Visible(strings.TrimSuffix(line, "\n"))
		code := map[byte]string{'-': "31", '+': "32", '@': "36"}[line[0]]
		if code != "" {
			shown = "\x1b[" + code + "m" + shown + "\x1b[0m"
		}
		lines[i] = shown + "\n"
	}
	return strings.Join(lines, "")
}
