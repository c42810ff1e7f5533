// Package exampletest runs the examples that explain findings, so that what
// `concord explain` and the rule pages show is what the compiler does.
//
// An example is a txtar archive named `<kind-id>.txtar`: a comment that says
// what it is about; files under bad/ that have the problem; under want, the
// findings that they give, one `path:line:column: CODE message` a line; files
// under good/ that give none; and, where the finding carries an edit, under
// fixed/ what the files of bad/ become by it. Paths in want are those without
// bad/. Run the tests with UPDATE=1 to write want and fixed anew.
package exampletest

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Run checks that each kind is fully described and has an example, and that
// every example is true. Compile runs the phases up to the one under test and
// returns what is to be compared.
func Run(t *testing.T, examples fs.FS, kinds []*diag.Kind, compile func(*source.Set) diag.List) {
	t.Helper()
	checkKinds(t, kinds)
	names, err := fs.Glob(examples, "*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		name := k.ID + ".txtar"
		i := slices.Index(names, name)
		if i < 0 {
			t.Errorf("%s has no example %s", k.Code, name)
			continue
		}
		names = slices.Delete(names, i, i+1)
		t.Run(k.ID, func(t *testing.T) {
			data, err := fs.ReadFile(examples, name)
			if err != nil {
				t.Fatal(err)
			}
			run(t, name, txtar.Parse(data), k, compile)
		})
	}
	if len(names) > 0 {
		t.Errorf("no kind of finding is explained by %s", strings.Join(names, ", "))
	}
}

var (
	codeForm = regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`)
	idForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func checkKinds(t *testing.T, kinds []*diag.Kind) {
	t.Helper()
	codes, ids := map[string]bool{}, map[string]bool{}
	for _, k := range kinds {
		if !codeForm.MatchString(k.Code) || codes[k.Code] {
			t.Errorf("code %q of %s is malformed or not unique", k.Code, k.ID)
		}
		if !idForm.MatchString(k.ID) || ids[k.ID] {
			t.Errorf("ID %q of %s is malformed or not unique", k.ID, k.Code)
		}
		codes[k.Code], ids[k.ID] = true, true
		if k.Severity == diag.Off {
			t.Errorf("%s has no severity", k.Code)
		}
		for what, text := range map[string]string{"title": k.Title, "category": k.Category, "why": k.Why, "settle": k.Settle} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s has no %s", k.Code, what)
			}
		}
		if strings.HasSuffix(k.Title, ".") || startsUpper(k.Title) {
			t.Errorf("%s: the title %q is no short lower-case phrase", k.Code, k.Title)
		}
		for _, text := range []string{k.Why, k.Settle} {
			if text != "" && (!strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "`.") || !startsUpper(text) && text[0] != '`') {
				t.Errorf("%s: %q is no sentence", k.Code, text)
			}
		}
	}
}

// startsUpper reports a capital letter that does not begin an abbreviation or
// a name of mixed case, such as KPI or YAML.
func startsUpper(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	return unicode.IsUpper(first) && !unicode.IsUpper(second)
}

func run(t *testing.T, name string, archive *txtar.Archive, k *diag.Kind, compile func(*source.Set) diag.List) {
	bad, good, fixed := filesUnder(archive, "bad/"), filesUnder(archive, "good/"), filesUnder(archive, "fixed/")
	if len(bytes.TrimSpace(archive.Comment)) == 0 {
		t.Error("the example has no comment that says what it is about")
	}
	if len(bad) == 0 || len(good) == 0 {
		t.Fatal("the example needs files under bad/ and under good/")
	}
	set := source.NewSet(bad)
	found := compile(set)
	got := lines(set, found)
	checkStyle(t, found)
	if os.Getenv("UPDATE") != "" {
		update(t, name, archive, got, applyEdits(set, found, k, fixed))
		return
	}
	if want := string(member(archive, "want")); got != want {
		t.Errorf("bad/ gives\n%swant\n%s", got, want)
	}
	if !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Kind.ID == k.ID }) {
		t.Errorf("bad/ does not give %s", k.Code)
	}
	for path, data := range applyEdits(set, found, k, fixed) {
		if !bytes.Equal(data, fixed[path]) {
			t.Errorf("the edits make of %s\n%swant\n%s", path, data, fixed[path])
		}
	}
	set = source.NewSet(good)
	if got := lines(set, compile(set)); got != "" {
		t.Errorf("good/ gives\n%s", got)
	}
}

// filesUnder returns the files of an archive below a folder, by the rest of
// their names.
func filesUnder(archive *txtar.Archive, folder string) map[string][]byte {
	files := map[string][]byte{}
	for _, f := range archive.Files {
		if rest, ok := strings.CutPrefix(f.Name, folder); ok {
			files[rest] = f.Data
		}
	}
	return files
}

func member(archive *txtar.Archive, name string) []byte {
	for _, f := range archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

// lines prints findings as want has them.
func lines(set *source.Set, found diag.List) string {
	var b strings.Builder
	for _, f := range found {
		p := set.Place(f.At)
		fmt.Fprintf(&b, "%s:%d:%d: %s %s\n", p.Path, p.Start.Line, p.Start.Column, f.Kind.Code, f.Message)
	}
	return b.String()
}

// checkStyle asks that findings read alike.
func checkStyle(t *testing.T, found diag.List) {
	t.Helper()
	for _, f := range found {
		if f.Message == "" || strings.HasSuffix(f.Message, ".") || strings.Contains(f.Message, "\n") || startsUpper(f.Message) {
			t.Errorf("message %q: want one line, lower case, no full stop", f.Message)
		}
		for _, text := range append(slices.Clone(f.Help), f.Notes...) {
			if text == "" || strings.HasSuffix(text, ".") || startsUpper(text) {
				t.Errorf("help or note %q: want lower case, no full stop", text)
			}
		}
	}
}

// applyEdits carries out the edits of the kind's findings on the files that
// fixed names.
func applyEdits(set *source.Set, found diag.List, k *diag.Kind, fixed map[string][]byte) map[string][]byte {
	edits := map[source.FileID][]diag.Edit{}
	for _, f := range found {
		if f.Kind.ID == k.ID {
			for _, e := range f.Edits {
				edits[e.At.File] = append(edits[e.At.File], e)
			}
		}
	}
	result := map[string][]byte{}
	for path := range fixed {
		f := set.ByPath(path)
		if f == nil {
			continue
		}
		list := edits[f.ID]
		slices.SortFunc(list, func(a, b diag.Edit) int { return b.At.Compare(a.At) })
		data := slices.Clone(f.Data)
		for _, e := range list {
			data = slices.Replace(data, int(e.At.Start), int(e.At.End), []byte(e.New)...)
		}
		result[path] = data
	}
	return result
}

// update writes want and fixed into the archive on disk.
func update(t *testing.T, name string, archive *txtar.Archive, want string, fixed map[string][]byte) {
	t.Helper()
	path := filepath.Join("testdata", "explain", name)
	if _, err := os.Stat(path); err != nil {
		path = filepath.Join("testdata", name)
	}
	replaced := false
	for i := range archive.Files {
		f := &archive.Files[i]
		if f.Name == "want" {
			f.Data, replaced = []byte(want), true
		}
		if data, ok := fixed[strings.TrimPrefix(f.Name, "fixed/")]; ok && strings.HasPrefix(f.Name, "fixed/") {
			f.Data = data
		}
	}
	if !replaced {
		archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(want)})
	}
	if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}
