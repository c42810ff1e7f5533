package report_test

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/concord-catalog/concord/catalog/diag/report"
)

// What content says in a comment is text or code, wherever its backticks stand.
func TestMarkdownTextIsText(t *testing.T) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	check := func(s string) {
		t.Helper()
		src := []byte("- **CON110** " + report.MarkdownText(s) + "  \n  next\n")
		err := ast.Walk(md.Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.RawHTML, *ast.HTMLBlock, *ast.Link, *ast.Image, *ast.AutoLink:
				if entering {
					t.Errorf("%q becomes a %s in %q", s, n.Kind(), src)
				}
			case *ast.Text:
				if written := string(n.Value(src)); n.Parent().Kind() != ast.KindCodeSpan &&
					(strings.Contains(written, "@team") || strings.Contains(written, "&#64;") && !strings.Contains(written, `\&`)) {
					t.Errorf("%q notifies somebody in %q", s, src)
				}
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	payload := "<img src=//pwn.example/i> [a](//pwn.example) ![b](//pwn.example) <https://pwn.example> https://pwn.example www.pwn.example @team &#64;team"
	check(payload)
	for n := range 4 * 4 * 4 * 4 * 4 { // every order of what could turn code into text
		s := ""
		for range 5 {
			s += []string{"`", "```", `\`, payload}[n%4]
			n /= 4
		}
		check(s)
		check("`" + s + "` is no field")
	}
}

func TestMarkdownTextRefersToNoIssue(t *testing.T) {
	if s := report.MarkdownText("see #123 and a/b#4"); strings.Contains(s, "#1") || strings.Contains(s, "#4") {
		t.Errorf("%q refers to an issue", s)
	}
}
