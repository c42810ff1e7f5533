package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/source"
)

// checking is what one run of check was asked for.
type checking struct {
	outputs       *outputs
	failOn        *choice
	rules         rules
	newFrom       string
	baseline      string
	writeBaseline bool
	max           int
}

func checkCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [CONTENT]",
		Short: "List errors, conflicts and advice without writing anything",
		Long: `List errors, conflicts and advice without writing anything.

An error keeps the content from compiling. A conflict compiles and shows that the
organisation disagrees with itself. Advice could be written better. Each finding
has a code; ` + "`concord explain CODE`" + ` says why it matters and how it is settled.

--new-from REV lists only what came since this branch left REV: conflicts by what
disagrees, other findings by what they say, neither by line. --baseline FILE lists
only what FILE does not hold; --write-baseline writes it.`,
		Example: `  concord check
  concord check --new-from origin/main
  concord check --format text --format sarif=findings.sarif
  concord check --baseline known.json --write-baseline`,
		Args: atMost(1, "one content folder"),
	}
	today := addToday(cmd.Flags())
	k := checking{failOn: addFailOn(cmd), outputs: addOutputs(cmd)}
	cmd.Flags().Lookup("fail-on").Usage += "; with --new-from, conflict unless said"
	cmd.Flags().StringVar(&k.newFrom, "new-from", "", "list only what this branch brings, compared with where it left `REV`")
	cmd.Flags().StringVar(&k.baseline, "baseline", "", "list only what `FILE` does not hold")
	cmd.Flags().BoolVar(&k.writeBaseline, "write-baseline", false, "write all findings to the file of --baseline")
	cmd.Flags().Var(&k.rules, "rule", "list only findings of this rule, by name or code; may be repeated")
	cmd.Flags().IntVar(&k.max, "max", 0, "print at most `N` findings as text, and count the rest")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		if k.writeBaseline && k.baseline == "" {
			return usage([]string{"name the file, as in `--baseline known.json --write-baseline`"}, "--write-baseline needs --baseline")
		}
		if k.max < 0 {
			return usage([]string{"leave it out for all"}, "--max: `%d` is no number of findings", k.max)
		}
		if k.newFrom != "" && !cmd.Flags().Changed("fail-on") {
			k.failOn.word = "conflict"
		}
		opt := m.options(content, today.Date)
		opt.Keep = k.newFrom != ""
		c, err := catalog.Check(cmd.Context(), opt)
		if err != nil {
			return err
		}
		return m.check(cmd, c, opt, &k)
	}
	return cmd
}

// check prints the findings that were asked for.
func (m *machine) check(cmd *cobra.Command, c *catalog.Compiled, opt catalog.Options, k *checking) error {
	list := k.rules.of(c.Findings)
	if k.writeBaseline {
		if err := writeOutput(k.baseline, func(w io.Writer) error { return report.WriteBaseline(w, c.Set, list) }); err != nil {
			return err
		}
		fmt.Fprintf(m.stderr, "%s written to %s\n", count(len(report.KnownOf(c.Set, list)), "finding", "findings"), m.seen(k.baseline))
		return nil
	}
	known, beside, before, err := m.known(cmd, c, opt, k)
	if err != nil {
		return err
	}
	if known != nil {
		list = known.Others(c.Set, list)
	}
	if before != nil { // conflicts are told where this branch wrote its side, which reviewers see
		changed := func(at source.Span) bool {
			f := c.Set.File(at.File)
			return f != nil && before.Set.ByPath(f.Path) != f
		}
		for i := range list {
			list[i] = list[i].SeenFrom(changed)
		}
	}
	if err := k.outputs.print(m, c, list, opt.Content, k.max, known != nil); err != nil {
		return err
	}
	if known != nil {
		if old := len(report.KnownOf(c.Set, k.rules.of(c.Findings))) - len(list); old > 0 {
			m.note(fmt.Sprintf("%s not listed: %s; `%s` lists all", count(old, "other finding is", "other findings are"), beside, m.again("check")))
		}
	}
	if k.outputs.forPeople() {
		m.offerFixes(list, opt.Content)
	}
	if list.Has(family(k.failOn)) {
		return errFindings
	}
	return nil
}

// offerFixes says how many of the findings can be put right mechanically.
func (m *machine) offerFixes(list diag.List, content string) {
	sure, likely := 0, 0
	for i := range list {
		switch f := &list[i]; {
		case len(f.Edits) == 0 || f.Settled != nil:
		case slices.ContainsFunc(f.Edits, func(e diag.Edit) bool { return e.Unsafe }):
			likely++
		default:
			sure++
		}
	}
	if sure > 0 {
		m.note(fmt.Sprintf("`%s` puts %d of these right", m.again("fix"+argument(content)), sure))
	}
	if likely > 0 {
		m.note(fmt.Sprintf("`%s` shows a likely fix of %d of these", m.again("fix --unsafe --diff"+argument(content)), likely))
	}
}

// known is the findings that are not to be listed, and where they are known
// from; nil for none. Before is the state that this branch came from, where it
// is compared with one.
func (m *machine) known(cmd *cobra.Command, c *catalog.Compiled, opt catalog.Options, k *checking) (known report.Known, beside string, before *catalog.Compiled, err error) {
	if k.baseline != "" {
		data, err := os.ReadFile(k.baseline)
		if err == nil {
			known, err = report.ReadBaseline(data)
		}
		if err != nil {
			return nil, "", nil, &failure{problem: fmt.Sprintf("cannot read the baseline `%s`: %v", m.seen(k.baseline), cause(err)),
				help: []string{"write it with `" + m.again("check --baseline "+k.baseline+" --write-baseline") + "`"}}
		}
		beside = "known to the baseline"
	}
	if k.newFrom == "" {
		return known, beside, nil, nil
	}
	fork, err := catalog.Fork(cmd.Context(), opt.Content, k.newFrom, "")
	if err != nil {
		return nil, "", nil, badRevision(err)
	}
	if before, err = c.Before(cmd.Context(), opt, fork); err != nil {
		return nil, "", nil, err
	}
	there := report.KnownOf(before.Set, before.Findings)
	for print := range known {
		there[print] = true
	}
	return there, fmt.Sprintf("not brought by this branch (compared with %s at %.9s)", k.newFrom, fork.Hash), before, nil
}
