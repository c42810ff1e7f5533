package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/publish"
)

func buildCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "build [CONTENT] [-o OUT]",
		Short: "Compile the content folder into a site",
		Long: `Compile the content folder into a site.

The site is plain files: open index.html, put the folder on any web server, or
look at it with ` + "`concord serve`" + `. Content with errors publishes nothing and leaves
the old site as it was; conflicts and advice never stop a build.`,
		Example: `  concord build
  concord build handbook/content -o /srv/www/catalog
  concord build --today 2027-03-31 --fail-on conflict`,
		Args: atMost(1, "one content folder"),
	}
	var out, templates, theme string
	var keepGoing, adopt, pdf bool
	var fonts []string
	flags := cmd.Flags()
	flags.StringVarP(&out, "out", "o", "", "write the site into `OUT` (default: public, beside the content folder)")
	flags.BoolVar(&keepGoing, "keep-going", false, "publish what compiles, and list the errors on errors.html")
	flags.BoolVar(&adopt, "adopt", false, "publish into a folder that already holds files of other origin")
	flags.StringVar(&theme, "theme", "", "take the theme from `DIR` instead of the one that concord.toml names")
	flags.StringVar(&templates, "templates", "", "take page templates from `DIR` before the built-in ones")
	flags.BoolVar(&pdf, "pdf", false, "print the glossary and the packs of concord.toml as PDF too")
	flags.StringSliceVar(&fonts, "font", nil, "with --pdf, take characters that the built-in fonts lack from the TrueType `FILE` (repeatable)")
	language := flags.String("language", "", "speak `TAG`, a language that concord.toml names, and show translations of entries")
	today := addToday(flags)
	failOn := addFailOn(cmd)
	format := addChoice(cmd, "format", "how findings are printed", report.Names()...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		opt := m.options(content, today.Date)
		opt.Ages = true
		opt.Out, opt.KeepGoing, opt.Adopt, opt.Theme, opt.Templates = out, keepGoing, adopt, theme, templates
		opt.Language = *language
		if opt.Out == "" {
			opt.Out = beside(content)
		}
		opt.PDF = pdf
		if opt.Fonts, err = readFonts(fonts); err != nil {
			return err
		}
		return m.build(cmd.Context(), opt, format.word, family(failOn))
	}
	return cmd
}

// beside is where a site goes when nobody says so: public/ beside the content
// folder.
func beside(content string) string {
	abs, err := filepath.Abs(content)
	if err != nil {
		return "public"
	}
	out := filepath.Join(filepath.Dir(abs), "public")
	if here, err := filepath.Abs("."); err == nil {
		if rel, err := filepath.Rel(here, out); err == nil && len(rel) < len(out) {
			return rel
		}
	}
	return out
}

func (m *machine) build(ctx context.Context, opt catalog.Options, format string, failOn diag.Family) error {
	start := m.now()
	b, err := catalog.Build(ctx, opt)
	if err != nil {
		return err
	}
	if !b.Published || format != "text" || opt.KeepGoing && b.Findings.Has(diag.Error) {
		if err := m.printFindings(b.Compiled, opt.Content, format, m.findingsOut(format)); err != nil {
			return err
		}
	}
	m.tell(b, opt, m.now().Sub(start))
	if !b.Published || b.Findings.Has(failOn) {
		return errFindings
	}
	return nil
}

// tell says what a build did, for a person.
func (m *machine) tell(b *catalog.Built, opt catalog.Options, took time.Duration) {
	if !b.Published {
		fmt.Fprintf(m.stderr, "\nNothing was published: %s.\n", m.oldSite(opt.Out))
		fmt.Fprintln(m.stderr, "Put the errors right, or publish what compiles with `--keep-going`.")
		return
	}
	fmt.Fprintf(m.stderr, "Read %s in %s: %s.\n", count(len(b.Catalog.Entries), "entry", "entries"),
		count(len(b.Set.Files()), "file", "files"), families(b.Findings))
	fmt.Fprintf(m.stderr, "Wrote %s to %s in %s: %s.\n", count(b.Pages, "page", "pages"), m.seen(opt.Out)+string(filepath.Separator), seconds(took), changes(b.Report))
	if b.Report.Method == publish.InPlace || b.Report.Method == publish.Moved {
		m.note("the folder could not be replaced in one step here; readers may have met a mixture of the old and the new site for a moment")
	}
	if b.Report.Leftover != "" {
		m.note("the old site could not be removed and is left in " + b.Report.Leftover + "; the next build tries again")
	}
	if b.Findings.Has(diag.Error) {
		fmt.Fprintf(m.stderr, "The errors are listed on %s.\n", m.seen(filepath.Join(opt.Out, "errors.html")))
	}
	fmt.Fprintf(m.stderr, "Open %s, or run `%s`.\n", m.seen(filepath.Join(opt.Out, "index.html")), m.again("serve"+argument(opt.Content)))
	if b.Findings.Has(diag.Advice) {
		fmt.Fprintf(m.stderr, "`%s` lists what was found; conflicts also have their page, conflicts.html.\n", m.again("check"+argument(opt.Content)))
	}
}

func (m *machine) oldSite(out string) string {
	if exists(filepath.Join(out, "index.html")) {
		return "the site in " + m.seen(out) + " is what it was before"
	}
	return "there is no site in " + m.seen(out) + " yet"
}

// argument is the content folder as the next command would have to name it.
func argument(content string) string {
	if content == "content" || content == "." {
		return ""
	}
	return " " + content
}

// families counts open findings: "0 errors, 3 conflicts (1 settled), 2 pieces
// of advice".
func families(list diag.List) string {
	settled := 0
	for i := range list {
		if list[i].Settled != nil {
			settled++
		}
	}
	conflicts := count(list.Count(diag.Conflict), "conflict", "conflicts")
	if settled > 0 {
		conflicts += fmt.Sprintf(" (and %d settled)", settled)
	}
	return strings.Join([]string{count(list.Count(diag.Error), "error", "errors"), conflicts,
		count(list.Count(diag.Advice), "piece of advice", "pieces of advice")}, ", ")
}

func changes(r publish.Report) string {
	if r.Method == publish.Unchanged {
		return "all files were the same already, nothing was touched"
	}
	parts := []string{count(r.Added, "file", "files") + " new", fmt.Sprintf("%d changed", r.Changed), fmt.Sprintf("%d the same", r.Same)}
	if r.Added > 0 && r.Changed+r.Same+r.Pruned == 0 {
		parts = []string{count(r.Added, "file", "files"), "all new"}
	}
	if r.Pruned > 0 {
		parts = append(parts, fmt.Sprintf("%d removed", r.Pruned))
	}
	if r.Kept > 0 {
		parts = append(parts, fmt.Sprintf("%d left alone (not Concord's)", r.Kept))
	}
	return strings.Join(parts, ", ")
}
