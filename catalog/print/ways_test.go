package print_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/print"
	"github.com/concord-catalog/concord/templates"
)

var built = print.Templates{Builtin: templates.FS}

var (
	idForm   = regexp.MustCompile(` id="([^"]+)"`)
	hrefForm = regexp.MustCompile(` href="#([^"]+)"`)
)

// wellFormed fails where a page is no XML, which is what an e-book needs, and a
// browser does not mind.
func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := dec.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func TestHTML(t *testing.T) {
	c := folder(t, "../../content")
	for _, asked := range []string{"", "pack=finance-analyst", "lang=de"} {
		k := catalog.Booklet(c, options, choice(t, c, asked))
		page, err := print.HTML(k, built, true)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, page.Path, page.Data)
		ids := map[string]bool{}
		for _, m := range idForm.FindAllSubmatch(page.Data, -1) {
			if ids[string(m[1])] {
				t.Errorf("%s: the ID %s is given twice", page.Path, m[1])
			}
			ids[string(m[1])] = true
		}
		for _, m := range hrefForm.FindAllSubmatch(page.Data, -1) {
			if !ids[string(m[1])] {
				t.Errorf("%s: a link leads to #%s, which is nowhere", page.Path, m[1])
			}
		}
		if n := bytes.Count(page.Data, []byte("<article ")); n != k.Entries {
			t.Errorf("%s: %d entries went in, %d came out", page.Path, k.Entries, n)
		}
		for _, sign := range []string{"⟦", "%!", "ZgotmplZ", " style="} {
			if bytes.Contains(page.Data, []byte(sign)) {
				t.Errorf("%s contains %q", page.Path, sign)
			}
		}
	}
}

// What a catalog says stays text, whatever it looks like.
func TestHostileText(t *testing.T) {
	const evil = `<script>alert("1")</script>&amp;'`
	c := compiled(t, map[string][]byte{
		"concord.toml":     []byte("title =  + evil + "),
		"terms/a/x.yaml":   []byte("name: |\n  " + evil + "\ndefinition: |\n  " + evil + "\nexamples: ['<b>x</b>']\nsource: {authority: '<i>', url: 'javascript:alert(1)'}\n"),
		"owners/hana.yaml": []byte("name: <u>Hana</u>\n"),
		"domains/a.yaml":   []byte("name: <u>A</u>\nowner: hana\n"),
		"terms/a/y.md":     []byte("---\nname: Y\ndefinition: y\n---\n[x](javascript:alert(1)) `<b>` <script>x</script> ![p](https://elsewhere.example/p.png)\n"),
	})
	k := catalog.Booklet(c, options, print.Options{})
	page, err := print.HTML(k, built, false)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, page.Path, page.Data)
	for _, bad := range []string{"<script", "<b>x", "<u>", "javascript:", "elsewhere.example/p.png\" alt"} {
		if bytes.Contains(page.Data, []byte(bad)) {
			t.Errorf("the page contains %q", bad)
		}
	}
	set(t, k, print.PDFOptions{})
}

func TestEPUB(t *testing.T) {
	c := folder(t, "../../content")
	for _, asked := range []string{"", "pack=finance-analyst", "lang=de"} {
		k := catalog.Booklet(c, options, choice(t, c, asked))
		data, err := print.EPUB(k, built)
		if err != nil {
			t.Fatal(err)
		}
		again, err := print.EPUB(k, built)
		if err != nil || !bytes.Equal(data, again) {
			t.Error("making it twice gives two files", err)
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if f := z.File[0]; f.Name != "mimetype" || f.Method != zip.Store || string(data[38:58]) != "application/epub+zip" {
			t.Error("the archive does not begin with its type")
		}
		entries := 0
		for _, f := range z.File {
			if !strings.HasSuffix(f.Name, "xhtml") {
				continue
			}
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, f.Name, body)
			entries += bytes.Count(body, []byte("<article "))
		}
		if entries != k.Entries {
			t.Errorf("%d entries went in, %d came out", k.Entries, entries)
		}
		if asked == "pack=finance-analyst" {
			epubcheck(t, written(t, "out.epub", data))
		}
	}
}

// epubcheck is a Java program, which Debian starts through its kernel; where
// that does not work it is started by hand.
func epubcheck(t *testing.T, path string) {
	t.Helper()
	const jar = "/usr/share/java/epubcheck.jar"
	if _, err := os.Stat(jar); err != nil {
		run(t, "epubcheck", path)
		return
	}
	if out := run(t, "java", "-jar", jar, path); !strings.Contains(out, "No errors or warnings detected") {
		t.Error(out)
	}
}

func TestChromium(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("chromium is missing")
		}
		t.Skip("chromium is missing")
	}
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	c := compiled(t, map[string][]byte{"terms/x.yaml": []byte("name: مرسى\ndefinition: מזח אחד\n")})
	k := catalog.Booklet(c, options, print.Options{})
	page, err := print.HTML(k, built, false)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := print.Sheets(built)
	if err != nil {
		t.Fatal(err)
	}
	day, err := model.ParseDate("2026-03-15")
	if err != nil {
		t.Fatal(err)
	}
	data, err := print.Chromium(context.Background(), page, sheets, print.A4, "chromium", day)
	if err != nil {
		t.Fatal(err)
	}
	path := written(t, "out.pdf", data)
	info := flat(run(t, "pdfinfo", path))
	for _, want := range []string{"CreationDate: Sun Mar 15", "Tagged: yes", "(A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q: %s", want, info)
		}
	}
	if !strings.Contains(run(t, "pdftotext", path, "-"), "מזח") {
		t.Error("the text is not there")
	}
}

func TestNoBrowser(t *testing.T) {
	_, err := print.Chromium(context.Background(), catalog.File{Path: "print.html"}, nil, print.A4, "no-such-browser", model.Date{})
	var missing *print.NoBrowserError
	if !errors.As(err, &missing) || !strings.Contains(missing.Error(), "no-such-browser") || missing.Help() == "" {
		t.Errorf("%v", err)
	}
}

// A font of the user's gives the characters that the built-in ones lack.
func TestUserFont(t *testing.T) {
	var data []byte
	for _, path := range []string{"/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf", "/usr/share/fonts/truetype/fonts-japanese-gothic.ttf",
		"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"} {
		if b, err := os.ReadFile(path); err == nil {
			data = b
			break
		}
	}
	if data == nil {
		t.Skip("no font with Japanese characters is installed")
	}
	c := compiled(t, map[string][]byte{"terms/x.yaml": []byte("name: 停泊地\ndefinition: 船が停まる所。\n")})
	path := written(t, "out.pdf", set(t, catalog.Booklet(c, options, print.Options{}), print.PDFOptions{Fonts: [][]byte{data}}))
	if text := run(t, "pdftotext", path, "-"); !strings.Contains(text, "停泊地") || !strings.Contains(text, "船が停まる所。") {
		t.Errorf("the text is not there: %s", text)
	}
}
