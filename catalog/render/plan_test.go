package render_test

import (
	"context"
	"io/fs"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/render"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/search"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/templates"
	"github.com/concord-catalog/concord/themes"
)

// planOf plans the site of some files, with findings besides.
func planOf(files map[string][]byte, findings func(*model.Catalog) diag.List) *site.Plan {
	set := source.NewSet(files)
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	formulas, _ := formula.Analyse(c)
	today, _ := model.ParseDate("2026-03-15")
	in := site.Input{Catalog: c, Graph: lineage.Build(c, formulas), Formulas: formulas, Today: today, Version: "1.0",
		Revision: "0123456789abcdef0123456789abcdef01234567", Options: site.Options{Errors: true}}
	if findings != nil {
		in.Findings = findings(c)
		remember(&in)
	}
	return site.New(in)
}

// remember gives a plan's input a past: an entry that changed, conflicts that
// came and went, measures of three months.
func remember(in *site.Input) {
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

// rich plans the catalog of every kind and field that package site tests with.
func rich(t testing.TB) *site.Plan {
	t.Helper()
	return planOf(archive(t, "../site/testdata/rich.txtar"), disputes)
}

// indexed is what the search page of that plan reads.
func indexed(t testing.TB) []output.File {
	t.Helper()
	set := source.NewSet(archive(t, "../site/testdata/rich.txtar"))
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	return slices.Collect(search.Compile(search.Input{Catalog: c, Text: site.WordsFor("en").T}).Files())
}

func archive(t testing.TB, path string) map[string][]byte {
	t.Helper()
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range a.Files {
		files[f.Name] = f.Data
	}
	return files
}

// disputes are findings of each family, open and settled.
func disputes(c *model.Catalog) diag.List {
	formulas := &diag.Kind{Code: "TST101", ID: "two-formulas", Title: "two formulas", Family: diag.Conflict, Category: "formula",
		Severity: diag.Critical, Why: "Reports differ in `numbers`.", Settle: "Agree on one.", Source: "ISO 704"}
	advice := &diag.Kind{Code: "TST201", ID: "say-more", Title: "short definition", Family: diag.Advice, Category: "text",
		Severity: diag.Minor, Why: "It is short.", Settle: "Say more."}
	broken := &diag.Kind{Code: "TST301", ID: "unreadable", Title: "something unreadable", Family: diag.Error, Category: "structure",
		Severity: diag.Critical, Why: "It cannot be read.", Settle: "Write it anew."}
	at := func(key string) source.Span { return c.ByKey(key).At }
	open := formulas.At(at("kpi:kept"), "`Berths kept` has two formulas that disagree").WithPlace(at("kpi:kept-sales"), "the other formula").
		WithHelp("make one of them `canonical`").WithNote("both are approved")
	open.ID, open.Subjects, open.Decider, open.Owners = "c-0000000001", []string{"kpi:kept", "kpi:kept-sales"}, "vera", []string{"hana", "sam"}
	open.Risk = &diag.Risk{KPIs: []string{"kpi:kept"}, Decisions: []string{"decision:assign"}, Outcomes: []string{"outcome:trust"}, Weight: 7}
	open.Since = &diag.Origin{Day: "2025-12-03", Age: 102, Revision: "89abcdef", Author: "Sam Sale", Subject: "Count all <visits>", AtLeast: true}
	open.Compared = &diag.Comparison{Verdict: "different", Cases: 212, Sides: [2]string{"kpi:kept", "kpi:kept-sales"},
		Counterexample: &diag.Counterexample{Left: "0 %", Right: "50 %", Scenario: "scenario:one-night", Facts: []diag.FactTable{
			{Object: "object:visit", Fields: []string{"promised", "status"}, Rows: [][]string{{"true", "P"}, {"", "D"}}}}}}
	settled := formulas.At(at("term:harbour/call"), "`Call` means two things")
	settled.ID, settled.Subjects = "c-0000000003", []string{"term:harbour/call", "term:sales/call"}
	settled.Settled = &diag.Settlement{By: "resolution:berth", How: "accept", Note: "Both are needed."}
	hint := advice.At(at("term:sales/berth"), "the definition names no genus").WithHelp("begin with what it is a kind of")
	hint.Subjects = []string{"term:sales/berth"}
	return diag.List{open, settled, hint, broken.At(at("object:tariff"), "the price cannot be read").WithHelp("write a number")}
}

func theme(t testing.TB) *render.Theme {
	t.Helper()
	sub, err := fs.Sub(themes.FS, "concord")
	if err != nil {
		t.Fatal(err)
	}
	th, err := render.ReadTheme(sub)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func renderer(t testing.TB, overrides fs.FS) *render.Renderer {
	t.Helper()
	r, err := render.New(templates.FS, overrides, theme(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// drawn draws the figures of a plan by the rules that need no helper process.
func drawn(t testing.TB, plan *site.Plan) render.Draw {
	t.Helper()
	var figures []*draw.Figure
	for i := range plan.Pages {
		for _, f := range plan.Pages[i].Figures {
			figures = append(figures, &f.Figure)
		}
	}
	d := draw.NewDrawer(draw.Options{})
	defer d.Close()
	set, _, err := d.Layout(context.Background(), figures)
	if err != nil {
		t.Fatal(err)
	}
	return func(dst []byte, f *site.Figure) []byte { return set.AppendSVG(dst, f.ID, &f.Figure) }
}

func filesOf(t testing.TB, r *render.Renderer, plan *site.Plan, draw render.Draw) []output.File {
	t.Helper()
	var files []output.File
	for f, err := range r.Render(context.Background(), plan, draw) {
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// box stands for a drawing.
func box(dst []byte, _ *site.Figure) []byte {
	return append(dst, `<svg viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1"/></svg>`...)
}
