package render_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestGolden compares the content of a few small pages, header and footer left
// out, with what testdata/pages.txtar says; UPDATE=1 writes it anew. Files
// ending in .html are pages, the others the catalog.
func TestGolden(t *testing.T) {
	const path = "testdata/pages.txtar"
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range archive.Files {
		if !strings.HasSuffix(f.Name, ".html") {
			content[f.Name] = f.Data
		}
	}
	pages := map[string][]byte{}
	for _, f := range filesOf(t, renderer(t, nil), planOf(content, nil), box) {
		if _, rest, found := bytes.Cut(f.Data, []byte("<main id=\"main\" tabindex=\"-1\">\n")); found {
			pages[f.Path], _, _ = bytes.Cut(rest, []byte("</main>"))
		}
	}
	for i := range archive.Files {
		f := &archive.Files[i]
		if !strings.HasSuffix(f.Name, ".html") {
			continue
		}
		if got := pages[f.Name]; os.Getenv("UPDATE") != "" {
			f.Data = got
		} else if !bytes.Equal(got, f.Data) {
			t.Errorf("%s is\n%s\nwant\n%s", f.Name, got, f.Data)
		}
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
