package print_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/ingest"
	"github.com/concord-catalog/concord/catalog/print"
)

// set sets a booklet and fails where something cannot be set.
func set(t testing.TB, k *print.Booklet, opt print.PDFOptions) []byte {
	t.Helper()
	data, found, err := print.PDF(k, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Fatalf("%s: %s", f.Kind.Code, f.Message)
	}
	return data
}

// run calls a tool that need not be there, except where tests must not be
// skipped.
func run(t *testing.T, command ...string) string {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is missing", command[0])
		}
		t.Skipf("%s is missing: install the packages that .ci/run names to run this test", command[0])
	}
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, out)
	}
	return string(out)
}

// written is a file that the tools of poppler can read.
func written(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// flat is a text without what tells lines apart, as PDF readers may give it.
func flat(s string) string {
	s = norm.NFC.String(strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2002", " ", "’", "'").Replace(s))
	return strings.Join(strings.Fields(s), " ")
}

func pagesOf(t *testing.T, path string) []string {
	t.Helper()
	pages := strings.Split(run(t, "pdftotext", path, "-"), "\f")
	for i := range pages {
		pages[i] = flat(pages[i])
	}
	return pages[:len(pages)-1]
}

var destLine = regexp.MustCompile(`(?m)^\s*(\d+) \[.*\] "([^"]+)"`)

func destsOf(t *testing.T, path string) map[string]int {
	t.Helper()
	dests := map[string]int{}
	for _, m := range destLine.FindAllStringSubmatch(run(t, "pdfinfo", "-dests", path), -1) {
		dests[m[2]], _ = strconv.Atoi(m[1])
	}
	return dests
}

// checkNumbers checks that every number in the contents, in the indexes and
// after references is that of the page where the word stands.
func checkNumbers(t *testing.T, k *print.Booklet, path string) {
	t.Helper()
	pages, dests := pagesOf(t, path), destsOf(t, path)
	all := strings.Join(pages, " ")
	contents := run(t, "pdftotext", "-layout", "-f", "2", "-l", strconv.Itoa(dests["how"]-1), path, "-")
	for _, s := range k.Sections {
		line := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(s.Title) + `\s.*\s` + strconv.Itoa(dests[s.ID]) + `$`)
		if !line.MatchString(contents) {
			t.Errorf("the contents do not give page %d for %s", dests[s.ID], s.Title)
		}
		for _, e := range s.Entries {
			n := dests[e.ID]
			if n < 1 || n > len(pages) || !strings.Contains(pages[n-1], flat(e.Title)) {
				t.Errorf("%s is said to stand on page %d, and does not", e.ID, n)
			}
			for _, f := range e.Relations {
				for _, r := range f.Text {
					if want := fmt.Sprintf("%s →%d", flat(r.Text), dests[r.Ref]); r.Ref != "" && !strings.Contains(all, want) {
						t.Errorf("%s does not refer to %q", e.ID, want)
					}
				}
			}
		}
	}
	index := strings.Join(pages[dests["owners"]-1:], " ")
	for _, g := range append(append([]print.IndexGroup(nil), k.Owners...), k.Labels...) {
		for _, l := range g.Lines {
			want := l.Text
			if l.Note != "" {
				want += " (" + l.Note + ")"
			}
			if l.See != "" {
				want += ", " + k.Words.T("print.see") + " " + l.See
			}
			want = fmt.Sprintf("%s %d", flat(want), dests[l.Ref])
			if !strings.Contains(index, want) {
				t.Errorf("the indexes do not have %q", want)
			}
		}
	}
}

// checkLinks checks that every link within the document leads somewhere.
func checkLinks(t *testing.T, path string) {
	t.Helper()
	raw := run(t, "qpdf", "--qdf", "--object-streams=disable", "--compress-streams=n", path, "-")
	dests := destsOf(t, path)
	n := 0
	for _, m := range regexp.MustCompile(`/Dest (<[0-9a-f]+>|\([^)]*\))`).FindAllStringSubmatch(raw, -1) {
		name := strings.Trim(m[1], "()")
		if strings.HasPrefix(m[1], "<") {
			var b []byte
			if _, err := fmt.Sscanf(strings.Trim(m[1], "<>"), "%x", &b); err != nil {
				t.Fatal(err)
			}
			name = string(b)
		}
		n++
		if dests[name] == 0 {
			t.Errorf("a link leads to %q, which is nowhere", name)
		}
	}
	if n == 0 {
		t.Error("there are no links")
	}
}

func TestSamplePDF(t *testing.T) {
	c := folder(t, "../../content")
	for _, what := range []struct {
		name   string
		choice print.Options
		opt    print.PDFOptions
	}{
		{"glossary", print.Options{}, print.PDFOptions{}},
		{"german in one column", print.Options{Lang: "de"}, print.PDFOptions{Columns: 1, Paper: print.Letter}},
		{"path", choice(t, c, "pack=finance-analyst"), print.PDFOptions{}},
	} {
		t.Run(what.name, func(t *testing.T) {
			k := catalog.Booklet(c, options, what.choice)
			data := set(t, k, what.opt)
			if !bytes.Equal(data, set(t, k, what.opt)) {
				t.Error("setting it twice gives two files")
			}
			path := written(t, "out.pdf", data)
			if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Error(out)
			}
			info := flat(run(t, "pdfinfo", path))
			for _, want := range []string{"Tagged: yes", flat(k.Cover.Title), "CreationDate: Sun Mar 15", "Metadata Stream: yes"} {
				if !strings.Contains(info, want) {
					t.Errorf("pdfinfo does not say %q: %s", want, info)
				}
			}
			if lang := "(" + k.Lang + ")"; !strings.Contains(run(t, "qpdf", "--qdf", "--object-streams=disable", path, "-"), "/Lang "+lang) {
				t.Errorf("the document's language is not %s", lang)
			}
			for _, line := range strings.Split(strings.TrimSpace(run(t, "pdffonts", path)), "\n")[2:] {
				if !strings.Contains(line, "yes yes yes") {
					t.Errorf("a font is not embedded as a subset with its characters: %s", line)
				}
			}
			checkNumbers(t, k, path)
			checkLinks(t, path)
			checkStructure(t, k, path)
			if what.name == "path" { // the shortest: the tool takes its time
				checkOrder(t, k, path)
			}
		})
	}
}

// checkStructure checks what assistive technology is told, and that every entry
// is in it once.
func checkStructure(t *testing.T, k *print.Booklet, path string) {
	t.Helper()
	raw := run(t, "qpdf", "--qdf", "--object-streams=disable", path, "-")
	for _, role := range []string{"Document", "Sect", "H1", "H2", "TOC", "TOCI", "Link", "P", "L", "LI", "LBody", "Formula", "Figure"} {
		if !strings.Contains(raw, "/S /"+role+"\n") {
			t.Errorf("the structure has no %s", role)
		}
	}
	if n := strings.Count(raw, "/S /H3\n"); n != k.Entries {
		t.Errorf("%d entries went in, %d came out", k.Entries, n)
	}
}

// checkOrder checks that the structure is in reading order.
func checkOrder(t *testing.T, k *print.Booklet, path string) {
	t.Helper()
	text := flat(strings.ReplaceAll(run(t, "pdfinfo", "-struct-text", path), "\"", ""))
	at := 0
	for _, words := range []string{flat(k.Cover.Title), k.Words.T("print.contents"), k.Words.T("print.how"), flat(k.Guide[0].Title),
		flat(k.Sections[0].Entries[0].Title), k.Words.T("print.owners"), k.Words.T("print.colophon")} {
		i := strings.Index(text[at:], words)
		if i < 0 {
			t.Fatalf("%q does not come after what stands before it", words)
		}
		at += i
	}
}

// A real glossary is printed whole, with nothing lost.
func TestCorpusPDF(t *testing.T) {
	corpora := os.Getenv("CONCORD_CORPORA")
	if corpora == "" {
		t.Skip("CONCORD_CORPORA does not name a folder of real catalogs")
	}
	dir := filepath.Join(corpora, "wot")
	var format ingest.Format
	for _, f := range ingest.Formats() {
		if f.Name == "wot" {
			format = f
		}
	}
	r, err := format.Import(context.Background(), os.DirFS(dir), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range r.Files {
		files[f.Path] = f.Data
	}
	c := compiled(t, files)
	k := catalog.Booklet(c, options, print.Options{})
	if k.Entries != len(c.Catalog.Terms)+len(c.Catalog.KPIs) {
		t.Errorf("the booklet has %d entries of %d terms and %d KPIs", k.Entries, len(c.Catalog.Terms), len(c.Catalog.KPIs))
	}
	data, found, err := print.PDF(k, print.PDFOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Logf("%s: %s", f.Kind.Code, f.Message)
	}
	if data == nil {
		t.Fatal("it is not printed")
	}
	path := written(t, "wot.pdf", data)
	if n := strings.Count(run(t, "qpdf", "--qdf", "--object-streams=disable", path, "-"), "/S /H3\n"); n != k.Entries {
		t.Errorf("%d entries went in, %d came out", k.Entries, n)
	}
	checkLinks(t, path)
}
