package site

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/source"
)

// Data that another function counts needs an agreement; words do not.
func TestLoose(t *testing.T) {
	files := func(agreement string) map[string][]byte {
		return map[string][]byte{
			"domains/d.toml":      []byte("[[entry]]\nid = \"a\"\nname = \"A\"\n\n[[entry]]\nid = \"b\"\nname = \"B\"\n"),
			"systems/s.toml":      []byte("[[entry]]\nid = \"sa\"\nname = \"SA\"\ndomain = \"a\"\n\n[[entry]]\nid = \"sb\"\nname = \"SB\"\ndomain = \"b\"\n"),
			"objects/o.yaml":      []byte("name: O\ndomain: a\nsystem_of_record: sb\nterm: w\nfields: [{name: n, type: number}]\n"),
			"terms/w.md":          []byte("---\npreferred: W\ndomain: b\ndefinition: a word\n---\n"),
			"terms/v.md":          []byte("---\npreferred: V\ndomain: a\ndefinition: another\nformula: w\n---\n"),
			"kpis/k.yaml":         []byte("name: K\ndomain: b\nformula: sum(o, .n)\n"),
			"integrations/i.yaml": []byte("name: I\ndomain: b\nfrom: sa\nto: [sb]\nmoves: [o]\n" + agreement),
		}
	}
	count := func(agreement string) (crossing, loose int) {
		in := compile(t, source.NewSet(files(agreement)))
		p := newPlanner(in, newLinker(in.Catalog))
		for _, e := range in.Graph.Edges() {
			if p.crosses(e) {
				crossing++
			}
			if p.loose(e) {
				loose++
			}
		}
		return crossing, loose
	}
	crossing, loose := count("")
	if crossing < 4 || loose != 4 {
		t.Errorf("%d of %d crossings lack an agreement, want what is counted, twice, the move and what the sender lets go", loose, crossing)
	}
	if _, loose := count("agreement: {by: [x], on: 2026-01-01}\n"); loose != 0 {
		t.Errorf("%d crossings lack an agreement where there is one", loose)
	}
}
