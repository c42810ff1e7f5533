package site

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/source"
)

// A glossary that is too large for one page is published function by function.
func TestBooklets(t *testing.T) {
	small := compile(t, source.NewSet(gen.Catalog(gen.Options{Entries: 200, Seed: 1}))).Catalog
	if list := Booklets(small, false); len(list) != 1 || list[0].As != "" {
		t.Errorf("a small glossary is published as %v", list)
	}
	large := compile(t, source.NewSet(gen.Catalog(gen.Options{Entries: 4500, Seed: 1}))).Catalog
	if list := Booklets(large, false); len(list) != 0 {
		t.Errorf("%d booklets that nobody asked for", len(list))
	}
	list := Booklets(large, true)
	if len(list) != len(large.Domains) {
		t.Fatalf("%d booklets of %d functions", len(list), len(large.Domains))
	}
	for _, b := range list {
		if b.Domain == nil || !strings.HasPrefix(BookletURL(b.As), "print/domain-") {
			t.Errorf("%+v is published at %s", b, BookletURL(b.As))
		}
	}
}
