package site

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// strings visits every text in a value, in whatever it is nested.
func eachText(v reflect.Value, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Type().String() != "ast.Node" {
			eachText(v.Elem(), visit)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			eachText(v.Index(i), visit)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			eachText(v.MapIndex(k), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), visit)
		}
	}
}

func TestPlanHasNoMissingWords(t *testing.T) {
	for _, lang := range []string{"en", "de"} {
		in := rich(t)
		in.Catalog.Config.Languages = []model.Text{{S: lang}}
		plan := New(in)
		for _, p := range plan.Pages {
			eachText(reflect.ValueOf([]any{p.Frame, p.View, plan.Chrome}), func(s string) {
				if strings.Contains(s, "⟦") {
					t.Errorf("%s: %s has no text for %s", lang, p.URL, s)
				}
			})
		}
	}
}

// Keys that are put together from a value, for every value there is.
func TestComposedKeys(t *testing.T) {
	var keys []string
	for _, k := range model.Kinds() {
		keys = append(keys, "kind."+k.String(), "kinds."+k.String(), "kinds."+k.String()+".lead")
	}
	for s := model.Draft; s <= model.Retired; s++ {
		keys = append(keys, "status."+s.String())
	}
	for s := diag.Off; s <= diag.Critical; s++ {
		keys = append(keys, "severity."+s.String())
	}
	for f := diag.Advice; f <= diag.Error; f++ {
		keys = append(keys, "family."+f.String(), "family."+f.String()+".text")
	}
	for e := lineage.Records; e <= lineage.Arrives; e++ {
		keys = append(keys, "edge."+verb(e))
	}
	for _, how := range []string{"canonical", "merge", "distinct", "accept", "allow"} {
		keys = append(keys, "settled."+how)
	}
	for _, verdict := range []string{"equivalent", "different", "undistinguished"} {
		keys = append(keys, "verdict."+verdict, "verdict."+verdict+".text", "verdict."+verdict+".where")
	}
	for _, d := range []string{"higher", "lower", "within"} {
		keys = append(keys, "direction."+d)
	}
	for _, unit := range []string{"days", "weeks", "months", "years"} {
		keys = append(keys, "age."+unit+".one", "age."+unit+".other")
	}
	for _, key := range keys {
		if _, ok := allWords()["en"][key]; !ok {
			t.Errorf("ui/en.toml has no %q", key)
		}
	}
}

func TestLanguagesHaveTheSameKeys(t *testing.T) {
	en := allWords()["en"]
	for lang, words := range allWords() {
		for _, key := range slices.Sorted(maps.Keys(en)) {
			text, ok := words[key]
			if !ok {
				t.Errorf("ui/%s.toml has no %q", lang, key)
			}
			if a, b := placeholders(en[key]), placeholders(text); !slices.Equal(a, b) {
				t.Errorf("ui/%s.toml: %q has the names %v, want %v", lang, key, b, a)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(words)) {
			if _, ok := en[key]; !ok {
				t.Errorf("ui/%s.toml: %q is used nowhere", lang, key)
			}
			if strings.HasSuffix(key, ".one") && words[strings.TrimSuffix(key, "one")+"other"] == "" {
				t.Errorf("ui/%s.toml: %q has no .other", lang, key)
			}
		}
		if n := len(strings.Fields(words["date.months"])); n != 12 {
			t.Errorf("ui/%s.toml: %d months", lang, n)
		}
	}
}

func placeholders(s string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(s, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			slices.Sort(names)
			return names
		}
		names, s = append(names, name), after
	}
}

// Every page's template exists once for each kind of view.
func TestPlanCoversEveryTemplate(t *testing.T) {
	plan := New(rich(t))
	seen := map[string]string{}
	for _, p := range plan.Pages {
		view := fmt.Sprintf("%T", p.View)
		if other, ok := seen[p.Template]; ok && other != view {
			t.Errorf("the template %s gets %s and %s", p.Template, other, view)
		}
		seen[p.Template] = view
	}
	want := []string{"atlas", "az", "changes", "conflict", "conflicts", "decision", "domain", "edges", "errors", "guide", "home", "integration", "kind", "kpi",
		"map", "measures", "missing", "moved", "object", "outcome", "owner", "page", "paths", "report", "resolution", "rule",
		"rules", "scenario", "search", "system", "term", "word"}
	if got := slices.Sorted(maps.Keys(seen)); !slices.Equal(got, want) {
		t.Errorf("templates %v, want %v", got, want)
	}
}
