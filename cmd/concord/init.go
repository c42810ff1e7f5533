package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scaffold"
)

func initCommand(m *machine) *cobra.Command {
	var title string
	today := &day{}
	cmd := &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Begin a catalog in an empty folder",
		Long: `Begin a catalog in an empty folder (default: this one): three files in content/
that explain themselves, and build without a finding. A folder that holds
anything but hidden files, such as .git, is left alone.`,
		Example: "  mkdir catalog && cd catalog && concord init\n  concord init handbook --title \"Kestrel handbook\"",
		Args:    atMost(1, "one folder"),
	}
	cmd.Flags().StringVar(&title, "title", "", "the catalog's `TITLE` (default: made of the folder's name)")
	cmd.Flags().Var(today, "today", "the day that the entries count as reviewed on (default: today)")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		dir := "."
		if len(args) > 0 {
			dir = filepath.Clean(args[0])
		}
		if today.IsZero() {
			today.Date = model.DateOf(m.now())
		}
		return m.init(dir, title, today.Date)
	}
	return cmd
}

func (m *machine) init(dir, title string, today model.Date) error {
	if err := isFree(dir); err != nil {
		return err
	}
	if title == "" {
		title = titleOf(dir)
	}
	files := scaffold.Init(title, today)
	content := filepath.Join(dir, "content")
	if err := writeNew(content, files); err != nil {
		return err
	}
	fmt.Fprintf(m.stderr, "Began a catalog in %s:\n", m.seen(content)+string(filepath.Separator))
	about := map[string]string{
		"concord.toml":            "the title, and what the whole catalog shares",
		"organisation.yaml":       "a business function and who answers for it",
		"terms/sales/customer.md": "a first term",
	}
	for _, f := range files {
		fmt.Fprintf(m.stderr, "  %-26s %s\n", f.Path, about[f.Path])
	}
	if dir != "." {
		m.dir = m.seen(dir)
	}
	fmt.Fprintf(m.stderr, "Next: `%s`, then `%s` while you write.\n", m.again("build"), m.again("serve"))
	fmt.Fprintf(m.stderr, "`%s` begins another term.\n", m.again("new term sales/order"))
	return nil
}

// isFree refuses a folder that somebody has something in. Hidden files do not
// count: a fresh clone has a .git.
func isFree(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return &failure{problem: fmt.Sprintf("cannot look into `%s`: %v", dir, cause(err))}
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		return nil
	}
	where := "this folder"
	if dir != "." {
		where = "`" + dir + "`"
	}
	const most = 3
	held := strings.Join(names[:min(most, len(names))], ", ")
	if len(names) > most {
		held += fmt.Sprintf(" and %d more", len(names)-most)
	}
	help := []string{"`concord init FOLDER` makes a new folder for the catalog"}
	if exists(filepath.Join(dir, "content")) || exists(filepath.Join(dir, "concord.toml")) {
		help = []string{"there is a catalog here already: `concord new KIND ID` adds an entry"}
	}
	return usage(help, "%s is not empty (it holds %s), and nothing was written", where, held)
}

// titleOf makes a title of a folder's name.
func titleOf(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil || filepath.Base(abs) == string(filepath.Separator) {
		return "Our catalog"
	}
	return model.Humanise(strings.ReplaceAll(filepath.Base(abs), "_", "-"))
}
