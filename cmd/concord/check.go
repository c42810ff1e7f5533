package main

import (
	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
)

func checkCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [CONTENT]",
		Short: "List errors, conflicts and advice without writing anything",
		Long: `List errors, conflicts and advice without writing anything.

An error keeps the content from compiling. A conflict compiles and shows that the
organisation disagrees with itself. Advice could be written better. Each finding
has a code; ` + "`concord explain CODE`" + ` says why it matters and how it is settled.`,
		Example: `  concord check
  concord check --fail-on conflict
  concord check --format json > findings.json`,
		Args: atMost(1, "one content folder"),
	}
	today := addToday(cmd.Flags())
	failOn := addFailOn(cmd)
	format := addChoice(cmd, "format", "how findings are printed", report.Names()...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		c, err := catalog.Check(cmd.Context(), m.options(content, today.Date))
		if err != nil {
			return err
		}
		if err := m.printFindings(c, content, format.word, m.stdout); err != nil {
			return err
		}
		if c.Findings.Has(family(failOn)) {
			return errFindings
		}
		return nil
	}
	return cmd
}
