package site

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// The pages that exist once.
const (
	homeURL      = "index.html"
	conflictsURL = "conflicts.html"
	azURL        = "a-z.html"
	lineageURL   = "lineage.html"
	atlasURL     = "map.html"
	edgesURL     = "map-edges.html"
	measuresURL  = "measures.html"
	changesURL   = "changes.html"
	guideURL     = "guide.html"
	searchURL    = "search.html"
	rulesURL     = "rules.html"
	errorsURL    = "errors.html"
	missingURL   = "404.html"
)

func entryURL(e *model.Entry) string        { return e.Kind.Folder() + "/" + e.ID + ".html" }
func kindURL(k model.Kind) string           { return k.Folder() + ".html" }
func conflictURL(id string) string          { return "conflicts/" + id + ".html" }
func ruleURL(k *diag.Kind) string           { return "rules/" + k.ID + ".html" }
func pathsURL(e *model.Entry) string        { return "lineage/" + e.ID + ".html" }
func entryJSON(e *model.Entry) string       { return e.Kind.Folder() + "/" + e.ID + ".json" }
func assetURL(f *source.File) string        { return "files/" + f.Path }
func former(k model.Kind, id string) string { return k.Folder() + "/" + id + ".html" }

// fieldAnchor names the place of a field within its object's page. No two names
// of fields give the same one: what may not stand in a fragment is written by
// its number.
func fieldAnchor(field string) string {
	var b strings.Builder
	b.WriteString("f-")
	for _, r := range field {
		if r == '_' || r == '-' || isLetter(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, ".%x", r)
		}
	}
	return b.String()
}

// numbered is the URL of the n-th page of a list; the first has no number.
func numbered(url string, n int) string {
	if n == 1 {
		return url
	}
	return fmt.Sprintf("%s-%d.html", strings.TrimSuffix(url, ".html"), n)
}

// root is the way from a page to the top of the site: "", "../", "../../".
// Every link of a page begins with it, so that a site works under any path and
// from a folder.
func root(url string) string {
	const up = "../../../../../../../../"
	n := strings.Count(url, "/")
	if 3*n > len(up) {
		return strings.Repeat("../", n)
	}
	return up[:3*n]
}

// rel is the way from one page to another.
func rel(from, to string) string { return root(from) + to }

// longestSlug bounds names that are made of text, in bytes: some become names of
// files, and no system takes one of more than 255. IDs are shorter.
const longestSlug = 120

// slug makes a fragment name of a text: letters and digits, lower case, with
// hyphens between, of the beginning of a long one.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= utf8.RuneSelf && isLetter(r):
			if b.Len() >= longestSlug {
				return b.String()
			}
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}

// collisions finds output files whose names some file system takes for one.
func collisions(urls []string, c *model.Catalog) diag.List {
	var found diag.List
	taken := make(map[string]string, len(urls))
	for _, url := range urls {
		key := foldName(url)
		other, again := taken[key]
		if !again {
			taken[key] = url
			continue
		}
		at := source.Span{}
		if f := c.Source.ByPath(strings.TrimPrefix(url, "files/")); f != nil {
			at = source.Span{File: f.ID}
		}
		f := nameCollision.At(at, fmt.Sprintf("`%s` and `%s` would be one file on some systems", other, url)).
			WithHelp("rename one of them")
		found = append(found, f)
	}
	return found
}

// urls lists everything that is published.
func (plan *Plan) urls() []string {
	urls := make([]string, 0, len(plan.Pages)+len(plan.Files))
	for i := range plan.Pages {
		urls = append(urls, plan.Pages[i].URL)
	}
	for i := range plan.Files {
		urls = append(urls, plan.Files[i].URL)
	}
	return urls
}

// foldName maps names that some file system takes for one to one string.
func foldName(name string) string {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
		}
	}
	return strings.ToLower(name)
}
