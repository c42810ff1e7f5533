package site

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// finding is something wrong with a page's text. Links to a place within
// another page can only be judged once all pages are planned: until then they
// wait as pending.
type finding struct {
	diag.Finding
	pending *ast.Link // with a fragment of page
	page    string
}

// markdown is the parser for all texts: CommonMark with tables and
// strikethrough, without attributes. It is safe for concurrent use.
var markdown = parser.NewParser(
	parser.WithBlockParsers(parser.DefaultBlockParsers()...),
	parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
		util.Prioritized(extension.NewStrikethroughParser(), 500))...),
	parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
		util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
	parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
)

// prose parses a text and settles what it refers to. Its highest heading
// becomes one of the given level.
func (b *pageBuilder) prose(t model.Text, level int) Prose {
	if strings.TrimSpace(t.S) == "" {
		return Prose{}
	}
	w := &proseWalk{pageBuilder: b, written: t, src: []byte(t.S), level: level}
	doc := markdown.Parse(text.NewReader(w.src))
	w.locate()
	if err := ast.Walk(doc, w.visit); err != nil {
		panic("unreachable: no visitor returns an error: " + err.Error())
	}
	for _, n := range w.doomed {
		n.node.Parent().RemoveChild(n.node.Parent(), n.node)
	}
	for _, n := range w.swaps {
		swap(n)
	}
	w.linkTerms(doc)
	w.headings()
	return Prose{Source: w.src, Doc: doc}
}

// proseWalk is one pass over a text.
type proseWalk struct {
	*pageBuilder
	written model.Text
	src     []byte
	base    int // where the text begins in its file, or -1 when it is not there byte for byte
	level   int
	doomed  []replacement
	swaps   []replacement
	heads   []*ast.Heading
	spent   int                        // bytes of the addresses and titles of links so far
	leadTo  map[*ast.Link]*model.Entry // links to entries
}

// replacement is a node to be taken out, with what comes in its place.
type replacement struct {
	node ast.Node
	with []ast.Node
	keep bool // its children come in its place
}

func swap(r replacement) {
	parent := r.node.Parent()
	if r.keep {
		for c := r.node.FirstChild(); c != nil; {
			after := c.NextSibling()
			parent.InsertBefore(parent, r.node, c)
			c = after
		}
	}
	for _, n := range r.with {
		parent.InsertBefore(parent, r.node, n)
	}
	parent.RemoveChild(parent, r.node)
}

// locate finds the text in its file, so that findings can point into it.
func (w *proseWalk) locate() {
	file := w.in.Catalog.Source.File(w.written.At.File)
	w.base = -1
	if file == nil {
		return
	}
	at := w.written.At
	if i := bytes.Index(file.Data[at.Start:at.End], w.src); i >= 0 {
		w.base = int(at.Start) + i
	}
}

// place is where some bytes of the text stand.
func (w *proseWalk) place(from, to int) source.Span {
	if w.base < 0 || from < 0 {
		return w.written.At
	}
	return source.Span{File: w.written.At.File, Start: int32(w.base + from), End: int32(w.base + max(from, to))}
}

func (w *proseWalk) visit(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Heading:
		w.heads = append(w.heads, n)
	case *ast.Link:
		w.link(n)
	case *ast.Image:
		w.image(n)
	case *ast.AutoLink:
		w.autoLink(n)
	case *ast.HTMLBlock:
		w.html(n, n.Pos(), string(n.Lines().Value(w.src)))
		return ast.WalkSkipChildren, nil
	case *ast.RawHTML:
		w.html(n, n.Pos(), string(n.Segments.Value(w.src)))
		return ast.WalkSkipChildren, nil
	}
	return ast.WalkContinue, nil
}

// afford reports whether one more link or picture may be written out. An address
// is written once and may be referred to from everywhere: without a bound, a
// small text would become a page of gigabytes.
func (w *proseWalk) afford(n ast.Node, destination, title []byte) bool {
	limit := 2*len(w.src) + 64<<10
	before := w.spent
	w.spent += len(destination) + len(title)
	if w.spent <= limit {
		return true
	}
	if before <= limit {
		w.report(unsafeLink.At(w.place(n.Pos(), n.Pos()+1), "the addresses of the links are many times as long as the text; from here on they are not published").
			WithHelp("use shorter addresses, or refer to each less often"))
	}
	w.swaps = append(w.swaps, replacement{node: n, keep: true})
	return false
}

func (w *proseWalk) link(n *ast.Link) {
	if !w.afford(n, n.Destination, n.Title) {
		return
	}
	written := decoded(n.Destination)
	at := w.place(n.Pos(), n.Pos()+1)
	switch {
	case strings.HasPrefix(written, "#"):
		n.Destination = []byte(written)
		w.pend(n, w.url, at, written)
	case hasScheme(written) && !w.isKey(written):
		href, ok := External(written)
		if !ok {
			w.report(unsafeLink.At(at, fmt.Sprintf("the link to `%s` is not published", shortCode(written))).
				WithHelp("use an `https:` or `http:` address, or the path of another file"))
			w.swaps = append(w.swaps, replacement{node: n, keep: true})
			return
		}
		n.Destination = []byte(href)
		n.SetAttributeString("class", "out")
	default:
		href, target, ok := w.internal(written, w.written.At.File)
		if !ok {
			w.report(brokenLink.At(at, fmt.Sprintf("`%s` is no file or entry of the catalog", shortCode(written))).
				WithHelp("link to the other entry's file, or by its kind and ID, as in `term:finance/revenue`"))
			w.swaps = append(w.swaps, replacement{node: n, keep: true})
			return
		}
		n.Destination = []byte(href)
		if target != nil {
			n.SetAttributeString("class", "ref")
			if w.leadTo == nil {
				w.leadTo = map[*ast.Link]*model.Entry{}
			}
			w.leadTo[n] = target
			if _, fragment, found := strings.Cut(href, "#"); found && fragment != "" {
				w.pend(n, w.info(target).url, at, written)
			}
		}
	}
}

// decoded is an address as a browser would see it: without the backslashes and
// entities of Markdown.
func decoded(destination []byte) string {
	plain := util.UnescapePunctuations(destination)
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(plain)))
}

// pend leaves a link to a place within a page to be judged later.
func (w *proseWalk) pend(n *ast.Link, page string, at source.Span, written string) {
	f := brokenLink.At(at, fmt.Sprintf("the page that `%s` leads to has no such heading", shortCode(written))).
		WithHelp("a heading is named by its words in lower case with hyphens between")
	w.findings = append(w.findings, finding{f, n, page})
}

func (w *proseWalk) report(f diag.Finding) {
	w.findings = append(w.findings, finding{Finding: f})
}

func (w *proseWalk) isKey(written string) bool {
	kind, _, found := strings.Cut(written, ":")
	_, known := model.ParseKind(kind)
	return found && known
}

func (w *proseWalk) autoLink(n *ast.AutoLink) {
	written := string(n.URL(w.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(written), "mailto:") {
		written = "mailto:" + written
	}
	label := n.Label(w.src)
	href, ok := External(written)
	if !ok {
		w.report(unsafeLink.At(w.place(n.Pos(), n.Pos()+1), fmt.Sprintf("the link to `%s` is not published", shortCode(written))).
			WithHelp("use an `https:` or `http:` address, or the path of another file"))
		w.swaps = append(w.swaps, replacement{node: n, with: []ast.Node{ast.NewString(label)}})
		return
	}
	link := ast.NewLink()
	link.Destination = []byte(href)
	link.SetAttributeString("class", "out")
	link.AppendChild(link, ast.NewString(label))
	w.swaps = append(w.swaps, replacement{node: n, with: []ast.Node{link}})
}

func (w *proseWalk) image(n *ast.Image) {
	if !w.afford(n, n.Destination, n.Title) {
		return
	}
	written := decoded(n.Destination)
	at := w.place(n.Pos(), n.Pos()+1)
	if hasScheme(written) {
		w.remoteImage(n, written, at)
		return
	}
	f := w.assetAt(written, w.written.At.File)
	if f == nil {
		w.report(brokenLink.At(at, fmt.Sprintf("`%s` is no file of the catalog", shortCode(written))).
			WithHelp("put the picture beside the text and refer to it by its path"))
		w.swaps = append(w.swaps, replacement{node: n, keep: true})
		return
	}
	if !publishable(f) {
		w.report(activePicture.At(at, fmt.Sprintf("`%s` has active content and is not published", f.Path)).
			WithHelp("export it without scripts, event handlers, animation and links, or as PNG"))
		w.swaps = append(w.swaps, replacement{node: n, keep: true})
		return
	}
	n.Destination = []byte(w.asset(f))
}

func (w *proseWalk) remoteImage(n *ast.Image, written string, at source.Span) {
	r := replacement{node: n, keep: true}
	if href, ok := External(written); ok && !strings.HasPrefix(href, "mailto:") {
		link := ast.NewLink()
		link.Destination = []byte(href)
		link.SetAttributeString("class", "out")
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			link.AppendChild(link, c)
		}
		r = replacement{node: n, with: []ast.Node{link}}
		w.report(remotePicture.At(at, fmt.Sprintf("the picture `%s` is on another site", shortCode(written))).
			WithHelp("put the picture beside the text and refer to it by its path"))
	} else {
		w.report(unsafeLink.At(at, fmt.Sprintf("the picture `%s` is not published", shortCode(written))).
			WithHelp("put the picture beside the text and refer to it by its path"))
	}
	w.swaps = append(w.swaps, r)
}

// html takes HTML out of a text. Comments go without a word.
func (w *proseWalk) html(n ast.Node, pos int, written string) {
	w.doomed = append(w.doomed, replacement{node: n})
	if s := strings.TrimSpace(written); strings.HasPrefix(s, "<!--") && strings.HasSuffix(s, "-->") {
		return
	}
	w.report(rawHTML.At(w.place(pos, pos+1), fmt.Sprintf("`%s` is left out", shortCode(written))).
		WithHelp("say it in Markdown, or set it in backticks"))
}

// headings gives every heading a level that fits its page and a fragment of its
// own. No level is skipped on the way down.
func (w *proseWalk) headings() {
	top := 6
	for _, h := range w.heads {
		top = min(top, h.Level)
	}
	previous := w.level - 1
	for _, h := range w.heads {
		h.Level = min(6, w.level+h.Level-top, previous+1)
		previous = h.Level
		base := "h-" + slug(string(headingText(h, w.src)))
		id := base
		for w.ids[id] { // the number is kept, so that a thousand headings of one name take a thousand steps
			if w.sameName == nil {
				w.sameName = map[string]int{}
			}
			w.sameName[base]++
			id = fmt.Sprintf("%s-%d", base, w.sameName[base]+1)
		}
		if w.ids == nil {
			w.ids = map[string]bool{}
		}
		w.ids[id] = true
		h.SetAttributeString("id", id)
	}
}

func headingText(n ast.Node, src []byte) []byte {
	var out []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out = append(out, c.Value(src)...)
		case *ast.String:
			out = append(out, c.Value...)
		default:
			out = append(out, headingText(c, src)...)
		}
	}
	return out
}

// internal settles a link that stays within the site: `kind:id`, the path of a
// content file relative to the file it stands in or, with a slash in front, to
// the top of the content, or the path of a picture or download.
func (b *pageBuilder) internal(written string, in source.FileID) (href string, target *model.Entry, ok bool) {
	address, fragment, _ := strings.Cut(stripControls(strings.TrimSpace(written)), "#")
	address, _, _ = strings.Cut(address, "?")
	target = b.in.Catalog.ByKey(address)
	if target == nil {
		target = b.entryAt(address, in)
	}
	if target != nil {
		href = rel(b.url, b.info(target).url)
		if fragment != "" {
			href += "#" + fragmentFor(target, fragment)
		}
		return href, target, true
	}
	if f := b.assetAt(address, in); f != nil && publishable(f) {
		return b.asset(f), nil, true
	}
	return "", nil, false
}

// fragmentFor names a place within an entry's page: a field, or a heading.
func fragmentFor(e *model.Entry, fragment string) string {
	if o, ok := e.Self.(*model.Object); ok {
		if f, _ := o.Field(fragment); f != nil {
			return fieldAnchor(fragment)
		}
	}
	if strings.HasPrefix(fragment, "h-") || strings.HasPrefix(fragment, "f-") {
		return fragment
	}
	return "h-" + slug(fragment)
}

// entryAt finds the entry that a path leads to.
func (b *pageBuilder) entryAt(address string, in source.FileID) *model.Entry {
	full := b.fullPath(address, in)
	if full == "" {
		return nil
	}
	if f := b.in.Catalog.Source.ByPath(full); f != nil && b.byFile[f.ID] != nil {
		return b.byFile[f.ID]
	}
	folder, rest, found := strings.Cut(full, "/")
	if !found {
		return nil
	}
	kind, known := model.ParseKind(folder)
	if !known {
		return nil
	}
	for _, ext := range []string{".html", ".md", ".yaml", ".yml", ".toml"} {
		rest = strings.TrimSuffix(rest, ext)
	}
	return b.in.Catalog.Get(kind, rest)
}

func (b *pageBuilder) assetAt(address string, in source.FileID) *source.File {
	f := b.in.Catalog.Source.ByPath(b.fullPath(address, in))
	if f == nil || !f.Asset || f.Refused {
		return nil
	}
	return f
}

// fullPath is a written path from the top of the content, or "" when it leads
// out of it.
func (b *pageBuilder) fullPath(address string, in source.FileID) string {
	if address == "" {
		return ""
	}
	if decoded, err := pathUnescape(address); err == nil {
		address = decoded
	}
	full := strings.TrimPrefix(path.Clean(address), "/")
	if f := b.in.Catalog.Source.File(in); f != nil && !strings.HasPrefix(address, "/") {
		full = path.Join(path.Dir(f.Path), address)
	}
	if full == ".." || strings.HasPrefix(full, "../") {
		return ""
	}
	return full
}
