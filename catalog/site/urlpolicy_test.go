package site

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

func TestExternal(t *testing.T) {
	for written, want := range map[string]string{
		"https://example.org/a?b=1&c=2#d":    "https://example.org/a?b=1&c=2#d",
		"HTTPS://Example.org":                "https://Example.org",
		" http://example.org ":               "http://example.org",
		"https://example.org/\"><script>":    "https://example.org/%22%3E%3Cscript%3E",
		"https://example.org/\u202egpj.exe":  "https://example.org/gpj.exe",
		"mailto:vera@example.org":            "mailto:vera@example.org",
		"MAILTO:vera@example.org":            "mailto:vera@example.org",
		"mailto:vera@example.org?bcc=x@y.z":  "",
		"mailto:a@example.org,b@example.org": "",
		"mailto:a@example.org%0d%0aBcc:x@y":  "",
		"mailto:Vera <vera@example.org>":     "",
		"javascript:alert(1)":                "",
		"JaVaScRiPt:alert(1)":                "",
		" javascript:alert(1)":               "",
		"java\nscript:alert(1)":              "",
		"java\x00script:alert(1)":            "",
		"\u200bjavascript:alert(1)":          "",
		"vbscript:x":                         "",
		"data:text/html,<script>":            "",
		"blob:https://example.org/x":         "",
		"file:///etc/passwd":                 "",
		"view-source:javascript:alert(1)":    "",
		"feed:javascript:alert(1)":           "",
		"https:javascript:alert(1)":          "",
		"https:/example.org":                 "",
		"https://user:pass@example.org":      "",
		"https://":                           "",
		"//example.org":                      "",
		"ftp://example.org":                  "",
		"":                                   "",
		"just words":                         "",
	} {
		got, ok := External(written)
		if got != want || ok != (want != "") {
			t.Errorf("External(%q) = %q, %t, want %q", written, got, ok, want)
		}
	}
}

// linkOf is the destination of the first link of a text on a page, or "" when
// the text has none.
func linkOf(t *testing.T, markdown string) (href string, findings []string) {
	t.Helper()
	in := rich(t)
	p := newPlanner(in, newLinker(in.Catalog))
	b := &pageBuilder{planner: p, url: "terms/harbour/call.html"}
	at := in.Catalog.Source.ByPath("terms/harbour/call.md")
	prose := b.prose(model.Text{S: markdown, At: source.Span{File: at.ID}}, 3)
	for n := range links(prose.Doc) {
		href = string(n.Destination)
	}
	for _, f := range b.findings {
		if f.pending == nil { // else it is judged when all pages are planned
			findings = append(findings, f.Kind.Code)
		}
	}
	return href, findings
}

func links(doc ast.Node) map[*ast.Link]bool {
	found := map[*ast.Link]bool{}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if l, ok := n.(*ast.Link); ok && entering {
			found[l] = true
		}
		return ast.WalkContinue, nil
	})
	return found
}

func TestProseLinks(t *testing.T) {
	for _, c := range []struct{ markdown, href, finding string }{
		{"[a](berth.md)", "../../terms/harbour/berth.html", ""},
		{"[a](/terms/sales/berth.yaml)", "../../terms/sales/berth.html", ""},
		{"[a](term:sales/berth)", "../../terms/sales/berth.html", ""},
		{"[a](object:visit#hours)", "../../objects/visit.html#f-hours", ""},
		{"[a](quay.png)", "../../files/terms/harbour/quay.png", ""},
		{"[a](https://example.org/?a=1&amp;b=2)", "https://example.org/?a=1&b=2", ""},
		{"<https://example.org>", "https://example.org", ""},
		{"<vera@example.org>", "mailto:vera@example.org", ""},
		{"[a](javascript:alert(1))", "", "SIT001"},
		{"[a](javascript&colon;alert(1))", "", "SIT001"},
		{"[a](java&#115;cript:alert(1))", "", "SIT001"},
		{"[a](&#106;avascript:alert(1))", "", "SIT001"},
		{"[a](java&Tab;script:alert(1))", "", "SIT001"},
		{"[a](<java\\script:alert(1)>)", "", "SIT001"},
		{"<javascript:alert(1)>", "", "SIT001"},
		{"[a](//example.org)", "", "SIT001"},
		{"[a](\\\\\\\\example.org)", "", "SIT001"},
		{"[a](../../../../etc/passwd)", "", "SIT002"},
		{"[a](nowhere.md)", "", "SIT002"},
		{"[a][b]\n\n[b]: javascript:alert(1)", "", "SIT001"},
	} {
		href, findings := linkOf(t, c.markdown)
		if href != c.href || strings.Join(findings, " ") != c.finding {
			t.Errorf("%s leads to %q with %v, want %q with %q", c.markdown, href, findings, c.href, c.finding)
		}
	}
}
