package compare

import "testing"

// benchPair compares two formulas over and over.
func benchPair(b *testing.B, left, right string) {
	w := compile(b, left, right)
	x, y := w.program(0), w.program(1)
	var r Result
	b.ReportAllocs()
	for b.Loop() {
		r = Formulas(w.set, x, y, Options{Today: today})
	}
	b.ReportMetric(float64(r.Cases), "cases")
}

func BenchmarkProved(b *testing.B) {
	benchPair(b, "(revenue - cost) / revenue", "1 - cost / revenue")
}

func BenchmarkTypical(b *testing.B) {
	benchPair(b,
		`sum(filter(stock, .state != "sold"), .units)`,
		`sum(filter(stock, .state != "sold" and .state != "at_sea" and .received_on != nil), .units)`)
}

func BenchmarkTwoTables(b *testing.B) {
	benchPair(b,
		"len(distinct(filter(order_line, .ordered_on >= today - days(365)), .customer))",
		`len(distinct(filter(invoice, .status == "paid" and .paid_on >= today - days(180)), .customer))`)
}

// BenchmarkWorst spends the whole budget: equal, and beyond what is proved.
func BenchmarkWorst(b *testing.B) {
	benchPair(b,
		`sum(filter(order_line, .express and .ordered_on >= today - days(30)), floor(.amount / 3 + 1)) / (1 + count(invoice, .amount > .refund))`,
		`sum(filter(order_line, .express and .ordered_on >= today - days(30)), floor(.amount / 3) + 1) / (1 + count(invoice, .amount > .refund))`)
}

// BenchmarkThousandPairs compares the pairs of testdata/pairs.txt until there
// are a thousand.
func BenchmarkThousandPairs(b *testing.B) {
	pairs := readPairs(b)
	var formulas []string
	for _, p := range pairs {
		formulas = append(formulas, p.left, p.right)
	}
	w := compile(b, formulas...)
	for b.Loop() {
		for i := range 1000 {
			n := i % len(pairs)
			Formulas(w.set, w.program(2*n), w.program(2*n+1), Options{Today: today})
		}
	}
}
