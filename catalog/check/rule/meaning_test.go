package rule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// meaningCodes runs the rules about meaning over an archive of files and lists
// the codes of what they find.
func meaningCodes(t *testing.T, archive string) []string {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = f.Data
	}
	env, early := environment(source.NewSet(files))
	for _, f := range early {
		t.Errorf("the catalog itself is broken: %s", f.Message)
	}
	rules := slices.DeleteFunc(rule.All(), func(r *check.Rule) bool { return r.Code[3] != '1' })
	var codes []string
	for _, f := range check.Run(env, rules) {
		if f.Kind.Code[3] == '1' {
			codes = append(codes, f.Kind.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// TestMeaning looks at what lies beside the examples: who reports what, and who
// keeps silent.
func TestMeaning(t *testing.T) {
	for _, c := range []struct{ name, want, files string }{
		{"a term and its KPI carry one name", "", `
-- terms/sales/lead-time.yaml --
preferred: lead time
definition: time from the order to the delivery at the customer
-- kpis/sales/lead-time.yaml --
name: Lead time
definition: median of the lead times of the orders that were delivered in a month
`},
		{"a KPI of another domain measures the term of its name", "", `
-- objects/invoice.yaml --
name: Invoice
fields: [{name: amount, type: number, unit: EUR}]
-- terms/finance/revenue.yaml --
preferred: revenue
definition: value of the goods invoiced
formula: sum(invoice, .amount)
-- kpis/sales/revenue.yaml --
name: Revenue
definition: growth that a region reports to the board
formula: revenue
`},
		{"one label in two domains, kept apart by one side only", "CON101", `
-- terms/it/hub.yaml --
preferred: hub
definition: device that joins the cables of a network
-- terms/logistics/hub.yaml --
preferred: hub
definition: regional warehouse that supplies customers directly
distinct_from: [it/hub]
`},
		{"an abbreviation is the label of another term", "CON101", `
-- terms/logistics/on-time-delivery.yaml --
preferred: on-time delivery
abbreviation: OTD
definition: delivery that arrives by the promise date
-- terms/sales/order-to-delivery.yaml --
preferred: order to delivery
abbreviation: OTD
definition: time from the order until the goods arrive
`},
		{"an operator is no operation", "", `
-- terms/plant/operation.yaml --
preferred: operation
definition: step of a routing on one machine
-- terms/logistics/operator.yaml --
preferred: operator
definition: company that runs a container terminal
`},
		{"a deprecated definition competes with nothing", "", `
-- terms/finance/hub.yaml --
preferred: hub
definition: cost centre of a region
status: retired
-- terms/logistics/hub.yaml --
preferred: hub
definition: regional warehouse that supplies customers directly
`},
		{"two versions of one meaning under one label are no homonym", "CON103", `
-- terms/finance/active-customer.yaml --
preferred: active customer
definition: customer who paid an invoice in the last 6 months
-- terms/sales/active-customer.yaml --
preferred: active customer
definition: customer who paid an invoice in the last 12 months
`},
		{"a canonical KPI settles its concept", "", `
-- kpis/finance/active-customers.yaml --
name: Active customers
concept: active-customers
definition: number of customers who paid an invoice in 6 months
-- kpis/sales/active-customers.yaml --
name: Active customers
concept: active-customers
canonical: true
definition: number of customers who placed an order in 12 months
`},
		{"two canonical KPIs settle nothing", "CON103", `
-- kpis/finance/active-customers.yaml --
name: Active customers
concept: active-customers
canonical: true
definition: number of customers who paid an invoice in 6 months
-- kpis/sales/active-customers.yaml --
name: Active customers
concept: active-customers
canonical: true
definition: number of customers who placed an order in 12 months
`},
		{"one formula, and words that contradict it", "CON103", `
-- objects/customer.yaml --
name: Customer account
grain: customer account
fields: [{name: last_order, type: date}]
-- terms/finance/active-customer.yaml --
preferred: active customer
concept: active-customer
definition: customer account with an order in the last 6 months
formula: count(customer, .last_order >= today - days(365))
-- terms/sales/active-customer.yaml --
preferred: active customer
concept: active-customer
definition: customer account with an order in the last 12 months
formula: count(customer,   .last_order >= today - days(365))
`},
		{"definitions that differ are one conflict, whatever else differs", "CON103", `
-- terms/sales/lead-time.yaml --
preferred: lead time
concept: lead-time
definition: time from the order to the goods issue
unit: hours
window: fiscal month
-- terms/supply-chain/lead-time.yaml --
preferred: lead time
concept: lead-time
definition: time from the order to the delivery at the customer
unit: days
window: calendar month
`},
		{"a year is 12 months, and 95 % is 0.95", "", `
-- kpis/sales/promise-kept.yaml --
name: Promise kept
concept: promise-kept
definition: share of order lines that arrive by the promise date
unit: "%"
window: 12 months
target: 95
-- kpis/supply-chain/promise-kept.yaml --
name: Promise kept
concept: promise-kept
definition: share of order lines that arrive by the promise date
unit: "%"
window: 1 year
target: 95.0
`},
		{"near-identical terms of which one is broader", "", `
-- terms/sales/backlog.yaml --
preferred: backlog
definition: confirmed order lines that have not been delivered to the customer
-- terms/sales/export-backlog.yaml --
preferred: overseas backlog
definition: the confirmed order lines that were not delivered to customers
broader: [backlog]
`},
		{"a series of definitions that differ in a number", "", `
-- terms/sales/a-customer.yaml --
preferred: key account
definition: customer whose orders of the last year are worth more than 100,000 EUR
-- terms/sales/b-customer.yaml --
preferred: regular account
definition: customer whose orders of the last year are worth more than 10,000 EUR
`},
		{"one formula under two names", "CON102", `
-- objects/order-line.yaml --
name: Order line
grain: order line
fields: [{name: amount, type: number, unit: EUR}]
-- kpis/finance/bookings.yaml --
name: Bookings
definition: value that was booked
formula: sum(order_line, .amount)
-- kpis/sales/order-intake.yaml --
name: Order intake
definition: value that customers ordered
formula: sum( order_line, .amount )
`},
		{"three definitions in a circle", "CON104", `
-- terms/a.yaml --
preferred: promise date
definition: day that the available quantity allows
-- terms/b.yaml --
preferred: available quantity
definition: stock that is not needed for a backorder
-- terms/c.yaml --
preferred: backorder
definition: request that is later than its promise date
`},
		{"in order to, order-to-cash and purchase ledger are not orders", "", `
-- terms/a.yaml --
preferred: order
definition: request of a buyer for goods
-- terms/b.yaml --
preferred: buyer
definition: person who signs in order to take part in the order-to-cash process
`},
		{"points may be percent", "", `
-- objects/answer.yaml --
name: Answer
grain: answer
fields: [{name: score, type: integer}]
-- kpis/net-promoter-score.yaml --
name: Net promoter score
definition: share of promoters less share of detractors among those who answered
formula: (count(answer, .score >= 9) - count(answer, .score <= 6)) / len(answer) * 100
unit: points
`},
		{"a length of time fits any unit of time and no other", "CON120", `
-- objects/shipment.yaml --
name: Shipment
grain: shipment
fields: [{name: sent, type: datetime}, {name: received, type: datetime}]
-- kpis/transit-time.yaml --
name: Transit time
definition: mean time that shipments are on their way
formula: mean(shipment, .received - .sent)
unit: days
-- kpis/transit-cost.yaml --
name: Transit cost
definition: mean cost of what is on its way
formula: mean(shipment, .received - .sent) * 2
unit: EUR
`},
		{"shipments are counted by customer, which they name", "", `
-- objects/customer.yaml --
name: Customer
grain: customer
fields: [customer_no]
-- objects/shipment.yaml --
name: Shipment
grain: shipment
fields: [{name: customer_no, type: string}, {name: late, type: boolean}]
-- kpis/late-shipments.yaml --
name: Late shipments
definition: share of shipments that arrive late
formula: count(shipment, .late) / len(shipment) * 100
unit: "%"
grain: customer
`},
		{"shipments do not name the order that they are declared by", "CON123", `
-- objects/order.yaml --
name: Order
grain: order
fields: [order_no]
-- objects/shipment.yaml --
name: Shipment
grain: shipment
fields: [{name: number, type: string}, {name: late, type: boolean}]
-- kpis/late-shipments.yaml --
name: Late deliveries
definition: share of deliveries that arrive late
formula: count(shipment, .late) / len(shipment) * 100
unit: "%"
grain: order
`},
		{"distinct orders are counted in shipments", "", `
-- objects/order.yaml --
name: Order
grain: order
fields: [order_no]
-- objects/shipment.yaml --
name: Shipment
grain: shipment
fields: [{name: reference, type: string}]
-- kpis/orders-shipped.yaml --
name: Orders shipped
definition: number of orders of which something was shipped
formula: len(distinct(shipment, .reference))
grain: order
`},
		{"parts that aim high enough, or at something else", "", `
-- outcomes/whole.yaml --
name: Promise kept
target: at least 95 %
-- outcomes/part-a.yaml --
name: Promise kept in Europe
target: at least 93 %
parent: whole
-- outcomes/part-b.yaml --
name: Promise kept in Asia
target: at least 97 %
parent: whole
-- outcomes/cost.yaml --
name: Freight is paid for
target: at most 2 EUR m
-- outcomes/cost-a.yaml --
name: Freight by sea
target: at most 5 EUR m
parent: cost
-- outcomes/cost-b.yaml --
name: Freight by air
target: at most 1 EUR m
parent: cost
`},
		{"a field may use some of its term's codes", "", `
-- terms/status.yaml --
preferred: shipment state
definition: how far a shipment has come
values: [open, sent, received, lost]
-- objects/shipment.yaml --
name: Shipment
fields: [{name: state, type: string, term: status, values: [sent, received]}]
`},
		{"a field has a code that its term does not know", "CON130", `
-- terms/status.yaml --
preferred: shipment state
definition: how far a shipment has come
values: [open, sent, received, lost]
-- objects/shipment.yaml --
name: Shipment
fields: [{name: state, type: string, term: status, values: [sent, received, X]}]
`},
		{"a snapshot has the day in its key", "", `
-- terms/stock.yaml --
preferred: stock balance
definition: quantity of a product that lies in a hub
-- objects/stock.yaml --
name: Stock now
term: stock
key: [product_no, hub]
-- objects/stock-history.yaml --
name: Stock at the end of days
term: stock
key: [product_no, hub, day]
derives_from: [stock]
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(meaningCodes(t, c.files), " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestGraded asks that two approved definitions weigh more than two sketches, and
// both more than two wordings, unless concord.toml says otherwise.
func TestGraded(t *testing.T) {
	const paid, ordered = "customer who paid an invoice in the last 6 months", "customer who placed an order in the last 12 months"
	for _, c := range []struct{ status, other, config, want string }{
		{"approved", ordered, "", "major"},
		{"draft", ordered, "", "minor"},
		{"approved", "a customer who has paid an invoice in the last 6 months", "", "info"},
		{"draft", ordered, "[rules]\ncompeting-definitions = \"critical\"\n", "critical"},
	} {
		entry := func(text string) []byte {
			return []byte("preferred: active customer\nconcept: active-customer\nunit: customers\nstatus: " + c.status + "\ndefinition: " + text + "\n")
		}
		env, _ := environment(source.NewSet(map[string][]byte{
			"concord.toml": []byte(c.config), "terms/finance/active-customer.yaml": entry(paid), "terms/sales/active-customer.yaml": entry(c.other),
		}))
		found := check.Run(env, rule.All())
		i := slices.IndexFunc(found, func(f diag.Finding) bool { return f.Kind.ID == "competing-definitions" })
		if i < 0 || found[i].Severity.String() != c.want {
			t.Errorf("%s, %q: want %s, got %v", c.status, c.other, c.want, found)
		}
	}
}

// TestOneDisagreement asks that a conflict about words carries what is measured
// differently as well, and that each side has its place.
func TestOneDisagreement(t *testing.T) {
	entry := func(text, unit, window string) []byte {
		return []byte("preferred: lead time\nconcept: lead-time\ndefinition: " + text + "\nunit: " + unit + "\nwindow: " + window + "\n")
	}
	env, _ := environment(source.NewSet(map[string][]byte{
		"domains/sales.yaml": []byte("name: Sales\n"), "domains/logistics.yaml": []byte("name: Logistics\n"),
		"terms/sales/lead-time.yaml":     entry("time from the order to the goods issue", "hours", "fiscal month"),
		"terms/logistics/lead-time.yaml": entry("time from the order to the delivery", "days", "calendar month"),
	}))
	found := slices.DeleteFunc(check.Run(env, rule.All()), func(f diag.Finding) bool { return f.Kind.Category != "definition" && f.Kind.Category != "measure" })
	if len(found) != 1 {
		t.Fatalf("%d conflicts for one disagreement", len(found))
	}
	want := []string{"unit is `days` in Logistics, `hours` in Sales", "window is `calendar month` in Logistics, `fiscal month` in Sales"}
	if !slices.Equal(found[0].Notes, want) || found[0].Label != "Logistics says" || len(found[0].Places) != 5 || found[0].Places[0].Label != "Sales says" {
		t.Errorf("got %+v", found[0])
	}
}

// TestAdviceOnGoodProse asks that definitions which a professional would sign
// are left alone.
func TestAdviceOnGoodProse(t *testing.T) {
	prose := map[string][]string{
		"en": {
			"available to promise", "quantity of a product that can be promised for a day, i.e. stock plus planned receipts less what is promised already (see note)",
			"stock in transit", "stock that has left a plant and has not been received in a hub",
			"non-moving stock", "not moved for 12 months",
			"first order", "order with which a customer first buys from us",
			"fiscal month", "period of four or five weeks, e.g. P. 1 of the year 2026, by which Finance closes its books",
			"serviceability", "share of order lines delivered in full, less those returned within 30 days",
			"where-used list", "list of the products in which a part is used",
			"goods", "things that are bought, moved or sold",
			"sales operations", "team that keeps prices, quotations and orders in order",
			"VAT number", "number under which a company pays VAT in the EU",
			"status", "how far an order has come, as the ERP records it under `OPEN`, `SENT` or `DONE`",
			"DSO", "average number of days from the invoice to its payment (no. of days in EUR-weighted terms)",
			"advance notice", "message (ASN) that is sent before a delivery arrives",
			"production step", "part of a routing that is done first on one machine and then, if need be, on another",
			"returns rate", "share of deliveries that come back",
			"part", "physical item that is part of a pump",
		},
		"de": {
			"Bestand", "Menge eines Artikels, die z. B. in einem Lager oder ggf. unterwegs liegt",
			"Lieferschein", "Beleg, der die Ware begleitet (vgl. Nr. 3 der Anleitung)",
			"Kosten", "alle Aufwendungen, die ein Auftrag verursacht",
			"nicht lieferbare Ware", "nicht vorrätige Ware, für die kein Termin zugesagt ist",
			"Wochenbedarf", "Bedarf in der Woche, in der zuerst geliefert wird",
			"Kunde", "Unternehmen, das bei der GmbH Waren kauft, die in der EU hergestellt wurden",
			"Umsatz", "Wert der berechneten Lieferungen ohne USt und MwSt.",
		},
	}
	for lang, list := range prose {
		var b strings.Builder
		b.WriteString("-- concord.toml --\nlanguages = [\"" + lang + "\"]\n")
		for i := 0; i < len(list); i += 2 {
			b.WriteString("-- terms/t" + string(rune('a'+i/2)) + ".yaml --\npreferred: " + list[i] + "\ndefinition: >-\n  " + list[i+1] + "\n")
		}
		t.Run(lang, func(t *testing.T) {
			if got := meaningCodes(t, b.String()); len(got) > 0 {
				t.Errorf("got %v", got)
			}
		})
	}
}
