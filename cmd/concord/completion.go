package main

import (
	"github.com/spf13/cobra"
)

func completionCommand(m *machine) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a script that completes commands in a shell",
		Long: `Print a script that completes commands, flags, codes and kinds in a shell:
bash, zsh, fish or powershell.`,
		Example: `  source <(concord completion bash)
  concord completion zsh > "${fpath[1]}/_concord"
  concord completion fish > ~/.config/fish/completions/concord.fish`,
		Args:      between(1, 1, "one shell: bash, zsh, fish or powershell"),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(m.stdout, true)
			case "zsh":
				return root.GenZshCompletion(m.stdout)
			case "fish":
				return root.GenFishCompletion(m.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(m.stdout)
			}
			return usage([]string{"the shells are bash, zsh, fish and powershell"}, "there is no completion for `%s`", args[0])
		},
	}
}
