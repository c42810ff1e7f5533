package print

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/site"
)

// builder holds what the parts of a booklet share while it is made.
type builder struct {
	in        Input
	opt       Options
	words     site.Words
	base      string                // the site's own address, or ""
	pages     map[string]*site.Page // of entries and conflicts, by URL
	places    map[string]string     // of the booklet, by the URL of the page on the site
	titles    map[*model.Entry]string
	ambiguous map[string]int // how many entries have a title
	open      map[string]bool
}

// New makes a booklet. An entry without a page in the plan is left out.
func New(in Input, opt Options) *Booklet {
	b := &builder{in: in, opt: opt, words: in.Plan.Words, pages: map[string]*site.Page{}, places: map[string]string{},
		titles: map[*model.Entry]string{}, ambiguous: map[string]int{}, open: map[string]bool{}}
	if href, ok := site.External(in.Catalog.Config.BaseURL.S); ok && strings.HasPrefix(href, "http") {
		b.base = strings.TrimSuffix(href, "/") + "/"
	}
	for i := range in.Plan.Pages {
		b.pages[in.Plan.Pages[i].URL] = &in.Plan.Pages[i]
	}
	var entries []*model.Entry
	for _, e := range chosen(in.Catalog, opt) {
		if b.pages[pageURL(e)] == nil {
			continue
		}
		entries = append(entries, e)
		b.places[pageURL(e)] = place(e)
		b.ambiguous[strings.ToLower(b.title(e))]++
	}
	guide := b.guide()
	for _, p := range guide {
		b.places[pageURL(&p.Entry)] = place(&p.Entry)
	}
	k := &Booklet{Pack: opt.As, Words: b.words, Lang: in.Plan.Chrome.Lang, Dir: in.Plan.Chrome.Dir, Entries: len(entries),
		Revision: in.Plan.Chrome.Revision, Date: in.Today, Version: in.Version}
	if opt.Pack != nil {
		k.Pack = cmp.Or(k.Pack, opt.Pack.ID.S)
		k.Path = opt.Pack.Order.S == "path"
	}
	for _, p := range guide {
		k.Guide = append(k.Guide, b.chapter(p))
	}
	k.Sections = b.sections(entries, k.Path)
	k.Open = len(b.open)
	k.How = b.how(k)
	k.Cover, k.Colophon = b.cover(k, entries), b.colophon(k)
	k.Owners, k.Labels = b.owners(entries), b.labels(entries)
	return k
}

// pageURL is where the site has the page of an entry.
func pageURL(e *model.Entry) string { return e.Kind.Folder() + "/" + e.ID + ".html" }

// translation is what an entry is called and means in the booklet's language,
// or nil where that is what the catalog is written in.
func (b *builder) translation(e *model.Entry) *model.Translation {
	lang := b.opt.Lang
	if lang == "" || lang == b.in.Catalog.Config.Language() {
		return nil
	}
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range []string{lang, base} {
		for i := range e.Translations {
			if t := &e.Translations[i]; strings.EqualFold(t.Lang, tag) {
				return t
			}
		}
	}
	return nil
}

func (b *builder) title(e *model.Entry) string {
	if t, ok := b.titles[e]; ok {
		return t
	}
	title := e.Title()
	if t := b.translation(e); t != nil && t.Name.S != "" {
		title = t.Name.S
	}
	b.titles[e] = title
	return title
}

// guide lists the free pages that belong to the booklet, in reading order.
func (b *builder) guide() []*model.Page {
	var list []*model.Page
	add := func(p *model.Page) {
		if !slices.Contains(list, p) && b.pages[pageURL(&p.Entry)] != nil {
			list = append(list, p)
		}
	}
	if b.opt.Pack == nil {
		return nil
	}
	for _, r := range b.opt.Pack.Pages {
		if r.To == nil {
			continue
		}
		if p, ok := r.To.Self.(*model.Page); ok {
			add(p)
		}
	}
	for _, p := range b.in.Catalog.Pages {
		if slices.ContainsFunc(p.Pack, func(t model.Text) bool { return t.S == b.opt.Pack.ID.S }) {
			add(p)
		}
	}
	return list
}

func (b *builder) chapter(p *model.Page) Chapter {
	c := Chapter{ID: place(&p.Entry), Title: b.title(&p.Entry)}
	if v := viewOf(b.pages[pageURL(&p.Entry)].View); v != nil {
		c.Lead = words(v.Lead)
		c.Blocks = b.rich(pageURL(&p.Entry), v.Note)
	}
	return c
}

// sections cuts the entries at their letters, or puts those of a reading path
// first, in its order, and the rest behind it.
func (b *builder) sections(entries []*model.Entry, path bool) []Section {
	sorted := slices.Clone(entries)
	order(b.in.Plan.Chrome.Lang, sorted, func(e *model.Entry) (string, string) { return b.title(e), e.Key() })
	if path {
		return b.reading(sorted)
	}
	var list []Section
	for _, e := range sorted {
		l := letter(b.title(e))
		if n := len(list); n == 0 || list[n-1].Title != l {
			list = append(list, Section{ID: letterID("letter.", l), Title: l})
		}
		s := &list[len(list)-1]
		s.Entries = append(s.Entries, b.entry(e))
	}
	return merge(list)
}

// merge joins sections of one title: where a language sorts two letters as one,
// they can alternate.
func merge(list []Section) []Section {
	at := map[string]int{}
	var out []Section
	for _, s := range list {
		if i, ok := at[s.ID]; ok {
			out[i].Entries = append(out[i].Entries, s.Entries...)
			continue
		}
		at[s.ID] = len(out)
		out = append(out, s)
	}
	return out
}

func (b *builder) reading(sorted []*model.Entry) []Section {
	first := Section{ID: "path", Title: b.words.T("print.path")}
	rest := Section{ID: "rest", Title: b.words.T("print.rest")}
	done := map[*model.Entry]bool{}
	for _, r := range b.opt.Pack.Terms {
		if r.To != nil && slices.Contains(sorted, r.To) && !done[r.To] {
			done[r.To] = true
			first.Entries = append(first.Entries, b.entry(r.To))
		}
	}
	for _, e := range sorted {
		if !done[e] {
			rest.Entries = append(rest.Entries, b.entry(e))
		}
	}
	return slices.DeleteFunc([]Section{first, rest}, func(s Section) bool { return len(s.Entries) == 0 })
}

func (b *builder) cover(k *Booklet, entries []*model.Entry) Cover {
	c := Cover{Title: b.in.Plan.Chrome.Site, Subtitle: b.words.T("print.glossary"), Lead: b.in.Catalog.Config.Description.S}
	if p := b.opt.Pack; p != nil {
		c.Subtitle, c.Audience = p.Title.S, p.Audience.S
		if c.Subtitle == "" {
			c.Subtitle = p.ID.S
		}
	}
	for _, id := range b.opt.Domains {
		if d := b.in.Catalog.Get(model.DomainKind, id); d != nil {
			c.Subtitle += " · " + b.title(d)
		}
	}
	byKind := map[model.Kind]int{}
	for _, e := range entries {
		byKind[e.Kind]++
	}
	for _, kind := range model.Kinds() {
		switch n := byKind[kind]; {
		case n == 1:
			c.Counts = append(c.Counts, "1 "+b.words.T("kind."+kind.String()))
		case n > 1:
			c.Counts = append(c.Counts, b.count(n)+" "+b.words.T("kinds."+kind.String()))
		}
	}
	if k.Open > 0 {
		c.Counts = append(c.Counts, b.words.N("count.conflicts", k.Open))
	}
	c.Edition = b.words.Day(b.in.Today)
	if k.Revision != "" {
		c.Edition += " · " + b.words.T("foot.revision") + " " + k.Revision
	}
	return c
}

// count writes a number as the site does.
func (b *builder) count(n int) string {
	w := site.Words{Text: map[string]string{"n.one": "1", "n.other": "{n}"}}
	return w.N("n", n)
}

// how explains the signs that the booklet uses.
func (b *builder) how(k *Booklet) []Explanation {
	keys := []string{"entry", "status", "labels", "refs"}
	if k.Open > 0 {
		keys = append(keys, "dispute")
	}
	keys = append(keys, "formula", "figure", "index")
	var list []Explanation
	for _, key := range keys {
		list = append(list, Explanation{b.words.T("print.how." + key), b.words.T("print.how." + key + ".text")})
	}
	return list
}

// colophon says what edition this is and how it was made.
func (b *builder) colophon(k *Booklet) []Fact {
	facts := []Fact{{b.words.T("print.colophon.content"), words(b.words.Day(b.in.Today))}}
	if b.in.Revision != "" {
		runs := []Inline{{Text: b.in.Revision, Code: true, URL: b.in.Plan.Chrome.RevisionURL, Quiet: true}}
		if !b.in.RevisionDate.IsZero() {
			runs = append(runs, Inline{Text: ", " + b.words.Day(b.in.RevisionDate)})
		}
		facts = append(facts, Fact{b.words.T("print.colophon.revision"), runs})
	}
	if b.base != "" {
		facts = append(facts, Fact{b.words.T("print.colophon.site"), []Inline{{Text: b.base, URL: b.base, Quiet: true}}})
	}
	facts = append(facts, Fact{b.words.T("print.colophon.entries"), words(b.count(k.Entries))})
	return append(facts, Fact{b.words.T("print.colophon.made"), words(strings.TrimSpace("Concord " + b.in.Version))},
		Fact{b.words.T("print.colophon.type"), words(b.words.T("print.colophon.type.text"))})
}
