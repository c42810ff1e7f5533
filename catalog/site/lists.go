package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/model"
)

// collator orders names as dictionaries of the site's language do. It is safe
// for concurrent use.
type collator struct {
	mu    sync.Mutex
	c     *collate.Collator
	buf   collate.Buffer
	keys  map[string]string
	title func(*model.Entry) string // by which entries are sorted
}

func newCollator(lang string, title func(*model.Entry) string) *collator {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	return &collator{c: collate.New(tag, collate.Numeric), keys: map[string]string{}, title: title}
}

func (c *collator) key(s string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.keys[s]
	if !ok {
		k = string(c.c.KeyFromString(&c.buf, s))
		c.buf.Reset()
		c.keys[s] = k
	}
	return k
}

// sort orders indexes by their names.
func (c *collator) sort(list []int, name func(int) string) {
	keys := make(map[int]string, len(list))
	for _, i := range list {
		keys[i] = c.key(name(i))
	}
	slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(keys[i], keys[j]) })
}

func (c *collator) sortEntries(list []*model.Entry) {
	keys := make(map[*model.Entry]string, len(list))
	for _, e := range list {
		keys[e] = c.key(c.title(e))
	}
	slices.SortStableFunc(list, func(a, b *model.Entry) int {
		return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(a.ID, b.ID))
	})
}

// letter is the heading under which a name is listed: its first letter without
// accents, or "0–9" or "#".
func letter(name string) string {
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		case unicode.IsDigit(r):
			return "0–9"
		}
	}
	return "#"
}

// EntryLine is an entry in a list.
type EntryLine struct {
	Link
	Text   string // what it is, shortened
	Tongue string // the language of Text, where it is not the page's
	Domain []Link
	Owner  []Link
	Status Badge
	Open   int    // open conflicts
	Extra  string // a particular of its kind: a target, a cadence
	Word   string // how the listed word relates to the entry, for words that are not its name
	id     string
}

func (p *planner) line(from string, e *model.Entry) EntryLine {
	l := EntryLine{Link: p.link(from, e), Text: shorten(p.says(e).S, 220), Tongue: p.meaningLang(e), Status: p.status(e.Status), Open: len(p.info(e).open), id: e.ID}
	if e.InDomain != nil && e.Kind != model.DomainKind {
		l.Domain = []Link{p.link(from, &e.InDomain.Entry)}
		l.Domain[0].Alert = false
	}
	if e.Accountable != nil && e.Kind != model.OwnerKind {
		l.Owner = []Link{p.link(from, &e.Accountable.Entry)}
		l.Owner[0].Alert = false
	}
	l.Extra = p.extra(e)
	switch v := e.Self.(type) {
	case *model.Decision:
		if l.Text == "" {
			l.Text = v.Question.S
		}
	case *model.Scenario:
		if l.Text == "" {
			l.Text = v.Question.S
		}
	case *model.Resolution:
		if l.Text == "" {
			l.Text = shorten(v.Reason.S, 220)
		}
	}
	return l
}

// extra is the one particular of a kind that its list shows.
func (p *planner) extra(e *model.Entry) string {
	switch v := e.Self.(type) {
	case *model.KPI:
		return withUnit(v.Target.Text, v.Unit.S)
	case *model.Object:
		return refTitles(v.SystemOfRecord)
	case *model.Decision:
		return sentence(p.sayings.Word("pace", v.Cadence.S))
	case *model.Outcome:
		return p.words.Number(v.Importance())
	case *model.Integration:
		if v.From.To != nil {
			return v.From.To.Title() + " → " + refTitles(v.To)
		}
	case *model.System:
		return v.Type.S
	case *model.Owner:
		return sentence(p.sayings.Word("sort", v.Type.S))
	case *model.Report:
		return sentence(p.sayings.Word("pace", v.Cadence.S))
	case *model.Resolution:
		return v.DecidedOn.String()
	}
	return ""
}

// KindView is the list of all entries of a kind, or one page of it.
type KindView struct {
	Kind     Badge
	Title    string
	Lead     string
	ExtraKey string // heading of the kind's own column, or ""
	Total    int
	Groups   []LetterGroup
	Letters  []LetterLink
	Pager    []PagerLink
	Tree     []TreeLine // domains only
	Owned    bool       // entries of the kind have owners
}

// LetterGroup is the entries under one letter.
type LetterGroup struct {
	Letter string
	Anchor string
	Lines  []EntryLine
}

// LetterLink leads to a letter of an alphabetical list.
type LetterLink struct {
	Letter string
	Href   string // "" when nothing begins with it
	Here   bool
}

// PagerLink is one part of a long list.
type PagerLink struct {
	Label string
	Href  string
	Here  bool
}

// TreeLine is a function with those that are part of it.
type TreeLine struct {
	EntryLine
	Depth  int
	Counts []string
}

// pageSize is how many entries one page of a list takes: with definitions,
// some 60 kB compressed.
const pageSize = 400

// listPages are the lists by kind and the one by letter.
func (p *planner) listPages() []Page {
	var pages []Page
	for _, k := range model.Kinds() {
		if k == model.PageKind {
			continue
		}
		pages = append(pages, p.kindPages(k)...)
	}
	return append(pages, p.azPages()...)
}

func (p *planner) kindPages(k model.Kind) []Page {
	entries := slices.Clone(p.in.Catalog.OfKind(k))
	if len(entries) == 0 && k != model.DomainKind {
		return nil
	}
	p.collator.sortEntries(entries)
	chunks := slices.Collect(slices.Chunk(entries, pageSize))
	if k == model.DomainKind {
		chunks = [][]*model.Entry{entries} // shown as a tree, on one page
	}
	var pages []Page
	for i, chunk := range chunks {
		url := numbered(kindURL(k), i+1)
		title := p.t("kinds." + k.String())
		v := &KindView{Kind: Badge{k.String(), p.t("kind." + k.String())}, Title: title, Lead: p.t("kinds." + k.String() + ".lead"),
			Total: len(entries), Pager: p.pager(url, chunks, func(n int) string { return numbered(kindURL(k), n) }, i),
			Owned: k != model.OwnerKind && k != model.ScenarioKind && k != model.ResolutionKind}
		if text, ok := p.words.Text["column."+k.String()]; ok {
			v.ExtraKey = text
		}
		if k == model.DomainKind {
			v.Tree = p.tree(url, nil, 0)
		} else {
			lettered := len(entries) > 30
			v.Groups = p.group(url, chunk, lettered)
			if lettered {
				v.Letters = p.kindLetters(k, chunks, i)
			}
		}
		frame := p.frame(url, section(k), title, v.Lead)
		pages = append(pages, Page{URL: url, Template: "kind", Frame: frame, View: v})
	}
	return pages
}

// kindLetters leads from one page of a list to each letter: on the page itself,
// or on the first that has it.
func (p *planner) kindLetters(k model.Kind, chunks [][]*model.Entry, here int) []LetterLink {
	page := map[string]int{}
	var found []string
	for i, chunk := range chunks {
		for _, e := range chunk {
			l := letter(p.title(e))
			if _, known := page[l]; !known {
				page[l] = i
				found = append(found, l)
			} else if i == here {
				page[l] = here
			}
		}
	}
	url := numbered(kindURL(k), here+1)
	var links []LetterLink
	for _, l := range alphabet(found) {
		link := LetterLink{Letter: l}
		if i, ok := page[l]; ok && i == here {
			link.Href = "#" + letterAnchor(l)
		} else if ok {
			link.Href = rel(url, numbered(kindURL(k), i+1)) + "#" + letterAnchor(l)
		}
		links = append(links, link)
	}
	return links
}

// group puts lines under their letters, or all under none when the list is
// short.
func (p *planner) group(from string, entries []*model.Entry, lettered bool) []LetterGroup {
	var groups []LetterGroup
	for _, e := range entries {
		name := ""
		if lettered {
			name = letter(p.title(e))
		}
		if last := len(groups) - 1; last < 0 || groups[last].Letter != name {
			groups = append(groups, LetterGroup{Letter: name, Anchor: letterAnchor(name)})
		}
		last := &groups[len(groups)-1]
		last.Lines = append(last.Lines, p.line(from, e))
	}
	return groups
}

// pager names the parts of a list by the words they begin and end with.
func (p *planner) pager(from string, chunks [][]*model.Entry, url func(int) string, here int) []PagerLink {
	if len(chunks) < 2 {
		return nil
	}
	var links []PagerLink
	for i, c := range chunks {
		label := shorten(p.title(c[0]), 16) + " – " + shorten(p.title(c[len(c)-1]), 16)
		links = append(links, PagerLink{Label: label, Href: rel(from, url(i+1)), Here: i == here})
	}
	return links
}

// tree lists the domains below one, each with what it holds.
func (p *planner) tree(from string, parent *model.Entry, depth int) []TreeLine {
	var list []TreeLine
	if depth > 12 {
		return nil
	}
	var below []*model.Entry
	for _, d := range p.in.Catalog.Domains {
		if d.Parent.To == parent {
			below = append(below, &d.Entry)
		}
	}
	p.collator.sortEntries(below)
	for _, e := range below {
		l := TreeLine{EntryLine: p.line(from, e), Depth: depth}
		open := map[int]bool{}
		count := map[model.Kind]int{}
		for _, m := range p.members[e] {
			count[m.Kind]++
			for _, i := range p.info(m).open {
				open[i] = true
			}
		}
		l.Open = len(open)
		for _, k := range []model.Kind{model.TermKind, model.KPIKind, model.ObjectKind, model.DecisionKind} {
			l.Counts = append(l.Counts, thousands(count[k]))
		}
		list = append(list, l)
		list = append(list, p.tree(from, e, depth+1)...)
	}
	return list
}

// AZView is the alphabetical list of every word, or one letter of it.
type AZView struct {
	Total   int
	Letters []LetterLink
	Groups  []LetterGroup
	Pager   []PagerLink
}

// word is one designation in the alphabetical list.
type word struct {
	text  string
	use   model.LabelUse
	entry *model.Entry
	key   string
}

// most words on the alphabetical page before each letter gets a page of its
// own, and most on the page of a letter.
const (
	mostOnePage = 500
	mostLetter  = 900
)

func (p *planner) glossary() []word {
	var list []word
	for _, k := range []model.Kind{model.TermKind, model.KPIKind} {
		for _, e := range p.in.Catalog.OfKind(k) {
			for i, l := range e.Labels() {
				if i == 0 {
					l.S = p.title(e)
				}
				list = append(list, word{l.S, l.Use, e, p.collator.key(l.S)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b word) int { return cmp.Compare(a.key, b.key) })
	return list
}

// azPages are the alphabetical list: one page when it is short, else one for
// each letter and a first page that leads to them.
func (p *planner) azPages() []Page {
	words := p.glossary()
	var letters []string
	byLetter := map[string][]word{}
	for _, w := range words {
		l := letter(w.text)
		if byLetter[l] == nil {
			letters = append(letters, l)
		}
		byLetter[l] = append(byLetter[l], w)
	}
	onePage := len(words) <= mostOnePage
	href := func(from, l string) string {
		if onePage {
			return "#" + letterAnchor(l)
		}
		return rel(from, letterURL(l))
	}
	page := func(url, title, here string, groups []LetterGroup, pager []PagerLink) Page {
		v := &AZView{Total: len(words), Groups: groups, Pager: pager}
		for _, l := range alphabet(letters) {
			link := LetterLink{Letter: l, Here: l == here}
			if byLetter[l] != nil {
				link.Href = href(url, l)
			}
			v.Letters = append(v.Letters, link)
		}
		f := p.frame(url, "az", title, p.t("az.lead"))
		if here != "" {
			f = p.frame(url, "az", title, p.t("az.lead"), Link{Href: rel(url, azURL), Label: p.t("nav.az")})
		}
		return Page{URL: url, Template: "az", Frame: f, View: v}
	}
	if onePage {
		var groups []LetterGroup
		for _, l := range letters {
			groups = append(groups, p.letterGroup(azURL, l, byLetter[l]))
		}
		return []Page{page(azURL, p.t("nav.az"), "", groups, nil)}
	}
	pages := []Page{page(azURL, p.t("nav.az"), "", nil, nil)}
	for _, l := range letters {
		chunks := slices.Collect(slices.Chunk(byLetter[l], mostLetter))
		for i, chunk := range chunks {
			url := numbered(letterURL(l), i+1)
			var pager []PagerLink
			for j := range chunks {
				if len(chunks) > 1 {
					label := shorten(chunks[j][0].text, 20) + " – " + shorten(chunks[j][len(chunks[j])-1].text, 20)
					pager = append(pager, PagerLink{label, rel(url, numbered(letterURL(l), j+1)), i == j})
				}
			}
			pages = append(pages, page(url, p.words.F("az.letter", "letter", l), l, []LetterGroup{p.letterGroup(url, l, chunk)}, pager))
		}
	}
	return pages
}

func letterAnchor(l string) string {
	if name := slug(l); name != "" {
		return "l-" + name
	}
	return "l-other"
}

func letterURL(l string) string {
	name := slug(l)
	if name == "" {
		name = "other"
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII }) {
		name = fmt.Sprintf("u%x", []rune(l)[0])
	}
	return "a-z/" + name + ".html"
}

// alphabet is the Latin alphabet with whatever else words begin with, signs and
// digits in front as dictionaries have them.
func alphabet(found []string) []string {
	var list []string
	for _, l := range []string{"#", "0–9"} {
		if slices.Contains(found, l) {
			list = append(list, l)
		}
	}
	for r := 'A'; r <= 'Z'; r++ {
		list = append(list, string(r))
	}
	for _, l := range found {
		if !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

func (p *planner) letterGroup(from, l string, words []word) LetterGroup {
	g := LetterGroup{Letter: l, Anchor: letterAnchor(l)}
	for _, w := range words {
		line := EntryLine{Link: p.link(from, w.entry), Status: p.status(w.entry.Status), Open: len(p.info(w.entry).open)}
		if w.entry.InDomain != nil {
			line.Domain = []Link{{Label: p.title(&w.entry.InDomain.Entry)}}
		}
		if w.use == model.Preferred {
			line.Text, line.Tongue = shorten(p.says(w.entry).S, 110), p.meaningLang(w.entry)
		} else {
			line.Word = w.text
			line.Extra = p.t("az." + [...]string{"preferred", "admitted", "abbreviation", "deprecated"}[w.use])
		}
		g.Lines = append(g.Lines, line)
	}
	return g
}
