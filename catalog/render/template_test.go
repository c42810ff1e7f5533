package render

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jba/templatecheck"

	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/templates"
)

// views pairs every page template with the view that it prints.
var views = map[string]any{
	"atlas": site.AtlasView{}, "az": site.AZView{}, "changes": site.ChangesView{}, "conflict": site.ConflictView{}, "conflicts": site.ConflictsView{}, "decision": site.DecisionView{},
	"domain": site.DomainView{}, "edges": site.EdgesView{}, "errors": site.ErrorsView{}, "guide": site.GuideIndexView{}, "home": site.HomeView{},
	"integration": site.IntegrationView{}, "kind": site.KindView{}, "kpi": site.KPIView{}, "map": site.MapView{},
	"measures": site.MeasuresView{}, "missing": site.MissingView{}, "moved": site.MovedView{}, "object": site.ObjectView{},
	"outcome": site.OutcomeView{}, "owner": site.OwnerView{}, "page": site.GuideView{}, "paths": site.PathsView{},
	"report": site.ReportView{}, "resolution": site.ResolutionView{}, "rule": site.RuleView{}, "rules": site.RulesView{},
	"scenario": site.ScenarioView{}, "search": site.SearchView{}, "system": site.SystemView{}, "term": site.TermView{}, "word": site.WordView{},
}

// TestTemplatesFitTheirViews checks the types of every field that a template
// names, also in the branches that no page happens to take.
func TestTemplatesFitTheirViews(t *testing.T) {
	r, err := New(templates.FS, nil, &Theme{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(templates.FS, "page/*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".tmpl")
		view, ok := views[name]
		if !ok {
			t.Errorf("%s has no view", file)
			continue
		}
		field := func(name string, v any) reflect.StructField {
			return reflect.StructField{Name: name, Type: reflect.TypeOf(v)}
		}
		data := reflect.New(reflect.StructOf([]reflect.StructField{
			field("Chrome", &site.Chrome{}), field("Frame", &site.Frame{}), field("View", view)})).Elem().Interface()
		if err := templatecheck.CheckHTML(r.set.Lookup("page/"+name), data); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	frame := struct {
		Chrome *site.Chrome
		Frame  *site.Frame
	}{&site.Chrome{}, &site.Frame{}}
	for _, name := range []string{"masthead", "colophon"} { // printed by shared
		if err := templatecheck.CheckHTML(r.set.Lookup(name), frame); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name := range views {
		if !slices.Contains(files, "page/"+name+".tmpl") {
			t.Errorf("the view of %q has no template", name)
		}
	}
}

// forbidden are contexts in which text could run, and what the policy of the
// pages would block.
var forbidden = regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(>|\s[^>]*>[^<])|javascript:|<base|<iframe|<object|<embed|srcdoc|href=[^"]|src=[^"]|target=`)

func TestTemplatesHaveNoActiveContexts(t *testing.T) {
	err := fs.WalkDir(templates.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.FS, path)
		if m := forbidden.Find(text); m != nil {
			t.Errorf("%s contains %q", path, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Every word that a template asks for must exist.
func TestTemplatesUseKnownWords(t *testing.T) {
	words := site.WordsFor("en")
	use := regexp.MustCompile(`\{\{-?\s*(t|n) "([^"]+)"`)
	used := map[string]bool{}
	files, _ := fs.Glob(templates.FS, "*/*.tmpl")
	for _, file := range files {
		text, err := fs.ReadFile(templates.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(text), -1) {
			keys := []string{m[2]}
			if m[1] == "n" {
				keys = []string{m[2] + ".one", m[2] + ".other"}
			}
			for _, key := range keys {
				used[key] = true
				if _, ok := words.Text[key]; !ok {
					t.Errorf("%s asks for the word %q, which does not exist", file, key)
				}
			}
		}
	}
	if len(used) < 100 {
		t.Errorf("only %d words found in the templates", len(used))
	}
}

// One file alone may turn text into markup.
func TestOneFileMakesMarkup(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	conversion := regexp.MustCompile(`template\.(HTML|HTMLAttr|JS|JSStr|CSS|URL|Srcset)\(`)
	for _, file := range files {
		if file == "markup.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if m := conversion.Find(text); m != nil {
			t.Errorf("%s contains %s: only markup.go may", file, m)
		}
	}
}
