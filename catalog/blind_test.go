package catalog_test

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestBlind compiles catalogs of organisations that the rules were not written
// for, set down by people who knew the documentation and not the code. Some are
// in order, some have conflicts planted in them, and every one gives exactly
// the findings that its archive lists: rule and subjects, none more.
//
// An archive holds the files of a content folder. The file `want` lists the
// findings, one a line, and `equal` the pairs of entries whose formulas look
// different and are proved equal.
func TestBlind(t *testing.T) {
	files, err := filepath.Glob("testdata/blind/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d archives, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			content, want, equal := map[string][]byte{}, []string{}, []string{}
			for _, f := range archive.Files {
				switch f.Name {
				case "want":
					want = lines(f.Data)
				case "equal":
					equal = lines(f.Data)
				default:
					content[f.Name] = f.Data
				}
			}
			c := catalog.Compile(source.NewSet(content), nil, model.NewDate(2026, 11, 25))
			compareFindings(t, c, want)
			for _, pair := range equal {
				a, b, _ := strings.Cut(pair, " ")
				if result := compareKeys(t, c, a, b); result.Verdict != compare.Equivalent {
					t.Errorf("%s: %s, want equivalent", pair, result.Verdict)
				}
			}
		})
	}
}

// compareKeys compares the formulas of two entries, given by their full IDs.
func compareKeys(t *testing.T, c *catalog.Compiled, a, b string) compare.Result {
	t.Helper()
	x, y := c.Formulas.Of(c.Catalog.ByKey(a)), c.Formulas.Of(c.Catalog.ByKey(b))
	if x == nil || y == nil {
		t.Fatalf("%s or %s has no formula", a, b)
	}
	return compare.Formulas(c.Formulas, x, y, compare.Options{Today: c.Today})
}

// lines are the lines of a file that say something, in order of the alphabet.
func lines(data []byte) []string {
	var list []string
	for _, line := range strings.Split(string(data), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			list = append(list, line)
		}
	}
	slices.Sort(list)
	return list
}

// compareFindings holds what was found against the lines that were expected.
func compareFindings(t *testing.T, c *catalog.Compiled, want []string) {
	t.Helper()
	found := slices.Clone(c.Findings)
	slices.SortStableFunc(found, func(a, b diag.Finding) int { return cmp.Compare(inOneLine(a), inOneLine(b)) })
	for _, f := range found {
		if i := slices.Index(want, inOneLine(f)); i >= 0 {
			want = slices.Delete(want, i, i+1)
			continue
		}
		p := c.Set.Place(f.At)
		t.Errorf("not expected: %s\n\t%s:%d: %s", inOneLine(f), p.Path, p.Start.Line, f.Message)
	}
	for _, line := range want {
		t.Errorf("not found: %s", line)
	}
}

// inOneLine is a finding as an archive lists it: its rule, whether it is
// settled, and its subjects.
func inOneLine(f diag.Finding) string {
	parts := []string{f.Kind.ID}
	if f.Settled != nil {
		parts = append(parts, "(settled)")
	}
	return strings.Join(append(parts, f.Subjects...), " ")
}
