package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
)

func exportCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export FORMAT [CONTENT] -o DIR",
		Short: "Write the catalog for other programs",
		Long: `Write the catalog for other programs into a folder, without a site around it.

  json    catalog.json, conflicts.json and a document for each entry, as they also
          stand in a site; ` + "`go doc ./catalog/export`" + ` describes them

Content with errors exports nothing and leaves the old export as it was.`,
		Example:   "  concord export json -o build/catalog",
		Args:      between(1, 2, "a format and one content folder"),
		ValidArgs: []string{"json"},
	}
	today := addToday(cmd.Flags())
	out := cmd.Flags().StringP("out", "o", "", "the folder `DIR` to write")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		format := choice{words: []string{"json"}}
		if err := format.Set(args[0]); err != nil {
			return usage([]string{"the formats are json"}, "`%s` is no format of export", args[0])
		}
		content, err := contentFolder(args, 1)
		if err != nil {
			return err
		}
		if *out == "" {
			return usage([]string{"name the folder, as in `concord export json -o build/catalog`"}, "export needs -o")
		}
		opt := m.options(content, today.Date)
		opt.Out = *out
		b, err := catalog.Export(cmd.Context(), opt)
		if err != nil {
			return err
		}
		if !b.Published {
			if err := m.printFindings(b.Compiled, content, "text", m.stderr); err != nil {
				return err
			}
			fmt.Fprintln(m.stderr, "\nNothing was exported.")
			return errFindings
		}
		fmt.Fprintf(m.stderr, "Wrote %s to %s: %s.\n", count(len(b.Catalog.Entries), "entry", "entries"), m.seen(*out)+string(filepath.Separator), changes(b.Report))
		return nil
	}
	return cmd
}
