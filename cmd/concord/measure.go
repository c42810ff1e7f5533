package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/measure"
)

func measureCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "measure [CONTENT]",
		Short: "Count semantic debt, coverage, alignment and what to integrate next",
		Long: `Count semantic debt, coverage, alignment and what to integrate next.

Every number can be counted again: --format json has the lists that make it, and
the page measures.html shows them. --history gives the numbers at the end of each
month, as far back as git goes.`,
		Example: `  concord measure
  concord measure --history --format csv > debt.csv`,
		Args: atMost(1, "one content folder"),
	}
	today := addToday(cmd.Flags())
	past := cmd.Flags().Bool("history", false, "print the numbers at the end of each month")
	format := addChoice(cmd, "format", "how they are printed", "text", "json", "csv")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		opt := m.options(content, today.Date)
		opt.Ages = true
		c, err := catalog.Load(cmd.Context(), opt)
		if err != nil {
			return err
		}
		if *past {
			return m.measureHistory(c, format.word)
		}
		return m.measureNow(c, format.word)
	}
	return cmd
}

func (m *machine) measureNow(c *catalog.Compiled, format string) error {
	r := c.Measure()
	switch format {
	case "json":
		return printJSON(m.stdout, struct {
			Version int `json:"version"`
			measure.Report
		}{1, r})
	case "csv":
		return writeSummaries(m.stdout, []measure.Summary{r.Summary()})
	}
	var b strings.Builder
	p := painter(m.colour(m.stdout))
	fmt.Fprintf(&b, "%s on %s\n\n", p.strong("Measures"), r.Day)
	row := func(name, value, note string) { fmt.Fprintf(&b, "  %-44s %10s  %s\n", name, value, note) }
	row("semantic debt", points(r.Debt.Total), fmt.Sprintf("from %s; grows by %s a month if nothing is settled", count(len(r.Debt.Lines), "open conflict", "open conflicts"), points(r.Debt.Interest)))
	row("decision velocity", velocity(r.Velocity), velocityNote(r.Velocity))
	for _, s := range append(r.Coverage, r.Alignment, r.SingleSource) {
		row(s.Title, percent(s), fmt.Sprintf("%d of %d", len(s.Holds), s.Of()))
	}
	writeDearest(&b, p, c, r)
	writePriorities(&b, p, c, r)
	_, err := io.WriteString(m.stdout, b.String())
	return err
}

func points(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func percent(s measure.Share) string {
	if n, ok := s.Percent(); ok {
		return fmt.Sprintf("%d %%", n)
	}
	return "–"
}

func velocity(v measure.Velocity) string {
	switch {
	case !v.Known || len(v.Ended) == 0:
		return "–"
	case v.Median == 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", v.Median)
}

func velocityNote(v measure.Velocity) string {
	switch {
	case !v.Known:
		return "needs git history"
	case len(v.Ended) == 0:
		return "no conflict has ended yet"
	}
	return fmt.Sprintf("median of %s; nine of ten within %s", count(len(v.Ended), "ended conflict", "ended conflicts"), count(v.P90, "day", "days"))
}

// writeDearest lists the conflicts that cost most.
func writeDearest(b *strings.Builder, p painter, c *catalog.Compiled, r measure.Report) {
	const most = 5
	if len(r.Debt.Lines) == 0 {
		return
	}
	messages := map[string]string{}
	for i := range c.Findings {
		messages[c.Findings[i].ID] = c.Findings[i].Message
	}
	fmt.Fprintf(b, "\n%s\n", p.strong("What costs most"))
	for _, l := range r.Debt.Lines[:min(most, len(r.Debt.Lines))] {
		fmt.Fprintf(b, "  %8s  %s  %s\n", points(l.Amount), l.ID, report.Visible(messages[l.ID]))
	}
}

func writePriorities(b *strings.Builder, p painter, c *catalog.Compiled, r measure.Report) {
	if len(r.Integrations) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", p.strong("Integrations"))
	for _, i := range r.Integrations {
		title := i.Key
		if e := c.Catalog.ByKey(i.Key); e != nil {
			title = e.Title()
		}
		fmt.Fprintf(b, "  %-16s %6s  %s: %s\n", i.Advice, points(i.Net()), report.Visible(title), report.Visible(i.Reason))
	}
}

func (m *machine) measureHistory(c *catalog.Compiled, format string) error {
	trend := c.Trend()
	if len(trend) == 0 {
		return &failure{problem: "there is no history to measure", help: []string{"the content folder must be in a git repository with commits"}}
	}
	switch format {
	case "json":
		return printJSON(m.stdout, struct {
			Version int               `json:"version"`
			Months  []measure.Summary `json:"months"`
		}{1, trend})
	case "csv":
		return writeSummaries(m.stdout, trend)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s %10s %9s %5s  %s\n", "day", "debt", "interest", "open", "coverage (objects, fields, outcomes, KPIs), alignment, single source")
	for _, s := range trend {
		shares := append(s.Coverage, s.Alignment, s.SingleSource)
		var parts []string
		for _, pair := range shares {
			parts = append(parts, sharePercent(pair))
		}
		fmt.Fprintf(&b, "%-10s %10s %9s %5d  %s\n", s.Day, points(s.Debt), points(s.Interest), s.Open, strings.Join(parts, "  "))
	}
	if !c.Conflicts.Exact() {
		fmt.Fprintf(&b, "\nConflicts were looked for in %d of %d commits: one that came and went in between is not counted.\n", c.Conflicts.Checked, c.Conflicts.Revisions)
	}
	_, err := io.WriteString(m.stdout, b.String())
	return err
}

func sharePercent(pair [2]int) string {
	if pair[1] == 0 {
		return "   –"
	}
	return fmt.Sprintf("%3d%%", (200*pair[0]+pair[1])/(2*pair[1]))
}

// writeSummaries writes one line for each day, numbers only.
func writeSummaries(w io.Writer, list []measure.Summary) error {
	out := csv.NewWriter(w)
	out.Write([]string{"day", "debt", "interest", "open", "objects_have", "objects_of", "fields_have", "fields_of",
		"outcomes_have", "outcomes_of", "kpis_have", "kpis_of", "alignment_have", "alignment_of", "single_source_have", "single_source_of"})
	for _, s := range list {
		line := []string{s.Day.String(), number(s.Debt), number(s.Interest), strconv.Itoa(s.Open)}
		for _, pair := range append(s.Coverage[:len(s.Coverage):len(s.Coverage)], s.Alignment, s.SingleSource) {
			line = append(line, strconv.Itoa(pair[0]), strconv.Itoa(pair[1]))
		}
		out.Write(line)
	}
	out.Flush()
	return out.Error()
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
