package formula_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// A text that is read in the place of a formula means what it would mean there,
// and leaves the catalog's own programs alone.
func TestReader(t *testing.T) {
	set := source.NewSet(map[string][]byte{
		"objects/stock.yaml":  []byte("fields:\n- {name: quantity, type: number, unit: pieces}\n- {name: status, type: string}\n"),
		"terms/on-hand.yaml":  []byte("formula: sum(filter(stock, .status == \"free\"), .quantity)\nunit: pieces\n"),
		"terms/reserved.yaml": []byte("formula: sum(filter(stock, .status == \"reserved\"), .quantity)\n"),
		"kpis/on-hand.yaml":   []byte("formula: on_hand * 2\n"),
	})
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	formulas, found := formula.Analyse(c)
	if len(found) > 0 {
		t.Fatal(found)
	}
	r := formula.NewReader(c, formulas)
	kpi, term := c.Get(model.KPIKind, "on-hand"), c.Get(model.TermKind, "on-hand")
	own := *formulas.Of(term)
	for _, tt := range []struct {
		of      *model.Entry
		text    string
		verdict compare.Verdict
	}{
		{term, `sum(filter(stock, "free" == .status), .quantity)`, compare.Equivalent},
		{term, `sum(stock, .quantity)`, compare.Different},
		{kpi, `on_hand + on_hand`, compare.Equivalent}, // the term: an entry's own name never means itself
		{kpi, `on_hand + reserved`, compare.Different},
	} {
		p, found := r.Read(tt.of, tt.text)
		if p == nil || len(found) > 0 {
			t.Fatalf("%s: %v", tt.text, found)
		}
		if got := compare.Formulas(formulas, p, formulas.Of(tt.of), compare.Options{}); got.Verdict != tt.verdict {
			t.Errorf("%s: %v, want %v", tt.text, got.Verdict, tt.verdict)
		}
	}
	if p, found := r.Read(term, `sum(lager, .quantity)`); p == nil || !p.Broken || len(found) != 1 {
		t.Errorf("an unknown name gives %v, %v", p, found)
	}
	if p, found := r.Read(term, `sum(`); p != nil || len(found) != 1 {
		t.Errorf("a broken text gives %v, %v", p, found)
	}
	if now := formulas.Of(term); now.Text != own.Text || len(now.Reads) != len(own.Reads) {
		t.Error("reading changed the catalog's own program")
	}
}
