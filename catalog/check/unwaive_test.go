package check_test

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// A waiver of nothing goes with its lines, and with nothing else: other waivers,
// other fields and comments stay. Where it shares lines, it stays too.
func TestUnwaive(t *testing.T) {
	for _, tt := range []struct{ name, path, text, want string }{
		{"the only item", "terms/a.yaml",
			"name: A\nallow:\n  - rule: homonym\n    reason: none\nowner: o\n",
			"name: A\nowner: o\n"},
		{"the only item, at the end", "terms/a.yaml",
			"name: A\nallow:\n- {rule: homonym, reason: none}",
			"name: A\n"},
		{"one of several items", "terms/a.yaml",
			"allow:\n  # the first\n  - {rule: synonym, reason: none}\n  - rule: homonym\n    reason: none\n# then\nname: A\n",
			"allow:\n  # the first\n  - {rule: synonym, reason: none}\n# then\nname: A\n"},
		{"a table alone", "terms/a.yaml", "allow:\n  rule: homonym\n  reason: none\nname: A\n", "name: A\n"},
		{"on one line", "terms/a.yaml", "name: A\nallow: [{rule: homonym, reason: none}]\n", "name: A\n"},
		{"on one line, a table", "terms/a.yaml", "allow: {rule: homonym, reason: none}\nname: A\n", "name: A\n"},
		{"two on one line", "terms/a.yaml", "name: A\nallow: [{rule: homonym, reason: none}, {rule: synonym, reason: none}]\n", ""},
		{"the whole entry on one line", "terms/a.yaml", "{name: A, allow: {rule: homonym, reason: none}}\n", ""},
		{"with a comment", "terms/a.yaml", "name: A\nallow:\n  - {rule: homonym, reason: none} # ask Ben\n", ""},
		{"front matter", "terms/a.md", "---\nname: A\nallow:\n  - rule: homonym\n    reason: none\n---\nText.\n", "---\nname: A\n---\nText.\n"},
		{"TOML on one line", "terms/a.toml", "allow = [{ rule = \"homonym\", reason = \"none\" }]\nname = \"A\"\n", "name = \"A\"\n"},
		{"TOML table", "terms/a.toml", "name = \"A\"\n\n[[allow]]\nrule = \"homonym\"\nreason = \"none\"\n", "name = \"A\"\n\n"},
		{"one of two TOML tables", "terms/a.toml",
			"name = \"A\"\n\n[[allow]]\nrule = \"homonym\"\nreason = \"none\"\n\n[[allow]]\nrule = \"synonym\"\nreason = \"none\"\n",
			"name = \"A\"\n\n[[allow]]\nrule = \"synonym\"\nreason = \"none\"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := source.NewSet(map[string][]byte{tt.path: []byte(tt.text)})
			tree, _ := decode.Decode(set, nil)
			c, _ := resolve.Resolve(set, tree)
			e := c.Get(model.TermKind, "a")
			before := len(e.Allow)
			if before == 0 {
				t.Fatal("the entry has no waiver")
			}
			got := ""
			for i := range e.Allow {
				if e.Allow[i].Rule.S != "homonym" {
					continue
				}
				for _, edit := range check.Unwaive(set, e, &e.Allow[i]) {
					got = tt.text[:edit.At.Start] + edit.New + tt.text[edit.At.End:]
				}
			}
			blankless := func(s string) string {
				return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' }), "\n")
			}
			if blankless(got) != blankless(tt.want) {
				t.Fatalf("the text becomes\n%q\nwant\n%q", got, tt.want)
			}
			if got == "" {
				return
			}
			after := source.NewSet(map[string][]byte{tt.path: []byte(got)})
			tree, wrong := decode.Decode(after, nil)
			c, _ = resolve.Resolve(after, tree)
			if now := c.Get(model.TermKind, "a"); len(wrong) > 0 || now == nil || len(now.Allow) != before-1 || now.Name.S != "A" {
				t.Errorf("what is left does not say the rest: %v", wrong)
			}
		})
	}
}
