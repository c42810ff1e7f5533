package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// TestGolden imports the `in/` files of each archive and compares everything
// that comes out with its `out/` files. UPDATE=1 rewrites them. In an archive,
// ␍, ␀ and ⟪LS⟫ stand for bytes that text files do not carry.
func TestGolden(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives in testdata", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	a := readArchive(t, name)
	format := formatNamed(t, strings.TrimSpace(strings.TrimPrefix(strings.SplitN(a.comment, "\n", 2)[0], "format:")))
	src, kept := fstest.MapFS{}, []archived{}
	want := map[string]string{}
	for _, f := range a.files {
		if in, ok := strings.CutPrefix(f.name, "in/"); ok {
			kept = append(kept, f)
			src[in] = &fstest.MapFile{Data: []byte(unprintable.Replace(f.text))}
		} else {
			want[f.name] = f.text
		}
	}
	opt := Options{Origin: "https://example.org/data", Licence: "CC0-1.0", Attribution: "Example, by hand", Date: "2026-02-03"}
	got := outcome(t, format, src, opt)
	if again := outcome(t, format, src, opt); !slices.Equal(got, again) {
		t.Error("a second import gives other bytes")
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(archive{a.comment, append(kept, got...)}.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, f := range got {
		if w, ok := want[f.name]; !ok {
			t.Errorf("%s: not expected:\n%s", f.name, f.text)
		} else if w != f.text {
			t.Errorf("%s:\n--- got ---\n%s--- want ---\n%s", f.name, f.text, w)
		}
		delete(want, f.name)
	}
	for _, name := range sortedKeys(want) {
		t.Errorf("%s: not written", name)
	}
}

var unprintable = strings.NewReplacer("␍", "\r", "␀", "\x00", "⟪LS⟫", "\u2028", "⟪BOM⟫", "\ufeff")

func formatNamed(t *testing.T, name string) Format {
	t.Helper()
	for _, f := range Formats() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no format %q", name)
	return Format{}
}

// outcome imports and checks what holds of every import: the counts balance
// and all files read back.
func outcome(t *testing.T, format Format, src fstest.MapFS, opt Options) []archived {
	t.Helper()
	r, err := format.Import(context.Background(), src, opt)
	if err != nil {
		return []archived{{"error", err.Error() + "\n"}}
	}
	balanced(t, r)
	readsBack(t, r)
	var files []archived
	for _, f := range r.Files {
		files = append(files, archived{"out/" + f.Path, string(f.Data)})
	}
	var notes strings.Builder
	for _, n := range r.Notes {
		mark := "changed"
		if n.Dropped {
			mark = "dropped"
		}
		fmt.Fprintf(&notes, "%s:%d: %s: %s\n", n.Source, n.Line, mark, n.What)
	}
	return append(files, archived{"notes", notes.String()})
}

func balanced(t *testing.T, r *Result) {
	t.Helper()
	for _, c := range r.Counts {
		if c.Read != c.Written+c.Merged+c.Dropped {
			t.Errorf("%s: read %d, but written %d + merged %d + dropped %d", c.Kind, c.Read, c.Written, c.Merged, c.Dropped)
		}
	}
}

func TestFormatsAreDocumented(t *testing.T) {
	formats := Formats()
	if !slices.IsSortedFunc(formats, func(a, b Format) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("formats are not in name order")
	}
	for _, f := range formats {
		if f.Name == "" || f.Title == "" || f.Doc == "" || f.Import == nil {
			t.Errorf("format %q lacks a title, a text or its function", f.Name)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			_, err := f.Import(context.Background(), fstest.MapFS{"notes.txt": {Data: []byte("hello")}}, Options{})
			if err == nil || !strings.Contains(err.Error(), "expected `") {
				t.Errorf("a foreign folder is not refused with what was expected: %v", err)
			}
		})
	}
	big := fstest.MapFS{"definitions/a.toml": {Data: bytes.Repeat([]byte("#\n"), 1<<20)}}
	if _, err := metricHub().Import(context.Background(), big, Options{MaxBytes: 1 << 20}); err == nil || !strings.Contains(err.Error(), "1 MiB") {
		t.Errorf("no limit on bytes: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := metricHub().Import(ctx, big, Options{}); err != context.Canceled {
		t.Errorf("import goes on after it was cancelled: %v", err)
	}
}

func TestDeepInput(t *testing.T) {
	deep := fstest.MapFS{
		"definitions/a.toml": {Data: []byte("a = " + strings.Repeat("[", 1<<20))},
		"definitions/b.toml": {Data: []byte("[metrics.m]\nfriendly_name = \"M\"\n")},
	}
	r, err := metricHub().Import(context.Background(), deep, Options{})
	if err != nil || !slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Dropped && strings.Contains(n.What, "nest deeper") }) {
		t.Errorf("deep TOML: %v, %+v", err, r)
	}
	nested := fstest.MapFS{
		"a.json": {Data: []byte(`[{"organisation":"A","term":"x","definition":` + strings.Repeat("[", 1<<20))},
		"b.json": {Data: []byte(`[{"organisation":"A","term":"x","definition":"` + strings.Repeat("<blockquote><ul><li>", 5000) + `y"}]`)},
	}
	r, err = wotGlossaries().Import(context.Background(), nested, Options{})
	if err != nil || !slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Dropped && n.Source == "a.json" }) {
		t.Errorf("deep JSON: %v, %+v", err, r)
	}
	readsBack(t, r)
}
