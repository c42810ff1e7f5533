package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/codeowners"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

func ownersCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "owners [CONTENT]",
		Short: "Write CODEOWNERS from who answers for what",
		Long: `Write the CODEOWNERS file of a git host from the accountable owners and stewards of
entries, so that whoever answers for an entry is asked to review its changes.
Agreements also ask those who signed them, and resolutions the sides they settle.

Without -o the file is printed. --check compares it with the one in the
repository, wherever the host looks for it, for CI.`,
		Example: "  concord owners -o .github/CODEOWNERS\n  concord owners --host gitlab --check",
		Args:    atMost(1, "one content folder"),
	}
	host := addChoice(cmd, "host", "the git host that reads the file", "github", "gitlab")
	out := cmd.Flags().StringP("out", "o", "", "the `FILE` to write, or with --check to compare with")
	only := cmd.Flags().Bool("check", false, "exit with 1 unless the file that is there says the same")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		opt := m.options(content, model.Date{})
		opt.Warn = nil // no day plays a part
		c, err := catalog.Load(cmd.Context(), opt)
		if err != nil {
			return err
		}
		text, notes := codeowners.Generate(c.Catalog, codeowners.Host(host.word), m.prefix(c.Head, content))
		file := *out
		if file == "" && *only {
			file = ownersFile(c.Head.Root, codeowners.Host(host.word))
		}
		for _, n := range notes {
			m.note(n)
		}
		switch {
		case *only:
			return m.checkOwners(file, text, *host, argument(content))
		case file == "":
			_, err := m.stdout.Write(text)
			return err
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, text, 0o644)); err != nil {
			return writeFailure(file, err)
		}
		fmt.Fprintf(m.stderr, "Wrote %s.\n", m.seen(file))
		return nil
	}
	return cmd
}

// ownersFile is the file that the host reads: the first of its places that there
// is, else the usual one. Inside this folder it is named from here.
func ownersFile(root string, host codeowners.Host) string {
	near := func(place string) string {
		file := filepath.Join(root, filepath.FromSlash(place))
		if here, err := os.Getwd(); err == nil && filepath.IsAbs(file) {
			if rel, err := filepath.Rel(here, file); err == nil && filepath.IsLocal(rel) {
				return rel
			}
		}
		return file
	}
	for _, place := range host.Places() {
		if _, err := os.Stat(near(place)); err == nil {
			return near(place)
		}
	}
	return near(host.Path())
}

// prefix is where the content folder lies in its repository, or for want of one
// in this folder, with a slash at its end; "" at the top.
func (m *machine) prefix(head history.Head, content string) string {
	folder := catalog.FolderIn(head.Root, content)
	if head.Root == "" && filepath.IsLocal(content) && content != "." {
		folder = filepath.ToSlash(content)
	}
	if folder == "" {
		return ""
	}
	return folder + "/"
}

func (m *machine) checkOwners(file string, text []byte, host choice, content string) error {
	there, err := os.ReadFile(file)
	again := m.again("owners --host " + host.word + " -o " + filepath.ToSlash(file) + content)
	switch {
	case errors.Is(err, os.ErrNotExist):
		m.complain(fmt.Sprintf("there is no %s", m.seen(file)), "write it with `"+again+"`")
		return errFindings
	case err != nil:
		return &failure{problem: fmt.Sprintf("cannot read `%s`: %v", file, cause(err))}
	case !codeowners.Current(there, text):
		m.complain(fmt.Sprintf("%s does not say what the catalog says", m.seen(file)), "write it anew with `"+again+"`")
		return errFindings
	}
	fmt.Fprintf(m.stderr, "%s says what the catalog says.\n", m.seen(file))
	return nil
}
