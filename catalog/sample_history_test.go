package catalog_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/samplerepo"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestSampleStates compiles every state that the sample has been in: none may
// have errors.
func TestSampleStates(t *testing.T) {
	commits, err := samplerepo.Read("../content")
	if err != nil {
		t.Fatal(err)
	}
	for _, commit := range commits {
		contents := map[string][]byte{}
		for name, text := range commit.Files {
			contents[name] = []byte(text)
		}
		set := source.NewSet(contents)
		tree, found := decode.Decode(set, nil)
		c, unresolved := resolve.Resolve(set, tree)
		formulas, broken := formula.Analyse(c)
		_, unfit := scenario.Run(c, formulas, model.DateOf(commit.When))
		for _, f := range slices.Concat(found, unresolved, broken, unfit) {
			t.Errorf("%q: %s: %s", commit.Subject(), set.Place(f.At).Path, f.Message)
		}
	}
}

// TestSampleHistory loads the sample from a repository of its own: what only
// history shows is found as well, and conflicts came and went when the story
// says so.
func TestSampleHistory(t *testing.T) {
	_, s := readSample(t, "2026-11-25")
	commits, err := samplerepo.Read("../content")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := samplerepo.Write(dir, commits); err != nil {
		t.Fatal(err)
	}
	c, err := catalog.Load(t.Context(), catalog.Options{Content: filepath.Join(dir, "content"), Ages: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Today.String(); got != "2026-11-25" {
		t.Errorf("today is %s, want the day of the newest commit", got)
	}
	s.compare(t, c, true)
	for _, want := range []struct{ rule, subject, from, to, how string }{
		{"homonym", "term:data-it/hub", "2025-12-09", "2026-03-10", "gone"},
		{"system-as-owner", "object:operations/product", "2025-12-16", "", ""},
		{"same-name-different-filter", "term:sales/stock-in-transit", "2026-01-12", "", ""},
		{"scenario-divergence", "scenario:forty-eight-hour-promise", "2026-01-19", "", ""},
		{"competing-definitions", "term:sales/delivered", "2026-01-21", "2026-02-17", "canonical"},
		{"competing-formulas", "kpi:finance/customer-lifetime-value", "2026-01-27", "", ""},
		{"same-name-different-filter", "term:sales/backorder", "2025-11-10", "2026-03-24", "gone"},
		{"unit-clash", "term:operations/cycle-time", "2026-03-31", "", ""},
		{"competing-formulas", "kpi:sales/gross-margin", "2025-11-10", "2026-04-07", "gone"},
		{"unmeasured-outcome", "outcome:carbon-per-pump", "2026-04-14", "", ""},
		{"two-systems-of-record", "object:supply-chain/stock-balance", "2025-11-10", "2026-04-21", "accept"},
		{"same-name-different-filter", "kpi:sales/perfect-order-rate", "2025-11-10", "2026-05-19", "gone"},
		{"resolution-not-carried-out", "resolution:order-intake-by-fiscal-month", "2026-05-12", "", ""},
		{"unit-mismatch", "kpi:operations/overall-equipment-effectiveness", "2026-06-23", "", ""},
		{"stale-agreement", "integration:mes-production-to-erp", "2026-03-31", "2026-11-25", "gone"},
		{"stale-agreement", "integration:account-to-crm", "2026-06-09", "", ""},
	} {
		spell := lastSpell(c.Conflicts, want.rule, want.subject)
		if spell == nil {
			t.Errorf("%s of %s was never open", want.rule, want.subject)
			continue
		}
		if from, to := spell.Began.Date.String(), spell.Ended.Date.String(); from != want.from || to != want.to || spell.How != want.how {
			t.Errorf("%s of %s: from %s to %q (%s), want from %s to %q (%s)", want.rule, want.subject, from, to, spell.How, want.from, want.to, want.how)
		}
	}
}

// lastSpell is the last time in which a conflict of a rule and a subject was
// open, or nil.
func lastSpell(c *history.Conflicts, rule, subject string) *history.Spell {
	for i := range c.Lives {
		l := &c.Lives[i]
		if n := len(l.Spells); n > 0 && l.Rule == rule && slices.Contains(l.Subjects, subject) {
			return &l.Spells[n-1]
		}
	}
	return nil
}
