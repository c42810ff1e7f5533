package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/scenario"
)

func testCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "test [CONTENT]",
		Short: "Put definitions to the test of scenarios",
		Long: `Work every scenario's facts out with the definitions it compares. A scenario
passes when all its definitions give one answer, and the one it expects. The exit
code is 1 when one does not.`,
		Example: "  concord test\n  concord test --format junit > scenarios.xml",
		Args:    atMost(1, "one content folder"),
	}
	today := addToday(cmd.Flags())
	format := addChoice(cmd, "format", "how results are printed", "text", "json", "junit")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		c, err := catalog.Load(cmd.Context(), m.options(content, today.Date))
		if err != nil {
			return err
		}
		print := map[string]func(*catalog.Compiled, string) error{"text": m.testText, "json": m.testJSON, "junit": m.testJUnit}[format.word]
		if err := print(c, content); err != nil {
			return err
		}
		for i := range c.Answers {
			if !passes(&c.Answers[i]) {
				return errFindings
			}
		}
		return nil
	}
	return cmd
}

// passes reports whether a scenario's definitions agree with each other and
// with what it expects.
func passes(r *scenario.Result) bool {
	for _, a := range r.Answers {
		if !a.Met {
			return false
		}
	}
	return r.Agree
}

// verdict says in a few words what came of a scenario.
func verdict(r *scenario.Result) string {
	unmet := 0
	for _, a := range r.Answers {
		if !a.Met {
			unmet++
		}
	}
	var parts []string
	if !r.Agree {
		parts = append(parts, "the definitions disagree")
	}
	if unmet > 0 {
		parts = append(parts, fmt.Sprintf("%s not as expected", count(unmet, "answer is", "answers are")))
	}
	if len(parts) == 0 {
		return "pass"
	}
	return strings.Join(parts, ", ")
}

func (m *machine) testText(c *catalog.Compiled, content string) error {
	var b strings.Builder
	failed := 0
	for i := range c.Answers {
		r := &c.Answers[i]
		mark := "ok  "
		if !passes(r) {
			mark, failed = "FAIL", failed+1
		}
		fmt.Fprintf(&b, "%s %s: %s\n", mark, r.Scenario.ID, report.Visible(r.Scenario.Title()))
		if passes(r) {
			continue
		}
		at := c.Set.Place(r.Scenario.At)
		fmt.Fprintf(&b, "     %s:%d: %s\n", m.inContent(content, at.Path), at.Start.Line, verdict(r))
		width := 0
		for _, a := range r.Answers {
			width = max(width, len(a.Entry.Key()))
		}
		for _, a := range r.Answers {
			fmt.Fprintf(&b, "     %-*s  %s%s\n", width, a.Entry.Key(), report.Visible(answer(c, a)), expectation(a))
		}
	}
	if len(c.Answers) == 0 {
		b.WriteString("There are no scenarios yet; `concord new scenario ID` begins one.\n")
	} else {
		fmt.Fprintf(&b, "\n%s, %d failed\n", count(len(c.Answers), "scenario", "scenarios"), failed)
	}
	_, err := io.WriteString(m.stdout, b.String())
	return err
}

func expectation(a scenario.Answer) string {
	if a.Expected == nil || a.Met {
		return ""
	}
	return ", expected " + report.Visible(a.Expected.Text)
}

// answer is what a definition came to, in its unit.
func answer(c *catalog.Compiled, a scenario.Answer) string {
	text := a.Value.String()
	if p := c.Formulas.Of(a.Entry); p != nil && a.Value.Base == formula.NumberType && p.Type.Unit.Known() {
		if unit := p.Type.Unit.String(); unit != "" {
			return text + " " + unit
		}
	}
	return text
}
