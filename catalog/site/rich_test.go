package site

import (
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage"
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
	return in
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
