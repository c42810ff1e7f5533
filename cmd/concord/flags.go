package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// choice is a flag that takes one of a few words.
type choice struct {
	word  string
	words []string
}

func (c *choice) String() string { return c.word }
func (c *choice) Type() string   { return strings.Join(c.words, "|") }

func (c *choice) Set(word string) error {
	for _, w := range c.words {
		if w == word {
			c.word = word
			return nil
		}
	}
	help := []string{"it takes " + strings.Join(c.words, ", ")}
	if near, ok := closest(word, c.words); ok {
		help = append([]string{fmt.Sprintf("did you mean `%s`?", near)}, help...)
	}
	return usage(help, "`%s` is none of its values", word)
}

// addChoice gives a command a flag of a few words, with completion.
func addChoice(cmd *cobra.Command, name, text string, words ...string) *choice {
	c := &choice{word: words[0], words: words}
	cmd.Flags().Var(c, name, text)
	cmd.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	})
	return c
}

// family is the gravest family of findings that a command lets pass.
func family(c *choice) diag.Family {
	return map[string]diag.Family{"error": diag.Error, "conflict": diag.Conflict, "advice": diag.Advice}[c.word]
}

func addFailOn(cmd *cobra.Command) *choice {
	return addChoice(cmd, "fail-on", "exit with 1 for findings of this family or a graver one", "error", "conflict", "advice")
}

// day is a flag that takes a date.
type day struct{ model.Date }

func (d *day) Type() string { return "YYYY-MM-DD" }

func (d *day) Set(text string) error {
	date, err := model.ParseDate(text)
	if err != nil {
		return usage([]string{"write a day as YYYY-MM-DD, as in 2027-03-31"}, "`%s` is no day", text)
	}
	d.Date = date
	return nil
}

func addToday(flags *pflag.FlagSet) *day {
	d := &day{}
	flags.Var(d, "today", "count ages and expiries from this day instead of the newest commit's")
	return d
}

// contentFolder is the folder that a command works on: the one that is named,
// else content/ here, else this folder if it is one itself.
func contentFolder(args []string, at int) (string, error) {
	if len(args) > at {
		return filepath.Clean(args[at]), isFolder(args[at])
	}
	if info, err := os.Stat("content"); err == nil && info.IsDir() {
		return "content", nil
	}
	if _, err := os.Stat("concord.toml"); err == nil {
		return ".", nil
	}
	here, _ := os.Getwd()
	return "", usage([]string{
		"name the content folder, as in `concord build path/to/content`",
		"or begin a catalog in an empty folder with `concord init`",
	}, "there is no content here: %s holds neither a folder `content` nor a file `concord.toml`", here)
}

func isFolder(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return &failure{problem: fmt.Sprintf("cannot read the content folder `%s`: %v", path, cause(err)), help: nearFolder(path)}
	case !info.IsDir():
		return &failure{problem: fmt.Sprintf("`%s` is a file, and a content folder was expected", path),
			help: []string{"name the folder that holds `concord.toml`; one file cannot be compiled without the others"}}
	}
	return nil
}

// nearFolder suggests a folder of a similar name beside the missing one.
func nearFolder(path string) []string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	near, ok := closest(filepath.Base(path), names)
	if !ok {
		return nil
	}
	return []string{fmt.Sprintf("did you mean `%s`?", filepath.Join(filepath.Dir(path), near))}
}

// atMost refuses more arguments than a command takes.
func atMost(n int, takes string) cobra.PositionalArgs { return between(0, n, takes) }

func between(lo, hi int, takes string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= lo && len(args) <= hi {
			return nil
		}
		help := []string{"usage: " + cmd.UseLine()}
		if len(args) > hi {
			return usage(help, "`%s` takes %s, and `%s` is one too many", cmd.CommandPath(), takes, args[hi])
		}
		return usage(help, "`%s` takes %s", cmd.CommandPath(), takes)
	}
}

// options is what every command that compiles hands to the compiler.
func (m *machine) options(content string, today model.Date) catalog.Options {
	return catalog.Options{Content: content, Today: today, Now: m.now(), Version: version(),
		CacheDir: cacheDir(), Program: program(), Home: homeDir(), Layout: layoutHelper(), Warn: m.note}
}

// closest is the one word that was most likely meant, if there is one.
func closest(word string, among []string) (string, bool) {
	near := catalog.Near(word, among, 1)
	if len(near) == 0 {
		return "", false
	}
	return near[0], true
}
