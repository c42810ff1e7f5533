package render_test

import (
	"bytes"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/internal/output"
)

// document is a parsed page with what other pages' links are checked against.
type document struct {
	root  *html.Node
	ids   map[string]bool
	links []string // href, src and action
}

// TestPages holds every page of a site to what pages promise: valid structure,
// unique IDs, links that lead somewhere, nothing that a strict policy forbids.
func TestPages(t *testing.T) {
	for _, lang := range []string{"en", "de", "ar"} {
		t.Run(lang, func(t *testing.T) {
			plan := rich(t)
			plan.Chrome.Lang, plan.Chrome.Dir = lang, map[bool]string{true: "rtl", false: "ltr"}[lang == "ar"]
			checkPages(t, filesOf(t, renderer(t, nil), plan, drawn(t, plan)))
		})
	}
}

// A large site has lists in parts, letters with pages of their own, and pictures
// that leave something out.
func TestPagesOfManyEntries(t *testing.T) {
	plan := planOf(gen.Catalog(gen.Options{Entries: 900}), nil)
	checkPages(t, filesOf(t, renderer(t, nil), plan, drawn(t, plan)))
}

func checkPages(t *testing.T, files []output.File) {
	docs := map[string]*document{}
	exists := map[string]bool{"catalog.json": true, "conflicts.json": true}
	for _, f := range files {
		exists[f.Path] = true
		if strings.HasSuffix(f.Path, ".html") {
			docs[f.Path] = parse(t, f)
		}
	}
	for _, f := range files {
		if d := docs[f.Path]; d != nil {
			checkLinks(t, f.Path, d, docs, exists)
		}
	}
}

func parse(t *testing.T, f output.File) *document {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	d := &document{root: root, ids: map[string]bool{}}
	count := map[string]int{}
	level := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		checkElement(t, f.Path, d, n)
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			next := int(n.Data[1] - '0')
			if next > level+1 && level > 0 {
				t.Errorf("%s: a heading of level %d follows one of level %d: %q", f.Path, next, level, textOf(n))
			}
			level = next
		}
	}
	for _, tag := range []string{"title", "h1", "main", "html", "head", "body"} {
		if count[tag] != 1 && !(tag == "title" && count["svg"] > 0) {
			t.Errorf("%s has %d elements %s, want one", f.Path, count[tag], tag)
		}
	}
	if !bytes.HasPrefix(f.Data, []byte("<!doctype html>\n<html lang=\"")) {
		t.Errorf("%s does not begin with a doctype and a language", f.Path)
	}
	checkNesting(t, f)
	return d
}

func checkElement(t *testing.T, page string, d *document, n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			if d.ids[a.Val] || a.Val == "" {
				t.Errorf("%s: the ID %q is not unique", page, a.Val)
			}
			d.ids[a.Val] = true
		case a.Key == "href" || a.Key == "src" || a.Key == "action":
			d.links = append(d.links, a.Val)
		case a.Key == "style" || strings.HasPrefix(a.Key, "on") || a.Key == "srcdoc":
			t.Errorf("%s: <%s> has the attribute %s", page, n.Data, a.Key)
		}
	}
	switch n.Data {
	case "style", "iframe", "object", "embed", "base", "template":
		t.Errorf("%s has an element %s", page, n.Data)
	case "script":
		if attribute(n, "src") == "" || n.FirstChild != nil {
			t.Errorf("%s has a script that is not a file", page)
		}
	case "img":
		if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "alt" }) {
			t.Errorf("%s: a picture has no alternative text", page)
		}
	case "table":
		if n.FirstChild == nil || !slices.ContainsFunc(children(n), func(c *html.Node) bool { return c.Data == "caption" }) && !inside(n, "prose") {
			t.Errorf("%s: a table has no caption", page)
		}
	case "a":
		if attribute(n, "href") == "" && attribute(n, "class") == "" {
			t.Errorf("%s: a link leads nowhere: %q", page, textOf(n))
		}
		if strings.TrimSpace(textOf(n)) == "" && attribute(n, "aria-label") == "" {
			t.Errorf("%s: the link to %q has no text", page, attribute(n, "href"))
		}
	case "dt", "dd":
		if p := n.Parent; p.Data != "dl" && !(p.Data == "div" && p.Parent.Data == "dl") {
			t.Errorf("%s: a %s stands outside of a dl", page, n.Data)
		}
	case "section", "nav", "aside":
		if id := attribute(n, "aria-labelledby"); id != "" && !slices.ContainsFunc(slices.Collect(n.Descendants()), func(c *html.Node) bool { return attribute(c, "id") == id }) {
			t.Errorf("%s: nothing in a %s has the ID %q that names it", page, n.Data, id)
		}
	}
}

// checkNesting finds what a parser would put right without a word: links in
// links, and tags that are not closed.
func checkNesting(t *testing.T, f output.File) {
	var open []string
	z := html.NewTokenizer(bytes.NewReader(f.Data))
	void := []string{"meta", "link", "img", "input", "br", "hr"}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: %v are not closed", f.Path, open)
			}
			return
		case html.StartTagToken:
			name, _ := z.TagName()
			tag := string(name)
			if tag == "a" && slices.Contains(open, "a") {
				t.Errorf("%s: a link within a link", f.Path)
			}
			block := []string{"p", "ul", "ol", "dl", "div", "section", "table", "pre", "h1", "h2", "h3", "figure"}
			if slices.Contains(block, tag) && slices.Contains(open, "p") {
				t.Errorf("%s: a %s within a paragraph", f.Path, tag)
			}
			if !slices.Contains(void, tag) {
				open = append(open, tag)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Errorf("%s: </%s> closes %v", f.Path, name, open)
				return
			}
			open = open[:len(open)-1]
		}
	}
}

func checkLinks(t *testing.T, page string, d *document, docs map[string]*document, exists map[string]bool) {
	for _, href := range d.links {
		u, err := url.Parse(href)
		if err != nil {
			t.Errorf("%s: the link %q: %v", page, href, err)
			continue
		}
		if u.Scheme != "" {
			if u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
				t.Errorf("%s: the link %q has the scheme %s", page, href, u.Scheme)
			}
			continue
		}
		target := page
		if u.Path != "" {
			target = path.Join(path.Dir(page), u.Path)
		}
		if page == "404.html" { // it stands under any address, so its links begin at the top
			target = strings.TrimPrefix(target, "catalog/")
			target = strings.TrimPrefix(target, "/catalog/")
			target = strings.TrimLeft(target, "./") // it tries several ways to the top
		}
		entryJSON := strings.HasSuffix(target, ".json") && exists[strings.TrimSuffix(target, ".json")+".html"]
		if !exists[target] && !entryJSON {
			t.Errorf("%s: the link %q leads nowhere", page, href)
			continue
		}
		if u.Fragment != "" && !strings.Contains(u.Fragment, "=") && docs[target] != nil && !docs[target].ids[u.Fragment] {
			t.Errorf("%s: the link %q leads to no place of its page", page, href)
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func children(n *html.Node) []*html.Node { return slices.Collect(n.ChildNodes()) }

func inside(n *html.Node, class string) bool {
	for p := range n.Ancestors() {
		if attribute(p, "class") == class {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
