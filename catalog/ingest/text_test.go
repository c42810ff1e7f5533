package ingest

import "testing"

func TestCleanText(t *testing.T) {
	for _, c := range []struct {
		in, want string
		changed  int
	}{
		{"plain\ttext\n", "plain\ttext\n", 0},
		{"a\r\nb\rc", "a\nb\nc", 0},
		{"a\u2028b\u0085c", "a\nb\nc", 2},
		{"a\x00b\x1bc\x7f", "a\ufffdb\ufffdc\ufffd", 3},
		{"a\xffb", "a\ufffdb", 1},
		{"already \ufffd", "already \ufffd", 0},
		{"\ufeffmark", "mark", 1},
		{"zero\u200bwidth \u202ereversed", "zerowidth reversed", 2},
		{"می\u200cخواهم", "می\u200cخواهم", 0},
		{"Latin\u200djoined", "Latinjoined", 1},
	} {
		if got, n := cleanText(c.in); got != c.want || n != c.changed {
			t.Errorf("cleanText(%q) = %q, %d; want %q, %d", c.in, got, n, c.want, c.changed)
		}
	}
}

func TestDedent(t *testing.T) {
	for in, want := range map[string]string{
		"  a\n    b\n  c":    "a\n  b\nc",
		"\n    a\n\n    b\n": "a\n\nb",
		"(\n    SELECT\n)":   "(\n    SELECT\n)",
		"a:\n    b\n    c":   "a:\nb\nc",
		"\ta\n    b":         "\ta\n    b",
		"a  \n  \nb\t":       "a\n\nb",
		"":                   "",
		"   ":                "",
	} {
		if got := dedent(in); got != want {
			t.Errorf("dedent(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestEscapes(t *testing.T) {
	for _, c := range []struct{ how, in, want string }{
		{"markdown", "snake_case_name < 5 & AT&T [1]", "snake_case_name < 5 & AT&T [1]"},
		{"markdown", "*a* `b` _c_ <d> [e](f) &amp; ~~g~~ \\* <https://h.i>", `\*a\* \` + "`b\\` \\_c\\_ \\<d> [e\\](f) \\&amp; \\~~g\\~~ \\\\\\* \\<https://h.i>"},
		{"starts", "# a\n- b\n12. c\n> d\n[e]: f\n===\n<<<<<<< g\nplain - text", "\\# a\n\\- b\n12\\. c\n\\> d\n\\[e]: f\n\\===\n\\<<<<<<< g\nplain - text"},
		{"html", "<b>x</b> `<b>` ``a ` <i>`` \\<c> < 3 <https://x.y> <!-- z", "\\<b>x\\</b> `<b>` ``a ` <i>`` \\<c> < 3 <https://x.y> \\<!-- z"},
		{"html", "`unclosed <b>", "`unclosed \\<b>"},
	} {
		got := map[string]func(string) string{"markdown": escapeMarkdown, "starts": escapeLineStarts, "html": escapeHTML}[c.how](c.in)
		if got != c.want {
			t.Errorf("%s of %q:\n got %q\nwant %q", c.how, c.in, got, c.want)
		}
	}
}

func TestReadHTML(t *testing.T) {
	for in, want := range map[string]string{
		"<p>a</p><p>b<br>c</p>":                                "a\n\nb\nc",
		"<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>":     "1. a\n   - b\n2. c",
		"<ul><li><p>a</p><p>b</p></li></ul>":                   "- a\n\n  b",
		"<blockquote><p>a</p><ul><li>b</li></ul></blockquote>": "> a\n\n> - b",
		"a <em> b </em> <strong></strong><code>x`y</code>":     "a *b* ``x`y``",
		"<em>a <strong>b</em> c</strong>":                      "a **b c**",
		"a <did:x> </did:x> < b":                               `a \<did:x> \</did:x> < b`,
		"<pre>a\n  <b>b</b></pre>":                             "```\na\n  b\n```",
		"<h1>One</h1>x<h6>Two</h6>":                            "### One\n\nx\n\n##### Two",
		"<script>alert(1)</script>":                            `\<script>alert(1)\</script>`,
		"&lt;script&gt; &nbsp;&eacute;":                        "\\<script> \u00a0é",
		"</p></li></ul>a</em>":                                 "a",
	} {
		if got := readHTML(in).markdown(); got != want {
			t.Errorf("readHTML(%q):\n got %q\nwant %q", in, got, want)
		}
	}
}
