package catalog_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// A part of the content can be quiet among itself, and cannot silence what
// reaches out of it.
func TestSeverityOfAPart(t *testing.T) {
	term := func(name, definition string) []byte {
		return []byte("name: " + name + "\nstatus: approved\ndefinition: " + definition + "\n")
	}
	set := source.NewSet(map[string][]byte{
		"concord.toml": []byte("[rules]\nhomonym = \"minor\"\n[[rules_for]]\npath = \"terms/old*/**\"\nrules = { homonym = \"off\" }\n" +
			"[[rules_for]]\npath = [\"terms/new\", \"terms/old-a\"]\nrules = { CON101 = \"critical\" }\n"),
		"domains/old-a.yaml":     []byte("name: Old A\n"),
		"domains/old-b.yaml":     []byte("name: Old B\n"),
		"domains/new.yaml":       []byte("name: New\n"),
		"domains/rest.yaml":      []byte("name: Rest\n"),
		"terms/old-a/batch.yaml": term("Batch", "Group of invoices that are posted together."),
		"terms/old-b/batch.yaml": term("Batch", "Number of pieces of one product made in one run."),
		"terms/old-a/slot.yaml":  term("Slot", "Window of an hour in which a payment run may start."),
		"terms/new/slot.yaml":    term("Slot", "Place at the ramp that a carrier may book for a truck."),
		"terms/old-a/order.yaml": term("Order", "Letter of a bank that asks for a payment."),
		"terms/rest/order.yaml":  term("Order", "Contract with a customer about the delivery of goods."),
	})
	got := map[string]diag.Severity{}
	for _, f := range catalog.Compile(set, nil, fixDay).Findings {
		if f.Kind.ID == "homonym" {
			got[f.Subjects[len(f.Subjects)-1]] = f.Severity
		}
	}
	want := map[string]diag.Severity{"term:old-a/slot": diag.Critical, "term:rest/order": diag.Minor}
	if len(got) != len(want) || got["term:old-a/slot"] != diag.Critical || got["term:rest/order"] != diag.Minor {
		t.Errorf("homonyms by their last subject: %v, want %v", got, want)
	}
}
