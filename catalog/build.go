package catalog

import (
	"context"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/publish"
	"github.com/concord-catalog/concord/catalog/search"
	"github.com/concord-catalog/concord/catalog/site"
)

// Built is what came of one build.
type Built struct {
	*Compiled
	Pages     int            // planned; 0 when nothing was published
	Published bool           // false when errors kept the old site in place
	Report    publish.Report // what changed in the output folder
	Drawn     draw.Report    // how the graphs got their layouts
}

// Build goes the whole way from a content folder to a published site. Content
// with errors publishes nothing, unless told to keep going: that is no error of
// the build, the findings say it. The error is for input and output that
// failed, and for a cancelled context; the old site then stands as it was.
func Build(ctx context.Context, opt Options) (*Built, error) {
	c, plan, err := plan(ctx, opt)
	if err != nil {
		return nil, err
	}
	b := &Built{Compiled: c}
	if c.Findings.Has(diag.Error) && !opt.KeepGoing {
		return b, nil
	}
	b.Pages = len(plan.Pages)
	b.Report, err = publish.Sync(ctx, opt.Out, files(ctx, c, plan, opt, &b.Drawn), publish.Options{
		Protect: protected(opt), Home: opt.Home, Adopt: opt.Adopt,
	})
	if err != nil {
		return nil, err
	}
	b.Published = true
	return b, nil
}

// Check finds everything that Build would find, and writes nothing.
func Check(ctx context.Context, opt Options) (*Compiled, error) {
	c, err := Load(ctx, opt)
	if err != nil {
		return nil, err
	}
	if err := speaks(c.Catalog, opt.Language); err != nil {
		return nil, err
	}
	c.look(opt.Language)
	return c, ctx.Err()
}

// look adds what is wrong with links, pictures and names.
func (c *Compiled) look(language string) {
	found := site.Look(site.Input{Catalog: c.Catalog, Graph: c.Graph, Formulas: c.Formulas, Today: c.Today, Options: site.Options{Language: language}})
	if len(found) > 0 {
		c.Findings = slices.Concat(c.Findings, found).Sort()
	}
}

// Files builds a site without publishing it: every file of it, in the order in
// which they are written. There are none when errors keep the site from being
// built.
func Files(ctx context.Context, opt Options) (*Compiled, []output.File, error) {
	c, plan, err := plan(ctx, opt)
	if err != nil || c.Findings.Has(diag.Error) && !opt.KeepGoing {
		return c, nil, err
	}
	var all []output.File
	for f, err := range files(ctx, c, plan, opt, &draw.Report{}) {
		if err != nil {
			return c, nil, err
		}
		all = append(all, f)
	}
	return c, all, nil
}

// plan loads a content folder and plans its site. What planning finds joins
// the findings.
func plan(ctx context.Context, opt Options) (*Compiled, *site.Plan, error) {
	c, err := Load(ctx, opt)
	if err != nil {
		return nil, nil, err
	}
	if err := speaks(c.Catalog, opt.Language); err != nil {
		return nil, nil, err
	}
	p := site.New(siteInput(c, opt))
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if len(p.Findings) > 0 {
		c.Findings = append(c.Findings, p.Findings...).Sort()
	}
	return c, p, nil
}

// speaks refuses a language that concord.toml does not name: a site in it would
// hardly have a translation, and be a slip of the keyboard most of the time.
func speaks(c *model.Catalog, lang string) error {
	if lang == "" || lang == c.Config.Language() {
		return nil
	}
	var known []string
	for _, l := range c.Config.Languages {
		known = append(known, l.S)
	}
	if slices.Contains(known, lang) {
		return nil
	}
	return unknownName("language", lang, known, "name it under `languages` in concord.toml")
}

// siteInput is what a site is made of.
func siteInput(c *Compiled, opt Options) site.Input {
	return site.Input{
		Catalog: c.Catalog, Graph: c.Graph, Formulas: c.Formulas, Findings: c.Findings, Answers: c.Answers,
		History: c.History, Conflicts: c.Conflicts, Measures: c.Measure(), Trend: c.Trend(),
		Today: c.Today, Revision: c.Head.Revision, RevisionDate: c.Head.Date, Version: opt.Version,
		Options: site.Options{Language: opt.Language, ContentPath: contentPath(c.Head.Root, opt.Content), Errors: c.Findings.Has(diag.Error), Booklets: true, PDF: opt.PDF},
	}
}

// files are the files of a site: pages, what is published as it is, the catalog
// for machines, the booklets, and the index that readers search.
func files(ctx context.Context, c *Compiled, plan *site.Plan, opt Options, drawn *draw.Report) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		// Booklets come first and are let go of: rendering the pages then lets go of
		// what both are made of, one page after the other.
		for f, err := range bookletFiles(ctx, c, plan, opt) {
			if !yield(f, err) || err != nil {
				return
			}
		}
		for f, err := range pages(ctx, c, plan, opt, drawn) {
			if !yield(f, err) || err != nil {
				return
			}
		}
		// The index is made while the catalog for machines is written; sooner, and
		// it would be held beside what pages are made of.
		index := make(chan *search.Index, 1)
		go func() {
			index <- search.Compile(search.Input{Catalog: c.Catalog, Findings: c.Findings, Text: plan.Words.T})
		}()
		for f, err := range c.exported(opt) {
			if !yield(f, err) {
				return
			}
		}
		for f := range (<-index).Files() {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// protected lists the folders that a site is built from: it may not be
// published into any of them.
func protected(opt Options) []string {
	var folders []string
	for _, dir := range []string{opt.Content, opt.Theme, opt.Templates} {
		if dir != "" {
			folders = append(folders, dir)
		}
	}
	return folders
}

// contentPath is where the content folder lies in its repository, with
// slashes, "" for its top and where there is no repository.
func contentPath(root, content string) string {
	if root == "" {
		return ""
	}
	abs, err := filepath.Abs(content)
	if err != nil {
		return ""
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}
