// Package render turns the plan of a site into its files: pages by the
// templates, and what the theme publishes.
//
// [New] parses the templates once. [Renderer.Render] binds them to the words of
// a plan and streams the files in the order of the plan, pages rendered in
// parallel. A template only prints the values of its view, one struct of
// package site for each kind of page. Markdown becomes HTML in prose.go, by
// renderers of our own; markup.go is the only place where text becomes markup
// without the templates' escaping.
package render

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"iter"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/site"
)

// Renderer holds parsed templates and a theme. It is immutable and safe for
// concurrent use.
type Renderer struct {
	set   *template.Template // parsed and never executed: every run works on a clone
	theme *Theme
}

// Draw appends the SVG element of a figure, or nothing when there is no picture
// of it: the page then has its table alone. It is called from several
// goroutines.
type Draw func(dst []byte, f *site.Figure) []byte

// New parses the templates: page/*.tmpl and partial/*.tmpl of builtin, each
// replaced by the file of the same path in overrides, if that is not nil and
// has one. A template of page/ is named "page/term", one of partial/ by its
// last part alone.
func New(builtin, overrides fs.FS, theme *Theme) (*Renderer, error) {
	set := template.New("").Funcs(unbound)
	for _, dir := range []string{"page", "partial"} {
		names, err := templateNames(dir, builtin, overrides)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := readTemplate(name, builtin, overrides)
			if err != nil {
				return nil, err
			}
			if _, err := set.New(templateName(name)).Parse(text); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return &Renderer{set, theme}, nil
}

func templateNames(dir string, systems ...fs.FS) ([]string, error) {
	var names []string
	for _, fsys := range systems {
		if fsys == nil {
			continue
		}
		found, err := fs.Glob(fsys, dir+"/*.tmpl")
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func readTemplate(name string, builtin, overrides fs.FS) (string, error) {
	if overrides != nil {
		if text, err := fs.ReadFile(overrides, name); err == nil {
			return string(text), nil
		}
	}
	text, err := fs.ReadFile(builtin, name)
	return string(text), err
}

func templateName(file string) string {
	name := strings.TrimSuffix(file, ".tmpl")
	if path.Dir(name) == "partial" {
		return path.Base(name)
	}
	return name
}

// page is what a template sees.
type page struct {
	Chrome *site.Chrome
	Frame  *site.Frame
	View   any
}

// pagesAtOnce is how many pages are rendered before they are handed on: enough
// to keep all processors busy, and little memory.
const pagesAtOnce = 128

// Render streams the files of a plan: its pages, its other files, and the
// theme's. It ends with the first error: a template that fails, or a cancelled
// context.
func (r *Renderer) Render(ctx context.Context, plan *site.Plan, draw Draw) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		set, err := r.bind(plan.Words, draw)
		if err != nil {
			yield(output.File{}, err)
			return
		}
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		for batch := range batches(ctx, &run{set, plan}) {
			for _, page := range batch {
				if !yield(page.file, page.err) || page.err != nil {
					return
				}
			}
		}
		if ctx.Err() != nil {
			yield(output.File{}, ctx.Err())
			return
		}
		for _, f := range plan.Files {
			if !yield(output.File{Path: f.URL, Data: f.Data}, nil) {
				return
			}
		}
		for _, f := range r.theme.files {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// run is the rendering of one plan.
type run struct {
	*bound
	plan *site.Plan
}

type result struct {
	file output.File
	err  error
}

// batches renders the pages of a plan, a batch at a time, each while the one
// before is handed on. The channel closes after the last batch, or when the
// context is cancelled.
func batches(ctx context.Context, r *run) <-chan []result {
	out := make(chan []result)
	go func() {
		defer close(out)
		for at := 0; at < len(r.plan.Pages) && ctx.Err() == nil; at += pagesAtOnce {
			batch := r.batch(r.plan.Pages[at:min(at+pagesAtOnce, len(r.plan.Pages))])
			select {
			case out <- batch:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// batch renders pages in parallel.
func (r *run) batch(pages []site.Page) []result {
	results := make([]result, len(pages))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(pages)) {
		wg.Go(func() {
			var buf []byte
			for i := int(next.Add(1)) - 1; i < len(pages); i = int(next.Add(1)) - 1 {
				var err error
				buf, err = r.page(buf[:0], &pages[i])
				results[i] = result{output.File{Path: pages[i].URL, Data: bytes.Clone(buf)}, err}
			}
		})
	}
	wg.Wait()
	return results
}

// page appends a page to buf.
func (r *run) page(buf []byte, p *site.Page) ([]byte, error) {
	data := page{&r.plan.Chrome, &p.Frame, p.View}
	if t := r.pressed.Lookup("page/" + p.Template); t != nil {
		if html, ok := t.Append(buf, &data); ok {
			return html, nil
		}
	}
	html, err := r.slowly(buf, "page/"+p.Template, data)
	if err != nil {
		return buf, fmt.Errorf("%s: %w", p.URL, err)
	}
	return html, nil
}

// slowly has html/template print a page.
func (b *bound) slowly(buf []byte, name string, data page) ([]byte, error) {
	t := b.set.Lookup(name)
	if t == nil {
		return nil, fmt.Errorf("there is no template %s.tmpl", name)
	}
	html := bytes.NewBuffer(buf)
	if err := t.Execute(html, data); err != nil {
		return nil, err
	}
	return html.Bytes(), refused(html.Bytes())
}

// refused reports an address that the templates' escaping has replaced because
// it could run code. Quotes in a page's texts are escaped, so only an attribute
// of our own can look like this.
func refused(html []byte) error {
	if !bytes.Contains(html, []byte("ZgotmplZ")) {
		return nil
	}
	for _, attribute := range []string{"href", "src", "action"} {
		for _, mark := range []string{"#ZgotmplZ", "ZgotmplZ"} {
			if i := bytes.Index(html, []byte(" "+attribute+`="`+mark)); i >= 0 {
				return fmt.Errorf("the template gives the attribute %s an address that cannot be published, near %q",
					attribute, html[max(0, i-80):i])
			}
		}
	}
	return nil
}
