package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// commentMost is the length of the longest comment that git hosts take (GitHub:
// 65,536 characters), less room for a last line.
const commentMost = 65_536 - 400

// Markdown prints a comment for a pull request, what matters most first. What
// does not fit is counted.
func Markdown(w io.Writer, set *source.Set, list diag.List, o Options) error {
	open := ByWeight(list)
	var b strings.Builder
	fmt.Fprintf(&b, "### Concord: %s\n", Summary(set, list))
	used := utf8.RuneCountInString(b.String())
	family := diag.Family(255)
	for i := range open {
		f := &open[i]
		block := markdownOf(set, f, o)
		if f.Kind.Family != family {
			family = f.Kind.Family
			block = "\n#### " + familyTitle(family) + "\n\n" + block
		}
		if used += utf8.RuneCountInString(block); used > commentMost {
			fmt.Fprintf(&b, "\n%d more did not fit into this comment; run `concord check` to see them.\n", len(open)-i)
			break
		}
		b.WriteString(block)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func familyTitle(f diag.Family) string {
	return [...]string{"Advice", "Conflicts", "Errors"}[f]
}

func markdownOf(set *source.Set, f *diag.Finding, o Options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** %s", f.Kind.Code, MarkdownText(f.Message))
	if p := set.Place(f.At); p.Path != "" {
		fmt.Fprintf(&b, "  \n  %s", markdownPlace(o.Folder+p.Path, p.Start.Line))
		for _, other := range f.Places {
			if p := set.Place(other.At); p.Path != "" {
				fmt.Fprintf(&b, ", %s", markdownPlace(o.Folder+p.Path, p.Start.Line))
				if other.Label != "" {
					b.WriteString(" (" + MarkdownText(other.Label) + ")")
				}
			}
		}
	}
	if r := f.Risk; r != nil && len(r.Outcomes)+len(r.Decisions)+len(r.KPIs) > 0 {
		b.WriteString("  \n  At risk: " + MarkdownText(stakes(r)))
	}
	if f.Decider != "" {
		b.WriteString("  \n  Can decide: " + MarkdownText(f.Decider))
	}
	for _, h := range f.Help {
		b.WriteString("  \n  " + MarkdownText(h))
	}
	b.WriteByte('\n')
	return b.String()
}

func markdownPlace(path string, line int) string {
	return fmt.Sprintf("`%s:%d`", strings.ReplaceAll(Visible(path), "`", "'"), line)
}

// MarkdownText writes text from content so that a git host shows it and does
// nothing else with it: code between backticks stays code, all other signs are
// escaped, and nobody is notified. Backticks that stand side by side would begin
// and end code elsewhere than they seem to, so a text that has such takes none of
// them for code.
func MarkdownText(s string) string {
	s = Visible(s)
	if strings.Contains(s, "``") {
		return escapeMarkdown(s)
	}
	var b strings.Builder
	parts := strings.Split(s, "`")
	for i, part := range parts {
		switch {
		case i%2 == 1 && i < len(parts)-1:
			b.WriteString("`" + part + "`")
		case i%2 == 1:
			b.WriteString("\\`" + escapeMarkdown(part))
		default:
			b.WriteString(escapeMarkdown(part))
		}
	}
	return b.String()
}

func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '!', '&':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '#':
			b.WriteString("\\#\u200b") // keeps a number from being a reference to an issue
		case '@':
			b.WriteString("@\u200b") // keeps a name from being a mention
		default:
			b.WriteRune(r)
		}
	}
	return strings.NewReplacer("https://", "https:\u200b//", "http://", "http:\u200b//", "www.", "www\u200b.").Replace(b.String())
}
