package catalog

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
)

// linkWorld links to everything that can be linked to, and to what cannot.
var linkWorld = map[string][]byte{
	"concord.toml":         []byte("name = \"Links\"\n[fields.ticket]\ntitle = \"Ticket\"\ntype = \"url\"\n"),
	"objects/order.yaml":   []byte("name: Order\nfields: [{name: order_no}, {name: amount}]\nnote: |\n  # Keys\n  See [amount](#f-amount), [keys](#keys), [none](#f-price), [nothing](#h-none).\n"),
	"terms/order.md":       []byte("---\nname: Order\nformerly: [old-order, old-order]\ncustom: {ticket: \"javascript:alert(1)\"}\nlinks: [nowhere.md, {label: x, url: \"data:text/html,x\"}, ../objects/order.yaml]\nsource: {authority: Us, url: \"ftp://x\"}\n---\n\n## Why\n\n## Why\n\n[one](#why), [two](#h-why-2), [three](#h-why-3), [field](../objects/order.yaml#f-amount), [no field](../objects/order.yaml#f-price), [page](../pages/guide.md#first-steps), [no heading](../pages/guide.md#last-steps), [gone](term:gone), [old](term:old-order), <b>bold</b>, ![a](a.png), ![b](https://elsewhere.example/b.png), ![c](c.svg), [x](javascript:alert(1))\n"),
	"terms/a.png":          []byte("a"),
	"terms/c.svg":          []byte("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"),
	"pages/guide.md":       []byte("---\nname: Guide\n---\n\n# First steps\n\n[order](../terms/order.md#why) and [nothing](../terms/order.md#because), [me](#first-steps), ![a](../terms/A.png) <i>x</i>\n"),
	"terms/A.png":          []byte("A"),
	"decisions/decide.md":  []byte("---\nname: Decide\nstatus: draft\n---\n\n[outcome](outcome:x#lineage) [a](../terms/order.md#lineage)\n"),
	"resolutions/agree.md": []byte("---\nname: Agree\n---\n\n[it](decision:decide) [rules](../rules/homonym.html) ![b](b.png)\n"),
}

// TestLook finds by a look at texts what planning a whole site finds.
func TestLook(t *testing.T) {
	links := 0
	all := worlds(t)
	all["links"] = linkWorld
	for name, files := range all {
		c, _ := compile(input{set: source.NewSet(files), today: model.NewDate(2026, 3, 2)})
		in := site.Input{Catalog: c.Catalog, Graph: c.Graph, Formulas: c.Formulas, Today: c.Today}
		want, got := site.New(in).Findings, site.Look(in)
		links += len(want)
		if len(want) != len(got) {
			t.Errorf("%s: a look finds %d, planning %d", name, len(got), len(want))
			continue
		}
		for i := range want {
			if want[i].Kind != got[i].Kind || want[i].At != got[i].At || want[i].Message != got[i].Message {
				t.Errorf("%s: a look finds %s, planning %s", name, got[i].Message, want[i].Message)
			}
		}
	}
	if links < 25 {
		t.Errorf("only %d findings: that shows little", links)
	}
}
