//go:build unix

package decode_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/source"
)

// hostile are files as careless editors, old systems and strangers make them,
// with the findings that each must give. Nothing here may be slow.
var hostile = []struct {
	name, path, data string
	want             string // codes in order, with spaces; "" for none
}{
	{"not UTF-8", "terms/a.yaml", "name: Gr\xf6\xdfe\n", "SRC010"},
	{"UTF-16", "terms/a.yaml", "\xff\xfen\x00a\x00m\x00e\x00", "SRC010"},
	{"control character", "terms/a.yaml", "name: a\x07b\n", "SRC011"},
	{"escape sequence", "terms/a.md", "---\nname: a\n---\n\x1b[31mred\n", "SRC011"},
	{"NUL", "terms/a.toml", "name = \"a\x00b\"\n", "SRC011"},
	{"byte-order mark", "terms/a.yaml", "\ufeffname: a\n", "SRC012"},
	{"byte-order mark in Markdown", "terms/a.md", "\ufeff---\nname: a\n---\ntext\n", "SRC012"},
	{"CRLF", "terms/a.yaml", "name: a\r\ndefinition: b\r\n", ""},
	{"CRLF Markdown", "terms/a.md", "---\r\nname: a\r\n---\r\n\r\ntext\r\n", ""},
	{"reversed label", "terms/a.yaml", "name: \"abc\u202edef\"\n", "SRC014"},
	{"zero width in a formula", "terms/a.yaml", "name: a\nformula: sum(b\u200b, .c)\n", "SRC014"},
	{"zero width in a note", "terms/a.md", "---\nname: a\n---\nzero\u200bwidth\n", "SRC015"},
	{"merge markers in Markdown", "terms/a.md", "---\nname: a\n---\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n", "SRC013"},
	{"merge markers in TOML", "terms/a.toml", "name = \"a\"\n<<<<<<< ours\n=======\n>>>>>>> theirs\n", "SRC013"},
	{"duplicate key in TOML", "terms/a.toml", "name = \"a\"\nname = \"b\"\n", "SRC022"},
	{"duplicate key, deep", "terms/a.yaml", "name: a\ncustom: {x: {y: 1, y: 2}}\n", "SRC022"},
	{"second document broken", "terms/a.yaml", "id: a\nname: a\n---\nid: b\nname: [\n", "SRC020"},
	{"empty file", "terms/a.yaml", "", "SRC030"},
	{"only a comment", "terms/a.yaml", "# later\n", "SRC030"},
	{"IDs that differ in case", "terms/a.yaml", "id: hub\nname: a\n---\nid: Hub\nname: b\n", "SRC042"},
	{"ID that leads out", "terms/a.yaml", "id: ../../etc/passwd\nname: a\n", "SRC042"},
	{"ID of a device", "terms/a.yaml", "id: con\nname: a\n", "SRC042"},
	{"look-alike ID", "terms/a.yaml", "id: r\u0435venue\nname: a\n", "SRC042"},
	{"long ID", "terms/a.yaml", "id: " + strings.Repeat("a", 101) + "\nname: a\n", "SRC042"},
	{"deep YAML", "terms/a.yaml", "name: a\ncustom: {x: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}\n", "SRC016"},
	{"deeper YAML", "terms/a.yaml", "name: " + strings.Repeat("[", 500_000) + "\n", "SRC016"},
	{"deep block YAML", "terms/a.yaml", "name: a\ncustom:\n" + stairs(300), "SRC016"},
	{"deep TOML", "terms/a.toml", "a = " + strings.Repeat("[", 400_000) + "\n", "SRC016"},
	{"deep inline tables", "terms/a.toml", "a = " + strings.Repeat("{a=", 10_000) + "1" + strings.Repeat("}", 10_000) + "\n", "SRC016"},
	{"dotted TOML", "terms/a.toml", strings.Repeat("a.", 5_000) + "a = 1\n", "SRC016"},
	{"many keys", "terms/a.yaml", "name: a\ncustom:\n" + keys(60_000), "SRC016"},
	{"alias bomb", "terms/a.yaml", bomb(), "SRC024"},
	{"alias to itself", "terms/a.yaml", "name: a\ncustom: &x {y: *x}\n", "SRC024"},
	{"huge scalar", "terms/a.yaml", "name: a\ndefinition: " + strings.Repeat("word ", 20_000) + "\n", "SRC016"},
	{"long list", "terms/a.yaml", "name: a\ntags: [" + strings.Repeat("x, ", 6_000) + "x]\n", "SRC016"},
	{"nested quotes", "terms/a.md", "---\nname: a\n---\n" + strings.Repeat(">", 200_000) + "\n", "SRC016"},
	{"nested links", "terms/a.md", "---\nname: a\n---\n" + strings.Repeat("[a](", 20_000) + "\n", "SRC016"},
	{"nested lists", "terms/a.md", "---\nname: a\n---\n" + strings.Repeat("- ", 10_000) + "\n", "SRC016"},
	{"wide table", "terms/a.md", "---\nname: a\n---\n" + strings.Repeat("|a", 2_000) + "\n", "SRC016"},
	{"Python object", "terms/a.yaml", "name: !!python/object/apply:os.system [id]\n", "SRC023"},
	{"README", "README.md", "# About this folder\n", ""},
	{"README of a kind", "terms/README.md", "# About terms\n", ""},
	{"date that is none", "terms/a.toml", "name = \"a\"\nsince = 2026-02-30\n", "SRC021"},
	{"not a number", "terms/a.toml", "name = \"a\"\nx = nan\n", "SRC026"},
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "  k%d: 1\n", i)
	}
	return b.String()
}

func bomb() string {
	var b strings.Builder
	b.WriteString("name: a\ncustom:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "  a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	return b.String()
}

func codes(set *source.Set, refusals []source.Refusal) string {
	_, found := decode.Decode(set, refusals)
	var list []string
	for _, f := range found {
		list = append(list, f.Kind.Code)
	}
	return strings.Join(slices.Compact(list), " ")
}

func TestHostileFiles(t *testing.T) {
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			set := source.NewSet(map[string][]byte{h.path: []byte(h.data), "terms/good.yaml": []byte("name: good\n")})
			tree, found := decode.Decode(set, nil)
			if got := codes(set, nil); got != h.want {
				t.Errorf("got %s, want %s", got, h.want)
				for _, f := range found[:min(len(found), 3)] {
					t.Logf("%v: %s", set.Place(f.At), f.Message)
				}
			}
			for _, f := range found {
				if f.At.IsZero() || len(f.Help) == 0 {
					t.Errorf("%s %s: no place or no help", f.Kind.Code, f.Message)
				}
				if len(f.Message) > 300 {
					t.Errorf("a message of %d bytes", len(f.Message))
				}
			}
			if !slices.ContainsFunc(tree.Decls, func(d decode.Decl) bool { return d.ID == "good" }) {
				t.Error("one bad file took a good one with it")
			}
		})
	}
}

// TestHostileFolder reads what is no plain file from a real folder.
func TestHostileFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(path, data string) {
		t.Helper()
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(goal, path string) {
		t.Helper()
		if err := os.Symlink(goal, filepath.Join(dir, path)); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "secret.yaml")
	if err := os.WriteFile(outside, []byte("name: secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	write("terms/good.yaml", "name: good\n")
	write("terms/hub.yaml", "name: hub\n")
	write("terms/HUB.yaml", "name: hub\n")
	write("terms/\u00e9.yaml", "id: e1\nname: a\n")
	write("terms/e\u0301.yaml", "id: e2\nname: b\n")
	write("terms/bad\nname.yaml", "name: x\n")
	write("terms/large.yaml", "name: "+strings.Repeat("x", 2<<20)+"\n")
	write("terms/notes.txt", "not content")
	write("terms/.swp", "clutter")
	link(outside, "terms/linked.yaml")
	link("..", "terms/around")
	link("nowhere", "terms/dangling.yaml")
	if err := syscall.Mkfifo(filepath.Join(dir, "terms/pipe.yaml"), 0o644); err != nil {
		t.Fatal(err)
	}
	sparse, err := os.Create(filepath.Join(dir, "terms/sparse.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := sparse.Truncate(4 << 30); err != nil {
		t.Fatal(err)
	}
	sparse.Close()
	set, refusals, err := source.Read(context.Background(), dir, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	tree, found := decode.Decode(set, refusals)
	got := map[string]string{}
	for _, f := range found {
		got[set.Place(f.At).Path] += f.Kind.Code + " "
		if len(f.Help) == 0 {
			t.Errorf("%s %s: no help", f.Kind.Code, f.Message)
		}
	}
	for path, code := range map[string]string{
		"terms/linked.yaml": "SRC001", "terms/around": "SRC001", "terms/dangling.yaml": "SRC001", "terms/pipe.yaml": "SRC002",
		"terms/large.yaml": "SRC016", "terms/sparse.yaml": "SRC016", "terms/notes.txt": "SRC006",
	} {
		if strings.TrimSpace(got[path]) != code {
			t.Errorf("%s: got %q, want %s", path, got[path], code)
		}
	}
	all := fmt.Sprint(got)
	for _, code := range []string{"SRC004", "SRC005"} {
		if !strings.Contains(all, code) {
			t.Errorf("no %s in %v", code, got)
		}
	}
	for _, d := range tree.Decls {
		if name := d.Fields.Get("name"); name != nil && name.Value.Text == "secret" {
			t.Error("a link led out of the folder")
		}
	}
	if !slices.ContainsFunc(tree.Decls, func(d decode.Decl) bool { return d.ID == "good" }) {
		t.Error("the good file is gone")
	}
}
