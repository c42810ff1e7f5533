package edit

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestRename and TestRetire do what the archive's first line says.
func TestRename(t *testing.T) { each(t, "rename") }

func TestRetire(t *testing.T) { each(t, "retire") }

func each(t *testing.T, what string) {
	for _, name := range archives(t, what) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, in := files(t, name)
			words := append(strings.Fields(string(ar.Comment)), "")
			kind, ok := model.ParseKind(words[1])
			if !ok {
				t.Fatalf("no kind %q", words[1])
			}
			set := source.NewSet(in)
			do := map[string]func(*source.Set, model.Kind, string, string) (Change, error){"rename": Rename, "retire": Retire}[words[0]]
			c, err := do(set, kind, words[2], words[3])
			if err != nil {
				c.Notes = append(c.Notes, Note{Text: "error: " + err.Error()})
			}
			golden(t, name, ar, c)
		})
	}
}

func TestText(t *testing.T) {
	at := func(from, to int32) source.Span { return source.Span{File: 1, Start: from, End: to} }
	got, err := Text([]byte("abcdef"), []diag.Edit{{At: at(4, 6), New: "!"}, {At: at(0, 1), New: "XY"}, {At: at(2, 2), New: "-"}})
	if err != nil || string(got) != "XYb-cd!" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := Text([]byte("abc"), []diag.Edit{{At: at(0, 2)}, {At: at(1, 3)}}); err == nil {
		t.Error("edits that overlap are carried out")
	}
}

// A fix that touches the place of another waits; unsafe fixes wait to be asked
// for; settled findings are left alone.
func TestFix(t *testing.T) {
	set := source.NewSet(map[string][]byte{"terms/a.yaml": []byte("name: abc\n")})
	k := &diag.Kind{Code: "T"}
	at := func(from, to int32) source.Span { return source.Span{File: 1, Start: from, End: to} }
	list := diag.List{
		{Kind: k, Message: "one", Edits: []diag.Edit{{At: at(6, 7), New: "X"}}},
		{Kind: k, Message: "same place", Edits: []diag.Edit{{At: at(6, 8), New: "Y"}}},
		{Kind: k, Message: "unsafe", Edits: []diag.Edit{{At: at(8, 9), New: "Z", Unsafe: true}}},
		{Kind: k, Message: "settled", Settled: &diag.Settlement{}, Edits: []diag.Edit{{At: at(0, 4), New: "n"}}},
		{Kind: k, Message: "no fix"},
	}
	for unsafe, want := range map[bool]string{false: "name: Xbc\n", true: "name: XbZ\n"} {
		c, fixed, err := Fix(set, list, unsafe)
		if err != nil || string(c.Files["terms/a.yaml"]) != want {
			t.Errorf("unsafe %t: %q, %v, %v", unsafe, c.Files["terms/a.yaml"], fixed, err)
		}
	}
}
