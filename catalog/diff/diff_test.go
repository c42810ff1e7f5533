package diff_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diff"
	"github.com/concord-catalog/concord/catalog/model"
)

var today = model.NewDate(2027, time.March, 1)

// write puts files into a new folder.
func write(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func compare(t testing.TB, old, new map[string]string) *diff.Difference {
	t.Helper()
	d, err := catalog.Diff(context.Background(), catalog.Options{Today: today},
		catalog.State{Folder: write(t, old)}, catalog.State{Folder: write(t, new)}, [2]string{"old", "new"})
	if err != nil {
		t.Fatal(err)
	}
	return d.Difference
}

type print func(io.Writer, *diff.Difference, diff.Options) error

func printed(t testing.TB, p print, d *diff.Difference) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p(&b, d, diff.Options{Folder: "content/"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden compares archives: files under both/ are in both states, those
// under old/ and new/ in one. UPDATE=1 writes what is printed anew.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives: ", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			old, new := map[string]string{}, map[string]string{}
			for _, f := range archive.Files {
				folder, path, _ := strings.Cut(f.Name, "/")
				switch folder {
				case "old":
					old[path] = string(f.Data)
				case "new":
					new[path] = string(f.Data)
				case "both":
					old[path], new[path] = string(f.Data), string(f.Data)
				}
			}
			d := compare(t, old, new)
			for i := range archive.Files {
				f := &archive.Files[i]
				p, ok := map[string]print{"text": diff.Text, "markdown": diff.Markdown, "json": diff.JSON}[f.Name]
				if !ok {
					continue
				}
				got := printed(t, p, d)
				if os.Getenv("UPDATE") != "" {
					f.Data = got
				} else if !bytes.Equal(got, f.Data) {
					t.Errorf("%s is\n%swant\n%s", f.Name, got, f.Data)
				}
			}
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(name, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// A state does not differ from itself, whatever its spelling.
func TestSameIsSame(t *testing.T) {
	old := map[string]string{
		"domains/finance.yaml":       "name: Finance\n",
		"terms/finance/revenue.yaml": "name: Revenue\ndefinition: >\n  Money that customers\n  owe for goods.\nrelated: [cost]\n",
		"terms/finance/cost.yaml":    "name: Cost\n",
	}
	new := map[string]string{
		"domains/finance.toml": "name = \"Finance\"\n",
		"terms/all.toml": "[[entry]]\nid = \"finance/revenue\"\nrelated = \"finance/cost\"\nname = \"Revenue\"\n" +
			"definition = \"Money that customers owe for goods.\"\n[[entry]]\nid = \"finance/cost\"\nname = \"Cost\"\n",
	}
	if d := compare(t, old, new); !d.IsZero() {
		t.Errorf("other spellings of the same differ:\n%s", printed(t, diff.Text, d))
	}
}

// A comment fits the limit of git hosts, says how much was left out, and nothing
// in it can notify anybody or break out of its place.
func TestMarkdownFits(t *testing.T) {
	old, new := map[string]string{}, map[string]string{}
	for i := range 600 {
		name := fmt.Sprintf("terms/t%03d.yaml", i)
		old[name] = fmt.Sprintf("name: T%d\ndefinition: Piece of equipment with the number %d.\n", i, i)
		new[name] = fmt.Sprintf("name: T%d\ndefinition: Piece of `equipment` <b> @everyone ``` for %d, %s.\n", i, i, strings.Repeat("words ", 60))
	}
	d := compare(t, old, new)
	out := string(printed(t, diff.Markdown, d))
	if n := utf8.RuneCountInString(out); n > 65_536 || n < 50_000 {
		t.Errorf("the comment has %d characters", n)
	}
	if !strings.Contains(out, "more did not fit") {
		t.Error("nothing says that some of it is missing")
	}
	for _, bad := range []string{"@everyone", " <b>"} {
		if strings.Contains(out, bad) {
			t.Errorf("the comment has %q as it was written", bad)
		}
	}
	if again := string(printed(t, diff.Markdown, compare(t, old, new))); again != out {
		t.Error("two runs print two comments")
	}
	var any map[string]any
	if err := json.Unmarshal(printed(t, diff.JSON, d), &any); err != nil {
		t.Error(err)
	}
}
