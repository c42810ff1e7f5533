package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newRoot assembles the commands.
func newRoot(m *machine) *cobra.Command {
	root := &cobra.Command{
		Use:   "concord",
		Short: "A compiler for governance catalogs",
		Long: `Concord compiles a folder of definitions, KPIs, owners and data objects into a
site that people can read, and finds where the organisation disagrees with itself.

Start with ` + "`concord init`" + ` in an empty folder, then ` + "`concord build`" + `.`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(root, args[0])
		}
		return cmd.Help()
	}
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return enter(m.dir) }
	root.PersistentFlags().StringVarP(&m.dir, "directory", "C", "", "work as if started in `DIR`")
	root.SetGlobalNormalizationFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "output" { // what other programs call it
			name = "out"
		}
		return pflag.NormalizedName(name)
	})
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddGroup(
		&cobra.Group{ID: "daily", Title: "Every day:"},
		&cobra.Group{ID: "ask", Title: "Ask the catalog:"},
		&cobra.Group{ID: "start", Title: "Begin and bring in:"},
		&cobra.Group{ID: "other", Title: "Other:"},
	)
	add(root, "daily", buildCommand(m), checkCommand(m), testCommand(m), serveCommand(m), printCommand(m), explainCommand(m), diffCommand(m), fixCommand(m), fmtCommand(m))
	add(root, "ask", compareCommand(m), whyCommand(m), measureCommand(m))
	add(root, "start", initCommand(m), newCommand(m), importCommand(m), exportCommand(m), renameCommand(m), retireCommand(m), schemaCommand(m), ownersCommand(m))
	add(root, "other", lspCommand(m), versionCommand(m), completionCommand(m), layoutHelperCommand(m))
	root.SetHelpCommandGroupID("other")
	root.SetHelpCommand(helpCommand(root))
	root.SetUsageTemplate(usageTemplate)
	return root
}

// usageTemplate is how a command's usage is printed.
const usageTemplate = `Usage:
  {{if .HasAvailableSubCommands}}{{.CommandPath}} COMMAND{{else}}{{.UseLine}}{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}{{end}}
{{- if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if and (eq .GroupID $group.ID) .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableInheritedFlags}}

Flags of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}
{{- if .HasAvailableSubCommands}}

"concord COMMAND --help" says more about one.{{end}}
`

func add(root *cobra.Command, group string, commands ...*cobra.Command) {
	for _, c := range commands {
		c.GroupID = group
		c.DisableFlagsInUseLine = true
		root.AddCommand(c)
	}
}

// enter makes dir the working folder.
func enter(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.Chdir(dir); err != nil {
		return &failure{problem: fmt.Sprintf("-C: cannot enter `%s`: %v", dir, cause(err))}
	}
	return nil
}

// cause is what went wrong without the name of the system call.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Say how a command is used",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, _, err := root.Find(args)
			if err != nil || cmd == root && len(args) > 0 {
				return unknownCommand(root, args[0])
			}
			return cmd.Help()
		},
	}
}

func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	help := []string{"the commands are " + strings.Join(names, ", ")}
	if near, ok := closest(name, names); ok {
		help = []string{fmt.Sprintf("did you mean `concord %s`?", near)}
	}
	return usage(help, "there is no command `%s`", name)
}

// flagError puts the parser's complaints into words, with the flag that was
// meant.
func flagError(cmd *cobra.Command, err error) error {
	see := fmt.Sprintf("`%s --help` lists what it takes", cmd.CommandPath())
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown.GetSpecifiedName(), see)
	case errors.As(err, &invalid):
		var wrong *usageError
		if errors.As(invalid.Unwrap(), &wrong) {
			return usage(wrong.help, "--%s: %s", invalid.GetFlag().Name, wrong.problem)
		}
		return usage([]string{see}, "--%s: `%s` is no such value", invalid.GetFlag().Name, invalid.GetValue())
	case errors.As(err, &missing):
		return usage([]string{see}, "--%s needs a value", missing.GetSpecifiedName())
	}
	return usage([]string{see}, "%v", err)
}

func unknownFlag(cmd *cobra.Command, name, see string) error {
	var names []string
	visit := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	}
	cmd.Flags().VisitAll(visit)
	cmd.InheritedFlags().VisitAll(visit)
	dashes := "--"
	if len(name) == 1 {
		dashes = "-"
	}
	help := []string{see}
	if near, ok := closest(name, names); ok && len(name) > 1 {
		help = []string{fmt.Sprintf("did you mean `--%s`?", near)}
	}
	return usage(help, "`%s` has no flag `%s%s`", cmd.CommandPath(), dashes, name)
}
