package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog/lsp"
)

func lspCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp [CONTENT]",
		Short: "Serve an editor: findings, completion and names while one types",
		Long: `Serve an editor over standard input and output, as a language server (LSP 3.17).
It reads the text as it is being typed and never writes to disk. Without CONTENT
it finds the content folder from what the editor has open. CONTRIBUTING.md says
how VS Code, Neovim and Helix are told to start it.`,
		Example: "  concord lsp\n  concord lsp catalog/content",
		Args:    atMost(1, "one content folder"),
	}
	today := addToday(cmd.Flags())
	cmd.Flags().Bool("stdio", true, "what some editors add; there is no other way to talk")
	cmd.Flags().Lookup("stdio").Hidden = true
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		opt := lsp.Options{Today: today.Date, Now: m.now, Version: version(), Log: m.note}
		if len(args) > 0 {
			if err := isFolder(args[0]); err != nil {
				return err
			}
			opt.Content = args[0]
		}
		err := lsp.Serve(cmd.Context(), cmd.InOrStdin(), m.stdout, opt)
		if errors.Is(err, lsp.ErrNoShutdown) {
			return errFindings // the protocol wants exit code 1
		}
		return err
	}
	return cmd
}
