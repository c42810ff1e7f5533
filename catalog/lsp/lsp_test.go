package lsp

import "testing"

func TestFirst(t *testing.T) {
	c := start(t, content(t, "testdata/world.txtar"), everything)
	text := c.openFile("terms/sales/customer.md")
	c.clean("terms/sales/customer.md")
	c.replace("terms/sales/customer.md", text[:4]+"ownr: x\n"+text[4:])
	t.Log(c.has("terms/sales/customer.md", "REF001"))
	c.replace("terms/sales/customer.md", text)
	c.clean("terms/sales/customer.md")
	c.openFile("terms/sales/stock-in-transit.md")
	t.Logf("%+v", c.waitFor("terms/sales/stock-in-transit.md", "x", func(l []diagnostic) bool { return len(l) > 0 }))
	t.Logf("%s", c.must("textDocument/hover", c.here("terms/sales/stock-in-transit.md", "filter(mov|ement")))
	t.Logf("%s", c.must("textDocument/completion", c.here("terms/sales/stock-in-transit.md", `.stage != "|`)))
	t.Logf("%s", c.must("textDocument/completion", c.here("terms/sales/stock-in-transit.md", `status: |`)))
}
