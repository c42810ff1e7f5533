package catalog

import (
	"context"
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/print"
	"github.com/concord-catalog/concord/catalog/site"
)

// Booklet makes the printed glossary of what has been compiled. It does not
// depend on whether a site is built.
func Booklet(ctx context.Context, c *Compiled, opt Options, choice print.Options) (*print.Booklet, error) {
	p := site.New(siteInput(c, opt, choice.Lang))
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return booklet(c, p, opt, choice), nil
}

func booklet(c *Compiled, p *site.Plan, opt Options, choice print.Options) *print.Booklet {
	return print.New(print.Input{Catalog: c.Catalog, Graph: c.Graph, Plan: p, Revision: c.Head.Revision,
		RevisionDate: c.Head.Date, Today: c.Today, Version: opt.Version}, choice)
}

// siteInput is what the plan of a site is made of, in a language of the
// catalog; "" is its main one.
func siteInput(c *Compiled, opt Options, lang string) site.Input {
	in := site.Input{Catalog: c.Catalog, Graph: c.Graph, Formulas: c.Formulas, Findings: c.Findings,
		Today: c.Today, Revision: c.Head.Revision, RevisionDate: c.Head.Date, Version: opt.Version}
	if lang != "" && lang != c.Catalog.Config.Language() {
		spoken := *c.Catalog
		rest := slices.DeleteFunc(slices.Clone(spoken.Config.Languages), func(t model.Text) bool { return t.S == lang })
		spoken.Config.Languages = append([]model.Text{{S: lang}}, rest...)
		in.Catalog = &spoken
	}
	return in
}
