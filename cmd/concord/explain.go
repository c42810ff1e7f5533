package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
)

func explainCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Say what a finding means and how it is settled",
		Long: `Say what a finding means, why it matters and how it is settled, with an example.
Without a code it lists everything that can be found.`,
		Example: "  concord explain\n  concord explain CON101\n  concord explain homonym",
		Args:    atMost(1, "one code or rule"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return codes(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	format := addChoice(cmd, "format", "how it is printed", "text", "json")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return m.listKinds(format.word)
		}
		x, ok := catalog.Explain(args[0])
		if !ok {
			return unknownCode(args[0])
		}
		if format.word == "json" {
			return printJSON(m.stdout, explanationJSON(x))
		}
		return m.explain(x)
	}
	return cmd
}

func codes() []string {
	var all []string
	for _, k := range catalog.Kinds() {
		all = append(all, k.Code, k.ID)
	}
	return all
}

func unknownCode(name string) error {
	help := []string{"`concord explain` lists all codes"}
	if near := catalog.Near(name, codes(), 3); len(near) > 0 {
		help = append([]string{"did you mean `" + strings.Join(near, "` or `") + "`?"}, help...)
	}
	return usage(help, "there is no finding with the code or name `%s`", name)
}

// explain prints one explanation.
func (m *machine) explain(x catalog.Explanation) error {
	var b strings.Builder
	p := painter(m.colour(m.stdout))
	k := x.Kind
	fmt.Fprintf(&b, "%s\n", p.strong(k.Code+" "+k.ID+": "+k.Title))
	fmt.Fprintf(&b, "%s of the group %s, severity %s\n", capital(k.Family.String()), k.Category, k.Severity)
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", p.strong(title), wrap(text, "  ", 80))
		}
	}
	section("Why it matters", k.Why)
	section("How to settle it", k.Settle)
	section("Where the rule comes from", k.Source)
	section("Example", x.Case)
	p.files(&b, "Not like this", x.Bad, nil)
	if len(x.Want) > 0 {
		fmt.Fprintf(&b, "\n%s\n", p.strong("What Concord says"))
		for _, line := range x.Want {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	p.files(&b, "Put right", x.Good, x.Bad)
	if k.Family != diag.Error {
		fmt.Fprintf(&b, "\n%s\n%s\n", p.strong("If it may stand"),
			wrap("Say so in the entry: `allow: [{rule: "+k.ID+", reason: …, by: …, until: …}]`. "+
				"To change its weight for the whole catalog, set `"+k.ID+" = \"minor\"` (or \"off\") under `[rules]` in concord.toml.", "  ", 80))
	}
	_, err := io.WriteString(m.stdout, b.String())
	return err
}

// listKinds lists everything that can be found, by family.
func (m *machine) listKinds(format string) error {
	kinds := catalog.Kinds()
	slices.SortFunc(kinds, func(a, b *diag.Kind) int {
		return cmp.Or(cmp.Compare(b.Family, a.Family), cmp.Compare(a.Code, b.Code))
	})
	if format == "json" {
		list := make([]kindJSON, len(kinds))
		for i, k := range kinds {
			list[i] = kindOf(k)
		}
		return printJSON(m.stdout, struct {
			Version int        `json:"version"`
			Kinds   []kindJSON `json:"kinds"`
		}{1, list})
	}
	var b strings.Builder
	p := painter(m.colour(m.stdout))
	for i, k := range kinds {
		if i == 0 || kinds[i-1].Family != k.Family {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%s\n", p.strong(familyTitle(k.Family)))
		}
		fmt.Fprintf(&b, "  %-8s %-28s %s\n", k.Code, k.ID, k.Title)
	}
	fmt.Fprintf(&b, "\n%d in all. `concord explain CODE` says why one matters and how it is settled.\n", len(kinds))
	_, err := io.WriteString(m.stdout, b.String())
	return err
}

func familyTitle(f diag.Family) string {
	switch f {
	case diag.Error:
		return "Errors: the content cannot be compiled as written"
	case diag.Conflict:
		return "Conflicts: it compiles, and the organisation disagrees with itself"
	}
	return "Advice: it could be written better"
}

// painter sets headings apart on terminals.
type painter bool

func (p painter) strong(s string) string {
	if p {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

// files prints the files of an example, leaving out those that are as before.
func (p painter) files(b *strings.Builder, title string, files, before []catalog.ExampleFile) {
	same := 0
	if len(files) > 0 {
		fmt.Fprintf(b, "\n%s\n", p.strong(title))
	}
	for _, f := range files {
		if slices.Contains(before, f) {
			same++
			continue
		}
		fmt.Fprintf(b, "  %s\n", f.Path)
		for line := range strings.Lines(f.Text) {
			fmt.Fprintf(b, "    | %s\n", strings.TrimRight(line, "\n"))
		}
	}
	if same > 0 {
		fmt.Fprintf(b, "  (%s as above)\n", count(same, "other file", "other files"))
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

type kindJSON struct {
	Code     string `json:"code"`
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Family   string `json:"family"`
	Category string `json:"category"`
	Severity string `json:"severity"`
	Why      string `json:"why"`
	Settle   string `json:"settle"`
	Source   string `json:"source"`
}

func kindOf(k *diag.Kind) kindJSON {
	return kindJSON{k.Code, k.ID, k.Title, k.Family.String(), k.Category, k.Severity.String(), k.Why, k.Settle, k.Source}
}

type explanation struct {
	Version int `json:"version"`
	kindJSON
	Example struct {
		About    string            `json:"about"`
		Bad      map[string]string `json:"bad"`
		Findings []string          `json:"findings"`
		Good     map[string]string `json:"good"`
	} `json:"example"`
}

func explanationJSON(x catalog.Explanation) explanation {
	e := explanation{Version: 1, kindJSON: kindOf(x.Kind)}
	texts := func(files []catalog.ExampleFile) map[string]string {
		m := map[string]string{}
		for _, f := range files {
			m[f.Path] = f.Text
		}
		return m
	}
	e.Example.About, e.Example.Findings = x.Case, append([]string{}, x.Want...)
	e.Example.Bad, e.Example.Good = texts(x.Bad), texts(x.Good)
	return e
}
