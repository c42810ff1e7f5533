package catalog

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/render"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/templates"
	"github.com/concord-catalog/concord/themes"
)

// ConfigError says that a theme or a template cannot be used as it is.
type ConfigError struct {
	What   string // "the theme `x`"
	Err    error
	Advice string
}

// Error says what cannot be used, and why.
func (e *ConfigError) Error() string { return fmt.Sprintf("%s: %v", e.What, e.Err) }

// Help says what to do about it.
func (e *ConfigError) Help() string { return e.Advice }

// Unwrap returns the reason.
func (e *ConfigError) Unwrap() error { return e.Err }

// pages renders a plan, and uses it up: lays its figures out, then streams its
// pages and what the theme publishes. What laying out took is in drawn
// afterwards.
func pages(ctx context.Context, c *Compiled, plan *site.Plan, opt Options, drawn *draw.Report) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		r, err := renderer(c.Catalog.Config.Theme.S, opt)
		if err != nil {
			yield(output.File{}, err)
			return
		}
		pictures, report, err := layOut(ctx, plan, opt)
		*drawn = report
		if err != nil {
			yield(output.File{}, err)
			return
		}
		draw := func(dst []byte, f *site.Figure) []byte { return pictures.AppendSVG(dst, f.ID, &f.Figure) }
		n := 0
		for f, err := range r.Render(ctx, plan, draw) {
			if n < len(plan.Pages) {
				plan.Pages[n] = site.Page{} // rendered: what it was made of may go
				n++
			}
			if !yield(f, err) {
				return
			}
		}
	}
}

// renderer reads the theme and the templates: the built-in ones, and over them
// those of the user.
func renderer(theme string, opt Options) (*render.Renderer, error) {
	layers, err := themeLayers(theme, opt.Theme)
	if err != nil {
		return nil, err
	}
	look, err := render.ReadTheme(layers...)
	if err != nil {
		return nil, &ConfigError{What: "the theme", Err: err}
	}
	var overrides fs.FS
	if opt.Templates != "" {
		if overrides, err = folder(opt.Templates); err != nil {
			return nil, &ConfigError{What: "the templates", Err: err, Advice: "name a folder that holds page/ or partial/"}
		}
	}
	r, err := render.New(templates.FS, overrides, look)
	if err != nil {
		return nil, &ConfigError{What: "the templates", Err: err}
	}
	return r, nil
}

const defaultTheme = "concord"

// themeLayers are the theme that all others are laid over, over it the built-in
// theme of that name, and over that the folder that the user gave.
func themeLayers(name, dir string) ([]fs.FS, error) {
	if name == "" {
		name = defaultTheme
	}
	names := themeNames()
	if !slices.Contains(names, name) {
		return nil, &ConfigError{What: fmt.Sprintf("concord.toml names the theme `%s`", name), Err: fmt.Errorf("there is none of that name"),
			Advice: fmt.Sprintf("the themes are %v; a theme of your own is a folder, given with `--theme`", names)}
	}
	var layers []fs.FS
	for _, part := range slices.Compact([]string{defaultTheme, name}) {
		builtin, err := fs.Sub(themes.FS, part)
		if err != nil {
			return nil, err
		}
		layers = append(layers, builtin)
	}
	if dir == "" {
		return layers, nil
	}
	own, err := folder(dir)
	if err != nil {
		return nil, &ConfigError{What: "the theme", Err: err, Advice: "name a folder that holds theme.toml, css/ or js/"}
	}
	return append(layers, own), nil
}

func themeNames() []string {
	entries, err := fs.ReadDir(themes.FS, ".")
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// folder is a folder of the user's as a file system.
func folder(dir string) (fs.FS, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder", dir)
	}
	return os.DirFS(dir), nil
}

// layOut places the figures of all pages, each shape once.
func layOut(ctx context.Context, plan *site.Plan, opt Options) (*draw.Set, draw.Report, error) {
	var figures []*draw.Figure
	for i := range plan.Pages {
		for _, f := range plan.Pages[i].Figures {
			figures = append(figures, &f.Figure)
		}
	}
	d := draw.NewDrawer(draw.Options{Command: opt.Layout, CacheDir: opt.CacheDir})
	pictures, report, err := d.Layout(ctx, figures)
	if err != nil {
		d.Close() // the helpers have ended with the context
		return nil, report, err
	}
	if err := d.Close(); err != nil {
		opt.warn(fmt.Sprintf("what the layout of graphs left behind could not be removed: %v", err))
	}
	if report.Failed > 0 {
		opt.warn(fmt.Sprintf("%d of %d graphs are drawn by simpler rules, because the layout helper gave no answer: %s",
			report.Failed, report.Shapes, report.Problem))
	}
	return pictures, report, nil
}
