package print_test

import (
	"fmt"
	"testing"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/print"
)

// BenchmarkPDF sets glossaries of a growing number of terms: time and memory
// must grow with it and no faster. Beside the usual numbers it says how many
// pages there are, how large the file is and how many terms a second are set.
func BenchmarkPDF(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := compiled(b, gen.Catalog(gen.Options{Entries: n * 100 / 58}))
			k := catalog.Booklet(c, options, print.Options{})
			b.ReportAllocs()
			var size int
			for b.Loop() {
				size = len(set(b, k, print.PDFOptions{}))
			}
			b.ReportMetric(float64(k.Entries), "entries")
			b.ReportMetric(float64(size)/float64(k.Entries), "bytes/entry")
			b.ReportMetric(float64(k.Entries*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}
