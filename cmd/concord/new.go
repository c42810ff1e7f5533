package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scaffold"
)

func newCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new KIND ID [CONTENT]",
		Short: "Write the file of a new entry, with comments that teach",
		Long: `Write the file of a new entry, with comments that teach the fields of its kind.
The file goes into the folder of the kind; nothing is ever written over. Where
` + "`concord schema -o " + schemaFolder + "`" + ` has put the schemas, the first line of a
YAML file tells editors which is its own.

The kinds are ` + strings.Join(kindNames(), ", ") + ".",
		Example: "  concord new term finance/net-revenue\n  concord new kpi on-time-delivery\n  concord new owner anna-berg",
		Args:    between(2, 3, "a kind, an ID and one content folder"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return kindNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		kind, err := parseKind(args[0])
		if err != nil {
			return err
		}
		if err := checkID(args[1]); err != nil {
			return err
		}
		content, err := contentFolder(args, 2)
		if err != nil {
			return err
		}
		return m.newEntry(cmd.Context(), kind, args[1], content)
	}
	return cmd
}

func kindNames() []string {
	var names []string
	for _, k := range model.Kinds() {
		names = append(names, k.String())
	}
	return names
}

func parseKind(name string) (model.Kind, error) {
	if k, ok := model.ParseKind(strings.ToLower(name)); ok {
		return k, nil
	}
	help := []string{"the kinds are " + strings.Join(kindNames(), ", ")}
	if near, ok := closest(name, kindNames()); ok {
		help = append([]string{fmt.Sprintf("did you mean `%s`?", near)}, help...)
	}
	return model.NoKind, usage(help, "there is no kind of entry called `%s`", name)
}

var goodID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,5}$`)

// checkID refuses what the compiler would refuse, before there is a file.
func checkID(id string) error {
	if goodID.MatchString(id) && len(id) <= 100 {
		return nil
	}
	help := []string{"an ID is one to six parts of a-z, 0-9 and -, with / between, at most 100 bytes, as in `finance/net-revenue`"}
	if better := slugged(id); goodID.MatchString(better) && len(better) <= 100 {
		help = append([]string{fmt.Sprintf("did you mean `%s`?", better)}, help...)
	}
	return usage(help, "`%s` is no ID", id)
}

// slugged is what an ID might have been meant to be.
func slugged(id string) string {
	parts := strings.Split(strings.Trim(strings.ToLower(id), "/"), "/")
	for i, p := range parts {
		parts[i] = strings.Trim(notInID.ReplaceAllString(p, "-"), "-")
	}
	return strings.Join(parts, "/")
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

func (m *machine) newEntry(ctx context.Context, kind model.Kind, id, content string) error {
	opt := m.options(content, model.Date{})
	opt.Warn = nil // no day plays a part
	c, err := catalog.Load(ctx, opt)
	if err != nil {
		return err
	}
	path := filepath.Join(content, filepath.FromSlash(scaffold.Path(kind, id)))
	if e := c.Catalog.Get(kind, id); e != nil {
		at := c.Set.Place(e.At)
		return usage([]string{fmt.Sprintf("it stands in %s, line %d", m.seen(filepath.Join(content, at.Path)), at.Start.Line)},
			"there is a %s `%s` already, and nothing was written", kind.Title(), id)
	}
	f := scaffold.New(kind, id)
	if err := writeFile(path, append(schemaLine(kind, path), f.Data...)); errors.Is(err, fs.ErrExist) {
		return usage([]string{"choose another ID, or edit the file that is there"}, "%s exists, and nothing was written", m.seen(path))
	} else if err != nil {
		return writeFailure(path, err)
	}
	fmt.Fprintf(m.stderr, "Wrote %s: fill in what stands after the #, then run `%s`.\n", m.seen(path), m.again("check"+argument(content)))
	m.adviseDomain(c.Catalog, kind, id)
	return nil
}

// schemaLine tells editors which schema a new YAML file follows, where the
// schemas lie in this folder.
func schemaLine(kind model.Kind, file string) []byte {
	schema := filepath.Join(filepath.FromSlash(schemaFolder), namedSchema{name: kind.String()}.file())
	if _, err := os.Stat(schema); err != nil || filepath.Ext(file) != ".yaml" {
		return nil
	}
	rel, err := filepath.Rel(filepath.Dir(file), schema)
	if err != nil {
		return nil
	}
	return []byte("# yaml-language-server: $schema=" + filepath.ToSlash(rel) + "\n")
}

// adviseDomain says so when the first part of an ID names no domain.
func (m *machine) adviseDomain(c *model.Catalog, kind model.Kind, id string) {
	domain, _, several := strings.Cut(id, "/")
	if !several || kind == model.DomainKind || kind == model.OwnerKind || c.Get(model.DomainKind, domain) != nil {
		return
	}
	var names []string
	for _, d := range c.Domains {
		names = append(names, d.ID)
	}
	switch near, ok := closest(domain, names); {
	case ok:
		m.note(fmt.Sprintf("there is no domain `%s`; did you mean `%s`?", domain, near))
	case len(names) > 0:
		m.note(fmt.Sprintf("there is no domain `%s` yet, so the %s belongs to none: `concord new domain %s` begins it", domain, kind.Title(), domain))
	}
}
