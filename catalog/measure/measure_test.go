package measure_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
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

func pumps(t *testing.T, extra ...string) measure.Input {
	t.Helper()
	data, err := os.ReadFile("testdata/pumps.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range txtar.Parse(append(data, []byte(strings.Join(extra, ""))...)).Files {
		files[f.Name] = f.Data
	}
	set := source.NewSet(files)
	tree, wrong := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	for _, f := range slices.Concat(wrong, unresolved, broken) {
		t.Errorf("%s: %s", set.Place(f.At).Path, f.Message)
	}
	return measure.Input{Catalog: c, Graph: lineage.Build(c, formulas), Today: day(t, "2026-11-25")}
}

func day(t *testing.T, s string) model.Date {
	t.Helper()
	if s == "" {
		return model.Date{}
	}
	d, err := model.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func members(items []measure.Item) string {
	var out []string
	for _, i := range items {
		s := i.Key
		if i.Part != "" {
			s += "." + i.Part
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

func TestCoverage(t *testing.T) {
	r := measure.Take(pumps(t))
	want := map[string][2]string{
		"objects":       {"object:stock", "object:customer"},
		"fields":        {"object:stock.quantity", "object:customer.fax object:stock.colour"},
		"outcomes":      {"outcome:trust", "outcome:carbon outcome:growth"},
		"kpis":          {"kpi:kept", "kpi:idle"},
		"single-source": {"object:stock", "object:customer"},
	}
	for _, s := range append(r.Coverage, r.SingleSource) {
		if got := [2]string{members(s.Holds), members(s.Lacks)}; got != want[s.ID] {
			t.Errorf("%s: got %q, want %q", s.ID, got, want[s.ID])
		}
	}
	if p, ok := r.Coverage[1].Percent(); !ok || p != 33 {
		t.Errorf("one of three fields is %d %%, %v", p, ok)
	}
}

// Stock is computed on by Sales, and arrives in a system of Sales: both cross,
// and the agreement of stock-to-crm covers its own arrival and the computing.
// The other integrations carry no agreement.
func TestAlignment(t *testing.T) {
	in := pumps(t)
	s := measure.Take(in).Alignment
	if got := members(s.Holds); got != "object:stock.kpi:kept integration:stock-to-crm.system:crm" && got != "integration:stock-to-crm.system:crm object:stock.kpi:kept" {
		t.Errorf("aligned: %s", got)
	}
	if got := members(s.Lacks); got != "integration:copy.system:crm integration:fax.system:wms" {
		t.Errorf("not aligned: %s", got)
	}
	changed := history.Change{Part: "fields", Commit: history.Commit{Date: day(t, "2026-05-01")}}
	in.History = history.NewEntries(map[string]*history.Entry{"object:stock": {Changes: []history.Change{changed}}})
	if s := measure.Take(in).Alignment; len(s.Holds) != 0 {
		t.Errorf("a field changed after the agreement was signed, and it still covers %s", members(s.Holds))
	}
}

// Trust (4) is reached by one field on two routes: half each. Growth (2) too.
// The integrations' values add up to the weights of the outcomes reached.
func TestPriority(t *testing.T) {
	in := pumps(t)
	total := 0.0
	got := map[string]string{}
	for _, p := range measure.Take(in).Integrations {
		total += p.Value
		got[p.Key] = fmt.Sprintf("%s %v: %s", p.Advice, p.Value, p.Reason)
	}
	want := map[string]string{
		"integration:stock-to-crm": "do next 3: it serves “Trust”, “Growth”; 1 of 3 fields reach an outcome",
		"integration:copy":         "do next 3: it serves “Trust”, “Growth”; 1 of 2 fields reach an outcome",
		"integration:fax":          "do not integrate 0: nothing that it moves reaches an outcome",
	}
	for key, w := range want {
		if got[key] != w {
			t.Errorf("%s:\n got %s\nwant %s", key, got[key], w)
		}
	}
	if total != 6 {
		t.Errorf("the values add up to %v, want the weights of the outcomes reached, 6", total)
	}
}

func conflict(id string, s diag.Severity, reach float64, age int, subjects ...string) diag.Finding {
	k := &diag.Kind{ID: "test", Code: "CON000", Family: diag.Conflict}
	f := diag.Finding{Kind: k, ID: id, Severity: s, Subjects: subjects,
		Risk: &diag.Risk{Weight: reach, Outcomes: []string{"outcome:trust"}}}
	if age >= 0 {
		f.Since = &diag.Origin{Age: age}
	}
	return f
}

func TestDebt(t *testing.T) {
	in := pumps(t)
	settled := conflict("c-4", diag.Critical, 9, 10, "kpi:kept")
	settled.Settled = &diag.Settlement{}
	in.Findings = diag.List{
		conflict("c-1", diag.Major, 3, 180, "kpi:kept"),                  // 5 × 4 × 2 = 40
		conflict("c-2", diag.Minor, 0, -1, "object:stock", "kpi:kept"),   // 2 × 1 × 1 = 2
		conflict("c-3", diag.Critical, 1, 4000, "object:stock"), settled, // 10 × 2 × 8 = 160
	}
	r := measure.Take(in)
	if r.Debt.Total != 202 {
		t.Errorf("debt is %v, want 202: %+v", r.Debt.Total, r.Debt.Lines)
	}
	var ids []string
	for _, l := range r.Debt.Lines {
		ids = append(ids, l.ID)
		if l.Amount != l.Severity*l.Reach*l.Age {
			t.Errorf("%s: %v × %v × %v is not %v", l.ID, l.Severity, l.Reach, l.Age, l.Amount)
		}
	}
	if !slices.Equal(ids, []string{"c-3", "c-1", "c-2"}) {
		t.Errorf("order %v", ids)
	}
	// c-3 has stopped growing; 42 points grow by ln 2 / 180 a day.
	if got := fmt.Sprintf("%.2f", r.Debt.Interest); got != "4.92" {
		t.Errorf("interest %s, want 4.92", got)
	}
	parts := map[string]float64{}
	for _, p := range slices.Concat(r.Domains, r.Outcomes) {
		parts[p.Key] = p.Debt
	}
	if parts["domain:sales"] != 42 || parts["domain:logistics"] != 162 || parts["outcome:trust"] != 202 || parts["outcome:growth"] != 0 {
		t.Errorf("parts %v", parts)
	}
	// A grave conflict on the KPI blocks every route through it.
	for _, p := range r.Integrations {
		if p.Key == "integration:copy" && (p.Advice != measure.SettleFirst || p.Net() != 0 || !slices.Equal(p.Blocks, []string{"c-1", "c-3"})) {
			t.Errorf("copy: %+v", p)
		}
	}
}

func TestWeightsFromConfig(t *testing.T) {
	in := pumps(t, "-- concord.toml --\n[weights]\nminor = 7\n")
	in.Findings = diag.List{conflict("c-1", diag.Minor, 0, 0, "kpi:kept")}
	if got := measure.Take(in).Debt.Total; got != 7 {
		t.Errorf("debt %v, want 7", got)
	}
}

func TestVelocity(t *testing.T) {
	in := pumps(t)
	if measure.Take(in).Velocity.Known {
		t.Error("velocity is known without history")
	}
	for i, to := range []string{"2026-01-02", "2026-01-05", "2026-01-11", "2026-04-11", ""} {
		in.Lives = append(in.Lives, measure.Life{ID: fmt.Sprint("c-", i), From: day(t, "2026-01-01"), To: day(t, to)})
	}
	v := measure.Take(in).Velocity
	if !v.Known || v.Median != 4 || v.P90 != 100 || len(v.Open) != 1 || v.Open[0].Days != 328 {
		t.Errorf("%+v", v)
	}
}
