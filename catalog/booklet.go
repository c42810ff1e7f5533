package catalog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/print"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/templates"
)

// PrintOptions says which booklet is printed and how.
type PrintOptions struct {
	Pack     string   // a pack of concord.toml; "" for the whole glossary
	Domains  []string // functions whose entries it takes; nil for all
	Status   []string // statuses of the entries it takes; nil for all
	Language string   // "" for the catalog's main one
	Format   string   // pdf, epub or html
	Engine   string   // of a PDF: builtin or chromium
	Browser  string   // the program of the engine chromium; "" for the first that is installed
	Paper    string   // a4 or letter
	Columns  int      // 1 or 2
}

// Printed is a booklet and the file made of it.
type Printed struct {
	*Compiled
	Booklet *print.Booklet
	Data    []byte // nil when findings kept it from being printed
}

// Print makes one booklet of a content folder. Content with errors is not
// printed, unless told to keep going.
func Print(ctx context.Context, opt Options, p PrintOptions) (*Printed, error) {
	c, err := Load(ctx, opt)
	if err != nil {
		return nil, err
	}
	out := &Printed{Compiled: c}
	if c.Findings.Has(diag.Error) && !opt.KeepGoing {
		return out, nil
	}
	choice, err := choose(c.Catalog, p)
	if err != nil {
		return nil, err
	}
	out.Booklet = Booklet(c, opt, choice)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var found diag.List
	out.Data, found, err = setIn(ctx, out, opt, p)
	c.Findings = append(c.Findings, found...).Sort()
	return out, err
}

// Booklet makes the printed glossary of what has been compiled.
func Booklet(c *Compiled, opt Options, choice print.Options) *print.Booklet {
	in := siteInput(c, opt)
	in.Options.Booklets = false
	if lang := choice.Lang; lang != "" && lang != c.Catalog.Config.Language() {
		spoken := *c.Catalog // the same entries, with the site's own words in another language
		rest := slices.DeleteFunc(slices.Clone(spoken.Config.Languages), func(t model.Text) bool { return t.S == lang })
		spoken.Config.Languages = append([]model.Text{{S: lang}}, rest...)
		in.Catalog = &spoken
	}
	return booklet(c, site.New(in), opt, choice)
}

func booklet(c *Compiled, p *site.Plan, opt Options, choice print.Options) *print.Booklet {
	return print.New(print.Input{Catalog: c.Catalog, Graph: c.Graph, Plan: p, Revision: c.Head.Revision,
		RevisionDate: c.Head.Date, Today: c.Today, Version: opt.Version}, choice)
}

// choose checks what was asked for against what there is.
func choose(c *model.Catalog, p PrintOptions) (print.Options, error) {
	o := print.Options{Lang: p.Language, Domains: p.Domains}
	if p.Pack != "" {
		var ids []string
		for _, pack := range c.Config.Packs {
			ids = append(ids, pack.ID.S)
		}
		pack, ok := print.PackOf(c, p.Pack)
		if !ok {
			return o, unknownName("pack", p.Pack, ids, "define it in concord.toml under [[packs]]")
		}
		o.Pack = pack
	}
	for _, id := range p.Domains {
		if c.Get(model.DomainKind, id) == nil {
			var ids []string
			for _, d := range c.Domains {
				ids = append(ids, d.ID)
			}
			return o, unknownName("domain", id, ids, "")
		}
	}
	for _, word := range p.Status {
		i := slices.Index(statuses, word)
		if i < 0 {
			return o, unknownName("status", word, statuses, "")
		}
		o.Status = append(o.Status, model.Status(i))
	}
	return o, nil
}

var statuses = []string{"draft", "proposed", "approved", "deprecated", "retired"}

func unknownName(what, name string, known []string, otherwise string) error {
	advice := otherwise
	if len(known) > 0 {
		advice = "those that there are: `" + strings.Join(known[:min(len(known), 12)], "`, `") + "`"
	}
	if near := Near(name, known, 1); len(near) > 0 {
		advice = fmt.Sprintf("did you mean `%s`?", near[0])
	}
	return &ConfigError{What: fmt.Sprintf("the %s `%s`", what, name), Err: errors.New("it does not exist"), Advice: advice}
}

// setIn makes the file of a booklet in the format asked for.
func setIn(ctx context.Context, b *Printed, opt Options, p PrintOptions) ([]byte, diag.List, error) {
	k, t := b.Booklet, bookletTemplates(opt)
	paper := print.A4
	if p.Paper == print.Letter.Name {
		paper = print.Letter
	}
	switch {
	case p.Format == "epub":
		data, err := print.EPUB(k, t)
		return data, nil, err
	case p.Format == "html":
		page, err := print.HTML(k, t, false)
		return page.Data, nil, err
	case p.Engine == "chromium":
		data, err := inBrowser(ctx, b.Compiled, k, opt, t, paper, p.Browser)
		return data, nil, err
	}
	return print.PDF(k, print.PDFOptions{Paper: paper, Columns: p.Columns, Fonts: opt.Fonts})
}

// inBrowser prints the page of a booklet with all that it shows.
func inBrowser(ctx context.Context, c *Compiled, k *print.Booklet, opt Options, t print.Templates, paper print.Paper, browser string) ([]byte, error) {
	page, err := print.HTML(k, t, false)
	if err != nil {
		return nil, err
	}
	files, err := print.Sheets(t)
	if err != nil {
		return nil, err
	}
	for _, f := range c.Set.Files() {
		files = append(files, output.File{Path: "files/" + f.Path, Data: f.Data})
	}
	return print.Chromium(ctx, page, files, paper, browser, k.Date)
}

func bookletTemplates(opt Options) print.Templates {
	var overrides fs.FS
	if opt.Templates != "" {
		overrides = os.DirFS(opt.Templates)
	}
	return print.Templates{Builtin: templates.FS, Overrides: overrides}
}

// bound is one booklet on its way to the site.
type bound struct {
	files    []output.File
	warnings []string
	err      error
}

// bookletFiles are the files of booklets on the site: pages made for printing,
// and PDFs where they are asked for. A booklet that cannot be set is left out as
// a PDF, with a warning. Booklets are made side by side and come in order.
func bookletFiles(ctx context.Context, c *Compiled, plan *site.Plan, opt Options) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		t := bookletTemplates(opt)
		sheets, err := print.Sheets(t)
		for _, f := range sheets {
			if !yield(f, nil) {
				return
			}
		}
		if err != nil {
			yield(output.File{}, err)
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()
		books := site.Booklets(c.Catalog, opt.PDF)
		made := make([]chan bound, len(books))
		for i := range made {
			made[i] = make(chan bound, 1)
		}
		slots := make(chan struct{}, runtime.GOMAXPROCS(0))
		wg.Go(func() {
			for i, b := range books {
				slots <- struct{}{}
				wg.Go(func() {
					made[i] <- bind(ctx, c, plan, b, t, opt)
				})
			}
		})
		for i := range made {
			b := <-made[i]
			<-slots
			for _, w := range b.warnings {
				opt.warn(w)
			}
			for _, f := range b.files {
				if !yield(f, nil) {
					cancel()
					drain(slots, made[i+1:])
					return
				}
			}
			if b.err != nil {
				yield(output.File{}, b.err)
				drain(slots, made[i+1:])
				return
			}
		}
	}
}

// drain takes what nobody waits for any more, so that those who make it end.
func drain(slots chan struct{}, made []chan bound) {
	for _, ch := range made {
		<-ch
		<-slots
	}
}

// bind makes one booklet and its files.
func bind(ctx context.Context, c *Compiled, plan *site.Plan, b site.Booklet, t print.Templates, opt Options) (out bound) {
	if out.err = ctx.Err(); out.err != nil {
		return out
	}
	choice := print.Options{Pack: b.Pack, As: b.As}
	if b.Domain != nil {
		choice.Domains = []string{b.Domain.ID}
	}
	k := booklet(c, plan, opt, choice)
	var pdf []byte
	if opt.PDF {
		var found diag.List
		pdf, found, out.err = print.PDF(k, print.PDFOptions{Fonts: opt.Fonts})
		for i := range found[:min(len(found), 3)] {
			out.warnings = append(out.warnings, fmt.Sprintf("`%s` is not printed: %s (%s)", site.BookletPDF(k.Pack), found[i].Message, found[i].Kind.Code))
		}
		if out.err != nil {
			return out
		}
	}
	page, err := print.HTML(k, t, pdf != nil)
	if out.err = err; err != nil {
		return out
	}
	out.files = append(out.files, page)
	if pdf != nil {
		out.files = append(out.files, output.File{Path: site.BookletPDF(k.Pack), Data: pdf})
	}
	return out
}
