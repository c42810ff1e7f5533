package site

import (
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// compile runs the phases up to the plan over files already read.
func compile(t testing.TB, set *source.Set) Input {
	t.Helper()
	tree, found := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	found = append(append(found, unresolved...), broken...)
	today, _ := model.ParseDate("2026-03-15")
	return Input{Catalog: c, Graph: lineage.Build(c, formulas), Formulas: formulas, Findings: found, Today: today,
		Revision: "0123456789abcdef0123456789abcdef01234567", Version: "1.0"}
}

func archive(t testing.TB, path string) *source.Set {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return files(a)
}

func files(a *txtar.Archive) *source.Set {
	m := map[string][]byte{}
	for _, f := range a.Files {
		m[f.Name] = f.Data
	}
	return source.NewSet(m)
}

// rich is the catalog of testdata/rich.txtar with findings of every sort.
func rich(t testing.TB) Input {
	t.Helper()
	in := compile(t, archive(t, "testdata/rich.txtar"))
	for _, f := range in.Findings {
		t.Logf("%s: %s", f.Kind.Code, f.Message)
	}
	in.Findings = append(in.Findings, disputes(in.Catalog)...)
	in.Options = Options{ContentPath: "content", Errors: true}
	remember(&in)
	return in
}

// remember gives a plan's input a past: an entry that changed, conflicts that
// came and went, measures of three months.
func remember(in *Input) {
	day := func(s string) model.Date { d, _ := model.ParseDate(s); return d }
	commit := func(hash, on, subject string) history.Commit {
		return history.Commit{Hash: hash, Author: "Ada Quist", Email: "ada@kestrel.example", Date: day(on), Subject: subject}
	}
	first, later := commit("aa11", "2025-11-03", "Begin"), commit("bb22", "2026-02-10", "Say what counts")
	entries := map[string]*history.Entry{}
	for i, e := range in.Catalog.Entries {
		h := &history.Entry{Created: first, Changed: first}
		if i%2 == 0 {
			h.Changed = later
			h.Changes = []history.Change{{Commit: later, Part: "definition", Before: "all that was sold", After: "all that was sold and paid"},
				{Commit: later, Part: "fields", Before: "", After: "a: number"}}
		}
		entries[e.Key()] = h
	}
	in.History = history.NewEntries(entries)
	in.Conflicts = &history.Conflicts{Oldest: first, Revisions: 3, Checked: 3, Lives: []history.Life{
		{ID: "c-00000000aa", Rule: "homonym", Title: "one word, two meanings", Born: first, Severity: diag.Major,
			Spells: []history.Spell{{Began: first, Ended: later, How: "gone"}}},
		{ID: "c-00000000bb", Rule: "homonym", Title: "one word, two meanings", Born: first, Severity: diag.Major, Subjects: []string{in.Catalog.Entries[0].Key()},
			Spells: []history.Spell{{Began: first, Ended: later, How: "distinct", By: "resolution:none"}}},
	}}
	in.Measures = measure.Take(measure.Input{Catalog: in.Catalog, Graph: in.Graph, Findings: in.Findings, History: in.History,
		Lives: measure.Lives(in.Conflicts), Today: in.Today})
	for _, d := range []string{"2026-01-31", "2026-02-28", "2026-03-15"} {
		s := in.Measures.Summary()
		s.Day = day(d)
		in.Trend = append(in.Trend, s)
	}
}

// disputes are findings such as rules make, on the rich catalog.
func disputes(c *model.Catalog) diag.List {
	kind := func(code, id, title, category string, family diag.Family) *diag.Kind {
		return &diag.Kind{Code: code, ID: id, Title: title, Family: family, Category: category, Severity: diag.Major,
			Why: "Two reports show `different` numbers under one name.", Settle: "Agree on one and let the other refer to it.", Source: "ISO 704"}
	}
	at := func(key string) source.Span { return c.ByKey(key).At }
	formulas := kind("TST101", "two-formulas", "two formulas", "formula", diag.Conflict)
	words := kind("TST102", "two-words", "one word, two meanings", "naming", diag.Conflict)
	advice := kind("TST201", "say-more", "short definition", "text", diag.Advice)
	broken := kind("TST301", "unreadable", "something unreadable", "structure", diag.Error)
	a := formulas.At(at("kpi:kept"), "`Berths kept` has two formulas that disagree").WithPlace(at("kpi:kept-sales"), "the other formula").
		WithHelp("make one of them canonical").WithNote("both are approved")
	a.ID, a.Subjects, a.Decider, a.Owners, a.Severity = "c-0000000001", []string{"kpi:kept", "kpi:kept-sales"}, "vera", []string{"hana", "sam"}, diag.Critical
	a.Risk = &diag.Risk{KPIs: []string{"kpi:kept"}, Decisions: []string{"decision:assign"}, Outcomes: []string{"outcome:trust"}, Weight: 7}
	a.Since = &diag.Origin{Day: "2025-12-03", Age: 102, Revision: "89abcdef0123456789abcdef0123456789abcdef", Author: "Sam Sale", Subject: "Count all visits"}
	a.Compared = &diag.Comparison{Verdict: "different", Cases: 212, Sides: [2]string{"kpi:kept", "kpi:kept-sales"},
		Counterexample: &diag.Counterexample{Left: "0 %", Right: "50 %", Scenario: "scenario:one-night", Facts: []diag.FactTable{
			{Object: "object:visit", Fields: []string{"promised", "status"}, Rows: [][]string{{"true", "P"}, {"", "D"}}}}}}
	b := words.At(at("term:harbour/berth"), "`Berth` means two things")
	b.ID, b.Subjects, b.Owners, b.Severity = "c-0000000002", []string{"term:harbour/berth", "term:sales/berth"}, []string{"gone", "sam"}, diag.Minor
	s := words.At(at("term:harbour/call"), "`Call` means two things")
	s.ID, s.Subjects = "c-0000000003", []string{"term:harbour/call", "term:sales/call"}
	s.Settled = &diag.Settlement{By: "resolution:berth", How: "accept", Note: "Both are needed."}
	hint := advice.At(at("term:sales/berth"), "the definition names no genus").WithHelp("begin with what it is a kind of")
	hint.Subjects = []string{"term:sales/berth"}
	bad := broken.At(at("object:tariff"), "the price cannot be read").WithHelp("write a number")
	same := formulas.At(at("kpi:kept-sales"), "two formulas")
	same.ID, same.Subjects = "c-0000000004", []string{"kpi:kept-sales", "kpi:kept"}
	same.Compared = &diag.Comparison{Verdict: "undistinguished", Cases: 10000, Sides: [2]string{"kpi:kept-sales", "kpi:kept"}}
	where := formulas.At(at("kpi:kept-sales"), "two formulas again")
	where.ID, where.Subjects = "c-0000000005", []string{"kpi:kept-sales", "kpi:kept"}
	where.Compared = &diag.Comparison{Verdict: "equivalent", Condition: "wherever `visit` has rows", Sides: [2]string{"kpi:kept-sales", "kpi:kept"}}
	return diag.List{a, b, s, hint, bad, same, where}
}
