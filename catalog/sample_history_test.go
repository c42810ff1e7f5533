package catalog_test

import (
	"slices"
	"testing"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/samplerepo"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestSampleHistory compiles every state that the sample has been in: none may
// have errors, and conflicts come and go on the days that the story says.
func TestSampleHistory(t *testing.T) {
	commits, err := samplerepo.Read("../content")
	if err != nil {
		t.Fatal(err)
	}
	spells := []struct {
		rule, subject string
		from, to      string // first day on which it is found, first day on which it is not
	}{
		{"homonym", "term:data-it/hub", "2025-12-09", "2026-03-10"},
		{"system-as-owner", "object:operations/product", "2025-12-16", ""},
		{"same-name-different-filter", "term:sales/stock-in-transit", "2026-01-12", ""},
		{"scenario-divergence", "scenario:forty-eight-hour-promise", "2026-01-19", ""},
		{"competing-definitions", "term:sales/delivered", "2026-01-21", "2026-02-17"},
		{"competing-formulas", "kpi:finance/customer-lifetime-value", "2026-01-27", ""},
		{"same-name-different-filter", "term:sales/backorder", "2025-11-10", "2026-03-24"},
		{"unit-clash", "term:operations/cycle-time", "2026-03-31", ""},
		{"competing-formulas", "kpi:sales/gross-margin", "2025-11-10", "2026-04-07"},
		{"unmeasured-outcome", "outcome:carbon-per-pump", "2026-04-14", ""},
		{"same-name-different-filter", "kpi:sales/perfect-order-rate", "2025-11-10", "2026-05-19"},
		{"resolution-not-carried-out", "resolution:order-intake-by-fiscal-month", "2026-05-12", ""},
		{"unit-mismatch", "kpi:operations/overall-equipment-effectiveness", "2026-06-23", ""},
		{"resolution-expired", "resolution:two-inventory-turnovers", "2026-07-07", ""},
	}
	for _, c := range commits {
		contents := map[string][]byte{}
		for name, text := range c.Files {
			contents[name] = []byte(text)
		}
		state := catalog.Compile(source.NewSet(contents), nil, model.DateOf(c.When))
		for _, f := range state.Findings {
			if f.Kind.Family == diag.Error {
				t.Errorf("%q: %s: %s", c.Subject(), state.Set.Place(f.At).Path, f.Message)
			}
		}
		day := model.DateOf(c.When).String()
		for _, s := range spells {
			want := day >= s.from && (s.to == "" || day < s.to)
			found := slices.ContainsFunc(state.Findings, func(f diag.Finding) bool {
				return f.Kind.ID == s.rule && slices.Contains(f.Subjects, s.subject)
			})
			// Conflicts from the workbook were there before the first figures.
			if found != want && day >= "2025-11-10" {
				t.Errorf("%s %q: %s of %s found: %v, want %v", day, c.Subject(), s.rule, s.subject, found, want)
			}
		}
	}
}
