package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
)

// rivals is a conflict that is found until one of the objects is deprecated or
// made from the other: two systems count as the record of customers.
const rivals = `
-- owners/people.toml --
[[entry]]
id = "marta"
name = "Marta Lindqvist"
delegate = "kai"
[[entry]]
id = "kai"
name = "Kai Brandt"
[[entry]]
id = "claire"
name = "Claire Dubois"
reports_to = "marta"
[[entry]]
id = "david"
name = "David Okafor"
reports_to = "marta"
-- systems/systems.toml --
[[entry]]
id = "crm"
name = "CRM"
owner = "claire"
[[entry]]
id = "erp"
name = "ERP"
owner = "david"
-- terms/customer.yaml --
{name: customer, definition: party that has ordered at least once, owner: marta}
-- objects/debtor.yaml --
{name: Debtor, term: customer, system_of_record: erp, key: [no], fields: [no], owner: david, DEBTOR}
-- objects/buyer.yaml --
{name: Buyer, term: customer, system_of_record: crm, key: [no], fields: [no], owner: claire, status: approved}
-- resolutions/customers.yaml --
{name: Customers, owner: marta, status: approved, decided_by: marta, decided_on: 2026-01-15, RESOLUTION}
`

const (
	bySubjects = "settles: {rule: two-systems-of-record, subjects: [object:debtor, object:buyer]}"
	inUse      = "status: approved"
	replaced   = "status: deprecated, replaced_by: buyer"
)

func catalogOf(debtor, resolution string) string {
	return strings.NewReplacer("DEBTOR", debtor, "RESOLUTION", resolution).Replace(rivals)
}

// rivalsID is the ID of the conflict in [rivals].
func rivalsID(t *testing.T) string {
	t.Helper()
	found := of(run(t, catalogOf(inUse, "outcome: accept")), "two-systems-of-record")
	if len(found) != 1 || found[0].ID == "" {
		t.Fatalf("want one conflict with an ID, got %v", found)
	}
	return found[0].ID
}

func TestSettling(t *testing.T) {
	byID := "settles: " + rivalsID(t)
	tests := []struct {
		name, debtor, resolution string
		conflict                 string // how the conflict is settled: its outcome, "open", or "gone"
		engine                   string // codes of the engine's own findings
	}{
		{"accepted", inUse, bySubjects + ", outcome: accept", "accept", ""},
		{"accepted by ID", inUse, byID + ", outcome: accept", "accept", ""},
		{"accepted by code", inUse, "settles: {rule: CON202, subjects: [object:debtor, object:buyer]}, outcome: accept", "accept", ""},
		{"accepted until a day to come", inUse, bySubjects + ", outcome: accept, review_by: 2026-03-02", "accept", ""},
		{"accepted until a day gone by", inUse, bySubjects + ", outcome: accept, review_by: 2026-03-01", "open", "CON272"},
		{"accepted and gone", replaced, bySubjects + ", outcome: accept", "gone", "CON274"},
		{"canonical and not carried out", inUse, bySubjects + ", outcome: canonical, canonical: buyer", "open", "CON271"},
		{"canonical by ID and not carried out", inUse, byID + ", outcome: canonical, canonical: buyer", "open", "CON271"},
		{"canonical and carried out", replaced, bySubjects + ", outcome: canonical, canonical: buyer", "gone", ""},
		{"canonical by ID and carried out", replaced, byID + ", outcome: canonical, canonical: buyer", "gone", ""},
		{"canonical without a name", inUse, bySubjects + ", outcome: canonical", "open", "CON271"},
		{"canonical and deprecated itself", replaced, bySubjects + ", outcome: canonical, canonical: debtor", "gone", "CON271"},
		{"canonical and leading nowhere", "status: deprecated", bySubjects + ", outcome: canonical, canonical: buyer", "gone", "CON271"},
		{"merge not carried out", inUse, bySubjects + ", outcome: merge", "open", "CON271"},
		{"merge carried out", replaced, bySubjects + ", outcome: merge", "gone", ""},
		{"no outcome", inUse, bySubjects, "open", "CON271"},
		{"draft", inUse, "", "open", ""},
		{"another rule", inUse, "settles: {rule: homonym-of-sorts, subjects: [object:debtor]}, outcome: accept", "open", "CON274"},
		{"another ID", inUse, "settles: c-0000000000, outcome: accept", "open", "CON274"},
		{"no subjects", inUse, "settles: {rule: two-systems-of-record}, outcome: accept", "open", "CON274"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := catalogOf(tt.debtor, tt.resolution)
			if tt.name == "draft" {
				text = strings.Replace(catalogOf(tt.debtor, bySubjects+", outcome: accept"), "owner: marta, status: approved, decided", "owner: marta, status: draft, decided", 1)
			}
			found := run(t, text)
			if got := standingOf(of(found, "two-systems-of-record")); got != tt.conflict {
				t.Errorf("the conflict is %s, want %s", got, tt.conflict)
			}
			if got := codes(ofEngine(found)); got != tt.engine {
				t.Errorf("the engine finds %q, want %q", got, tt.engine)
			}
		})
	}
}

func standingOf(conflict diag.List) string {
	switch {
	case len(conflict) == 0:
		return "gone"
	case conflict[0].Settled == nil:
		return "open"
	}
	return conflict[0].Settled.How
}

func codes(found diag.List) string {
	var list []string
	for _, f := range found {
		list = append(list, f.Kind.Code)
	}
	return strings.Join(list, " ")
}

func TestAuthority(t *testing.T) {
	tests := []struct{ decidedBy, want string }{
		{"marta", ""},
		{"kai", ""}, // the delegate of the one above
		{"[claire, david]", ""},
		{"claire", "CON273"},
		{"[]", "CON273"},
	}
	for _, tt := range tests {
		text := strings.Replace(catalogOf(inUse, bySubjects+", outcome: accept"), "decided_by: marta", "decided_by: "+tt.decidedBy, 1)
		if got := codes(ofEngine(run(t, text))); got != tt.want {
			t.Errorf("decided by %s: the engine finds %q, want %q", tt.decidedBy, got, tt.want)
		}
	}
}

// TestKeptApart asks for what a resolution of outcome distinct asks of files.
func TestKeptApart(t *testing.T) {
	const text = `
-- terms/logistics/hub.yaml --
{name: HUB, definition: regional warehouse that serves customers directly, distinct_from: [it/hub]}
-- terms/it/hub.yaml --
{name: hub, definition: device that joins the cables of a network, DISTINCT}
-- owners/marta.yaml --
{name: Marta Lindqvist}
-- resolutions/hub.yaml --
name: Two hubs
status: approved
settles: {rule: homonym, subjects: [term:logistics/hub, term:it/hub]}
outcome: distinct
decided_by: marta
`
	tests := []struct{ label, distinct, want string }{
		{"hub", "owner: marta", "CON271"},
		{"hub", "distinct_from: [logistics/hub]", "CON271"},
		{"regional hub", "owner: marta", "CON271"},
		{"regional hub", "distinct_from: [logistics/hub]", ""},
	}
	for _, tt := range tests {
		found := run(t, strings.NewReplacer("HUB", tt.label, "DISTINCT", tt.distinct).Replace(text))
		if got := codes(of(found, "resolution-not-carried-out")); got != tt.want {
			t.Errorf("label %q, %s: got %q, want %q", tt.label, tt.distinct, got, tt.want)
		}
	}
}

// TestNobodyAbove asks that a conflict between owners who share nobody above is
// told once for these owners, and can be accepted like any other.
func TestNobodyAbove(t *testing.T) {
	apart := strings.Replace(catalogOf(inUse, "outcome: accept"), "name = \"David Okafor\"\nreports_to = \"marta\"", "name = \"David Okafor\"", 1)
	found := of(run(t, apart), "no-one-above")
	if len(found) != 1 {
		t.Fatalf("want one finding, got %v", found)
	}
	accepted := strings.Replace(apart, "outcome: accept", "outcome: accept, settles: "+found[0].ID, 1)
	found = run(t, accepted)
	if f := of(found, "no-one-above"); len(f) != 1 || f[0].Settled == nil {
		t.Errorf("the accepted finding is %v, want it settled", f)
	}
	if f := of(found, "resolution-without-conflict"); len(f) > 0 {
		t.Errorf("the resolution has a conflict, and %s", f[0].Message)
	}
}

// TestSeverity asks that concord.toml speaks last, for the engine's findings
// too, and that a rule that is switched off leaves its resolutions in peace.
func TestSeverity(t *testing.T) {
	text := catalogOf(replaced, bySubjects+", outcome: accept")
	grave := of(run(t, text+"-- concord.toml --\n[rules]\nresolution-without-conflict = \"critical\"\n"), "resolution-without-conflict")
	if len(grave) != 1 || grave[0].Severity != diag.Critical {
		t.Errorf("got %v, want one critical finding", grave)
	}
	for _, off := range []string{"resolution-without-conflict", "two-systems-of-record"} {
		if f := ofEngine(run(t, text+"-- concord.toml --\n[rules]\n"+off+" = \"off\"\n")); len(f) > 0 {
			t.Errorf("with %s off, %s", off, f[0].Message)
		}
	}
}

// A system that takes part in a conflict about data does not put at risk what
// its other data feeds.
func TestSystemsBesideDataAreNotAtRisk(t *testing.T) {
	found := of(run(t, catalogOf(inUse, "outcome: accept")+`
-- objects/invoice.yaml --
{name: Invoice, system_of_record: erp, key: [no], fields: [no, {name: amount, type: number, unit: EUR}], owner: david, status: approved}
-- kpis/billed.yaml --
{name: Billed, owner: david, status: approved, unit: EUR, formula: "sum(invoice, .amount)"}
-- kpis/buyers.yaml --
{name: Buyers, owner: claire, status: approved, formula: len(buyer)}
`), "two-systems-of-record")
	if len(found) != 1 {
		t.Fatalf("want one conflict, got %v", found)
	}
	if r := found[0].Risk; len(r.KPIs) != 1 || r.KPIs[0] != "kpi:buyers" {
		t.Errorf("at risk are %v, want the KPI that is computed from the disputed data alone", r.KPIs)
	}
	if !slices.Contains(found[0].Subjects, "system:erp") || found[0].Decider != "marta" {
		t.Errorf("subjects %v, decider %q: whoever answers for the systems must be heard", found[0].Subjects, found[0].Decider)
	}
}
