// Package samplerepo makes the git history of the sample organisation: a year
// in which definitions come to disagree, are argued about and are settled. It
// is used by tests only.
//
// The history is written down backwards. history.toml says for each commit
// which files it adds and which words it replaces; the newest state is the
// content folder as it is, and each earlier one follows by undoing a commit. So
// the sample can be edited without keeping sixty versions of it.
package samplerepo

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

//go:embed history.toml
var script string

// Commit is one commit of the sample's history and the state it leaves.
type Commit struct {
	When    time.Time
	Author  string            // "Name <address>"
	Message string            // the subject, and a body where one was written
	Files   map[string]string // the whole content folder, by path in it
}

// Subject is the first line of the message.
func (c Commit) Subject() string {
	subject, _, _ := strings.Cut(c.Message, "\n")
	return subject
}

// written is history.toml.
type written struct {
	Authors map[string]string
	Commit  []step
}

// step is one commit as history.toml writes it.
type step struct {
	Date    string // day and time, UTC
	Author  string
	Subject string
	Body    string
	Add     []string // paths, which may be patterns, of files that come into being
	Move    []move
	Edit    []edit
}

type move struct{ From, To string }

// edit replaces words of the files that a path or pattern names.
type edit struct{ In, From, To string }

// Read works out the history, oldest commit first, of the content folder at
// dir. The last commit's files are the folder as it is.
func Read(dir string) ([]Commit, error) {
	var w written
	if _, err := toml.Decode(script, &w); err != nil {
		return nil, err
	}
	state, err := folder(dir)
	if err != nil {
		return nil, err
	}
	commits := make([]Commit, len(w.Commit))
	for i := len(w.Commit) - 1; i >= 0; i-- {
		s := w.Commit[i]
		when, err := time.Parse("2006-01-02 15:04", s.Date)
		if err != nil {
			return nil, err
		}
		author, known := w.Authors[s.Author]
		if !known || i > 0 && w.Commit[i-1].Date >= s.Date {
			return nil, fmt.Errorf("%s: the author is not known, or the commit before is no earlier", s.Date)
		}
		commits[i] = Commit{when.UTC(), author, strings.TrimSpace(s.Subject + "\n\n" + s.Body), maps.Clone(state)}
		if err := s.undo(state); err != nil {
			return nil, fmt.Errorf("%s %q: %w; correct history.toml", s.Date, s.Subject, err)
		}
	}
	if len(state) > 0 {
		return nil, fmt.Errorf("no commit adds %v: name them under `add` in history.toml", slices.Sorted(maps.Keys(state)))
	}
	return commits, nil
}

// folder reads every file of a folder.
func folder(dir string) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(dir + "/" + name)
		files[name] = string(data)
		return err
	})
	return files, err
}

// undo turns the state that a commit leaves into the one it found.
func (s step) undo(state map[string]string) error {
	var problems []error
	for _, e := range slices.Backward(s.Edit) {
		problems = append(problems, e.undo(state))
	}
	for _, m := range slices.Backward(s.Move) {
		text, ok := state[m.To]
		if !ok {
			problems = append(problems, fmt.Errorf("there is no %s to move", m.To))
		}
		delete(state, m.To)
		state[m.From] = text
	}
	for _, pattern := range s.Add {
		found := matching(state, pattern)
		if len(found) == 0 {
			problems = append(problems, fmt.Errorf("there is no %s to add", pattern))
		}
		for _, name := range found {
			delete(state, name)
		}
	}
	return errors.Join(problems...)
}

// undo puts the old words back. In a file that is named, the new ones must
// stand once; a pattern takes the files in which they do.
func (e edit) undo(state map[string]string) error {
	undone := 0
	for _, name := range matching(state, e.In) {
		if strings.Count(state[name], e.To) == 1 && e.To != "" {
			state[name] = strings.Replace(state[name], e.To, e.From, 1)
			undone++
		}
	}
	if undone == 0 {
		return fmt.Errorf("%s does not say %q once", e.In, e.To)
	}
	return nil
}

// matching lists the files of a state that a path or pattern names, in order.
func matching(state map[string]string, pattern string) []string {
	var names []string
	for name := range state {
		if ok, _ := path.Match(pattern, name); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
