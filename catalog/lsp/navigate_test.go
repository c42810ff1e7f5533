package lsp

import (
	"slices"
	"testing"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestMentions holds the places that mean a thing, which are looked for in the
// files that may have some, against those in all files of the sample.
func TestMentions(t *testing.T) {
	live, err := catalog.Open(t.Context(), catalog.Options{Content: "../../content", Today: model.NewDate(2027, 3, 1)})
	if err != nil {
		t.Fatal(err)
	}
	st := &state{Named: live.Names(), live: live}
	st.index = newIndex(st.Named)
	type place struct {
		entry  *model.Entry
		column int
	}
	all := map[place][]source.Span{}
	visit := func(th thing) {
		if th.entry != nil {
			all[place{th.entry, th.column}] = append(all[place{th.entry, th.column}], th.at)
		}
	}
	st.entries(func(e *model.Entry) { st.each(e, visit) })
	st.Catalog.Config.EachRef(func(_ string, r *model.Ref) { visit(thingOf(r)) })
	for p, want := range all {
		got := st.mentions(thing{entry: p.entry, column: p.column}, true)
		for _, at := range want {
			if !slices.Contains(got, at) {
				t.Errorf("%s, column %d: %s is missing", p.entry.Key(), p.column, st.Set.Place(at).Path)
			}
		}
	}
	if len(all) < 300 {
		t.Errorf("only %d things are mentioned", len(all))
	}
}
