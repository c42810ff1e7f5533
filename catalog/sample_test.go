package catalog_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// sample says what the sample organisation has wrong on purpose, and what only
// looks so.
type sample struct {
	Planted []planted
	Friend  []friend
}

// planted is one finding that the sample must give.
type planted struct {
	Number   int      // of the story it belongs to
	Rule     string   // the rule's ID
	Subjects []string // entries that the finding names, among others
	Settled  string   // the entry that settles it, "" while it is open
	History  bool     // it only shows where there is a git history
	What     string
}

// friend is a pair of entries that look like a conflict and are none.
type friend struct {
	Pair   []string
	Proved bool   // their formulas are proved equal
	Where  string // part of the condition under which they are; "" for everywhere
	What   string
}

func (p planted) matches(f diag.Finding) bool {
	return p.Rule == f.Kind.ID && !slices.ContainsFunc(p.Subjects, func(s string) bool { return !slices.Contains(f.Subjects, s) })
}

func readSample(t *testing.T, today string) (*catalog.Compiled, sample) {
	t.Helper()
	set, refusals, err := source.Read(context.Background(), "../content", source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	day, err := model.ParseDate(today)
	if err != nil {
		t.Fatal(err)
	}
	var s sample
	if _, err := toml.DecodeFile("testdata/planted.toml", &s); err != nil {
		t.Fatal(err)
	}
	return catalog.Compile(set, refusals, day), s
}

// TestSampleFindings holds what is found in the sample against what was planted
// there: all of that, each once, and nothing else. It does so on the day of
// writing and on a later one, because the sample is read for years.
func TestSampleFindings(t *testing.T) {
	for _, today := range []string{"2026-11-25", "2028-06-30"} {
		t.Run(today, func(t *testing.T) {
			c, s := readSample(t, today)
			s.compare(t, c, false)
		})
	}
}

// compare holds the findings of a catalog against what was planted, with or
// without what only history shows.
func (s sample) compare(t *testing.T, c *catalog.Compiled, history bool) {
	t.Helper()
	taken := make([]int, len(c.Findings))
	for _, p := range s.Planted {
		found := 0
		for i, f := range c.Findings {
			if !p.matches(f) {
				continue
			}
			found++
			taken[i]++
			if by := settledBy(f); by != p.Settled {
				t.Errorf("%d: %s is settled by %q, want %q", p.Number, p.What, by, p.Settled)
			}
		}
		want := 1
		if p.History && !history {
			want = 0
		}
		if found != want {
			t.Errorf("%d: %s %v was found %d times, want %d: %s", p.Number, p.Rule, p.Subjects, found, want, p.What)
		}
	}
	for i, f := range c.Findings {
		if taken[i] != 1 {
			t.Errorf("%s: %s %s %v answers to %d of what was planted: %s", c.Set.Place(f.At).Path, f.Kind.Family, f.Kind.ID, f.Subjects, taken[i], f.Message)
		}
	}
}

func settledBy(f diag.Finding) string {
	if f.Settled == nil {
		return ""
	}
	return f.Settled.By
}

// TestSampleFriends checks that pairs which look like a conflict are silent, or
// named only by what has been planted on them, and that equal formulas are
// proved equal.
func TestSampleFriends(t *testing.T) {
	c, s := readSample(t, "2026-11-25")
	for _, friend := range s.Friend {
		for _, f := range c.Findings {
			both := !slices.ContainsFunc(friend.Pair, func(e string) bool { return !slices.Contains(f.Subjects, e) })
			if both && !slices.ContainsFunc(s.Planted, func(p planted) bool { return p.matches(f) }) {
				t.Errorf("%s: found %s: %s", friend.What, f.Kind.ID, f.Message)
			}
		}
		if !friend.Proved {
			continue
		}
		result := compareKeys(t, c, friend.Pair[0], friend.Pair[1])
		if result.Verdict != compare.Equivalent {
			t.Errorf("%s: the formulas are %s, want equivalent (%s)", friend.What, result.Verdict, result.Reason)
		}
		if !strings.Contains(result.Condition, friend.Where) || friend.Where == "" && result.Condition != "" {
			t.Errorf("%s: equal %q, want where %s", friend.What, result.Condition, friend.Where)
		}
	}
}

// TestSampleRisk checks the story that the sample opens with: what stands on
// the two meanings of stock in transit, and who can decide between them.
func TestSampleRisk(t *testing.T) {
	c, _ := readSample(t, "2026-11-25")
	i := slices.IndexFunc(c.Findings, func(f diag.Finding) bool {
		return f.Kind.ID == "same-name-different-filter" && slices.Contains(f.Subjects, "term:sales/stock-in-transit")
	})
	if i < 0 {
		t.Fatal("the two meanings of stock in transit are not found")
	}
	f := c.Findings[i]
	for _, want := range []string{"kpi:sales/48-hour-promise-kept", "kpi:sales/on-time-delivery", "outcome:customers-trust-our-promise"} {
		if at := slices.Concat(f.Risk.KPIs, f.Risk.Outcomes); !slices.Contains(at, want) {
			t.Errorf("%s is not at risk; what is: %v", want, at)
		}
	}
	if f.Decider != "marta-lindqvist" {
		t.Errorf("the decider is %q, want marta-lindqvist", f.Decider)
	}
	if f.Compared == nil || f.Compared.Counterexample == nil {
		t.Fatal("there is no counterexample")
	}
	if got := f.Compared.Counterexample.Scenario; got != "scenario:forty-eight-hour-promise" {
		t.Errorf("the counterexample is from %q, want the scenario that tells the story", got)
	}
}

// TestSampleSize keeps the sample what it is meant to be: as large as a small
// organisation, in all spellings, with every kind of entry.
func TestSampleSize(t *testing.T) {
	c, _ := readSample(t, "2026-11-25")
	for kind, least := range map[model.Kind]int{model.DomainKind: 7, model.OwnerKind: 15, model.TermKind: 45, model.SystemKind: 7,
		model.ObjectKind: 16, model.KPIKind: 14, model.DecisionKind: 8, model.OutcomeKind: 5, model.IntegrationKind: 7,
		model.ScenarioKind: 8, model.ReportKind: 5, model.ResolutionKind: 3, model.PageKind: 4} {
		if n := len(c.Catalog.OfKind(kind)); n < least {
			t.Errorf("%d entries of kind %s, want at least %d", n, kind, least)
		}
	}
	spellings := map[string]int{}
	for _, f := range c.Set.Files() {
		spelling := f.Path[strings.LastIndexByte(f.Path, '.'):]
		if spelling == ".md" {
			spelling += " " + string(f.Data[:3])
		}
		spellings[spelling]++
	}
	for _, want := range []string{".yaml", ".toml", ".md ---", ".md +++"} {
		if spellings[want] < 4 {
			t.Errorf("%d files are spelt %s, want some", spellings[want], want)
		}
	}
	translated := 0
	for _, term := range c.Catalog.Terms {
		translated += cmp.Compare(len(term.Translations), 0)
	}
	if translated < 10 {
		t.Errorf("%d terms are translated, want at least 10", translated)
	}
}
