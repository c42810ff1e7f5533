package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
)

// outputs is a flag that says how findings are printed and where to, and may be
// given several times: `--format text --format sarif=out.sarif`.
type outputs struct{ list []output }

// output is one format, and the file it goes to; "" is standard output.
type output struct{ format, file string }

func (o *outputs) String() string { return "text" }
func (o *outputs) Type() string   { return "FORMAT[=FILE]" }

func (o *outputs) Set(text string) error {
	format, file, toFile := strings.Cut(text, "=")
	c := choice{words: report.Names()}
	if err := c.Set(format); err != nil {
		return err
	}
	if toFile && file == "" {
		return usage([]string{"write it as in `" + format + "=findings." + format + "`"}, "`%s` names no file", text)
	}
	for _, other := range o.list {
		if other.file == file {
			where := "standard output"
			if toFile {
				where = "`" + file + "`"
			}
			return usage([]string{"give one of them a file, as in `" + format + "=findings.txt`"}, "two formats go to %s", where)
		}
	}
	o.list = append(o.list, output{format, file})
	return nil
}

func addOutputs(cmd *cobra.Command) *outputs {
	o := &outputs{}
	cmd.Flags().Var(o, "format", "how findings are printed and where to: "+strings.Join(report.Names(), ", ")+"; may be repeated")
	cmd.RegisterFlagCompletionFunc("format", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return report.Names(), cobra.ShellCompDirectiveNoFileComp
	})
	return o
}

// print prints findings in every format that was asked for. What goes to files
// is written even where nothing is found, so that a later step has its file.
func (o *outputs) print(m *machine, c *catalog.Compiled, list diag.List, content string, most int, onlyNew bool) error {
	outs := o.list
	if len(outs) == 0 {
		outs = []output{{format: "text"}}
	}
	for _, out := range outs {
		print, _ := report.Lookup(out.format)
		opt := m.reportOptions(content, m.stdout)
		opt.Max, opt.New = most, onlyNew
		if out.file == "" {
			if err := print(m.stdout, c.Set, list, opt); err != nil {
				return err
			}
			continue
		}
		opt.Color = false
		if err := writeOutput(out.file, func(w io.Writer) error { return print(w, c.Set, list, opt) }); err != nil {
			return err
		}
	}
	return nil
}

// forPeople reports whether somebody reads standard output as text.
func (o *outputs) forPeople() bool {
	return len(o.list) == 0 || slices.Contains(o.list, output{format: "text"})
}

func writeOutput(file string, print func(io.Writer) error) error {
	var b bytes.Buffer
	if err := print(&b); err != nil {
		return err
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		return writeFailure(file, err)
	}
	return nil
}

// rules is a flag that names rules, by ID or code, and may be given several
// times.
type rules struct{ kinds []*diag.Kind }

func (r *rules) String() string { return "" }
func (r *rules) Type() string   { return "RULE" }

func (r *rules) Set(text string) error {
	var known []string
	for name := range strings.SplitSeq(text, ",") {
		x, ok := catalog.Explain(name)
		if !ok {
			for _, k := range catalog.Kinds() {
				known = append(known, k.ID)
			}
			help := []string{"`concord explain` lists the rules"}
			if near, found := closest(name, known); found {
				help = []string{fmt.Sprintf("did you mean `%s`?", near)}
			}
			return usage(help, "no rule is called `%s`", name)
		}
		r.kinds = append(r.kinds, x.Kind)
	}
	return nil
}

// of keeps the findings of the rules that were named, or all.
func (r *rules) of(list diag.List) diag.List {
	if len(r.kinds) == 0 {
		return list
	}
	kept := diag.List{}
	for _, f := range list {
		for _, k := range r.kinds {
			if f.Kind.Code == k.Code {
				kept = append(kept, f)
				break
			}
		}
	}
	return kept
}
