package check_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
)

func TestLabelsOfOneWord(t *testing.T) {
	for _, c := range []struct {
		lang, a, b string
		same       bool
	}{
		{"en", "order line", "Order Lines", true},
		{"en", "lines of order", "order of line", true},
		{"en", "on-time delivery", "On time deliveries", true},
		{"en", "booked revenue", "revenue booking", true},
		{"en", "shipped order", "shipping orders", true},
		{"en", "price", "pricing", true},
		{"en", "bill", "billed", true},
		{"en", "boxes", "box", true},
		{"en", "café", "CAFE", true},
		{"en", "operator", "operation", false},
		{"en", "authority", "authorization", false},
		{"en", "delivery", "delivered", false},
		{"en", "supplier", "supply", false},
		{"en", "ring", "r", false},
		{"en", "status", "statu", false},
		{"en", "lead time", "lead", false},
		{"de", "Auftrag", "Aufträge", true},
		{"de", "Kunde", "Kunden", true},
		{"de", "Lieferung", "Lieferschein", false},
	} {
		f := check.NewFolder(c.lang)
		if got := f.Label(c.a) == f.Label(c.b); got != c.same {
			t.Errorf("%s: %q and %q have the keys %q and %q", c.lang, c.a, c.b, f.Label(c.a), f.Label(c.b))
		}
	}
}
