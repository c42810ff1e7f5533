package render_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/render"
	"github.com/concord-catalog/concord/catalog/site"
)

// Every page comes out of the compiled templates, with the bytes that
// html/template gives.
func TestPressedPages(t *testing.T) {
	for name, plan := range map[string]*site.Plan{
		"rich": rich(t), "sample": planOf(folder(t, "../../content"), nil), "generated": planOf(gen.Catalog(gen.Options{Entries: 1000}), nil),
	} {
		t.Run(name, func(t *testing.T) { comparePrinters(t, renderer(t, nil), plan, drawn(t, plan)) })
	}
}

// So does a page whose every text is hostile.
func TestPressedPagesOfHostileTexts(t *testing.T) {
	for _, hostile := range []string{`/"><script>alert(1)</script>`, "/'+\x00\xff%zz%41 &amp;", "/\u2028<!-- --> `{{.}}`", "javascript:alert(1)"} {
		plan := rich(t)
		draw := drawn(t, plan)
		for i := range plan.Pages {
			p := &plan.Pages[i]
			spoil(reflect.ValueOf(p.View), hostile, map[any]bool{})
			spoil(reflect.ValueOf(&p.Frame).Elem(), hostile, map[any]bool{})
		}
		comparePrinters(t, renderer(t, nil), plan, draw)
	}
}

// spoil appends a text to every text of a view that is not empty: alone it could
// be no address, and most pages would be refused.
func spoil(v reflect.Value, text string, seen map[any]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || seen[v.Interface()] || v.Type() == reflect.TypeFor[*site.Figure]() {
			return
		}
		seen[v.Interface()] = true
		spoil(v.Elem(), text, seen)
	case reflect.Struct:
		switch v.Type() {
		case reflect.TypeFor[site.Prose]():
			return
		case reflect.TypeFor[site.Span](): // one without an address would become a link that no page may have
			spoil(v.FieldByName("Text"), text, seen)
			return
		}
		for i := range v.NumField() {
			spoil(v.Field(i), text, seen)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			spoil(v.Index(i), text, seen)
		}
	case reflect.String:
		if v.CanSet() && v.Len() > 0 && v.Type() == reflect.TypeFor[string]() {
			v.SetString(v.String() + text)
		}
	}
}

// What is laid over the built-in templates and cannot be compiled is printed by
// html/template, and so are the pages that use it.
func TestTemplatesThatCannotBePressed(t *testing.T) {
	over := fstest.MapFS{"partial/badge.tmpl": {Data: []byte(`<b>{{printf "%s!" .Label}}</b>`)}}
	files := map[string]string{}
	for _, f := range filesOf(t, renderer(t, over), rich(t), nil) {
		files[f.Path] = string(f.Data)
	}
	if page := files["terms/harbour/call.html"]; !strings.Contains(page, "!</b>") {
		t.Errorf("the template of the user's own is not used: %s", page)
	}
}

// comparePrinters prints a plan in both ways. Only what html/template refuses
// may be given up.
func comparePrinters(t *testing.T, r *render.Renderer, plan *site.Plan, draw render.Draw) {
	t.Helper()
	fast, slow, err := r.Both(plan, draw)
	if err != nil {
		t.Fatal(err)
	}
	printed := 0
	for i, p := range plan.Pages {
		switch {
		case slow[i] == nil && fast[i] != nil:
			t.Errorf("%s is printed, and html/template refuses it", p.URL)
		case fast[i] == nil && slow[i] != nil:
			t.Errorf("%s is given up", p.URL)
		case !bytes.Equal(fast[i], slow[i]):
			t.Errorf("%s differs %s", p.URL, firstDifference(fast[i], slow[i]))
		case fast[i] != nil:
			printed++
		}
	}
	if printed < len(plan.Pages)/3 {
		t.Errorf("only %d of %d pages are printed", printed, len(plan.Pages))
	}
}

func firstDifference(a, b []byte) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	around := func(s []byte) []byte { return s[max(0, i-60):min(len(s), i+60)] }
	return fmt.Sprintf("at byte %d:\n%q\nwant\n%q", i, around(a), around(b))
}

func folder(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files[path], err = fs.ReadFile(fsys, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
