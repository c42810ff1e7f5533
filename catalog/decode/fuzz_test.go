package decode

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// decodeOne decodes a single file and checks what must hold of any.
func decodeOne(t testing.TB, path string, data []byte) (Tree, diag.List, *source.Set) {
	t.Helper()
	set := source.NewSet(map[string][]byte{path: data})
	tree, findings := Decode(set, nil)
	file := set.Files()[0]
	inside := func(at source.Span) {
		if at.File != file.ID || at.Start < 0 || at.Start > at.End || int(at.End) > len(file.Data) {
			t.Errorf("span %v lies outside a file of %d bytes", at, len(file.Data))
		}
	}
	for _, f := range findings {
		inside(f.At)
		for _, p := range f.Places {
			inside(p.At)
		}
		for _, e := range f.Edits {
			inside(e.At)
		}
	}
	for _, d := range tree.Decls {
		inside(d.At)
		inside(d.Head)
		inside(d.IDAt)
		inside(d.KindAt)
		if d.Head.Len() != 0 || d.Kind == model.NoKind || idProblem(d.ID) != "" || d.Fields.Kind != source.Map {
			t.Errorf("malformed declaration %+v", d)
		}
		checkValue(t, set, &d.Fields, inside)
		checkValue(t, set, &d.Body, inside)
	}
	if len(tree.Decls) == 0 && len(findings) == 0 && tree.Config.Kind == source.Null {
		if !strings.HasSuffix(strings.ToLower(path), "readme.md") {
			t.Error("the file gives neither a declaration nor a finding")
		}
	}
	return tree, findings, set
}

// checkValue checks that every part of a value lies in the file, and that text
// stands where it is said to.
func checkValue(t testing.TB, set *source.Set, v *source.Value, inside func(source.Span)) {
	t.Helper()
	if v.Kind == source.Null && v.At.IsZero() {
		return // no body
	}
	inside(v.At)
	if v.Raw {
		if got := set.Text(v.Span(0, len(v.Text))); got != v.Text {
			t.Errorf("raw text %q stands in the file as %q", v.Text, got)
		}
	}
	for i := 0; i < len(v.Text); i++ {
		sub := v.Span(i, i+1)
		inside(sub)
		if sub.Start < v.At.Start || sub.End > v.At.End {
			t.Errorf("part %v of %q lies outside %v", sub, v.Text, v.At)
			break
		}
	}
	for i := range v.Items {
		checkValue(t, set, &v.Items[i], inside)
	}
	for i := range v.Fields {
		inside(v.Fields[i].KeyAt)
		checkValue(t, set, &v.Fields[i].Value, inside)
	}
}

var yamlSeeds = []string{
	"name: Net revenue\n", "a: 1\nb: [x, 'y''z', \"q\\u00e9\\n\", {k: v, e: }]\n",
	"note: |\n  one\n\n    two\nfold: >-\n  a\n  b\n\n  c\n", "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: 2\n",
	"--- # doc\nkind: term\nid: a\n---\nid: b\n...\n", "\"k\": !!str 5\n? x\n: y\n", "é: \u2028 b\nc: ü\n", "a: b\r\nc: |\r\n  d\r\n  e\r\n",
	"a:\n- b\n- c: d\n  e: f\n- - g\n", "a: plain\n  over lines\n\n  more # c\nb: 'single\n  quoted\n\n  x'\n", "k: {{ x }}\n", "k: @x\n", "k: a: b\n",
	"\tk: v\n", "k: \"open\nl: 1\n", "k: .nan\n1: x\nk: 2\n", "a: &a [*a]\n", "k: !custom x\n", "- a\n- b\n", "x", "%YAML 1.2\n---\na: b\n",
	"a: |2\n    x\n  y\n", "a: |+\n  x\n\n\n", "a: >\n  x\n   y\n  z\n", "a: [\n  b, # c\n  c,\n]\n", "a: ! b\n", "a: &b\n  c: d\n",
	"\"a\\\n  b\": c\n", "kind: kpi\nid: x\nname: \"\\u202e\"\n", "a: 2024-01-31\nb: 2025-30-01\n",
}

func FuzzYAML(f *testing.F) {
	for _, s := range yamlSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { decodeOne(t, "terms/a.yaml", data) })
}

var tomlSeeds = []string{
	"name = \"Net revenue\"\n", "a = 1_000\nb = 0xff\nc = 1.5e3\nd = inf\n", "[a.b]\nc = 'x'\n[[a.d]]\ne = [1, [2], {f = 3}]\n",
	"a = \"\"\"\nx\\\n  y\\u00e9\"\"\"\nb = '''\nq''''\n", "kind = \"term\"\n[[entry]]\nid = \"a\"\n[entry.custom]\nx = 1\n[[entry]]\nid = \"b\"\n",
	"d = 2024-01-31\nt = 2024-01-31T10:00:00Z\nl = 10:00:00\n", "a.b.c = 1\na.b.d = 2\n\"q.r\" = 3\n", "a = 1\na = 2\n", "a = [[[[\n", "a = \"open\n", "[[entry]]\nid = \"x\"\ny = \n[[entry]]\nid = \"z\"\n",
	"x = 1\n[[entry]]\nid = \"a\"\n", "a = {b = 1, c = {d = 2}}\n", "a = [ # c\n 1,\n]\n", "a = true\r\nb = \"\"\"x\r\ny\"\"\"\r\n", "\"\\u0061\" = 1\n",
}

func FuzzTOML(f *testing.F) {
	for _, s := range tomlSeeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { decodeOne(t, "terms/a.toml", data) })
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range yamlSeeds {
		f.Add([]byte("---\n" + s + "---\nbody\n\n> x\n"))
	}
	for _, s := range tomlSeeds {
		f.Add([]byte("+++\n" + s + "+++\nbody\r\nmore\r\n"))
	}
	f.Add([]byte("\ufeff\n\n---\nname: x\n...\n# h\n"))
	f.Add([]byte("---\nname: x\n"))
	f.Add([]byte("# only a page\n"))
	f.Fuzz(func(t *testing.T, data []byte) { decodeOne(t, "pages/a.md", data) })
}
