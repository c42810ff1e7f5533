package draw

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

// sample is a figure with one of everything.
func sample() *Figure {
	f := figure("oa ob am bm mk md kd mx ad")
	set := func(key, label, sub, class, href string) {
		for i := range f.Nodes {
			if f.Nodes[i].Key == key {
				f.Nodes[i] = Node{Key: key, Label: label, Sub: sub, Class: class, Href: href, Tooltip: label + " · " + sub}
			}
		}
	}
	set("o", "ERP", "System", "n-system", "../systems/erp.html")
	set("a", "sales_order_line", "Data object", "n-object", "../objects/sales-order-line.html")
	set("b", "Customer", "Data object", "n-object n-disputed", "../objects/customer.html")
	set("m", "Net revenue recognised when goods are shipped", "Term", "n-term n-here", "")
	set("k", "Revenue growth", "KPI", "n-kpi", "../kpis/revenue-growth.html")
	set("d", "Approve the annual price list", "Decision", "n-decision", "../decisions/price-list.html")
	set("x", "and 12 more", "", "n-more", "../terms.html")
	f.Edges[len(f.Edges)-1].Class = "e-cross"
	f.Edges[len(f.Edges)-2].Class = "e-more"
	return f
}

func TestSVG(t *testing.T) {
	f := sample()
	set, _ := layoutAll(t, Options{}, []*Figure{f})
	got := string(set.AppendSVG(nil, "g1", f)) + "\n"
	const golden = "testdata/sample.svg"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the picture differs from %s; UPDATE=1 rewrites it:\n%s", golden, got)
	}
}

func TestBoxesFitTheirMarkup(t *testing.T) {
	if NodeWidth != 190*Unit || NodeHeight != 54*Unit {
		t.Error("boxMarkup, badgeMarkup and rows say how large a box is: change them too")
	}
}

// allowed is every element and attribute that a picture may hold.
var allowed = map[string]string{
	"svg":   "class role aria-labelledby aria-describedby width height viewBox direction",
	"title": "id", "desc": "id",
	"g": "class transform aria-current data-n data-from data-to", "a": "class transform href aria-current data-n",
	"path": "class d transform", "rect": "class x y width height rx", "circle": "r",
	"text": "class x y",
}

// hostile is what somebody might write to get out of a picture.
var hostile = []string{
	`"><script>alert(1)</script>`, `</title></svg><img src=x onerror=alert(1)>`, `' onload='alert(1)`, `" onmouseover="alert(1)`,
	`<![CDATA[<script>]]>`, `<!--`, `]]>`, `&#60;script&#62;`, `&lt;`, "\x00\x01\x1b[31m", "\xff\xfe\xc0\xaf", "\ufffe\uffff", "a\u2028b",
	"\u202Egnp.exe", "{{.}}", "${alert(1)}", "<foreignObject><body onload=alert(1)>", "x\" style=\"fill:red", "line\none", strings.Repeat("W", 5000), "&",
}

func TestHostileWords(t *testing.T) {
	for _, words := range hostile {
		f := figure("ab bc ac")
		f.Title, f.Desc = words, words
		for i := range f.Nodes {
			f.Nodes[i] = Node{Key: words, Label: words, Sub: words, Other: words, Class: "n-term " + words, Href: words, Tooltip: words}
		}
		f.Edges[0].Class = words
		f.Nodes[2].Href = ""
		set, _ := layoutAll(t, Options{}, []*Figure{f})
		checkMarkup(t, string(set.AppendSVG(nil, words, f)))
	}
}

// checkMarkup reads a picture strictly and looks for anything that should not
// be in it.
func checkMarkup(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	counts := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in %q", err, svg)
		}
		switch e := token.(type) {
		case xml.StartElement:
			attrs, ok := allowed[e.Name.Local]
			counts[e.Name.Local]++
			if !ok {
				t.Errorf("element %s", e.Name.Local)
			}
			for _, a := range e.Attr {
				if !strings.Contains(" "+attrs+" ", " "+a.Name.Local+" ") {
					t.Errorf("attribute %s of %s", a.Name.Local, e.Name.Local)
				}
			}
		case xml.Comment, xml.Directive, xml.ProcInst:
			t.Errorf("%T", token)
		}
	}
	if counts["svg"] != 1 || counts["a"] != 2 || counts["title"] != 4 {
		t.Errorf("elements: %v", counts)
	}
}

// What a reader gets to know must not depend on the cut of a label.
func TestTooltipsAreWhole(t *testing.T) {
	f := sample()
	set, _ := layoutAll(t, Options{}, []*Figure{f})
	svg := string(set.AppendSVG(nil, "g1", f))
	for _, n := range f.Nodes {
		if !strings.Contains(svg, "<title>"+n.Tooltip+"</title>") {
			t.Errorf("no tooltip %q", n.Tooltip)
		}
	}
}

// Links come in reading order, columns from the left and each from the top.
func TestLinksComeInReadingOrder(t *testing.T) {
	f := sample()
	set, _ := layoutAll(t, Options{}, []*Figure{f})
	svg := string(set.AppendSVG(nil, "g1", shuffledIn(set, f)))
	at := -1
	for _, m := range regexp.MustCompile(`class="node[^>]*translate\((\d+)`).FindAllStringSubmatch(svg, -1) {
		x := 0
		for _, c := range m[1] {
			x = 10*x + int(c-'0')
		}
		if x < at {
			t.Fatalf("a box at %d comes after one at %d", x, at)
		}
		at = x
	}
	if at < 0 {
		t.Fatal("no boxes")
	}
}

// shuffledIn adds the same figure in another order to a set.
func shuffledIn(set *Set, f *Figure) *Figure {
	g := shuffled(random(5), f)
	s := ShapeOf(g)
	set.plans[g] = plan{s, layered(s)}
	return g
}

func TestUnknownAndEmptyFigures(t *testing.T) {
	empty := &Figure{Title: "Nothing"}
	set, r := layoutAll(t, Options{Command: fake("works")}, []*Figure{empty})
	if r.Shapes != 1 || len(set.AppendSVG(nil, "g", empty)) > 0 || len(set.AppendSVG(nil, "g", sample())) > 0 {
		t.Error("something was drawn")
	}
}
