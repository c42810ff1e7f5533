package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
)

func compareCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare A B [CONTENT]",
		Short: "Say whether two formulas always give the same answer",
		Long: `Say whether the formulas of two terms or KPIs always give the same answer. They
are proved equal, or shown to differ on the smallest facts that tell them apart,
or neither; then it is said how many sets of facts were tried. The facts of
scenarios come first.

The exit code is 0 for formulas that are proved equal, else 1.`,
		Example: "  concord compare sales/lead-time supply-chain/lead-time",
		Args:    between(2, 3, "two IDs and one content folder"),
	}
	today := addToday(cmd.Flags())
	format := addChoice(cmd, "format", "how it is printed", "text", "json")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 2)
		if err != nil {
			return err
		}
		c, err := catalog.Load(cmd.Context(), m.options(content, today.Date))
		if err != nil {
			return err
		}
		a, err := formulaOf(c, args[0])
		if err != nil {
			return err
		}
		b, err := formulaOf(c, args[1])
		if err != nil {
			return err
		}
		result := compare.Formulas(c.Formulas, a, b, compare.Options{Today: c.Today, Known: knownFacts(c)})
		if format.word == "json" {
			err = m.compareJSON(a, b, &result)
		} else {
			err = m.compareText(a, b, &result, compare.Gaps(c.Formulas, a, b))
		}
		if err != nil {
			return err
		}
		if result.Verdict != compare.Equivalent {
			return errFindings
		}
		return nil
	}
	return cmd
}

// knownFacts are the facts that people have written down.
func knownFacts(c *catalog.Compiled) []compare.Known {
	var known []compare.Known
	for i := range c.Answers {
		known = append(known, compare.Known{Scenario: c.Answers[i].Scenario, Facts: c.Answers[i].Facts})
	}
	return known
}

// formulaOf finds the formula of the term or KPI that somebody means.
func formulaOf(c *catalog.Compiled, name string) (*formula.Program, error) {
	e, err := findAmong(c.Catalog, name, func(e *model.Entry) bool { return e.Measured() != nil })
	if err != nil {
		return nil, err
	}
	if p := c.Formulas.Of(e); p != nil {
		return p, nil
	}
	at := c.Set.Place(e.At)
	problem, help := "has no formula", "add a field `formula` to %s"
	if m := e.Measured(); m != nil && m.Formula.S != "" {
		problem, help = "has a formula that cannot be read", "`concord check` says what is wrong in %s"
	}
	return nil, usage([]string{fmt.Sprintf(help, at.Path)}, "`%s` %s", e.Key(), problem)
}

// compareText says what came of comparing two formulas, which differ perhaps
// only where there are gaps in the data.
func (m *machine) compareText(a, b *formula.Program, r *compare.Result, gaps []compare.Gap) error {
	var w strings.Builder
	p := painter(m.colour(m.stdout))
	width := max(len(a.Entry.Key()), len(b.Entry.Key()))
	for _, f := range []*formula.Program{a, b} {
		fmt.Fprintf(&w, "%-*s  %s\n", width, f.Entry.Key(), report.Visible(strings.Join(strings.Fields(f.Text), " ")))
	}
	c := r.Comparison()
	w.WriteByte('\n')
	switch r.Verdict {
	case compare.Equivalent:
		w.WriteString(p.strong("Equivalent") + ": proved to give the same answer")
		if r.Condition != "" {
			w.WriteString(", " + r.Condition)
		}
		w.WriteString(".\n")
	case compare.Different:
		w.WriteString(p.strong("Different") + ": they give two answers on the facts below")
		if c.Counterexample != nil && c.Counterexample.Scenario != "" {
			w.WriteString(", which are those of " + c.Counterexample.Scenario)
		}
		w.WriteString(".\n")
		if c.Filter != "" {
			fmt.Fprintf(&w, "They differ only in what they take in: %s.\n", report.Visible(c.Filter))
		}
		if len(gaps) > 0 {
			fmt.Fprintf(&w, "They are proved equal where %s filled in.\n", areAll(gaps))
		}
		writeCounterexample(&w, a, b, c.Counterexample, width)
	default:
		fmt.Fprintf(&w, "%s: neither proved equal nor shown to differ, after %s of facts.\n", p.strong("Undistinguished"), count(r.Cases, "set", "sets"))
		if r.Reason != "" {
			fmt.Fprintf(&w, "%s.\n", capital(r.Reason))
		}
	}
	_, err := io.WriteString(m.stdout, w.String())
	return err
}

// areAll names fields as the subject of a sentence.
func areAll(gaps []compare.Gap) string {
	names := make([]string, len(gaps))
	for i, g := range gaps {
		names[i] = report.Visible(g.String())
	}
	last := len(names) - 1
	if last == 0 {
		return names[0] + " is"
	}
	return strings.Join(names[:last], ", ") + " and " + names[last] + " are"
}

func writeCounterexample(w *strings.Builder, a, b *formula.Program, x *diag.Counterexample, width int) {
	if x == nil {
		return
	}
	for _, t := range x.Facts {
		fmt.Fprintf(w, "\n%s\n", t.Object)
		if len(t.Rows) == 0 {
			w.WriteString("  (no rows)\n")
			continue
		}
		writeTable(w, t)
	}
	fmt.Fprintf(w, "\n%-*s  %s\n", width, a.Entry.Key(), report.Visible(x.Left))
	fmt.Fprintf(w, "%-*s  %s\n", width, b.Entry.Key(), report.Visible(x.Right))
}

// writeTable prints rows in columns; a dash stands for a missing value.
func writeTable(w *strings.Builder, t diag.FactTable) {
	rows := append([][]string{t.Fields}, t.Rows...)
	widths := make([]int, len(t.Fields))
	for _, row := range rows {
		for i := range t.Fields {
			widths[i] = max(widths[i], len([]rune(cell(row, i))))
		}
	}
	for _, row := range rows {
		line := " "
		for i := range t.Fields {
			text := cell(row, i)
			line += " " + text + strings.Repeat(" ", widths[i]-len([]rune(text))+1)
		}
		w.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func cell(row []string, i int) string {
	if i >= len(row) || row[i] == "" {
		return "–"
	}
	return report.Visible(row[i])
}

func (m *machine) compareJSON(a, b *formula.Program, r *compare.Result) error {
	type example struct {
		Scenario string                    `json:"scenario,omitempty"`
		Facts    map[string][]report.Facts `json:"facts"`
		Left     string                    `json:"left"`
		Right    string                    `json:"right"`
	}
	doc := struct {
		Version        int      `json:"version"`
		Left           string   `json:"left"`
		Right          string   `json:"right"`
		Verdict        string   `json:"verdict"`
		Condition      string   `json:"condition"`
		Cases          int      `json:"cases"`
		Filter         string   `json:"filter,omitempty"`
		Reason         string   `json:"reason,omitempty"`
		Counterexample *example `json:"counterexample"`
	}{Version: 1, Left: a.Entry.Key(), Right: b.Entry.Key(), Verdict: r.Verdict.String(), Condition: r.Condition, Cases: r.Cases, Reason: r.Reason}
	c := r.Comparison()
	doc.Filter = c.Filter
	if x := c.Counterexample; x != nil {
		doc.Counterexample = &example{Scenario: x.Scenario, Facts: report.FactRows(x.Facts), Left: x.Left, Right: x.Right}
	}
	return printJSON(m.stdout, doc)
}
