package render

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/concord-catalog/concord/catalog/site"
)

// appendProse writes a text whose links are settled as HTML. HTML within the
// text is left out; every attribute goes through [attr].
func appendProse(dst []byte, p site.Prose, words site.Words) ([]byte, error) {
	if p.IsZero() {
		return dst, nil
	}
	w := proseWriter{buf: *bytes.NewBuffer(dst), src: p.Source, words: words}
	w.out = util.BufWriter(bufWriter{&w.buf})
	err := ast.Walk(p.Doc, w.node)
	return w.buf.Bytes(), err
}

type proseWriter struct {
	buf   bytes.Buffer
	out   util.BufWriter
	src   []byte
	words site.Words
}

// bufWriter lets a buffer be written to by goldmark's text writer, which wants
// a buffered one.
type bufWriter struct{ *bytes.Buffer }

func (bufWriter) Buffered() int { return 0 }
func (bufWriter) Flush() error  { return nil }

func (w *proseWriter) str(s string) { w.buf.WriteString(s) }

// wrap writes the tags around a node's children.
func (w *proseWriter) wrap(entering bool, open, end string) {
	if entering {
		w.str(open)
	} else {
		w.str(end)
	}
}

func (w *proseWriter) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Document, *ast.LinkReferenceDefinition:
	case *ast.Paragraph:
		w.wrap(entering, "<p>", "</p>\n")
	case *ast.TextBlock:
		if !entering && n.NextSibling() != nil {
			w.str("\n")
		}
	case *ast.Heading:
		w.heading(n, entering)
	case *ast.Blockquote:
		w.wrap(entering, "<blockquote>\n", "</blockquote>\n")
	case *ast.List:
		w.list(n, entering)
	case *ast.ListItem:
		w.wrap(entering, "<li>", "</li>\n")
	case *ast.ThematicBreak:
		w.wrap(entering, "<hr>\n", "")
	case *ast.CodeBlock:
		return w.code(n, nil, entering), nil
	case *ast.FencedCodeBlock:
		return w.code(n, n.Language(w.src), entering), nil
	case *ast.HTMLBlock, *ast.RawHTML:
		return ast.WalkSkipChildren, nil
	case *east.Table, *east.TableHeader, *east.TableRow, *east.TableCell:
		w.table(n, entering)
	default:
		return w.inline(n, entering)
	}
	return ast.WalkContinue, nil
}

func (w *proseWriter) inline(n ast.Node, entering bool) (ast.WalkStatus, error) {
	switch n := n.(type) {
	case *ast.Text:
		if entering {
			w.text(n)
		}
	case *ast.String:
		if entering {
			w.str(attr(string(n.Value)))
		}
	case *ast.CodeSpan:
		if entering {
			w.str("<code>" + attr(strings.ReplaceAll(string(plainText(n, w.src)), "\n", " ")) + "</code>")
		}
		return ast.WalkSkipChildren, nil
	case *ast.Emphasis:
		tag := "em"
		if n.Level > 1 {
			tag = "strong"
		}
		w.wrap(entering, "<"+tag+">", "</"+tag+">")
	case *east.Strikethrough:
		w.wrap(entering, "<del>", "</del>")
	case *ast.Link:
		w.link(n, entering)
	case *ast.Image:
		if entering {
			w.image(n)
		}
		return ast.WalkSkipChildren, nil
	default:
		return ast.WalkStop, fmt.Errorf("a text has a part of kind %s, which cannot be shown", n.Kind())
	}
	return ast.WalkContinue, nil
}

func (w *proseWriter) text(n *ast.Text) {
	value := n.Value(w.src)
	if n.IsRaw() {
		w.str(attr(string(value)))
	} else {
		html.DefaultWriter.Write(w.out, value) // resolves entities and backslashes, and escapes the rest
	}
	switch {
	case n.HardLineBreak():
		w.str("<br>\n")
	case n.SoftLineBreak():
		w.str("\n")
	}
}

func (w *proseWriter) heading(n *ast.Heading, entering bool) {
	tag := "h" + strconv.Itoa(min(max(n.Level, 2), 6))
	id := attribute(n, "id")
	if entering {
		w.str("<" + tag)
		if id != "" {
			w.str(` id="` + attr(id) + `"`)
		}
		w.str(">")
		return
	}
	if id != "" {
		w.str(` <a class="self" href="#` + attr(id) + `" aria-label="` + attr(w.words.T("permalink")) + `">#</a>`)
	}
	w.str("</" + tag + ">\n")
}

func (w *proseWriter) list(n *ast.List, entering bool) {
	switch {
	case !n.IsOrdered():
		w.wrap(entering, "<ul>\n", "</ul>\n")
	case n.Start != 1:
		w.wrap(entering, `<ol start="`+strconv.Itoa(n.Start)+`">`+"\n", "</ol>\n")
	default:
		w.wrap(entering, "<ol>\n", "</ol>\n")
	}
}

// code writes a block of code. Its language becomes part of a class only when
// it is a plain name.
func (w *proseWriter) code(n ast.Node, language []byte, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	w.str(`<pre tabindex="0"><code`)
	if isPlainName(language) {
		w.str(` class="language-` + attr(string(language)) + `"`)
	}
	w.str(">")
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		w.str(attr(string(line.Value(w.src))))
	}
	w.str("</code></pre>\n")
	return ast.WalkSkipChildren
}

// isPlainName accepts the names of languages: letters, digits and + # _ -.
func isPlainName(name []byte) bool {
	if len(name) == 0 || len(name) > 30 {
		return false
	}
	for _, c := range name {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !bytes.ContainsRune([]byte("+#_-"), rune(c)) {
			return false
		}
	}
	return true
}

func (w *proseWriter) link(n *ast.Link, entering bool) {
	if !entering {
		w.str("</a>")
		return
	}
	w.str(`<a href="` + attr(string(n.Destination)) + `"`)
	if class := attribute(n, "class"); class != "" {
		w.str(` class="` + attr(class) + `"`)
		if class == "out" {
			w.str(` rel="noopener"`)
		}
	}
	w.title(n.Title)
	w.str(">")
}

func (w *proseWriter) title(title []byte) {
	if len(title) > 0 {
		w.str(` title="`)
		html.DefaultWriter.Write(w.out, title) // escapes quotes
		w.str(`"`)
	}
}

func (w *proseWriter) image(n *ast.Image) {
	w.str(`<img src="` + attr(string(n.Destination)) + `" alt="` + attr(string(plainText(n, w.src))) + `"`)
	w.title(n.Title)
	w.str(` loading="lazy">`)
}

func (w *proseWriter) table(n ast.Node, entering bool) {
	switch n := n.(type) {
	case *east.Table:
		w.wrap(entering, "<div class=\"scroll\"><table>\n", "</tbody>\n</table></div>\n")
	case *east.TableHeader:
		w.wrap(entering, "<thead>\n<tr>", "</tr>\n</thead>\n<tbody>\n")
	case *east.TableRow:
		w.wrap(entering, "<tr>", "</tr>\n")
	case *east.TableCell:
		tag, scope := "td", ""
		if n.Parent().Kind() == east.KindTableHeader {
			tag, scope = "th", ` scope="col"`
		}
		class := map[east.Alignment]string{east.AlignRight: ` class="num"`, east.AlignCenter: ` class="mid"`}[n.Alignment]
		w.wrap(entering, "<"+tag+scope+class+">", "</"+tag+">")
	}
}

// attribute is what the plan has noted on a node.
func attribute(n ast.Node, name string) string {
	v, ok := n.AttributeString(name)
	if !ok {
		return ""
	}
	s, _ := v.(string)
	return s
}

// plainText is the text of a node's children without any markup.
func plainText(n ast.Node, src []byte) []byte {
	var out []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out = append(out, c.Value(src)...)
			if c.SoftLineBreak() {
				out = append(out, ' ')
			}
		case *ast.String:
			out = append(out, c.Value...)
		default:
			out = append(out, plainText(c, src)...)
		}
	}
	return out
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;", "\x00", "\ufffd")

// attr escapes a text for a quoted attribute, which is enough for any other
// place in a page as well.
func attr(s string) string { return escape.Replace(strings.ToValidUTF8(s, "\ufffd")) }
