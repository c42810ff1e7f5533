package site

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// Cards are what a reader sees of an entry without leaving the page: they open
// on links to it. Their texts are in small scripts under cards/, so that no page
// carries the texts of others. The script that holds an entry's card follows
// from the address of its page; cards.js works it out in the same way.

// most letters of a definition on a card, and how many cards one script holds
// on average.
const (
	mostCard  = 320
	perScript = 40
)

// card is what cards.js shows of one entry.
type card struct {
	Title  string   `json:"t"`
	Kind   string   `json:"k"`
	Name   string   `json:"n"` // of the kind
	Domain string   `json:"d,omitempty"`
	Status []string `json:"s"` // class and name
	Open   string   `json:"o,omitempty"`
	Text   string   `json:"x,omitempty"`
	Others string   `json:"u,omitempty"` // which functions use the word, where several do
}

// cardScripts is how many scripts hold the cards.
func (p *planner) cardScripts() int { return max(1, (len(p.infos)+perScript-1)/perScript) }

// cardScript is the script that holds the card of a page: FNV-1a of its address.
func cardScript(url string, scripts int) int {
	h := fnv.New32a()
	h.Write([]byte(url))
	return int(h.Sum32() % uint32(scripts))
}

// cards writes the scripts.
func (p *planner) cards() []File {
	groups := make([]map[string]card, p.cardScripts())
	for i := range p.infos {
		n := &p.infos[i]
		at := cardScript(n.url, len(groups))
		if groups[at] == nil {
			groups[at] = map[string]card{}
		}
		groups[at][n.url] = p.card(n)
	}
	files := make([]File, len(groups))
	for i, group := range groups {
		data, err := json.Marshal(group) // keys sorted
		if err != nil {
			panic("unreachable: cards are text: " + err.Error())
		}
		files[i] = File{URL: fmt.Sprintf("cards/%d.js", i), Data: fmt.Appendf(nil, "concordCards.put(%d,%s);\n", i, data)}
	}
	return files
}

func (p *planner) card(n *info) card {
	e := n.entry
	c := card{Title: n.title, Kind: e.Kind.String(), Name: p.t("kind." + e.Kind.String()), Domain: n.domain, Text: shorten(p.says(e).S, mostCard)}
	switch v := e.Self.(type) {
	case *model.Decision:
		if c.Text == "" {
			c.Text = shorten(v.Question.S, mostCard)
		}
	case *model.Domain:
		c.Domain = ""
	}
	s := p.status(e.Status)
	c.Status = []string{s.Class, s.Label}
	if len(n.open) > 0 {
		c.Open = p.words.N("count.conflicts", len(n.open))
	}
	c.Others = p.sharing(e)
	return c
}

// sharing says which functions use an entry's word, or "" when only one does.
func (p *planner) sharing(e *model.Entry) string {
	if e.Measured() == nil {
		return ""
	}
	names := []string{p.info(e).domain}
	for _, o := range p.wordsIn.others(e) {
		if d := p.info(o).domain; !slices.Contains(names, d) && len(names) < mostSides {
			names = append(names, d)
		}
	}
	if len(names) < 2 {
		return ""
	}
	return p.words.F("card.several", "functions", strings.Join(names, ", "))
}
