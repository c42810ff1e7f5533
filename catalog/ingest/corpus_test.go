package ingest

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// imported runs a format on a folder of published data that is not part of the
// project.
func imported(t *testing.T, format Format, folder string) (*Result, string) {
	t.Helper()
	corpora := os.Getenv("CONCORD_CORPORA")
	if corpora == "" {
		t.Skip("CONCORD_CORPORA does not name a folder of published catalogs; skipped")
	}
	dir := filepath.Join(corpora, folder)
	r, err := format.Import(context.Background(), os.DirFS(dir), Options{})
	if err != nil {
		t.Fatal(err)
	}
	balanced(t, r)
	readsBack(t, r)
	return r, dir
}

func (r *Result) count(kind string) Count {
	i := slices.IndexFunc(r.Counts, func(c Count) bool { return c.Kind == kind })
	if i < 0 {
		return Count{}
	}
	return r.Counts[i]
}

// each decodes the YAML files and front matters below a folder.
func each[T any](t *testing.T, r *Result, folder string) map[string]T {
	t.Helper()
	all := map[string]T{}
	for _, f := range r.Files {
		if !strings.HasPrefix(f.Path, folder+"/") {
			continue
		}
		text := strings.TrimPrefix(string(f.Data), "---\n")
		if strings.HasSuffix(f.Path, ".md") {
			text, _, _ = strings.Cut(text, "\n---\n")
		}
		var doc T
		if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(f.Path, err)
		}
		all[f.Path] = doc
	}
	return all
}

// expected reads the field `name` of each line of a JSONL file.
func expected(t *testing.T, dir, name string) []string {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var names []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var line struct{ Name string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		names = append(names, line.Name)
	}
	slices.Sort(names)
	return names
}

func TestMetricHubCorpus(t *testing.T) {
	r, dir := imported(t, metricHub(), "metric-hub")
	if c := r.count("metric"); c.Read != 404 || c.Written != 404 {
		t.Errorf("metrics: %+v, want 404 read and written", c)
	}
	type kpi struct {
		Concept, Owner, Status string
		Inputs                 []string
		Custom                 struct{ SQL string }
	}
	kpis := each[kpi](t, r, "kpis")
	unowned, deprecated := 0, 0
	formulas := map[string]map[string]bool{}
	for _, k := range kpis {
		if k.Owner == "" {
			unowned++
		}
		if k.Status == "deprecated" {
			deprecated++
		}
		if k.Concept != "" {
			if formulas[k.Concept] == nil {
				formulas[k.Concept] = map[string]bool{}
			}
			formulas[k.Concept][strings.ToLower(oneLine(k.Custom.SQL))] = true
		}
		for _, in := range k.Inputs {
			if !slices.ContainsFunc(r.Files, func(f output.File) bool {
				return f.Path == "objects/"+in+".yaml" || f.Path == "kpis/"+in+".yaml"
			}) {
				t.Errorf("input %s leads nowhere", in)
			}
		}
	}
	if len(kpis) != 404 || unowned != 261 || deprecated != 22 || len(formulas) != 34 {
		t.Errorf("%d KPIs, %d without owner, %d deprecated, %d concepts; want 404, 261, 22, 34", len(kpis), unowned, deprecated, len(formulas))
	}
	var differ []string
	for _, concept := range sortedKeys(formulas) {
		if len(formulas[concept]) > 1 {
			differ = append(differ, concept)
		}
	}
	for _, name := range expected(t, dir, "expected-formula-conflicts.jsonl") {
		if !slices.Contains(differ, name) {
			t.Errorf("%s: its different formulas do not show", name)
		}
	}
}

// sameButForNotes differ only in what one body says under headings other than
// "Definition", which are notes to the entry.
var sameButForNotes = []string{"next threshold", "version string"}

func TestWOTCorpus(t *testing.T) {
	r, dir := imported(t, wotGlossaries(), "wot")
	type term struct{ Name, Definition string }
	definitions := map[string]map[string]bool{}
	for _, x := range each[term](t, r, "terms") {
		if x.Definition == "" {
			continue
		}
		name := strings.ToLower(x.Name)
		if definitions[name] == nil {
			definitions[name] = map[string]bool{}
		}
		definitions[name][Slug(x.Definition)+oneLine(strings.ToLower(x.Definition))] = true
	}
	if len(definitions) != 1029 {
		t.Errorf("%d names with definitions, want 1029", len(definitions))
	}
	for _, name := range expected(t, dir, "expected-competing-definitions.jsonl") {
		if len(definitions[name]) < 2 && !slices.Contains(sameButForNotes, name) {
			t.Errorf("%s: its competing definitions do not show: %v", name, definitions[name])
		}
	}
	if c := r.count("entry"); c.Read != 1448 || c.Dropped != 2 {
		t.Errorf("entries: %+v, want 1448 read and 2 dropped", c)
	}
}

func TestSDGCorpora(t *testing.T) {
	for folder, want := range map[string]int{"sdg-uk": 247, "sdg-rwanda": 243} {
		r, _ := imported(t, openSDG(), folder)
		type kpi struct{ Concept, Status, Description string }
		live := 0
		for path, k := range each[kpi](t, r, "kpis") {
			if k.Concept != "" && k.Status != "deprecated" {
				live++
			}
			if strings.HasSuffix(path, "/1-1-1.md") && !strings.Contains(k.Description, map[string]string{"sdg-uk": "$2.15", "sdg-rwanda": "$3.00"}[folder]) {
				t.Errorf("%s: the poverty line is lost: %s", path, k.Description)
			}
		}
		if live != want {
			t.Errorf("%s: %d indicators in use, want %d", folder, live, want)
		}
	}
}
