package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diff"
	"github.com/concord-catalog/concord/catalog/history"
)

func diffCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "diff BASE[..HEAD] [CONTENT]",
		Short: "Say what changes in meaning, whom it reaches and who should approve",
		Long: `Say what changes in meaning, not in lines: definitions word by word, formulas with
the facts on which they differ, units, owners and all else that entries say;
which KPIs, decisions, outcomes and owners it reaches; which conflicts appear, go
or get worse; which agreements become stale; and who should approve.

BASE alone compares the files as they are now with the commit at which this
branch left BASE. BASE..HEAD compares two commits, BASE...HEAD compares HEAD with
where it left BASE. Old contents are read from git, and nothing is checked out.
Two folders are compared as they are.`,
		Example: `  concord diff main
  concord diff v1.0..v1.1
  concord diff main --format markdown > comment.md
  concord diff last-year/ content/`,
		Args: between(1, 2, "a revision or a range and one content folder, or two folders"),
	}
	today := addToday(cmd.Flags())
	failOn := addChoice(cmd, "fail-on", "exit with 1 where the change brings findings of this family or a graver one", "error", "conflict")
	format := addChoice(cmd, "format", "how it is printed", "text", "markdown", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		r, err := comparedStates(cmd, args)
		if err != nil {
			return err
		}
		d, err := catalog.Diff(cmd.Context(), m.options(r.new.Folder, today.Date), r.old, r.new, r.names)
		if err != nil {
			return badRevision(err)
		}
		print := map[string]func() error{
			"text":     func() error { return diff.Text(m.stdout, d.Difference, m.diffOptions(r.new.Folder)) },
			"markdown": func() error { return diff.Markdown(m.stdout, d.Difference, m.diffOptions(r.new.Folder)) },
			"json":     func() error { return diff.JSON(m.stdout, d.Difference, diff.Options{}) },
		}[format.word]
		if err := print(); err != nil {
			return err
		}
		if d.Brings(family(failOn)) {
			return errFindings
		}
		return nil
	}
	return cmd
}

func (m *machine) diffOptions(content string) diff.Options {
	o := diff.Options{Color: m.colour(m.stdout)}
	if folder := m.seen(content); folder != "." {
		o.Folder = filepath.ToSlash(folder) + "/"
	}
	return o
}

// states is what is compared, and what people call it.
type states struct {
	old, new catalog.State
	names    [2]string
}

// comparedStates reads the arguments: two folders, or a revision or range and
// perhaps the content folder.
func comparedStates(cmd *cobra.Command, args []string) (states, error) {
	if len(args) == 2 && folderNamed(args[0]) && folderNamed(args[1]) && !isRevision(cmd, args[0]) {
		old, new := filepath.Clean(args[0]), filepath.Clean(args[1])
		return states{catalog.State{Folder: old}, catalog.State{Folder: new}, [2]string{filepath.ToSlash(old), filepath.ToSlash(new)}}, nil
	}
	if len(args) == 1 && strings.HasSuffix(args[0], "/") {
		return states{}, usage([]string{"name two folders, as in `concord diff old/ new/`", "or a revision, as in `concord diff main`"},
			"`%s` is one folder, and a comparison takes two", args[0])
	}
	content, err := contentFolder(args, 1)
	if err != nil {
		return states{}, err
	}
	return comparedRevisions(cmd, args[0], content)
}

// folderNamed reports whether an argument means a folder: it is written with a
// slash at its end, or there is a folder of that name.
func folderNamed(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && info.IsDir()
}

// isRevision reports whether git knows a commit by a name that is also that of a
// folder. With a slash at its end it is the folder.
func isRevision(cmd *cobra.Command, name string) bool {
	if strings.ContainsAny(name, `/\`) || name == "." || name == ".." {
		return false
	}
	_, err := history.Find(cmd.Context(), ".", name)
	return err == nil
}

func comparedRevisions(cmd *cobra.Command, text, content string) (states, error) {
	base, head, isRange := strings.Cut(text, "..")
	fork := false
	if isRange {
		head, fork = strings.CutPrefix(head, ".")
	}
	switch {
	case base == "" && isRange, isRange && strings.Contains(head, ".."):
		return states{}, usage([]string{"write `main..HEAD`, or `main` for what is on disk now"}, "`%s` is no range of revisions", text)
	case isRange && head == "":
		head = "HEAD"
	}
	s := states{old: catalog.State{Folder: content, Revision: base}, new: catalog.State{Folder: content, Revision: head}, names: [2]string{base, head}}
	if isRange && !fork {
		return s, nil
	}
	at, err := catalog.Fork(cmd.Context(), content, base, head)
	if err != nil {
		return states{}, badRevision(err)
	}
	s.old.Revision = at.Hash
	s.names[0] = fmt.Sprintf("%s (%.9s)", base, at.Hash)
	if !isRange {
		s.names[1] = "the files as they are"
	}
	return s, nil
}

// badRevision makes a mistake of the command line of a name that git does not
// know.
func badRevision(err error) error {
	var unknown *history.UnknownRevisionError
	if errors.As(err, &unknown) {
		return usage([]string{unknown.Help()}, "%v", err)
	}
	return err
}
