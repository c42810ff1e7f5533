package resolve_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

func compile(t *testing.T, archive string) (*model.Catalog, diag.List) {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = f.Data
	}
	set := source.NewSet(files)
	tree, found := decode.Decode(set, nil)
	c, more := resolve.Resolve(set, tree)
	return c, append(found, more...)
}

func clean(t *testing.T, archive string) *model.Catalog {
	t.Helper()
	c, found := compile(t, archive)
	for _, f := range found {
		t.Errorf("%v: %s %s", c.Source.Place(f.At), f.Kind.Code, f.Message)
	}
	return c
}

const company = `
-- domains/finance.toml --
name = "Finance"
owner = "cfo"
audience = ["staff"]
-- domains/finance/tax.toml --
name = "Tax"
parent = "finance"
-- domains/sales.toml --
name = "Sales"
owner = "head-of-sales"
-- owners/people.toml --
[[entry]]
id = "cfo"
name = "Chief financial officer"
[[entry]]
id = "head-of-sales"
name = "Head of sales"
`

func TestShortReferenceMeansOwnDomain(t *testing.T) {
	c := clean(t, company+`
-- terms/finance/revenue.md --
---
preferred: revenue
related: [booking]
---
-- terms/finance/booking.md --
---
preferred: booking
---
-- terms/sales/booking.md --
---
preferred: booking
---
-- terms/sales/order.md --
---
preferred: order
related: [booking, revenue]
---
`)
	related := func(id string) []string {
		var ids []string
		for _, r := range c.Get(model.TermKind, id).Self.(*model.Term).Related {
			ids = append(ids, r.To.ID)
		}
		return ids
	}
	if got := related("finance/revenue"); !slices.Equal(got, []string{"finance/booking"}) {
		t.Errorf("in finance, booking means %v", got)
	}
	if got := related("sales/order"); !slices.Equal(got, []string{"sales/booking", "finance/revenue"}) {
		t.Errorf("in sales, booking and revenue mean %v", got)
	}
}

// TestReferenceThatNamesItsKind is told what is wrong with it in the words of
// that kind.
func TestReferenceThatNamesItsKind(t *testing.T) {
	_, found := compile(t, `
-- owners/ada.yaml --
name: Ada
-- decisions/promise.yaml --
name: Promise a date
-- outcomes/trust.yaml --
name: Trust
-- kpis/kept.yaml --
name: Kept
informs: [decision:trust, outcome:trust, trust, decision:promis, kpi:promise]
`)
	want := []string{
		"no decision has the ID `trust`",
		"`outcome:trust` is an outcome; `informs` takes a decision",
		"`trust` is an outcome; `informs` takes a decision",
		"no decision has the ID `promis`",
		"no decision has the ID `kpi:promise`",
	}
	var got []string
	for _, f := range found {
		got = append(got, f.Message)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestInheritance(t *testing.T) {
	c := clean(t, company+`
-- terms/finance/tax/vat.md --
---
preferred: value added tax
---
-- terms/finance/revenue.md --
---
preferred: revenue
owner: head-of-sales
audience: everyone
---
-- terms/order.md --
---
preferred: order
domain: sales
---
`)
	vat := c.Get(model.TermKind, "finance/tax/vat")
	if vat.InDomain.ID != "finance/tax" || vat.Accountable.ID != "cfo" || !slices.Equal(vat.Readers, []string{"staff"}) {
		t.Errorf("vat: domain %v, owner %v, readers %v", vat.InDomain, vat.Accountable, vat.Readers)
	}
	revenue := c.Get(model.TermKind, "finance/revenue")
	if revenue.Accountable.ID != "head-of-sales" || len(revenue.Readers) != 0 {
		t.Errorf("revenue: owner %v, readers %v", revenue.Accountable, revenue.Readers)
	}
	if order := c.Get(model.TermKind, "order"); order.InDomain.ID != "sales" || order.Accountable.ID != "head-of-sales" {
		t.Errorf("order: domain %v, owner %v", order.InDomain, order.Accountable)
	}
}

func TestFormerlyKeepsReferences(t *testing.T) {
	c := clean(t, `
-- terms/on-hand-stock.yaml --
preferred: on-hand stock
formerly: [stock]
-- terms/hub.yaml --
preferred: hub
related: [stock]
`)
	if got := c.Get(model.TermKind, "stock"); got == nil || got.ID != "on-hand-stock" {
		t.Errorf("stock leads to %v", got)
	}
}

// TestThreeSpellings asks that one entry comes out the same, whichever way it
// is spelt.
func TestThreeSpellings(t *testing.T) {
	spell := func(file string) *model.Term {
		c := clean(t, company+file)
		return c.Terms[0]
	}
	yaml := spell("-- terms/finance/revenue.yaml --\npreferred: revenue\nadmitted: [turnover, sales]\nreviewed: 2026-01-31\nreview_every: 6 months\nvalues: {a: Open, b: Closed}\nallow:\n  - {rule: homonym, reason: known, by: cfo, until: 2027-01-01}\nnote: \"See **policy**.\\n\"\n")
	toml := spell("-- terms/finance/revenue.toml --\npreferred = \"revenue\"\nadmitted = [\"turnover\", \"sales\"]\nreviewed = 2026-01-31\nreview_every = \"6 months\"\nnote = \"See **policy**.\\n\"\n[values]\na = \"Open\"\nb = \"Closed\"\n[[allow]]\nrule = \"homonym\"\nreason = \"known\"\nby = \"cfo\"\nuntil = 2027-01-01\n")
	md := spell("-- terms/finance/revenue.md --\n---\npreferred: revenue\nadmitted:\n  - turnover\n  - sales\nreviewed: 2026-01-31\nreview_every: 6 months\nvalues:\n  - {code: a, name: Open}\n  - {code: b, name: Closed}\nallow:\n  - rule: homonym\n    reason: known\n    by: cfo\n    until: 2027-01-01\n---\nSee **policy**.\n")
	for name, term := range map[string]*model.Term{"toml": toml, "md": md} {
		if a, b := describe(yaml), describe(term); a != b {
			t.Errorf("yaml and %s differ:\n%s\n%s", name, a, b)
		}
	}
}

func describe(t *model.Term) string {
	var b strings.Builder
	for _, l := range t.Labels() {
		b.WriteString(l.S + ";")
	}
	b.WriteString(t.Reviewed.String() + ";" + t.ReviewEvery.After(t.Reviewed).String() + ";")
	for _, v := range t.Values {
		b.WriteString(v.Code + "=" + v.Name.S + ";")
	}
	for _, a := range t.Allow {
		b.WriteString(a.Rule.S + a.Reason.S + a.By.To.ID + a.Until.String() + ";")
	}
	return b.String() + strings.TrimSpace(t.Note.S)
}

// TestGenerated asks that a catalog of every kind resolves without a finding,
// whatever the order its files come in.
func TestGenerated(t *testing.T) {
	set := source.NewSet(gen.Catalog(gen.Options{Entries: 1000, Seed: 1}))
	tree, found := decode.Decode(set, nil)
	c, more := resolve.Resolve(set, tree)
	for _, f := range append(found, more...) {
		t.Fatalf("%v: %s %s", set.Place(f.At), f.Kind.Code, f.Message)
	}
	if len(c.Entries) != 1000 {
		t.Errorf("%d entries", len(c.Entries))
	}
}

func BenchmarkResolve(b *testing.B) {
	set := source.NewSet(gen.Catalog(gen.Options{Entries: 10_000, Seed: 1}))
	tree, _ := decode.Decode(set, nil)
	b.ReportAllocs()
	for b.Loop() {
		resolve.Resolve(set, tree)
	}
}
