package site

import (
	"slices"
	"strings"
	"testing"
)

func marks(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Differs {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestMarkApart(t *testing.T) {
	for _, c := range []struct{ texts, want []string }{
		{[]string{"goods that have left the hub", "goods that have reached the customer"}, []string{"goods that have [left] the [hub]", "goods that have [reached] the [customer]"}},
		{[]string{"goods sold and paid", "Goods sold, not paid", "goods sold by the hub"}, []string{"goods sold [and paid]", "Goods sold, [not paid]", "goods sold [by the hub]"}},
		{[]string{"one thing", "", "all of another"}, []string{"one thing", "", "all of another"}},
	} {
		var got []string
		for _, p := range markApart(c.texts) {
			got = append(got, marks(p))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q is marked as %q, want %q", c.texts, got, c.want)
		}
	}
}

func TestWordPages(t *testing.T) {
	plan := New(rich(t))
	for _, p := range plan.Pages {
		if v, ok := p.View.(*WordView); ok {
			if v.Total < 2 || len(v.Sides) != v.Total || v.Sides[0].Domain > v.Sides[1].Domain {
				t.Errorf("%s shows %d of %d meanings", p.URL, len(v.Sides), v.Total)
			}
			return
		}
	}
	t.Error("no word has a page of its own")
}

func TestPlainSlug(t *testing.T) {
	for text, want := range map[string]string{"Net revenue": "net-revenue", "größe": "gru" + "f6u" + "dfe", "…": "other"} {
		if got := plainSlug(text); got != want {
			t.Errorf("plainSlug(%q) = %q, want %q", text, got, want)
		}
	}
}
