package ingest

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// prose is an HTML fragment as Markdown, cut at its headings.
type prose struct {
	sections []section // the first has no heading and may be empty
	links    []hyperlink
}

// section is a heading and the Markdown blocks below it.
type section struct {
	heading string
	level   int
	blocks  []string
}

// hyperlink is a link or an image as the fragment has it.
type hyperlink struct{ label, href string }

// text is the section without its heading.
func (s section) text() string { return joinBlocks(s.blocks) }

// markdown is the section as blocks, its heading first.
func (s section) markdown() []string {
	if s.heading == "" {
		return s.blocks
	}
	heading := strings.Repeat("#", min(6, max(3, s.level-1))) + " " + s.heading
	return append([]string{heading}, s.blocks...)
}

// markdown is all of the prose.
func (p prose) markdown() string {
	var blocks []string
	for _, s := range p.sections {
		blocks = append(blocks, s.markdown()...)
	}
	return joinBlocks(blocks)
}

// plain is all of the prose on one line.
func (p prose) plain() string {
	var parts []string
	for _, s := range p.sections {
		parts = append(append(parts, s.heading), s.blocks...)
	}
	return oneLine(strings.Join(parts, " "))
}

// readHTML turns a fragment into Markdown: entities decoded, markup that
// Markdown has a sign for kept, links reduced to their text and listed. Text
// that merely looks like a tag stays text. The tokenizer does not nest, so no
// depth of markup can exhaust the stack.
func readHTML(fragment string) prose { return readTokens(fragment, &htmlWriter{}) }

// readMixed does the same for Markdown with HTML in it: the Markdown stays as
// it is, and links stay links.
func readMixed(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return dedent(fragment)
	}
	return readTokens(dedent(fragment), &htmlWriter{mixed: true}).markdown()
}

func readTokens(fragment string, w *htmlWriter) prose {
	w.out.sections = []section{{}}
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch z.Next() {
		case html.ErrorToken:
			w.flush()
			return w.out
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw())
			t := z.Token()
			if !w.open(t) {
				w.text(html.UnescapeString(raw))
			}
		case html.EndTagToken:
			raw := string(z.Raw())
			name, _ := z.TagName()
			if !w.close(string(name)) {
				w.text(html.UnescapeString(raw))
			}
		}
	}
}

// htmlWriter builds prose from tokens.
type htmlWriter struct {
	out    prose
	inline strings.Builder
	mixed  bool   // the text is Markdown
	marks  []mark // inline markup that is open
	lists  []list
	quotes int
	code   int // open code elements
	pre    bool
	item   bool   // the next block starts a list item
	level  int    // of the heading being read, or 0
	href   string // of the link being read
	label  int    // where its text starts
}

type list struct {
	ordered bool
	n       int
}

// mark is an open em, strong or code element.
type mark struct {
	tag string
	at  int // offset in inline
}

func (w *htmlWriter) text(s string) {
	switch {
	case w.pre:
		w.inline.WriteString(s)
	case w.mixed:
		w.inline.WriteString(escapeHTML(s))
	case w.code > 0:
		w.inline.WriteString(collapse(s))
	default:
		w.inline.WriteString(escapeMarkdown(collapse(s)))
	}
}

// collapse makes every run of white space one blank. No-break spaces stay.
func collapse(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' {
			blank = true
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(r)
	}
	if blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// open handles a start tag. It reports false for what is no HTML element.
func (w *htmlWriter) open(t html.Token) bool {
	switch {
	case blockTags[t.Data]:
		w.openBlock(t.Data)
		return true
	case !inlineTags[t.Data]:
		return false
	}
	switch t.Data {
	case "br":
		w.inline.WriteByte('\n')
	case "a":
		w.href, w.label = attribute(t, "href"), w.inline.Len()
	case "img":
		w.image(attribute(t, "alt"), attribute(t, "src"))
	case "em", "i", "strong", "b", "code":
		if w.pre {
			break
		}
		if t.Data == "code" {
			w.code++
		}
		w.marks = append(w.marks, mark{t.Data, w.inline.Len()})
	case "sup":
		w.inline.WriteByte('^')
	case "td", "th":
		w.inline.WriteByte(' ')
	}
	return true
}

// The elements that end a paragraph, and those that do not.
var (
	blockTags  = tagSet("p div h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr dl dt dd section article html head body")
	inlineTags = tagSet("a br img em i strong b code sup sub td th span small u s del ins mark abbr cite q kbd var font")
)

func tagSet(names string) map[string]bool {
	set := map[string]bool{}
	for _, n := range strings.Fields(names) {
		set[n] = true
	}
	return set
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

func (w *htmlWriter) openBlock(tag string) {
	w.flush()
	switch tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.level = int(tag[1] - '0')
	case "ul", "ol":
		w.lists = append(w.lists, list{ordered: tag == "ol"})
	case "li":
		w.item = true
		if len(w.lists) > 0 {
			w.lists[len(w.lists)-1].n++
		}
	case "blockquote":
		w.quotes++
	case "pre":
		w.pre = true
	case "hr":
		w.add("* * *")
	}
}

// close handles an end tag. It reports false for what is no HTML element.
func (w *htmlWriter) close(tag string) bool {
	switch {
	case blockTags[tag]:
		w.closeBlock(tag)
		return true
	case !inlineTags[tag]:
		return false
	}
	switch tag {
	case "a":
		if w.href != "" {
			label := w.inline.String()[min(w.label, w.inline.Len()):]
			if w.mixed {
				w.keepLink(label)
			}
			w.out.links = append(w.out.links, hyperlink{unescape(label), w.href})
		}
		w.href = ""
	case "em", "i", "strong", "b", "code":
		w.closeMark(tag)
	}
	return true
}

// keepLink writes a link with this label, which stands at the end of the
// inline text, as Markdown does.
func (w *htmlWriter) keepLink(label string) {
	text := strings.TrimSpace(label)
	if text == "" || !webAddress(w.href) || strings.ContainsAny(w.href, "<> \n") {
		return
	}
	address := w.href
	if strings.ContainsAny(address, "()") {
		address = "<" + address + ">"
	}
	all := w.inline.String()
	w.inline.Reset()
	w.inline.WriteString(all[:len(all)-len(label)] + strings.Replace(label, text, "["+text+"]("+address+")", 1))
}

func (w *htmlWriter) closeBlock(tag string) {
	w.flush()
	switch tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.level = 0
	case "ul", "ol":
		w.lists = w.lists[:max(0, len(w.lists)-1)]
	case "blockquote":
		w.quotes = max(0, w.quotes-1)
	case "pre":
		w.pre = false
	}
}

func (w *htmlWriter) image(alt, src string) {
	alt = oneLine(alt)
	if alt == "" {
		alt = "image"
	}
	w.inline.WriteString(" (" + escapeMarkdown(alt) + ") ")
	if src != "" {
		w.out.links = append(w.out.links, hyperlink{alt, src})
	}
}

// closeMark writes the Markdown sign around what stood in the element.
func (w *htmlWriter) closeMark(tag string) {
	n := len(w.marks)
	if n == 0 || w.marks[n-1].tag != tag {
		return // misnested: the text stays, the markup goes
	}
	from := w.marks[n-1].at
	w.marks = w.marks[:n-1]
	sign := "*"
	switch tag {
	case "strong", "b":
		sign = "**"
	case "code":
		w.code--
		sign = "`"
	}
	all := w.inline.String()
	inner := all[from:]
	bare := strings.TrimSpace(inner)
	if bare == "" {
		return
	}
	lead, tail, _ := strings.Cut(inner, bare)
	text := sign + bare + sign
	if sign == "`" {
		text = codeSpan(strings.ReplaceAll(bare, "\n", " "))
	}
	w.inline.Reset()
	w.inline.WriteString(all[:len(all)-len(inner)] + lead + text + tail)
}

// flush ends the block being read.
func (w *htmlWriter) flush() {
	text := w.inline.String()
	w.inline.Reset()
	w.marks, w.code, w.label = nil, 0, 0
	if w.pre {
		if text = strings.Trim(text, "\n"); strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t") {
			text = dedent(text)
		}
		if strings.TrimSpace(text) != "" {
			w.add(codeBlock(text, ""))
		}
		return
	}
	if w.mixed {
		if text = dedent(text); w.level == 0 && text != "" {
			w.add(text)
			return
		}
	}
	text = trimLines(text)
	switch {
	case w.level > 0 && text != "":
		w.out.sections = append(w.out.sections, section{heading: oneLine(text), level: w.level})
	case text != "":
		w.add(escapeLineStarts(text))
	}
}

// trimLines drops blank lines, white space around lines, and the second of two
// blanks that markup without text leaves.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = collapse(strings.Trim(line, " \t")); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// maxQuotes bounds nested quotes, which cost Markdown readers dearly.
const maxQuotes = 8

// add appends a block to the section, inside the lists and quotes around it.
func (w *htmlWriter) add(block string) {
	first, rest := w.indent()
	quote := strings.Repeat("> ", min(w.quotes, maxQuotes))
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		indent := rest
		if i == 0 {
			indent = first
		}
		lines[i] = strings.TrimRight(quote+indent+line, " ")
	}
	s := &w.out.sections[len(w.out.sections)-1]
	s.blocks = append(s.blocks, strings.Join(lines, "\n"))
}

// indent is what the first line of a block and its further lines begin with
// inside the open lists.
func (w *htmlWriter) indent() (first, rest string) {
	for i, l := range w.lists {
		bullet := "- "
		if l.ordered {
			bullet = strconv.Itoa(max(1, l.n)) + ". "
		}
		blank := strings.Repeat(" ", len(bullet))
		if i == len(w.lists)-1 && w.item {
			first += bullet
		} else {
			first += blank
		}
		rest += blank
	}
	w.item = false
	return first, rest
}

// joinBlocks sets blocks apart with blank lines; the items of a list stay
// together.
func joinBlocks(blocks []string) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteByte('\n')
			if !isItem(block) || !isItem(blocks[i-1]) {
				b.WriteByte('\n')
			}
		}
		b.WriteString(block)
	}
	return b.String()
}

func isItem(block string) bool {
	s := strings.TrimLeft(block, "> ")
	digits := strings.TrimLeft(s, "0123456789")
	return strings.HasPrefix(s, "- ") || digits != s && strings.HasPrefix(digits, ". ")
}

// unescape takes the Markdown escapes and signs out of a label again.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		} else if s[i] == '*' || s[i] == '`' {
			continue
		}
		b.WriteByte(s[i])
	}
	return oneLine(b.String())
}
