package search_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/search"
)

// BenchmarkCompile makes and writes the index of ten thousand entries.
func BenchmarkCompile(b *testing.B) {
	c := catalogOf(gen.Catalog(gen.Options{Entries: 10_000, Seed: 1}))
	b.ReportAllocs()
	for b.Loop() {
		filesOf(search.Compile(search.Input{Catalog: c}))
	}
}
