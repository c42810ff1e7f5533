package rule_test

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestVerdicts shows rules of governance cases at their edge: what they find
// beside their example, and what they must not. What is wanted is part of the
// one finding's message, or that there is none.
func TestVerdicts(t *testing.T) {
	for _, tt := range verdicts {
		t.Run(tt.rule+"/"+tt.name, func(t *testing.T) {
			files := map[string][]byte{}
			for _, f := range txtar.Parse([]byte(tt.files)).Files {
				files[f.Name] = f.Data
			}
			env, found := environment(source.NewSet(files))
			for _, f := range found {
				t.Errorf("%s: %s", f.Kind.Code, f.Message)
			}
			var got []string
			for _, f := range check.Run(env, []*check.Rule{named(t, tt.rule)}) {
				if f.Kind.ID == tt.rule {
					got = append(got, f.Message)
				}
			}
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func named(t *testing.T, id string) *check.Rule {
	t.Helper()
	for _, r := range rule.All() {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("no rule is called %s", id)
	return nil
}

const functions = `
-- owners/o.toml --
[[entry]]
id = "coo"
cross_functional = true
[[entry]]
id = "nadia"
domain = "logistics"
[[entry]]
id = "claire"
domain = "sales"
[[entry]]
id = "clerk"
domain = "sales"
-- domains/d.toml --
[[entry]]
id = "company"
owner = "coo"
[[entry]]
id = "logistics"
parent = "company"
owner = "nadia"
[[entry]]
id = "sales"
parent = "company"
owner = "claire"
[[entry]]
id = "sales-desk"
parent = "sales"
-- systems/s.toml --
[[entry]]
id = "wms"
domain = "logistics"
[[entry]]
id = "tms"
domain = "logistics"
[[entry]]
id = "crm"
domain = "sales"
[[entry]]
id = "desk"
domain = "sales-desk"
[[entry]]
id = "hall"
domain = "company"
[[entry]]
id = "stray"
owner = "coo"
`

const orderLine = `
-- objects/order-line.yaml --
name: Order line
key: [order_no]
freshness: weekly
fields: [order_no, {name: amount, type: number}, {name: open, type: boolean}]
`

// meanings has a label that four domains use in two meanings, each written in
// two ways.
const meanings = `
-- domains/it.yaml --
{name: IT, owner: coo}
-- terms/logistics/hub.yaml --
{name: Hub, definition: regional warehouse that supplies customers in one country}
-- terms/sales/hub.yaml --
{name: Hub, definition: regional warehouse that supplies customers in two countries}
-- terms/sales-desk/hub.yaml --
{name: Hub, definition: device that joins four cables of one network}
-- terms/it/hub.yaml --
{name: Hub, definition: device that joins eight cables of one network}
`

var verdicts = []struct{ rule, name, files, want string }{
	{"no-system-of-record", "a draft", "-- objects/a.yaml --\n{name: A, key: [no], fields: [no], status: draft}\n", ""},
	{"no-system-of-record", "a retired object", "-- objects/a.yaml --\n{name: A, key: [no], fields: [no], status: retired}\n", ""},

	{"two-systems-of-record", "one concept, two terms", functions + `
-- terms/sales/stock.yaml --
{name: stock, concept: stock}
-- terms/logistics/stock.yaml --
{name: stock, concept: stock}
-- objects/a.yaml --
{name: A, term: sales/stock, system_of_record: crm, key: [no], fields: [no]}
-- objects/b.yaml --
{name: B, term: logistics/stock, system_of_record: wms, key: [no], fields: [no]}
`, "`a` and `b` record"},
	{"two-systems-of-record", "an order and its lines", functions + `
-- terms/order.yaml --
{name: order}
-- objects/a.yaml --
{name: A, term: order, system_of_record: crm, grain: order, key: [no], fields: [no]}
-- objects/b.yaml --
{name: B, term: order, system_of_record: wms, grain: order line, key: [no], fields: [no]}
`, ""},

	{"system-as-owner", "a system by name", functions + "-- terms/t.yaml --\n{name: T, owner: crm}\n", "term `t` is owned by Crm, which is a system"},
	{"system-as-owner", "a KPI of those who run a system", functions + "-- owners/crew.yaml --\n{name: Crew}\n-- systems/mes.yaml --\n{name: MES, owner: nadia, technical_owner: crew}\n-- kpis/sales/k.yaml --\n{name: K, owner: crew}\n", "KPI `sales/k` is owned by Crew, which keeps MES running"},
	{"no-accountable-owner", "a system as owner is another finding", functions + "-- terms/t.yaml --\n{name: T, owner: crm}\n", ""},
	{"homonym", "one label in one domain", functions + "-- terms/sales/a.yaml --\n{name: Margin, definition: difference between price and cost}\n-- terms/sales/report/a.yaml --\n{name: Margin, definition: profit after rent and wages}\n", ""},
	{"competing-definitions", "one label in one domain", functions + "-- terms/sales/a.yaml --\n{name: Margin, definition: difference between price and cost}\n-- terms/sales/report/a.yaml --\n{name: Margin, definition: profit after rent and wages}\n", "`Margin` is defined differently"},
	{"competing-definitions", "two meanings in two versions each", functions + meanings, ""},
	{"homonym", "two meanings in two versions each", functions + meanings, "`Hub` means different things in"},

	{"no-accountable-owner", "an owner by inheritance", functions + "-- terms/sales-desk/quote.yaml --\n{name: quote}\n", ""},
	{"no-accountable-owner", "what nobody answers for", "-- scenarios/s.yaml --\n{name: S}\n-- pages/p.md --\n# P\n", ""},

	{"owner-left", "told at the domain that others inherit from", strings.Replace(functions, "id = \"claire\"", "id = \"claire\"\nactive = false", 1) +
		"-- terms/sales/quote.yaml --\n{name: quote}\n-- terms/sales/order.yaml --\n{name: order}\n", "domain `sales` is owned by Claire"},
	{"owner-left", "leaves later", strings.Replace(functions, "id = \"claire\"", "id = \"claire\"\nuntil = 2026-03-02", 1), ""},

	{"unagreed-crossing", "inside one function", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: tms}\n", ""},
	{"unagreed-crossing", "into a part of the function", functions + "-- integrations/i.yaml --\n{name: I, from: crm, to: desk}\n", ""},
	{"unagreed-crossing", "to what belongs to everybody", functions + "-- integrations/i.yaml --\n{name: I, from: crm, to: hall}\n", ""},
	{"unagreed-crossing", "to a system of no known function", functions + "-- integrations/i.yaml --\n{name: I, from: crm, to: stray}\n", ""},
	{"unagreed-crossing", "not yet more than a draft", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: crm, status: draft}\n", ""},
	{"unagreed-crossing", "signed by one side", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: crm, agreement: {by: [nadia], on: 2026-01-01}}\n", "nobody who speaks for Sales"},
	{"unagreed-crossing", "signed by somebody of the function", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: crm, agreement: {by: [nadia, clerk], on: 2026-01-01}}\n", ""},
	{"unagreed-crossing", "signed by the one above both", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: crm, agreement: {by: [coo], on: 2026-01-01}}\n", ""},
	{"unagreed-crossing", "one receiver of two forgotten", functions + "-- integrations/i.yaml --\n{name: I, from: hall, to: [wms, crm], moves: [wms-stock], agreement: {by: [nadia], on: 2026-01-01}}\n" +
		"-- objects/wms-stock.yaml --\n{name: Stock, domain: logistics, key: [no], fields: [no]}\n", "nobody who speaks for Sales"},

	{"informs-nothing", "through a term", orderLine + "-- terms/intake.yaml --\n{name: intake, formula: 'sum(order_line, .amount)'}\n-- decisions/d.yaml --\n{name: D, uses: [term:intake]}\n", ""},
	{"informs-nothing", "a term that nothing uses", orderLine + "-- terms/intake.yaml --\n{name: intake, formula: 'sum(order_line, .amount)'}\n", "`order-line`"},
	{"idle-field", "of an object that a decision uses whole", orderLine + "-- decisions/d.yaml --\n{name: D, uses: [object:order-line]}\n", ""},
	{"idle-field", "counted rows are not read fields", orderLine + "-- kpis/k.yaml --\n{name: K, formula: len(order_line)}\n", "`amount` and `open` of `order-line` inform nothing"},
	{"idle-field", "another object's key", "-- objects/a.yaml --\n{name: A, key: [no], fields: [no, customer_no]}\n-- objects/b.yaml --\n{name: B, key: [customer_no], fields: [customer_no]}\n-- kpis/k.yaml --\n{name: K, formula: len(a) + len(b)}\n", ""},

	{"unmeasured-outcome", "measured by its part", "-- outcomes/a.yaml --\n{name: A}\n-- outcomes/b.yaml --\n{name: B, parent: a}\n-- kpis/k.yaml --\n{name: K, measures: [b]}\n", ""},
	{"unmeasured-outcome", "by a KPI that is gone", "-- outcomes/a.yaml --\n{name: A}\n-- kpis/k.yaml --\n{name: K, measures: [a], status: retired}\n", "`a`"},
	{"undecided-kpi", "part of one that is decided on", "-- kpis/a.yaml --\n{name: A}\n-- kpis/b.yaml --\n{name: B, inputs: [kpi:a], informs: [d]}\n-- decisions/d.yaml --\n{name: D}\n", ""},
	{"undecided-kpi", "only reported", "-- kpis/a.yaml --\n{name: A}\n-- reports/r.yaml --\n{name: R, kpis: [a]}\n", "`a`"},
	{"decision-without-kpi", "a KPI says so", "-- kpis/a.yaml --\n{name: A, informs: [d]}\n-- decisions/d.yaml --\n{name: D}\n", ""},
	{"late-milestone", "due today", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: tms, milestones: [{name: m, due: 2026-03-02}]}\n", ""},
	{"late-milestone", "not done", functions + "-- integrations/i.yaml --\n{name: I, from: wms, to: tms, milestones: [{name: m, due: 2026-03-01, done: false}]}\n", "1 day late"},

	{"cadence", "on demand", "-- decisions/d.yaml --\n{name: D, cadence: on demand, uses: [kpi:k]}\n-- kpis/k.yaml --\n{name: K, cadence: monthly}\n", ""},
	{"cadence", "every 30 days and monthly", "-- decisions/d.yaml --\n{name: D, cadence: 30 days, uses: [kpi:k]}\n-- kpis/k.yaml --\n{name: K, cadence: monthly}\n", ""},
	{"cadence", "tied from both sides", "-- decisions/d.yaml --\n{name: D, cadence: weekly, uses: [kpi:k]}\n-- kpis/k.yaml --\n{name: K, cadence: monthly, informs: [d]}\n", "decided weekly"},
	{"freshness", "told at the KPI nearest to the data", orderLine + "-- kpis/a.yaml --\n{name: A, formula: len(order_line), cadence: daily}\n-- kpis/b.yaml --\n{name: B, formula: a, cadence: hourly}\n", "`a` is reported daily"},

	{"approved-on-draft", "no status named", orderLine + "-- kpis/a.yaml --\n{name: A, formula: len(order_line), status: approved}\n", ""},
	{"approved-on-draft", "broader term proposed", "-- terms/a.yaml --\n{name: a, broader: b, status: approved}\n-- terms/b.yaml --\n{name: b, status: proposed}\n", "only proposed"},
	{"approved-on-draft", "informing is not resting on", "-- kpis/a.yaml --\n{name: A, informs: [d], status: approved}\n-- decisions/d.yaml --\n{name: D, status: draft}\n", ""},

	{"use-of-deprecated", "plural", "-- terms/a.yaml --\n{name: confirmed order, deprecated: [booking]}\n-- terms/b.yaml --\n{name: intake, definition: value of the Bookings of a month}\n", "says `Bookings`"},
	{"use-of-deprecated", "another word of the same stem", "-- terms/a.yaml --\n{name: confirmed order, deprecated: [booking]}\n-- terms/b.yaml --\n{name: intake, definition: amount booked in a month}\n", ""},
	{"use-of-deprecated", "alive elsewhere", "-- terms/a.yaml --\n{name: confirmed order, deprecated: [booking]}\n-- terms/b.yaml --\n{name: booking, definition: entry in the ledger}\n-- terms/c.yaml --\n{name: ledger, definition: list of all bookings}\n", ""},
	{"use-of-deprecated", "to lead away", "-- terms/a.yaml --\n{name: a, status: deprecated, replaced_by: b}\n-- terms/b.yaml --\n{name: b, distinct_from: a}\n", ""},
	{"use-of-deprecated", "in a formula", strings.Replace(orderLine, "name: Order line", "name: Order line\nstatus: retired", 1) + "-- kpis/a.yaml --\n{name: A, formula: 'sum(order_line, .amount)'}\n", "uses `order-line`, which is retired"},

	{"overdue-review", "never reviewed", "-- terms/a.yaml --\n{name: a, since: 2024-01-01, review_every: 1 year}\n", "overdue"},
	{"overdue-review", "due today", "-- terms/a.yaml --\n{name: a, reviewed: 2025-03-02, review_every: 1 year}\n", ""},

	{"classification-leak", "figures made of confidential rows", "-- objects/a.yaml --\n{name: A, key: [no], classification: confidential, fields: [no, {name: amount, type: number}]}\n-- kpis/k.yaml --\n{name: K, formula: 'sum(a, .amount)'}\n", ""},
	{"classification-leak", "figures for others than the rows", "-- concord.toml --\naudiences = [\"staff\", \"credit-desk\"]\n-- objects/a.yaml --\n{name: A, key: [no], audience: credit-desk, classification: confidential, fields: [no, {name: amount, type: number}]}\n-- kpis/k.yaml --\n{name: K, audience: staff, formula: 'sum(a, .amount)'}\n", "open to staff"},
	{"classification-leak", "a copy without the field", "-- objects/a.yaml --\n{name: A, key: [no], classification: internal, fields: [no, {name: score, type: number, classification: restricted}]}\n-- objects/b.yaml --\n{name: B, key: [no], classification: internal, derives_from: a, fields: [no]}\n", ""},
	{"classification-leak", "a copy that is not classified", "-- objects/a.yaml --\n{name: A, key: [no], classification: restricted, fields: [no]}\n-- objects/b.yaml --\n{name: B, key: [no], derives_from: a, fields: [no]}\n", ""},

	{"scenario-divergence", "foreseen", orderLine + "-- terms/a.yaml --\n{name: a, formula: len(order_line)}\n-- terms/b.yaml --\n{name: b, formula: 'count(order_line, .open)'}\n-- scenarios/s.yaml --\n{name: S, given: {order-line: [{order_no: 1, open: false}]}, compare: [a, b], expect: {a: 1, b: 0}}\n", ""},
	{"scenario-divergence", "one side is a draft without a formula", orderLine + "-- terms/a.yaml --\n{name: a, formula: len(order_line)}\n-- terms/b.yaml --\n{name: b}\n-- scenarios/s.yaml --\n{name: S, given: {order-line: [{order_no: 1}]}, compare: [a, b]}\n", ""},

	{"lineage-cycle", "outcomes are a hierarchy", "-- outcomes/a.yaml --\n{name: A, parent: b}\n-- outcomes/b.yaml --\n{name: B, parent: a}\n", ""},
	{"lineage-cycle", "formulas", "-- terms/a.yaml --\n{name: a, formula: b + 1}\n-- terms/b.yaml --\n{name: b, formula: a + 1}\n", "in a circle"},
	{"hierarchy-cycle", "owners", "-- owners/a.yaml --\n{name: A, reports_to: a}\n", "below itself"},
	{"hierarchy-cycle", "a term with two broader ones", "-- terms/a.yaml --\n{name: a, broader: [b, c]}\n-- terms/b.yaml --\n{name: b, broader: d}\n-- terms/c.yaml --\n{name: c, broader: d}\n-- terms/d.yaml --\n{name: d}\n", ""},
	{"hierarchy-cycle", "broader and narrower both written", "-- terms/a.yaml --\n{name: a, broader: b}\n-- terms/b.yaml --\n{name: b, narrower: a}\n", ""},
	{"hierarchy-cycle", "broader and narrower at once", "-- terms/a.yaml --\n{name: a, broader: b, narrower: b}\n-- terms/b.yaml --\n{name: b}\n", "a special case of"},
	{"replaced-in-circle", "a chain", "-- terms/a.yaml --\n{name: a, status: retired, replaced_by: b}\n-- terms/b.yaml --\n{name: b, status: retired, replaced_by: c}\n-- terms/c.yaml --\n{name: c}\n", ""},
	{"everything-at-once", "just below", functions + "-- concord.toml --\nthresholds = {everything_fields = 4}\n" + orderLine + "-- integrations/i.yaml --\n{name: I, from: wms, to: tms, moves: [order-line]}\n", ""},
	{"manual-reconciliation", "a KPI that joins two systems", functions + "-- terms/t.yaml --\n{name: T}\n-- objects/a.yaml --\n{name: A, term: t, system_of_record: crm, key: [no], fields: [no]}\n-- objects/b.yaml --\n{name: B, term: t, system_of_record: wms, key: [no], fields: [no]}\n-- kpis/k.yaml --\n{name: K, formula: len(a) - len(b)}\n-- reports/r.yaml --\n{name: R, kpis: [k]}\n", "KPI `k` reads `t`"},
	{"manual-reconciliation", "one system", functions + "-- objects/a.yaml --\n{name: A, system_of_record: crm, copies: [wms], key: [no], fields: [no]}\n-- kpis/k.yaml --\n{name: K, formula: len(a)}\n-- reports/r.yaml --\n{name: R, kpis: [k], systems: [wms]}\n", ""},
}
