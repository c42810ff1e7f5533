package print

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/concord-catalog/concord/catalog/site"
)

// rich turns a text, whose links are settled for the page it stands on, into
// blocks.
func (b *builder) rich(page string, p site.Prose) []Block {
	if p.IsZero() {
		return nil
	}
	r := richText{b, page, p.Source}
	return r.blocks(p.Doc)
}

type richText struct {
	*builder
	page string
	src  []byte
}

func (r *richText) blocks(parent ast.Node) []Block {
	var list []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Paragraph, *ast.TextBlock:
			list = append(list, Block{Kind: Paragraph, Text: r.inlines(n)})
		case *ast.Heading:
			list = append(list, Block{Kind: Heading, Level: max(n.Level-2, 1), Text: r.inlines(n)})
		case *ast.List:
			list = append(list, Block{Kind: List, Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight, Blocks: r.blocks(n)})
		case *ast.ListItem:
			list = append(list, Block{Kind: Item, Blocks: r.blocks(n)})
		case *ast.Blockquote:
			list = append(list, Block{Kind: Quote, Blocks: r.blocks(n)})
		case *ast.ThematicBreak:
			list = append(list, Block{Kind: Rule})
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			list = append(list, Block{Kind: Pre, Text: []Inline{{Text: strings.TrimRight(string(n.Lines().Value(r.src)), "\n"), Code: true}}})
		case *east.Table:
			list = append(list, Block{Kind: Table, Blocks: r.blocks(n)})
		case *east.TableHeader:
			list = append(list, Block{Kind: Row, Head: true, Blocks: r.blocks(n)})
		case *east.TableRow:
			list = append(list, Block{Kind: Row, Blocks: r.blocks(n)})
		case *east.TableCell:
			list = append(list, Block{Kind: Cell, Text: r.inlines(n)})
		}
	}
	return list
}

func (r *richText) inlines(parent ast.Node) []Inline {
	var list []Inline
	r.collect(parent, Inline{}, &list)
	return joined(list)
}

// collect appends the runs below a node, in the manner of what is around them.
func (r *richText) collect(parent ast.Node, manner Inline, list *[]Inline) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		run := manner
		switch n := n.(type) {
		case *ast.Text:
			run.Text = string(n.Value(r.src))
			if !n.IsRaw() {
				run.Text = unescape(n.Value(r.src))
			}
			if n.SoftLineBreak() {
				run.Text += " "
			}
			run.Break = n.HardLineBreak()
			add(list, run)
		case *ast.String:
			run.Text = string(n.Value)
			add(list, run)
		case *ast.CodeSpan:
			run.Text, run.Code = strings.ReplaceAll(r.plain(n), "\n", " "), true
			add(list, run)
		case *ast.Emphasis:
			run.Em, run.Strong = run.Em || n.Level == 1, run.Strong || n.Level > 1
			r.collect(n, run, list)
		case *east.Strikethrough:
			run.Strike = true
			r.collect(n, run, list)
		case *ast.Link:
			r.lead(&run, r.page, string(n.Destination))
			r.collect(n, run, list)
		case *ast.Image:
			run.Text, run.Image = r.plain(n), strings.TrimLeft(string(n.Destination), "./")
			*list = append(*list, run)
		case *ast.RawHTML, *ast.HTMLBlock:
		default:
			r.collect(n, run, list)
		}
	}
}

// add appends a run that says something.
func add(list *[]Inline, run Inline) {
	if run.Text != "" || run.Break {
		*list = append(*list, run)
	}
}

// joined makes one run of those that follow each other in one manner. A paragraph
// may be of thousands: each is written once.
func joined(list []Inline) []Inline {
	var out []Inline
	for i := 0; i < len(list); {
		run := list[i]
		end := i + 1
		for ; end < len(list) && run.Image == "" && goesOn(list[end-1], list[end]); end++ {
			run.Break = list[end].Break
		}
		if end > i+1 {
			var text strings.Builder
			for _, part := range list[i:end] {
				text.WriteString(part.Text)
			}
			run.Text = text.String()
		}
		out = append(out, run)
		i = end
	}
	return out
}

// goesOn reports whether a run is in the manner of the one before, on its line.
func goesOn(before, run Inline) bool {
	before.Text, run.Text, run.Break = "", "", before.Break
	return !before.Break && before == run
}

// unescape reads a text as Markdown means it, without backslashes and entities.
func unescape(text []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(text))))
}

// plain is the text below a node without any manner.
func (r *richText) plain(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(r.src))
			if n.SoftLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		default:
			b.WriteString(r.plain(n))
		}
	}
	return b.String()
}

// spans are a message with what stands in backticks set as code.
func spans(list []site.Span) []Inline {
	var runs []Inline
	for _, s := range list {
		runs = append(runs, Inline{Text: s.Text, Code: s.Code})
	}
	return runs
}

// words are a plain text as runs: none when there is nothing.
func words(text string) []Inline {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return nil
	}
	return []Inline{{Text: text}}
}

// PlainText is what runs say without their manner.
func PlainText(runs []Inline) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
		if r.Break {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
