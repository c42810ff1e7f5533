package ingest

import (
	"bytes"
	"path"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/yuin/goldmark"
	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/model"
)

// readsBack checks that every file of a result is what its name says, and that
// IDs and file names are ones that a content folder may have.
func readsBack(t *testing.T, r *Result) {
	t.Helper()
	for _, f := range r.Files {
		folder, rest, _ := strings.Cut(f.Path, "/")
		kind, known := model.ParseKind(folder)
		if f.Path != "concord.toml" && !known {
			t.Errorf("%s: not in the folder of a kind", f.Path)
		}
		text := string(f.Data)
		var doc map[string]any
		var err error
		switch path.Ext(f.Path) {
		case ".md":
			front, _, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
			if !ok || !strings.HasPrefix(text, "---\n") {
				t.Errorf("%s: no front matter", f.Path)
			}
			text = front
			fallthrough
		case ".yaml":
			err = yaml.Unmarshal([]byte(text), &doc)
		case ".toml":
			_, err = toml.Decode(text, &doc)
		default:
			t.Errorf("%s: no spelling of this name", f.Path)
		}
		if err != nil {
			t.Errorf("%s does not read back: %v\n%s", f.Path, err, f.Data)
		}
		id := strings.TrimSuffix(rest, path.Ext(rest))
		if known && kind != model.PageKind && path.Ext(f.Path) != ".toml" && (len(id) > maxID || !validID(id) || doc["name"] == "") {
			t.Errorf("%s: bad ID or no name", f.Path)
		}
	}
}

func validID(id string) bool {
	for segment := range strings.SplitSeq(id, "/") {
		if segment == "" || segment[0] == '-' || reserved(segment) ||
			strings.Trim(segment, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}

// messy is text of the sort that real catalogs hold.
var messy = []string{
	"a", "", "a: b", "a #b", "#a", "- a", "? a", "a:", ": a", "{{agg_sum(\"x\")}}", "{a}", "[a]", "a, b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`",
	"'", "''", "\"", "\\", "C:\\n", "it's \"so\"", "tab\there", "trailing ", " leading", "\ttab first", "two\nlines", "two\nlines\n", "two\n\nparagraphs\n\n",
	"  indented\nfirst", "\nblank first", "first\n  indented", "first\n\tindented", "first\n \nblank of spaces", "\n", "\n\n", "a\r\nb", "a\rb",
	"\u2028", "a\u2028b", "\u2029", "\u0085", "\u00a0", "\ufeff", "a\ufeffb", "\x00", "\x1b[31m", "\x7f", "\x80", "�", "\ufffe",
	"a\u200bb", "\u202eabc", "soft\u00adhyphen", "می\u200cخواهم", "👩\u200d🔬", "a\u200db", "\U000e0061",
	"true", "Yes", "NO", "null", "~", "1", "1.5", "0x1F", "1e3", ".5", "-1", "2026-01-01", "12:30:00", "=", "<<", "---", "...", "--- a", "a\n---\nb",
	"< 5 %", "$3.00 a day", "<script>alert(1)</script>", "日本語", "é", "e\u0301", "😀", "(a): b", "(a)", "a\n# b", "a\n- b: c",
	strings.Repeat("long ", 500), strings.Repeat("x", 5000),
}

// FuzzEmit writes a text in every position of every spelling and reads it back.
func FuzzEmit(f *testing.F) {
	for _, s := range messy {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s, _ = cleanText(s)
		r := record{{"text", s}, {"list", []string{s, s}}, {"deep", record{{"in", record{{"key", s}}}, {"items", []record{{{"a", s}, {"b", s}}}}}},
			{"mixed", []any{s, int64(1), []string{s}, record{{"k", s}}, []any{s, true}}}, {"after", "end"}}
		var back struct {
			Text string
			List []string
			Deep struct {
				In    struct{ Key string }
				Items []struct{ A, B string }
			}
			Mixed []any
			After string
		}
		check := func(how, text string) {
			mixed := back.Mixed
			ok := back.Text == s && len(back.List) == 2 && back.List[0] == s && back.List[1] == s && back.Deep.In.Key == s &&
				len(back.Deep.Items) == 1 && back.Deep.Items[0].A == s && back.Deep.Items[0].B == s && back.After == "end" &&
				len(mixed) == 5 && mixed[0] == any(s) && mixed[2].([]any)[0] == any(s) && mixed[3].(map[string]any)["k"] == any(s) && mixed[4].([]any)[0] == any(s)
			if !ok {
				t.Errorf("%s of %q reads back as %+v\n%s", how, s, back, text)
			}
		}
		text := yamlText(r)
		if err := yaml.Unmarshal([]byte(text), &back); err != nil {
			t.Fatalf("YAML of %q: %v\n%s", s, err, text)
		}
		check("YAML", text)
		text = tomlList([]record{r, r})
		back.Mixed, back.Text = nil, ""
		var list struct{ Entry []toml.Primitive }
		meta, err := toml.Decode(text, &list)
		if err != nil || len(list.Entry) != 2 {
			t.Fatalf("TOML of %q: %v\n%s", s, err, text)
		}
		if err := meta.PrimitiveDecode(list.Entry[1], &back); err != nil {
			t.Fatal(err)
		}
		check("TOML", text)
	})
}

// FuzzKeys does the same for keys.
func FuzzKeys(f *testing.F) {
	for _, s := range messy {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, key string) {
		key, _ = cleanText(key)
		back := map[string]string{}
		if err := yaml.Unmarshal([]byte(yamlText(record{{key, "v"}})), &back); err != nil || back[key] != "v" {
			t.Errorf("YAML key %q: %v %v", key, err, back)
		}
		back = map[string]string{}
		if _, err := toml.Decode("x = \"\"\n"+tomlKey(key)+"2 = \"v\"\n", &back); bareKey.MatchString(key) && (err != nil || back[key+"2"] != "v") {
			t.Errorf("TOML key %q: %v %v", key, err, back)
		}
	})
}

// FuzzMarkdown checks that escaped text has no markup, and that what readHTML
// makes of anything has no raw HTML.
func FuzzMarkdown(f *testing.F) {
	for _, s := range messy {
		f.Add(s)
	}
	for _, s := range []string{"<p>a <a href=\"x\">b</a></p>", "a <did:x> b", "&lt;script&gt;", "<em> a </em>b", "x<sup>2</sup>", "<pre>`a`\n<b></pre>",
		"<ol><li>a<ul><li>b</ul></ol>", "[a](b)", "![a](b)", "a_b_c _d_", "a ~~b~~", "1. a", "+ a", "<a href='javascript:x'>y</a>", "<<<<<<< HEAD", "&amp;lt;b&amp;gt;", "[a]: b", "\\<b>", "``<b>``` x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s, _ = cleanText(s)
		for how, text := range map[string]string{"escapeMarkdown": escapeLineStarts(escapeMarkdown(dedent(oneLine(s)))), "escapeHTML": escapeHTML(s), "readHTML": readHTML(s).markdown(), "readMixed": readMixed(s)} {
			var b bytes.Buffer
			if err := goldmark.Convert([]byte(text), &b); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "<!-- raw HTML omitted -->") {
				t.Errorf("%s of %q lets raw HTML through: %q", how, s, text)
			}
			if how == "escapeMarkdown" {
				checkPlain(t, s, text, b.String())
			}
		}
	})
}

func checkPlain(t *testing.T, s, escaped, html string) {
	t.Helper()
	for _, tag := range []string{"<em>", "<strong>", "<code>", "<li>", "<h1>", "<a ", "<img", "<blockquote>", "<hr"} {
		if strings.Contains(html, tag) {
			t.Errorf("%q escaped as %q becomes markup: %s", s, escaped, html)
		}
	}
}
