package site

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/source"
)

// A site in another language takes an entry's words from its translation, and
// marks what has none.
func TestSiteInAnotherLanguage(t *testing.T) {
	in := compile(t, source.NewSet(map[string][]byte{
		"concord.toml":   []byte("languages = [\"en\", \"de\"]\n"),
		"terms/order.md": []byte("---\npreferred: Order\ndefinition: what a customer asks for\ntranslations:\n  de: {name: Auftrag, definition: was ein Kunde bestellt}\n---\nMind the *state*.\n"),
		"terms/offer.md": []byte("---\npreferred: Offer\ndefinition: what we ask for\nrelated: [order]\ntranslations:\n  fr: {name: Offre}\n---\n"),
		"terms/zebra.md": []byte("---\npreferred: Zebra\ndefinition: an animal\ntranslations:\n  de: {name: Ähre}\n---\n"),
	}))
	in.Options.Language = "de"
	plan := New(in)
	if plan.Chrome.Lang != "de" || plan.Words.Lang != "de" {
		t.Errorf("the site speaks %s and says it in %s", plan.Chrome.Lang, plan.Words.Lang)
	}
	views := map[string]*TermView{}
	var list []string
	for _, p := range plan.Pages {
		switch v := p.View.(type) {
		case *TermView:
			views[v.ID] = v
		case *KindView:
			if v.Kind.Class != "term" {
				continue
			}
			for _, l := range v.Groups[0].Lines {
				list = append(list, l.Label+"/"+l.Lang+"/"+l.Tongue)
			}
		}
	}
	order, offer := views["order"], views["offer"]
	if order.Title != "Auftrag" || order.Lead != "was ein Kunde bestellt" || order.Lang+order.LeadLang != "" || order.NoteLang != "en" {
		t.Errorf("the translated term is %q (%s), %q (%s), with a note in %s", order.Title, order.Lang, order.Lead, order.LeadLang, order.NoteLang)
	}
	if len(order.Words) != 1 || order.Words[0].Name != "Order" || order.Words[0].Lang != "en" {
		t.Errorf("the translated term is also called %+v", order.Words)
	}
	if offer.Title != "Offer" || offer.Lang != "en" || offer.LeadLang != "en" {
		t.Errorf("the other term is %q (%s), %q (%s)", offer.Title, offer.Lang, offer.Lead, offer.LeadLang)
	}
	if links := offer.Relations[0].Links; links[0].Label != "Auftrag" || links[0].Lang != "" {
		t.Errorf("it is related to %+v", links)
	}
	want := []string{"Ähre//en", "Auftrag//", "Offer/en/en"}
	for i := range want {
		if i >= len(list) || list[i] != want[i] {
			t.Fatalf("the list is %q, want %q", list, want)
		}
	}
}
