package site

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

func TestRel(t *testing.T) {
	for _, c := range [][3]string{
		{"index.html", "terms/a.html", "terms/a.html"},
		{"terms/a.html", "index.html", "../index.html"},
		{"terms/finance/a.html", "terms/finance/b.html", "../../terms/finance/b.html"},
		{"a/b/c/d/e/f/g/h/i/j.html", "x.html", "../../../../../../../../../x.html"},
	} {
		if got := rel(c[0], c[1]); got != c[2] {
			t.Errorf("rel(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Net revenue": "net-revenue", "  A – B ": "a-b", "Größe": "größe", "C++": "c", "…": "", "48-hour promise": "48-hour-promise",
	} {
		if got := slug(text); got != want {
			t.Errorf("slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFieldAnchorsDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"a_b", "a-b", "a b", "A_b", "ab", "a.b", "a/b", "ä", "a.2e"} {
		anchor := fieldAnchor(name)
		if other, ok := seen[anchor]; ok {
			t.Errorf("%q and %q have the anchor %q", other, name, anchor)
		}
		seen[anchor] = name
	}
}

func TestCollisions(t *testing.T) {
	c := &model.Catalog{Source: source.NewSet(nil)}
	for _, pair := range [][2]string{{"terms/A.html", "terms/a.html"}, {"files/straße.png", "files/STRASSE.png"}, {"files/a\u0301.png", "files/\u00e1.png"}} {
		plan := &Plan{Pages: []Page{{URL: pair[0]}}, Files: []File{{URL: pair[1]}}}
		if found := collisions(plan.urls(), c); len(found) != 1 {
			t.Errorf("%q and %q: %d findings, want one", pair[0], pair[1], len(found))
		}
	}
	if found := collisions((&Plan{Pages: []Page{{URL: "a.html"}, {URL: "b.html"}}}).urls(), c); len(found) != 0 {
		t.Errorf("two names that differ collide: %v", found)
	}
}

func TestGrouped(t *testing.T) {
	for text, want := range map[string]string{
		"1234": "1234", "12345": "12\u202f345", "-123456": "-123\u202f456", "12500000": "12\u202f500\u202f000", "95 %": "95 %", "+12345": "+12345", "12345.5": "12345.5",
	} {
		if got := grouped(text); got != want {
			t.Errorf("grouped(%q) = %q, want %q", text, got, want)
		}
	}
}
