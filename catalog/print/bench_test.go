package print_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
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
			var data []byte
			for b.Loop() {
				data = set(b, k, print.PDFOptions{})
			}
			if n := countPages(data); n > 0 {
				b.ReportMetric(float64(n), "pages")
			}
			b.ReportMetric(float64(k.Entries), "entries")
			b.ReportMetric(float64(len(data))/float64(k.Entries), "bytes/entry")
			b.ReportMetric(float64(k.Entries*b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

// countPages asks pdfinfo, where it is installed, how many pages a PDF has.
func countPages(data []byte) int {
	cmd := exec.Command("pdfinfo", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(out), "Pages:")
	n, _ := strconv.Atoi(strings.Fields(after + " 0")[0])
	return n
}
