package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/ingest"
)

func importCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "import FORMAT PATH -o CONTENT",
		Short:   "Turn another catalog into a content folder",
		Long:    "Turn another catalog into a content folder. What cannot be carried over is\nlisted, never lost in silence. The formats:\n\n" + formatList(),
		Example: "  concord import metric-hub ~/src/metric-hub -o content --licence MPL-2.0",
		Args:    between(0, 2, "a format and a path"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return formatNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveDefault
		},
	}
	var out string
	var opt ingest.Options
	taken := &day{}
	flags := cmd.Flags()
	flags.StringVarP(&out, "out", "o", "", "write the content into `CONTENT`, a folder that does not exist or is empty")
	flags.StringVar(&opt.Title, "title", "", "the new catalog's `TITLE`")
	flags.StringVar(&opt.Origin, "origin", "", "where the data was taken from, an `ADDRESS` or a name")
	flags.StringVar(&opt.Licence, "licence", "", "the `LICENCE` it is under")
	flags.StringVar(&opt.Attribution, "attribution", "", "the `NAME` of whom to thank for it")
	flags.Var(taken, "date", "the day it was taken")
	format := addChoice(cmd, "format", "how the account is printed", "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) < 2 || out == "" {
			return missingImport(args, out)
		}
		f, err := importFormat(args[0])
		if err != nil {
			return err
		}
		opt.Date = taken.Date.String()
		result, err := m.importInto(cmd.Context(), f, args[1], out, opt)
		if err != nil {
			return err
		}
		if format.word == "json" {
			return printJSON(m.stdout, accountOf(result))
		}
		return m.account(result, args[1], out)
	}
	return cmd
}

func missingImport(args []string, out string) error {
	help := []string{"usage: concord import FORMAT PATH -o CONTENT", "the formats are " + strings.Join(formatNames(), ", ")}
	if len(args) == 0 {
		return usage(help, "nothing says what to import")
	}
	if _, err := importFormat(args[0]); err != nil {
		return err
	}
	if len(args) == 1 {
		return usage(help, "nothing says where the %s data is", args[0])
	}
	return usage(help, "nothing says where the content goes: `-o CONTENT` is missing")
}

func formatNames() []string {
	var names []string
	for _, f := range ingest.Formats() {
		names = append(names, f.Name)
	}
	return names
}

func formatList() string {
	var b strings.Builder
	for _, f := range ingest.Formats() {
		fmt.Fprintf(&b, "  %s: %s\n%s\n\n", f.Name, f.Title, wrap(f.Doc, "    ", 80))
	}
	return strings.TrimRight(b.String(), "\n")
}

func importFormat(name string) (ingest.Format, error) {
	for _, f := range ingest.Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	help := []string{"the formats are " + strings.Join(formatNames(), ", ")}
	if near, ok := closest(name, formatNames()); ok {
		help = append([]string{fmt.Sprintf("did you mean `%s`?", near)}, help...)
	}
	return ingest.Format{}, usage(help, "there is no format `%s`", name)
}

func (m *machine) importInto(ctx context.Context, f ingest.Format, path, out string, opt ingest.Options) (*ingest.Result, error) {
	if err := isEmpty(out); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, &failure{problem: fmt.Sprintf("cannot read `%s`: %v", path, cause(err)), help: nearFolder(path)}
	}
	defer root.Close()
	result, err := f.Import(ctx, root.FS(), opt)
	if err != nil {
		return nil, err
	}
	return result, writeNew(out, result.Files)
}

// account tells what came over and what could not.
func (m *machine) account(r *ingest.Result, path, out string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Wrote %s to %s from %s:\n", count(len(r.Files), "file", "files"), out+string(filepath.Separator), path)
	width := 0
	for _, c := range r.Counts {
		width = max(width, len(c.Kind))
	}
	fmt.Fprintf(&b, "  %-*s %8s %8s %8s %8s\n", width, "", "found", "written", "merged", "left out")
	for _, c := range r.Counts {
		fmt.Fprintf(&b, "  %-*s %8d %8d %8d %8d\n", width, c.Kind, c.Read, c.Written, c.Merged, c.Dropped)
	}
	writeNotes(&b, r.Notes)
	fmt.Fprintf(&b, "\nNext: `concord build %s`.\n", out)
	_, err := io.WriteString(m.stderr, b.String())
	return err
}

// writeNotes prints the first notes of what was left out, then those of what
// changed.
func writeNotes(b *strings.Builder, notes []ingest.Note) {
	const most = 12
	for _, dropped := range []bool{true, false} {
		var some []ingest.Note
		for _, n := range notes {
			if n.Dropped == dropped {
				some = append(some, n)
			}
		}
		if len(some) == 0 {
			continue
		}
		title := "Changed on the way"
		if dropped {
			title = "Could not be carried over"
		}
		fmt.Fprintf(b, "\n%s (%d):\n", title, len(some))
		for _, n := range some[:min(most, len(some))] {
			b.WriteString(noteLine(n))
		}
		if rest := len(some) - most; rest > 0 {
			fmt.Fprintf(b, "  … and %d more; `--format json` lists them all\n", rest)
		}
	}
}

func noteLine(n ingest.Note) string {
	where := cmp.Or(n.Source, "(all)")
	if n.Line > 0 {
		where += fmt.Sprintf(":%d", n.Line)
	}
	line := fmt.Sprintf("  %s: %s\n", report.Visible(where), report.Visible(n.What))
	if n.Help != "" {
		line += fmt.Sprintf("      %s\n", report.Visible(n.Help))
	}
	return line
}

type importAccount struct {
	Version int           `json:"version"`
	Files   int           `json:"files"`
	Counts  []importCount `json:"counts"`
	Notes   []importNote  `json:"notes"`
}

type importCount struct {
	Kind    string `json:"kind"`
	Read    int    `json:"read"`
	Written int    `json:"written"`
	Merged  int    `json:"merged"`
	Dropped int    `json:"dropped"`
}

type importNote struct {
	Source  string `json:"source"`
	Line    int    `json:"line,omitempty"`
	What    string `json:"what"`
	Help    string `json:"help,omitempty"`
	Dropped bool   `json:"dropped"`
}

func accountOf(r *ingest.Result) importAccount {
	a := importAccount{Version: 1, Files: len(r.Files), Counts: []importCount{}, Notes: []importNote{}}
	for _, c := range r.Counts {
		a.Counts = append(a.Counts, importCount(c))
	}
	for _, n := range r.Notes {
		a.Notes = append(a.Notes, importNote(n))
	}
	return a
}
