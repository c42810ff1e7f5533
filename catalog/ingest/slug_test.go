package ingest

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/model"
)

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"active_hours":               "active-hours",
		"Autonomic Identifier (AID)": "autonomic-identifier-aid",
		"digital.govt.nz":            "digital-govt-nz",
		"KERI’s algorithm":           "keris-algorithm",
		"Économie  d'échelle":        "economie-dechelle",
		"Straße, Ærø, Łódź, ﬁne":     "strasse-aero-lodz-fine",
		"--a--":                      "a",
		"I O":                        "i-o",
		"日本語":                        "x-77710aed",
		"":                           "x-e3b0c442",
		strings.Repeat("word ", 30):  strings.TrimSuffix(strings.Repeat("word-", 17), "-"),
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNamerGivesEachIDOnce(t *testing.T) {
	n := &namer{taken: map[string]bool{}}
	for _, c := range []struct{ prefix, name, want string }{
		{"toip", "AID", "toip/aid"},
		{"toip", "aid", "toip/aid-2"},
		{"toip", "Aid!", "toip/aid-3"},
		{"essif", "AID", "essif/aid"},
		{"toip", "Index", "toip/index-term"},
		{"toip", "index-term", "toip/index-term-2"},
		{"toip", "CON", "toip/con-term"},
		{"toip", "lpt1", "toip/lpt1-term"},
		{"", "aux", "aux-term"},
	} {
		if got, _ := n.name(c.prefix, c.name, model.TermKind); got != c.want {
			t.Errorf("name(%q, %q) = %q, want %q", c.prefix, c.name, got, c.want)
		}
	}
	long := strings.Repeat("very-long-domain/", 5)
	if got, _ := n.name(strings.TrimSuffix(long, "/"), strings.Repeat("x", 200), model.IntegrationKind); len(got) > maxID+8 {
		t.Errorf("%d bytes: %s", len(got), got)
	}
}
