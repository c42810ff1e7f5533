package site

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// linkingCatalog has words that one domain owns, words that several do, labels
// within labels, and an abbreviation that is an everyday word in small letters.
const linkingCatalog = `
- {kind: domain, id: sales, name: Sales}
- {kind: domain, id: finance, name: Finance}
- {kind: domain, id: finance/tax, name: Tax, parent: finance}
- {kind: domain, id: plant, name: Plant}
- {kind: term, id: sales/order, name: Order, definition: what is ordered}
- {kind: term, id: sales/order-line, name: Order line, admitted: [purchase order line], definition: one line}
- {kind: term, id: sales/net-revenue, name: Net revenue, definition: as Sales counts it}
- {kind: term, id: finance/net-revenue, name: Net revenue, definition: as Finance counts it}
- {kind: term, id: finance/it, name: Information technology, abbreviation: IT, definition: computers}
- {kind: term, id: finance/po, name: Buying order, abbreviation: PO, deprecated: [purchase note], definition: an order}
- {kind: term, id: plant/on-hand, name: On-hand stock, definition: what is there}
- {kind: term, id: plant/old, name: Old word, status: retired, definition: gone}
- {kind: term, id: plant/common, name: Result, linked: false, definition: everyday word}
- {kind: kpi, id: plant/yield, name: First-pass yield, definition: share}
`

func linkPlanner(t testing.TB, lang, entries string) *planner {
	t.Helper()
	files := map[string][]byte{"concord.toml": []byte("title = \"x\"\nlanguages = [\"" + lang + "\"]\n")}
	for i, line := range strings.Split(strings.TrimSpace(entries), "\n") {
		files[fmt.Sprintf("entries/e%02d.yaml", i)] = []byte(strings.TrimPrefix(line, "- ") + "\n")
	}
	set := source.NewSet(files)
	tree, found := decode.Decode(set, nil)
	c, more := resolve.Resolve(set, tree)
	for _, f := range append(found, more...) {
		t.Logf("%s", f.Message)
	}
	return newPlanner(Input{Catalog: c}, newLinker(c))
}

// shown writes spans with their links in brackets.
func shown(list []Span) string {
	var b strings.Builder
	for _, s := range list {
		switch {
		case s.Href != "":
			fmt.Fprintf(&b, "[%s](%s)", s.Text, strings.TrimPrefix(s.Href, "../../"))
		case s.Code:
			b.WriteString("`" + s.Text + "`")
		default:
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestLinkedSpans(t *testing.T) {
	p := linkPlanner(t, "en", linkingCatalog)
	order, line := "(terms/sales/order.html)", "(terms/sales/order-line.html)"
	for _, c := range []struct{ page, text, want string }{
		{"term:plant/on-hand", "One order, and another order.", "One [order]" + order + ", and another order."},
		{"term:plant/on-hand", "Orders come first.", "[Orders]" + order + " come first."},
		{"term:plant/on-hand", "It was ordered by ordering.", "It was ordered by ordering."},
		{"term:plant/on-hand", "each order line of an order", "each [order line]" + line + " of an [order]" + order},
		{"term:plant/on-hand", "a purchase order line", "a [purchase order line]" + line},
		{"term:plant/on-hand", "an order, line by line", "an [order]" + order + ", line by line"},
		{"term:plant/on-hand", "the `order` of code", "the `order` of code"},
		{"term:plant/on-hand", "the stock on hand", "the stock on hand"},
		{"term:sales/order", "An order is an order line.", "An order is an [order line]" + line + "."},
		{"term:sales/order", "the on hand stock, the on-hand stocks", "the [on hand stock](terms/plant/on-hand.html), the on-hand stocks"},
		{"term:sales/order", "first‑pass yield", "[first‑pass yield](kpis/plant/yield.html)"},
		{"term:sales/order", "net revenue", "[net revenue](terms/sales/net-revenue.html)"},
		{"term:finance/it", "net revenue", "[net revenue](terms/finance/net-revenue.html)"},
		{"term:plant/on-hand", "net revenue", "[net revenue](terms/finance/net-revenue.html#uses)"},
		{"term:sales/net-revenue", "the net revenue of Finance", "the net revenue of Finance"},
		{"term:sales/order", "it is up to IT", "it is up to [IT](terms/finance/it.html)"},
		{"term:sales/order", "two POs and a po", "two [POs](terms/finance/po.html) and a po"},
		{"term:sales/order", "a purchase note, an old word, a result", "a purchase note, an old word, a result"},
		{"term:sales/order", "", ""},
	} {
		e := p.in.Catalog.ByKey(c.page)
		b := &pageBuilder{planner: p, url: p.info(e).url, self: e}
		if got := shown(b.linked(b.passage(), c.text)); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.page, c.text, got, c.want)
		}
	}
}

// A word of a domain below belongs to the domain above it as well.
func TestDomainsAbove(t *testing.T) {
	p := linkPlanner(t, "en", linkingCatalog+"- {kind: term, id: finance/tax/vat, name: Value added tax, definition: a tax on net revenue}\n")
	e := p.in.Catalog.ByKey("term:finance/tax/vat")
	b := &pageBuilder{planner: p, url: p.info(e).url, self: e}
	if got, want := shown(b.linked(b.passage(), "net revenue")), "[net revenue](../terms/finance/net-revenue.html)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestLinkedGerman(t *testing.T) {
	p := linkPlanner(t, "de", `
- {kind: domain, id: lager, name: Lager}
- {kind: term, id: lager/bestand, name: Bestand, definition: was da ist}
- {kind: term, id: lager/rest, name: Rest, definition: was bleibt}
- {kind: term, id: lager/posten, name: offener Posten, definition: Rechnung}
- {kind: term, id: lager/haus, name: Haus, definition: Gebäude}
`)
	b := &pageBuilder{planner: p, url: "pages/x.html"}
	for text, want := range map[string]string{
		"Die Bestände des Lagers": "Die [Bestände](../terms/lager/bestand.html) des Lagers",
		"er bestand darauf":       "er bestand darauf",
		"Häuser und Häusern":      "[Häuser](../terms/lager/haus.html) und Häusern",
		"alle offenen Posten":     "alle [offenen Posten](../terms/lager/posten.html)",
	} {
		if got := shown(b.linked(b.passage(), text)); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestLinksCanBeTurnedOff(t *testing.T) {
	p := linkPlanner(t, "en", linkingCatalog+"- {kind: term, id: plant/quiet, name: Quiet, link_terms: false, definition: no order}\n")
	e := p.in.Catalog.ByKey("term:plant/quiet")
	b := &pageBuilder{planner: p, url: p.info(e).url, self: e}
	if got := shown(b.linked(b.passage(), "an order")); got != "an order" {
		t.Errorf("an entry that wants no links has %s", got)
	}
	c := *p.in.Catalog
	c.Config.LinkTerms = model.Flag{Set: true}
	if newLinker(&c) != nil {
		t.Error("a catalog that wants no links has a linker")
	}
}

func TestLinkedProse(t *testing.T) {
	p := linkPlanner(t, "en", linkingCatalog)
	e := p.in.Catalog.ByKey("term:plant/on-hand")
	for _, c := range []struct{ text, want string }{
		{"An order and an order.", "An [order] and an order."},
		{"An *order* and an order.", "An [order] and an order."},
		{"An order\nline over two lines.\nMore.", "An [order|line] over two lines.|More."},
		{"An order  \nline is broken.", "An [order]||line is broken."},
		{"`order`, then\n\n    order\n\nand order", "order, thenand [order]"},
		{"A [link with order](term:sales/order-line) and an order line and order", "A <link with order> and an order line and [order]"},
		{"# An order\n\nof an order\n\n## Again\n\nan order", "An orderof an [order]Againan [order]"},
		{"An order.\n\n- an order line\n- a PO\n", "An [order].an [order line]a [PO]"},
		{"> the order\n> line", "the [order|line]"},
		{"a \\*order\\* &amp; order lines", "a \\*[order]\\* &amp; [order lines]"},
		{"| order |\n|---|\n| order line |\n", "[order][order line]"},
	} {
		b := &pageBuilder{planner: p, url: p.info(e).url, self: e}
		prose := b.prose(model.Text{S: c.text}, 3)
		if got := flat(prose.Doc, prose.Source); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}

// flat writes the text of a document: links to words in square brackets, other
// links in pointed ones, line breaks as bars.
func flat(n ast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.Write(c.Segment.Value(src))
			b.WriteString(map[bool]string{true: "|"}[c.SoftLineBreak()] + map[bool]string{true: "||"}[c.HardLineBreak()])
		case *ast.Link:
			class, _ := c.AttributeString("class")
			marks := map[bool]string{true: "[]", false: "<>"}[class == "t"]
			b.WriteString(marks[:1] + flat(c, src) + marks[1:])
		case *ast.CodeBlock:
		default:
			b.WriteString(flat(c, src))
		}
	}
	return b.String()
}

// The time to link a text must not grow with the catalog: a text of a thousand
// words takes a thousand look-ups, whatever the number of labels.
func BenchmarkLinked(b *testing.B) {
	set := source.NewSet(gen.Catalog(gen.Options{Entries: 16_000}))
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	p := newPlanner(Input{Catalog: c}, newLinker(c))
	builder := &pageBuilder{planner: p, url: "pages/x.html"}
	text := strings.Repeat("the order stock 120 of a customer invoice line, and what is early or late in transit ", 60)
	b.ReportMetric(float64(len(c.Terms)), "terms")
	for b.Loop() {
		builder.linked(builder.passage(), text)
	}
}
