package diff

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag/report"
)

// commentMost is the length of the longest comment that git hosts take (GitHub:
// 65,536 characters), less room for a last line.
const commentMost = 65_536 - 400

// Markdown prints a comment for a pull request, what matters most first. What
// does not fit is counted.
func Markdown(w io.Writer, d *Difference, o Options) error {
	c := &comment{d: d, o: o}
	c.block("### Concord: " + md(d.Summary()) + "\n\nFrom " + code(d.Old) + " to " + code(d.New) + ".\n")
	c.section("Errors", errorBlocks(d, o))
	c.section("Conflicts", conflictBlocks(d, o, true))
	c.section("Agreements that become stale", agreementBlocks(d))
	c.section("Who should approve", approvalBlocks(d))
	c.section("What changes", entryBlocks(d, o))
	c.section(d.noMore(), conflictBlocks(d, o, false))
	if c.left > 0 {
		fmt.Fprintf(&c.Builder, "\n%d more did not fit into this comment; run `concord diff` to see them.\n", c.left)
	}
	_, err := io.WriteString(w, c.String())
	return err
}

// comment takes blocks as long as they fit.
type comment struct {
	strings.Builder
	d    *Difference
	o    Options
	used int
	left int // blocks that did not fit
}

func (c *comment) block(s string) {
	n := utf8.RuneCountInString(s)
	if c.left > 0 || c.used+n > commentMost {
		c.left++
		return
	}
	c.used += n
	c.WriteString(s)
}

func (c *comment) section(title string, blocks []string) {
	for i, b := range blocks {
		if i == 0 {
			b = "\n#### " + title + "\n\n" + b
		}
		c.block(b)
	}
}

func md(s string) string { return report.MarkdownText(s) }

func code(s string) string { return "`" + strings.ReplaceAll(report.Visible(s), "`", "'") + "`" }

func errorBlocks(d *Difference, o Options) (blocks []string) {
	for i := range d.Errors {
		f := &d.Errors[i]
		blocks = append(blocks, fmt.Sprintf("- **%s** %s  \n  %s\n", f.Kind.Code, md(f.Message), code(d.foundAt(f, o))))
	}
	return blocks
}

func conflictBlocks(d *Difference, o Options, bad bool) (blocks []string) {
	for _, c := range d.Conflicts {
		if c.How.Bad() != bad {
			continue
		}
		f := c.Finding
		b := fmt.Sprintf("- **%s**: **%s** %s (%s, %s)", c.How, f.Kind.Code, md(f.Message), f.Severity, code(f.ID))
		add := func(s string) { b += "  \n  " + s }
		if c.Why != "" {
			add(md(c.Why))
		}
		if at := d.foundAt(f, o); bad && at != "" {
			add(code(at))
		}
		if bad && f.Risk != nil {
			if s := (&Reach{Risk: *f.Risk}).depends(); s != "" {
				add("At risk: " + md(s))
			}
		}
		if bad && f.Decider != "" {
			add("Can decide: " + md(f.Decider))
		}
		if bad && len(f.Help) > 0 {
			add(md(f.Help[0]))
		}
		blocks = append(blocks, b+"\n")
	}
	return blocks
}

func agreementBlocks(d *Difference) (blocks []string) {
	for _, a := range d.Agreements {
		b := fmt.Sprintf("- %s, agreed on %s\n", md(a.Integration.Key()), a.Integration.Agreement.On)
		for _, s := range a.Changes {
			b += fmt.Sprintf("  - %s: %s\n", md(s.Entry.Key()), md(s.said()))
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func approvalBlocks(d *Difference) (blocks []string) {
	for i := range d.Approvals {
		a := &d.Approvals[i]
		blocks = append(blocks, fmt.Sprintf("- [ ] %s: %s\n", md(a.called()), md(a.said())))
	}
	for _, e := range d.Unowned {
		blocks = append(blocks, fmt.Sprintf("- nobody answers for %s\n", md(e.Key())))
	}
	return blocks
}

func entryBlocks(d *Difference, o Options) (blocks []string) {
	for i := range d.Entries {
		e := &d.Entries[i]
		name := code(e.Now().Key())
		if e.How == Renamed {
			name = code(e.Was.Key()) + " → " + code(e.Now().ID)
		}
		b := fmt.Sprintf("- **%s** %s %s", md(e.Now().Title()), name, e.How)
		if at := d.at(e, o); at != "" {
			b += ", " + code(at)
		}
		b += "\n" + partLines(e.Parts, e.How == Added || e.How == Removed)
		for _, n := range e.Notes {
			b += "  - " + md(n) + "\n"
		}
		if s := e.Reach.depends(); s != "" {
			b += "  - reaches " + md(s) + "\n"
		}
		blocks = append(blocks, b)
	}
	if len(d.Settings) > 0 {
		blocks = append(blocks, "- "+code("concord.toml")+" changed\n"+partLines(d.Settings, false))
	}
	return blocks
}

func partLines(parts []Part, whole bool) string {
	var b strings.Builder
	for i := range parts {
		x := &parts[i]
		name := md(x.Field)
		switch {
		case whole:
			fmt.Fprintf(&b, "  - %s: %s\n", name, md(value(cmp.Or(x.New, x.Old))))
		case x.Formula != nil:
			fmt.Fprintf(&b, "  - %s: %s\n%s", name, md(x.Formula.verdict()), fenced("diff", "- "+value(x.Old)+"\n+ "+value(x.New)))
			if c := x.Formula.Comparison; c != nil && c.Counterexample != nil {
				b.WriteString(fenced("text", report.Example(c)))
			}
		case len(x.Words) > 0:
			fmt.Fprintf(&b, "  - %s: %s\n", name, mdWords(x.Words))
		case len(x.Gone)+len(x.Came) > 0:
			fmt.Fprintf(&b, "  - %s:%s%s\n", name, mdEach(" ~~", "~~", x.Gone), mdEach(" **", "**", x.Came))
		case x.Old == "":
			fmt.Fprintf(&b, "  - %s: **%s**\n", name, md(value(x.New)))
		case x.New == "":
			fmt.Fprintf(&b, "  - %s: ~~%s~~\n", name, md(value(x.Old)))
		default:
			fmt.Fprintf(&b, "  - %s: %s → %s\n", name, md(value(x.Old)), md(value(x.New)))
		}
		if x.Note != "" {
			fmt.Fprintf(&b, "    %s\n", md(x.Note))
		}
	}
	return b.String()
}

func mdWords(list []Word) string {
	list = near(list)
	var parts []string
	for _, w := range list {
		text := md(value(w.Text))
		switch w.Op {
		case Out:
			text = "~~" + text + "~~"
		case In:
			text = "**" + text + "**"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func mdEach(before, after string, list []string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(before + md(value(s)) + after)
	}
	return b.String()
}

// fenced sets text in a block of code below a list item. The fence is longer
// than any run of backticks in the text, so that nothing in it can end it.
func fenced(language, text string) string {
	longest, run := 2, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := "    " + strings.Repeat("`", longest+1)
	return fence + language + "\n    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n" + fence + "\n"
}
