package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/print"
)

func printCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "print [CONTENT] [-o FILE]",
		Short: "Make a printed glossary: PDF, EPUB or a page to print",
		Long: `Make a printed glossary: PDF, EPUB or a page to print.

A booklet has the terms and KPIs from A to Z, an index of owners and one of every
word. Packs of concord.toml make booklets for a role, some in reading order. The
format follows from the file's name, or from --format. The built-in engine sets
Latin, Greek, Cyrillic and, with --font, Chinese, Japanese and Korean text;
Arabic, Hebrew and the Indic scripts need --engine chromium.`,
		Example: `  concord print
  concord print --pack finance-analyst -o finance.pdf
  concord print --domain sales --status approved --columns 1 --paper letter
  concord print --language de -o glossar.epub`,
		Args: atMost(1, "one content folder"),
	}
	var p catalog.PrintOptions
	var out string
	var fonts []string
	flags := cmd.Flags()
	flags.StringVarP(&out, "out", "o", "", "write `FILE` (default: glossary.pdf, or the pack's ID)")
	flags.StringVar(&p.Pack, "pack", "", "print the pack `ID` of concord.toml")
	flags.StringSliceVar(&p.Domains, "domain", nil, "take only the entries of the function `ID` (repeatable)")
	flags.StringSliceVar(&p.Status, "status", nil, "take only entries of this `STATUS` (repeatable)")
	flags.StringVar(&p.Language, "language", "", "print in the language `TAG`, where entries are translated")
	flags.StringVar(&p.Browser, "browser", "", "print with the browser at `PATH` (with --engine chromium)")
	flags.StringSliceVar(&fonts, "font", nil, "take characters that the built-in fonts lack from the TrueType `FILE` (repeatable)")
	columns := addChoice(cmd, "columns", "columns of a page", "2", "1")
	paper := addChoice(cmd, "paper", "size of the paper", "a4", "letter")
	engine := addChoice(cmd, "engine", "what sets a PDF", "builtin", "chromium")
	format := addChoice(cmd, "format", "what is made; by the file's name unless said", "auto", "pdf", "epub", "html")
	today := addToday(flags)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		p.Columns, p.Paper, p.Engine = int(columns.word[0]-'0'), paper.word, engine.word
		if p.Format, out, err = bookletFile(format.word, out, p.Pack); err != nil {
			return err
		}
		opt := m.options(content, today.Date)
		if opt.Fonts, err = readFonts(fonts); err != nil {
			return err
		}
		return m.print(cmd.Context(), opt, p, out)
	}
	return cmd
}

// bookletFile finds the format from the file's name, and a name from the
// format.
func bookletFile(format, out, pack string) (string, string, error) {
	ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
	if ending == "htm" || ending == "xhtml" {
		ending = "html"
	}
	if format == "auto" {
		format = ending
	}
	switch {
	case out != "" && format != "pdf" && format != "epub" && format != "html":
		return "", "", usage([]string{"end the name in .pdf, .epub or .html, or say --format"}, "`%s` does not say what to make", out)
	case format == "":
		format = "pdf"
	}
	if out == "" {
		if pack == "" {
			pack = "glossary"
		}
		out = pack + "." + format
	}
	return format, out, nil
}

// readFonts reads the fonts that a user names.
func readFonts(paths []string) ([][]byte, error) {
	var fonts [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, &failure{problem: fmt.Sprintf("cannot read the font `%s`: %v", path, cause(err))}
		}
		if err := print.CheckFont(data); err != nil {
			return nil, usage([]string{"take a TrueType font: a file .ttf or .ttc with TrueType outlines"}, "--font: `%s`: %v", path, err)
		}
		fonts = append(fonts, data)
	}
	return fonts, nil
}

func (m *machine) print(ctx context.Context, opt catalog.Options, p catalog.PrintOptions, out string) error {
	start := m.now()
	b, err := catalog.Print(ctx, opt, p)
	if err != nil {
		return err
	}
	if b.Data == nil {
		if err := m.printFindings(b.Compiled, opt.Content, report.Names()[0], m.stderr); err != nil {
			return err
		}
		fmt.Fprintln(m.stderr, "\nNothing was printed.")
		return errFindings
	}
	if err := os.WriteFile(out, b.Data, 0o644); err != nil {
		return &failure{problem: fmt.Sprintf("cannot write `%s`: %v", out, cause(err))}
	}
	m.tellPrinted(b, p, out, m.now().Sub(start))
	return nil
}

func (m *machine) tellPrinted(b *catalog.Printed, p catalog.PrintOptions, out string, took time.Duration) {
	fmt.Fprintf(m.stderr, "Printed %s to %s in %s", count(b.Booklet.Entries, "entry", "entries"), m.seen(out), seconds(took))
	if n := b.Booklet.Open; n > 0 {
		fmt.Fprintf(m.stderr, "; %s marked in it", count(n, "open conflict is", "open conflicts are"))
	}
	fmt.Fprintln(m.stderr, ".")
	if b.Booklet.Entries == 0 {
		m.note("nothing fits what was asked for: the booklet has no entries")
	}
}
