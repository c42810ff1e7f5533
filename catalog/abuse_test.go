package catalog_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/output"
)

// The archives of testdata/abuse are content as somebody would write it who
// means harm, or who does not know what their tools do. Whatever they hold, a
// build ends; what is wrong says where it stands; and nothing in the site is
// alive: `pwn` is never a script, an attribute, an address that is fetched.
//
// The line "gives CODE CODE" in an archive's comment names findings that must
// be among those found.

func TestAbuse(t *testing.T) {
	names, err := filepath.Glob("testdata/abuse/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("there is no abuse to test with", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			content := map[string]string{}
			for _, f := range ar.Files {
				content[f.Name] = string(f.Data)
			}
			c, files := abused(t, content)
			for line := range strings.Lines(string(ar.Comment)) {
				if codes, ok := strings.CutPrefix(line, "gives "); ok {
					wantCodes(t, c.Findings, strings.Fields(codes))
				}
			}
			for _, problem := range alive(files) {
				t.Error(problem)
			}
		})
	}
}

// abused builds a site of content, errors or not, and asks that every finding
// about a file says where.
func abused(t *testing.T, content map[string]string) (*catalog.Compiled, []output.File) {
	t.Helper()
	opt := testOptions(filepath.Join(t.TempDir(), "content"))
	opt.KeepGoing = true
	for name, text := range content {
		write(t, filepath.Join(opt.Content, filepath.FromSlash(name)), []byte(text))
	}
	c, files, err := catalog.Files(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		if p := c.Catalog.Source.Place(f.At); p.Path == "" || p.Start.Line == 0 {
			t.Errorf("%s %s says no place", f.Kind.Code, f.Message)
		}
		if strings.ContainsAny(f.Message, "\n\r\x00\x1b") {
			t.Errorf("the message of %s is more than a line: %q", f.Kind.Code, f.Message)
		}
	}
	if len(files) == 0 {
		t.Error("nothing was built")
	}
	return c, files
}

func wantCodes(t *testing.T, found diag.List, codes []string) {
	t.Helper()
	for _, code := range codes {
		if !slices.ContainsFunc(found, func(f diag.Finding) bool { return f.Kind.Code == code }) {
			t.Errorf("%s is not found", code)
		}
	}
}

// large is content that costs more than its size where work is not bounded.
// Each is small enough to be done in a moment and large enough that it never
// would be, or would fill the memory, were it done in the obvious way.
var large = []struct {
	name    string
	content map[string]string
	gives   string
	most    int // megabytes of site, beside the pages that every site has
}{
	{"folders in a pattern", map[string]string{
		"concord.toml": fmt.Sprintf("[[rules_for]]\npath = [%q]\nrules = {homonym = \"off\"}\n", strings.Repeat("**/", 40)+"z"),
		"terms/" + strings.Repeat("a/", 25) + "x.yaml": "id: x\nname: x\ndefinition: y of z\n",
	}, "", 1},
	{"headings of one name", page(strings.Repeat("# x\n\n", 100_000)), "", 20},
	{"one long address, often", page("[a]: " + strings.Repeat("u", 60_000) + "\n\n" + strings.Repeat("[a]\n\n", 10_000)), "SIT001", 1},
	{"one long title, often", page("[a]: /x \"" + strings.Repeat("u", 60_000) + "\"\n\n" + strings.Repeat("![a]\n\n", 10_000)), "SIT001", 1},
	{"emphasis that never ends", page(strings.Repeat("*a **b _c ~~d *e\n", 50_000)), "SRC016", 1},
	{"emphasis within words", page(strings.Repeat("a_b_c_d_e_f **_a**_ ***\n", 50_000)), "SRC016", 1},
	{"addresses that are not published", page(strings.Repeat("<javascript:pwn>\n", 20_000)), "SIT001", 10},
	{"tags in one paragraph", page(strings.Repeat("x <b>\n", 50_000)), "SIT003", 10},
	{"cells", page("|" + strings.Repeat("a|", 190) + "\n|" + strings.Repeat("-|", 190) + "\n" + strings.Repeat("|"+strings.Repeat("a|", 190)+"\n", 4000)), "SRC016", 1},
	{"a long name", map[string]string{
		"terms/a.yaml": "name: " + strings.Repeat("long ", 2000) + "\ndefinition: a\n",
		"terms/b.yaml": "name: " + strings.Repeat("long ", 2000) + "\ndefinition: b\n",
	}, "", 2},
	{"names that all look alike in an address", map[string]string{"terms/a.yaml": entries(40, func(i int) string {
		labels := make([]string, 150)
		for j := range labels {
			labels[j] = fmt.Sprintf("%q", strings.Repeat("!", j+1))
		}
		return fmt.Sprintf("name: n%d\ndefinition: d%d\nadmitted: [%s]\n", i, i, strings.Join(labels, ", "))
	})}, "", 20},
	{"one name, often", map[string]string{"terms/a.yaml": entries(2000, func(i int) string {
		return fmt.Sprintf("name: revenue\ndefinition: the sum of all %d invoices\n", i)
	})}, "", 150},
	{"one concept, often", map[string]string{"terms/a.yaml": entries(2000, func(i int) string {
		return fmt.Sprintf("name: t%d\nconcept: revenue\nformula: %d + 1\nunit: u%d\ndefinition: the sum of %d\n", i, i, i, i)
	})}, "CON110", 150},
	{"a chain of formulas", map[string]string{"terms/a.yaml": entries(1000, func(i int) string {
		return fmt.Sprintf("name: t%d\ndefinition: d%d\nbroader: t%d\nformula: t%d + 1\n", i, i, i+1, i+1)
	})}, "", 150},
	{"a circle of everything", map[string]string{"terms/a.yaml": entries(1000, func(i int) string {
		next := (i + 1) % 1000
		return fmt.Sprintf("name: t%d\ndefinition: d%d\nbroader: t%d\nreplaced_by: t%d\nformula: t%d + 1\n", i, i, next, next, next)
	})}, "CON282 CON244", 150},
	{"long definitions that are nearly the same", map[string]string{"terms/a.yaml": entries(12, func(i int) string {
		var b strings.Builder
		for j := range 8000 {
			fmt.Fprintf(&b, "w%d ", (j*j+j%(i+2)*7)%251)
		}
		return fmt.Sprintf("name: revenue\nconcept: revenue\ndefinition: %s\n", b.String())
	})}, "", 10},
	{"rows of facts", map[string]string{
		"objects/ob.yaml": "name: ob\ndescription: x\nfields:\n  - {name: a, type: number}\n",
		"kpis/k.yaml":     "id: k\nname: k\ndefinition: k\nformula: sum(ob, .a * sum(ob, .a * sum(ob, .a)))\n---\nid: m\nname: m\ndefinition: m\nformula: sum(ob, .a)\n",
		"scenarios/s.yaml": "name: s\ndescription: s\nquestion: q\ngiven:\n  ob:\n" +
			strings.Repeat("    - {a: 1}\n", 5000) + "compare: [k, m]\n",
	}, "", 10},
}

// TestLargeAbuse has no clock: what is not bounded runs into the time limit of
// the test, or writes a site out of all proportion.
func TestLargeAbuse(t *testing.T) {
	for _, tt := range large {
		t.Run(tt.name, func(t *testing.T) {
			c, files := abused(t, tt.content)
			wantCodes(t, c.Findings, strings.Fields(tt.gives))
			size := 0
			for _, f := range files {
				size += len(f.Data)
			}
			if size > (tt.most+2)<<20 {
				t.Errorf("the site has %d bytes", size)
			}
			for _, problem := range alive(files[:min(len(files), 100)]) { // the others are like them
				t.Error(problem)
			}
		})
	}
}

// page is a content folder of one page.
func page(text string) map[string]string {
	return map[string]string{"pages/x.md": "---\nname: x\n---\n" + text}
}

// entries are n entries of one file, with the IDs t0, t1 and so on.
func entries(n int, fields func(i int) string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "---\nid: t%d\n%s", i, fields(i))
	}
	return b.String()
}
