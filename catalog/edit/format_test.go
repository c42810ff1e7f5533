package edit

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scaffold"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestFormat compares with the files under want/ of each archive.
func TestFormat(t *testing.T) {
	for _, name := range archives(t, "format") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, in := files(t, name)
			set := source.NewSet(in)
			c := Format(set)
			golden(t, name, ar, c)
			if again := Format(c.Apply(set)); !again.IsZero() {
				t.Errorf("a second run changes %v", again.Paths())
			}
		})
	}
}

// TestFormatKeepsScaffold asks that what `concord init` and `concord new` write
// is in order already, as it comes and with every field filled in.
func TestFormatKeepsScaffold(t *testing.T) {
	in := map[string][]byte{}
	for _, f := range scaffold.Init("House", model.NewDate(2027, 3, 31)) {
		in[f.Path] = f.Data
	}
	for _, k := range model.Kinds() {
		f := scaffold.New(k, "sales/as-it-comes")
		in[f.Path] = f.Data
		f = scaffold.New(k, "sales/filled-in")
		in[f.Path] = filledIn(f.Data)
	}
	if c := Format(source.NewSet(in)); !c.IsZero() {
		for path, data := range c.Files {
			t.Errorf("%s becomes\n%s", path, data)
		}
	}
}

// filledIn takes the # from the fields of a template that are commented out.
func filledIn(template []byte) []byte {
	field := regexp.MustCompile(`(?m)^# ([a-z_]+:|  )`)
	return field.ReplaceAll(template, []byte("$1"))
}

func archives(t *testing.T, what string) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/" + what + "/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	return names
}

// files reads an archive: everything but want/ is content.
func files(t *testing.T, name string) (*txtar.Archive, map[string][]byte) {
	t.Helper()
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	in := map[string][]byte{}
	for _, f := range ar.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			in[f.Name] = f.Data
		}
	}
	return ar, in
}

// golden compares a change with the files under want/: those that change, by
// their new names, and notes.
func golden(t *testing.T, name string, ar *txtar.Archive, c Change) {
	t.Helper()
	got := &txtar.Archive{Comment: ar.Comment}
	for _, f := range ar.Files {
		if !strings.HasPrefix(f.Name, "want/") {
			got.Files = append(got.Files, f)
		}
	}
	for _, path := range c.Paths() {
		got.Files = append(got.Files, txtar.File{Name: "want/" + path, Data: c.Files[path]})
	}
	var notes strings.Builder
	for _, m := range c.Moves {
		notes.WriteString(m.From + " -> " + m.To + "\n")
	}
	for _, n := range c.Notes {
		notes.WriteString(n.String() + "\n")
	}
	if notes.Len() > 0 {
		got.Files = append(got.Files, txtar.File{Name: "want/NOTES", Data: []byte(notes.String())})
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if data := txtar.Format(got); !bytes.Equal(data, want) {
		if os.Getenv("UPDATE") == "" {
			t.Errorf("got\n%s", data)
			return
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFormatKeepsMeaning shuffles the fields of generated entries and formats
// them: meaning stays, and a second run changes nothing.
func TestFormatKeepsMeaning(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	in := gen.Catalog(gen.Options{Entries: 300, Seed: 3})
	for path, data := range in {
		if strings.HasSuffix(path, ".yaml") {
			in[path] = shuffled(rnd, data)
		}
	}
	set := source.NewSet(in)
	c := Format(set)
	if len(c.Files) < 50 || len(c.Notes) > 0 {
		t.Fatalf("%d files change, notes %v", len(c.Files), c.Notes)
	}
	for path, data := range c.Files {
		if !sameMeaning(path, in[path], data) {
			t.Errorf("%s means something else:\n%s\n%s", path, in[path], data)
		}
	}
	if again := Format(c.Apply(set)); !again.IsZero() {
		t.Errorf("a second run changes %v", again.Paths())
	}
}

// shuffled moves the top fields of a YAML entry around, comments added.
func shuffled(rnd *rand.Rand, data []byte) []byte {
	var list []string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, " ") {
			list[len(list)-1] += line
		} else {
			list = append(list, "# about the next line\n"+line)
		}
	}
	rnd.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return []byte(strings.Join(list, ""))
}

func TestOrderHasEveryField(t *testing.T) {
	for _, k := range model.Kinds() {
		order := Order(k)
		for _, f := range model.Schema(k) {
			if rank(order, f.Name) == len(order) {
				t.Errorf("%s: %s has no place", k, f.Name)
			}
		}
	}
}

// FuzzFormat asks that whatever can be decoded means the same afterwards, and
// that a second run changes nothing.
func FuzzFormat(f *testing.F) {
	f.Add("a.yaml", "owner: a\n# c\nname: b\n")
	f.Add("a.toml", "owner = \"a\"\nname = \"b\"\n[custom]\nx = 1\n")
	f.Add("a.md", "---\nowner: a\nname: b\n---\ntext  \nmore\n")
	f.Fuzz(func(t *testing.T, name, data string) {
		path := "terms/" + filepath.Base(name)
		switch filepath.Ext(path) {
		case ".yaml", ".toml", ".md":
		default:
			return
		}
		set := source.NewSet(map[string][]byte{path: []byte(data)})
		if tree, _ := decode.Decode(set, nil); len(tree.Decls) == 0 {
			return
		}
		c := Format(set)
		if out, ok := c.Files[path]; ok {
			if !sameMeaning(path, []byte(data), out) {
				t.Errorf("%q means something else as %q", data, out)
			}
			if again := Format(c.Apply(set)); !again.IsZero() {
				t.Errorf("%q becomes %q and then %q", data, out, again.Files[path])
			}
		}
	})
}
