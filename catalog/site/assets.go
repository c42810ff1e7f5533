package site

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

func pathUnescape(s string) (string, error) { return url.PathUnescape(s) }

// asset notes that a page shows a file and returns the way to it.
func (b *pageBuilder) asset(f *source.File) string {
	b.shown = append(b.shown, f.Path)
	return rel(b.url, (&url.URL{Path: assetURL(f)}).EscapedPath())
}

// assets are the pictures and downloads that pages refer to, as they are.
func (p *planner) assets() []File {
	var files []File
	for _, f := range p.in.Catalog.Source.Files() {
		if f.Asset && p.used[f.Path] {
			files = append(files, File{URL: assetURL(f), Data: f.Data})
		}
	}
	return files
}

func (b *pageBuilder) reportUnsafe(at source.Span, written string, e *model.Entry) {
	f := unsafeLink.At(at, fmt.Sprintf("the link to `%s` is not published", shortCode(written))).
		WithHelp("use an `https:` or `http:` address")
	f.Subjects = []string{e.Key()}
	b.findings = append(b.findings, finding{Finding: f})
}

func (b *pageBuilder) reportBroken(at source.Span, written string, e *model.Entry) {
	f := brokenLink.At(at, fmt.Sprintf("`%s` is no file or entry of the catalog", shortCode(written))).
		WithHelp("use an `https:` address, the path of another file, or a kind and ID, as in `term:finance/revenue`")
	f.Subjects = []string{e.Key()}
	b.findings = append(b.findings, finding{Finding: f})
}

// shortCode makes written text fit for a message: one short line without
// backticks.
func shortCode(s string) string {
	return strings.ReplaceAll(shorten(stripControls(strings.Join(strings.Fields(s), " ")), 60), "`", "'")
}

// checkFragments judges the links that lead to a place within a page, now that
// all places are known. A link whose place does not exist leads to the page.
func (p *planner) checkFragments() {
	kept := p.pending
	p.pending = nil
	for _, f := range kept {
		_, fragment, _ := strings.Cut(string(f.pending.Destination), "#")
		places := p.headings[f.page]
		for _, name := range []string{fragment, "h-" + slug(fragment)} {
			if places[name] || slices.Contains([]string{"main", ""}, name) {
				f.pending.Destination = []byte(before(string(f.pending.Destination)) + "#" + name)
				fragment = ""
				break
			}
		}
		if fragment != "" {
			f.pending.Destination = []byte(before(string(f.pending.Destination)))
			if len(f.pending.Destination) == 0 {
				f.pending.Destination = []byte("#main")
			}
			p.findings = append(p.findings, f.Finding)
		}
	}
}

func before(href string) string {
	s, _, _ := strings.Cut(href, "#")
	return s
}
