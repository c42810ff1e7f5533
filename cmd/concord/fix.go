package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/edit"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

func fixCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fix [CONTENT]",
		Short: "Put right what can be put right mechanically",
		Long: `Put right what can be put right mechanically, as text and in its place: comments,
order and style of the files stay as they are.

Fixes that may change what is meant, such as the entry that a misspelt reference
most likely names, wait for --unsafe. Look at them first, with --diff.`,
		Example: "  concord fix\n  concord fix --unsafe --diff",
		Args:    atMost(1, "one content folder"),
	}
	today := addToday(cmd.Flags())
	var named rules
	show := cmd.Flags().Bool("diff", false, "print what would be changed, and change nothing")
	unsafe := cmd.Flags().Bool("unsafe", false, "also carry out fixes that may change what is meant")
	cmd.Flags().Var(&named, "rule", "put right only findings of this rule, by name or code; may be repeated")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		opt := m.options(content, today.Date)
		opt.Keep = true
		c, err := catalog.Check(cmd.Context(), opt)
		if err != nil {
			return err
		}
		f, err := c.Fix(cmd.Context(), named.of, *unsafe)
		if errors.Is(err, catalog.ErrFixBreaks) {
			return &failure{problem: err.Error() + ", and nothing was written",
				help: []string{"this is a mistake in Concord; `concord fix --rule RULE` carries out the fixes of one rule"}}
		}
		if err != nil {
			return err
		}
		if *show {
			return m.printDiff(m.stdout, content, c.Set, f.Change)
		}
		if err := carryOut(content, c.Set, f.Change); err != nil {
			return err
		}
		m.saidFixes(content, f)
		return nil
	}
	return cmd
}

// saidFixes says what was done and what is left for a person.
func (m *machine) saidFixes(content string, f catalog.Fixed) {
	for _, x := range f.Done {
		fmt.Fprintf(m.stderr, "fixed %s:%d: %s %s\n", m.seen(filepath.Join(content, x.At.Path)), x.At.Start.Line, x.Kind.Code, report.Visible(x.Message))
	}
	if len(f.Done) == 0 {
		fmt.Fprintln(m.stderr, "Nothing was fixed.")
	} else {
		fmt.Fprintf(m.stderr, "Fixed %s in %s.\n", count(len(f.Done), "finding", "findings"), count(len(f.Change.Files), "file", "files"))
	}
	likely, open := 0, 0
	for i := range f.Left {
		switch x := &f.Left[i]; {
		case x.Settled != nil:
		case len(x.Edits) > 0:
			likely++
		default:
			open++
		}
	}
	if likely > 0 {
		fmt.Fprintf(m.stderr, "%s a likely fix that may change what is meant: look at it with `%s`.\n",
			count(likely, "finding has", "findings have"), m.again("fix --unsafe --diff"+argument(content)))
	}
	if open > 0 {
		fmt.Fprintf(m.stderr, "%s a person: `%s`.\n", count(open, "finding needs", "findings need"), m.again("check"+argument(content)))
	}
}

func fmtCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fmt [CONTENT]",
		Short: "Put the fields of entries into their usual order",
		Long: `Put the fields of entries into their usual order and tidy white space. Comments go
with the field below them. What the files say stays the same: a file of which
that cannot be said is left alone.`,
		Example: "  concord fmt\n  concord fmt --check",
		Args:    atMost(1, "one content folder"),
	}
	show := cmd.Flags().Bool("diff", false, "print what would be changed, and change nothing")
	only := cmd.Flags().Bool("check", false, "list the files that would be changed, change nothing, and exit with 1 if there are any")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		set, _, err := source.Read(cmd.Context(), content, source.DefaultLimits())
		if err != nil {
			return &failure{problem: err.Error()}
		}
		c := edit.Format(set)
		m.editNotes(content, c.Notes)
		switch {
		case *show:
			err = m.printDiff(m.stdout, content, set, c)
		case !*only:
			if err = carryOut(content, set, c); err == nil {
				fmt.Fprintf(m.stderr, "%s.\n", formatted(len(c.Files)))
			}
			return err
		default:
			for _, path := range c.Paths() {
				fmt.Fprintln(m.stdout, filepath.ToSlash(m.seen(filepath.Join(content, path))))
			}
		}
		if err == nil && *only && len(c.Files) > 0 {
			return errFindings
		}
		return err
	}
	return cmd
}

func formatted(files int) string {
	if files == 0 {
		return "Everything is in order"
	}
	return "Put " + count(files, "file", "files") + " in order"
}

func renameCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rename OLD NEW [CONTENT]",
		Short: "Give an entry another ID, and follow it everywhere",
		Long: `Give an entry another ID: its file moves, every reference, formula and link in a
text follows, and ` + "`formerly`" + ` keeps the old ID working for whoever has it elsewhere.
The result is compiled before anything is written. OLD may name a kind, as in
kpi:net-revenue.`,
		Example: "  concord rename finance/net-revenue finance/revenue-after-returns",
		Args:    between(2, 3, "the old ID, the new one and one content folder"),
	}
	show := cmd.Flags().Bool("diff", false, "print what would be changed, and change nothing")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := checkID(args[1]); err != nil {
			return err
		}
		return m.editEntry(cmd, args, 2, *show, func(set *source.Set, _ *model.Catalog, e *model.Entry) (edit.Change, string, error) {
			c, err := edit.Rename(set, e.Kind, e.ID, args[1])
			return c, fmt.Sprintf("Renamed %s to %s", e.Key(), args[1]), err
		})
	}
	return cmd
}

func retireCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "retire ID [CONTENT]",
		Short: "Take an entry out of use, and say what takes its place",
		Long: `Take an entry out of use: its status becomes retired, and --replaced-by says what
takes its place. The file stays, so that links and history keep working. Who still
refers to it is listed.`,
		Example: "  concord retire finance/gross-revenue --replaced-by finance/net-revenue",
		Args:    between(1, 2, "an ID and one content folder"),
	}
	show := cmd.Flags().Bool("diff", false, "print what would be changed, and change nothing")
	by := cmd.Flags().String("replaced-by", "", "the `ID` of the entry that takes its place")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return m.editEntry(cmd, args, 1, *show, func(set *source.Set, all *model.Catalog, e *model.Entry) (edit.Change, string, error) {
			place := ""
			if *by != "" {
				other, err := findAmong(all, *by, func(o *model.Entry) bool { return o.Kind == e.Kind })
				if err != nil {
					return edit.Change{}, "", err
				}
				place = other.ID
			}
			c, err := edit.Retire(set, e.Kind, e.ID, place)
			return c, "Retired " + e.Key(), err
		})
	}
	return cmd
}

// editEntry finds the entry that the first argument means and carries out what
// is to be done with it.
func (m *machine) editEntry(cmd *cobra.Command, args []string, at int, show bool, do func(*source.Set, *model.Catalog, *model.Entry) (edit.Change, string, error)) error {
	content, err := contentFolder(args, at)
	if err != nil {
		return err
	}
	set, refusals, err := source.Read(cmd.Context(), content, source.DefaultLimits())
	if err != nil {
		return &failure{problem: err.Error()}
	}
	all := catalog.Compile(set, refusals, model.DateOf(m.now())).Catalog
	e, err := findEntry(all, args[0])
	if err != nil {
		return err
	}
	c, what, err := do(set, all, e)
	if wrong, ok := err.(*usageError); ok {
		return wrong
	} else if err != nil {
		return usage(nil, "%v", err)
	}
	if show {
		return m.printDiff(m.stdout, content, set, c)
	}
	if err := carryOut(content, set, c); err != nil {
		return err
	}
	fmt.Fprintf(m.stderr, "%s: %s.\n", what, m.carriedOut(cmd.Context(), content, len(c.Files)))
	m.editNotes(content, c.Notes)
	return nil
}

// editNotes prints what a person should know about a change.
func (m *machine) editNotes(content string, notes []edit.Note) {
	for _, n := range notes {
		if n.File != "" {
			n.File = m.inContent(content, n.File)
		}
		m.note(n.String())
	}
}

// carriedOut counts the files that were changed, and says how to see what that
// changes in meaning where git remembers what they said before.
func (m *machine) carriedOut(ctx context.Context, content string, files int) string {
	if files == 0 {
		return "the files say so already, and nothing was written"
	}
	text := count(files, "file", "files") + " changed"
	if _, err := history.ReadHead(ctx, content); err == nil {
		text += "; `" + m.again("diff HEAD"+argument(content)) + "` shows what that means"
	}
	return text
}
