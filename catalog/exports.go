package catalog

import (
	"context"
	"iter"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/export"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/publish"
)

// Export writes the catalog for machines, as it also stands beside the pages of
// a site, into a folder of its own. Content with errors exports nothing, which
// the findings say.
func Export(ctx context.Context, opt Options) (*Built, error) {
	c, err := Check(ctx, opt)
	if err != nil {
		return nil, err
	}
	b := &Built{Compiled: c}
	if c.Findings.Has(diag.Error) && !opt.KeepGoing {
		return b, nil
	}
	b.Report, err = publish.Sync(ctx, opt.Out, c.exported(opt), publish.Options{Protect: protected(opt), Home: opt.Home, Adopt: opt.Adopt})
	if err != nil {
		return nil, err
	}
	b.Published = true
	return b, nil
}

// exported is the documents for machines.
func (c *Compiled) exported(opt Options) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		for f := range export.Files(export.Input{
			Catalog: c.Catalog, Graph: c.Graph, Findings: c.Findings, History: c.History, Today: c.Today,
			Revision: c.Head.Revision, RevisionDate: c.Head.Date, Generator: strings.TrimSpace("Concord " + opt.Version),
		}) {
			if !yield(f, nil) {
				return
			}
		}
	}
}
