// Package site is the plan of the published site: which pages exist, what URL
// each has and what it says.
//
// [New] turns a catalog and everything found out about it into a [Plan]. All
// decisions fall here: every link is settled and relative to its page, every
// list is sorted and cut into pages, every number is computed. Rendering only
// fills templates with the finished values, one struct for each page kind
// ([TermView], [ConflictView]…). Nothing here knows HTML.
//
// Read [Plan] first, then [New]. Where pages live is in urls.go, what may be
// linked in urlpolicy.go, and what words the site uses in ui/en.toml.
package site

import (
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// Input is everything that a site is made of.
type Input struct {
	Catalog      *model.Catalog
	Graph        *lineage.Graph
	Formulas     *formula.Set
	Findings     diag.List // of every family; settled conflicts among them
	Answers      []scenario.Result
	History      *history.Entries   // what happened to the entries; nil without git
	Conflicts    *history.Conflicts // what became of every conflict; nil without git
	Measures     measure.Report
	Trend        []measure.Summary // at the end of each month, oldest first; empty without git
	Today        model.Date
	Revision     string     // full hash of the commit published; "" without git
	RevisionDate model.Date // its day
	Version      string     // Concord's own
	Options      Options
}

// Options is what a build may choose.
type Options struct {
	ContentPath string // the content folder within the repository, for links to files; "" for its top
	Language    string // of the site; "" for the one that the catalog is written in
	Errors      bool   // the catalog has errors and is published all the same: list them on a page
	Booklets    bool   // the printed glossary is published beside the pages: link to it
	PDF         bool   // and as PDF
}

// Plan is a site that is decided and not yet rendered.
type Plan struct {
	Words    Words  // the language of the site's own words
	Chrome   Chrome // what all pages share
	Pages    []Page // in the order they are written
	Files    []File // everything that is not a page
	Findings diag.List
}

// Page is one page to be rendered: the template named Template gets View.
type Page struct {
	URL      string // relative to the top of the site: "terms/finance/revenue.html"
	Template string
	Frame    Frame
	View     any
	Figures  []*Figure // the figures that View shows, for laying them out in one go
}

// File is a file that is published as it is.
type File struct {
	URL  string
	Data []byte
}

// Figure is a graph to be drawn on a page.
type Figure struct {
	draw.Figure
	ID string // unique on its page
}

// Prose is a text in Markdown, parsed, with all its links settled.
type Prose struct {
	Source []byte
	Doc    ast.Node // nil when there is nothing to say
}

// IsZero reports whether there is no text.
func (p Prose) IsZero() bool { return p.Doc == nil }

// New plans the site. It does not fail: what cannot be shown as written is
// shown as far as it can be, and has a finding in the plan.
func New(in Input) *Plan {
	p := newPlanner(in, newLinker(in.Catalog))
	pages := p.entryPages()
	pages = append(pages, p.listPages()...)
	pages = append(pages, p.conflictPages()...)
	pages = append(pages, p.lineagePages()...)
	pages = append(pages, p.sideBySide()...)
	pages = append(pages, p.plainPages()...)
	p.checkFragments()
	pages = append(pages, p.rulePages()...)
	pages = append(pages, p.redirects()...)
	exploreFigures(pages)
	p.files = append(p.files, p.feeds()...)
	plan := &Plan{Words: p.words, Chrome: p.chrome(), Pages: pages}
	plan.Files = append(append(p.assets(), p.files...), p.indexFiles(pages)...)
	plan.Findings = append(p.findings, collisions(plan.urls(), p.in.Catalog)...).Sort()
	return plan
}

// info is what other pages need to know of an entry in order to link to it.
type info struct {
	entry  *model.Entry
	url    string
	title  string
	lang   string // the language of the title, where it is not the site's
	domain string // title of its domain, or ""
	open   []int  // its open conflicts, as indexes into planner.conflicts
	advice []int  // advice about it, as indexes into Input.Findings
}

// planner holds what the plan's parts share while it is made. Once built it is
// only read, but for findings, so that pages can be planned in parallel.
type planner struct {
	tongue
	in        Input
	words     Words
	sayings   *Sayings             // what findings say; nil for what their rules do
	infos     []info               // in catalog order
	at        map[*model.Entry]int // index into infos
	byFile    map[source.FileID]*model.Entry
	conflicts []conflict // open ones by risk, then the settled ones
	open      int        // how many of them are open
	owned     map[*model.Entry][]*model.Entry
	kept      map[*model.Entry][]*model.Entry // by steward
	members   map[*model.Entry][]*model.Entry // entries by domain
	relatedBy map[*model.Entry][]*model.Entry // terms that relate to a term
	settledBy map[string][]int                // conflicts by the resolution that settles them
	used      map[string]bool                 // assets that pages show, by path
	headings  map[string]map[string]bool      // fragments by page URL
	collator  *collator
	wordsIn   wordIndex
	wordURLs  map[string]string // pages of words that several entries use
	linker    *linker           // nil when texts get no links
	agreed    accord
	files     []File // what pages draw from
	findings  diag.List
	pending   []finding // links to places within pages, until all pages are planned
}

func newPlanner(in Input, l *linker) *planner {
	speech := newTongue(in.Catalog, in.Options.Language)
	p := &planner{tongue: speech, in: in, words: WordsFor(speech.site),
		at: make(map[*model.Entry]int, len(in.Catalog.Entries)), byFile: map[source.FileID]*model.Entry{},
		owned: map[*model.Entry][]*model.Entry{}, kept: map[*model.Entry][]*model.Entry{},
		members: map[*model.Entry][]*model.Entry{}, relatedBy: map[*model.Entry][]*model.Entry{},
		settledBy: map[string][]int{}, used: map[string]bool{}, headings: map[string]map[string]bool{},
		wordsIn: indexWords(in.Catalog), linker: l, agreed: accords(in.Catalog)}
	p.sayings = SayingsFor(p.words.Lang, titles(in.Catalog))
	p.in.Findings = p.translated(in.Findings)
	p.collator = newCollator(speech.site, p.title)
	p.wordURLs = wordPages(p.wordsIn)
	for i, e := range in.Catalog.Entries {
		p.at[e] = i
		n := info{entry: e, url: entryURL(e), title: p.title(e), lang: p.titleLang(e)}
		if e.InDomain != nil {
			n.domain = p.title(&e.InDomain.Entry)
			p.members[&e.InDomain.Entry] = append(p.members[&e.InDomain.Entry], e)
		}
		p.infos = append(p.infos, n)
		p.indexEntry(e)
	}
	p.indexConflicts()
	return p
}

func titles(c *model.Catalog) []string {
	list := make([]string, len(c.Entries))
	for i, e := range c.Entries {
		list[i] = e.Title()
	}
	return list
}

// translated is findings as the site's readers read them.
func (p *planner) translated(list diag.List) diag.List {
	if p.sayings == nil {
		return list
	}
	out := make(diag.List, len(list))
	for i := range list {
		out[i], _ = p.sayings.Finding(list[i])
	}
	return out
}

func (p *planner) indexEntry(e *model.Entry) {
	if p.byFile[e.At.File] == nil {
		p.byFile[e.At.File] = e
	}
	if e.Accountable != nil && e.Kind != model.OwnerKind {
		p.owned[&e.Accountable.Entry] = append(p.owned[&e.Accountable.Entry], e)
	}
	for _, s := range e.Stewards {
		if s.To != nil {
			p.kept[s.To] = append(p.kept[s.To], e)
		}
	}
	t, ok := e.Self.(*model.Term)
	if !ok {
		return
	}
	for _, list := range [][]model.Ref{t.Broader, t.Narrower, t.Related} {
		for _, r := range list {
			if r.To != nil && !slices.Contains(p.relatedBy[r.To], e) {
				p.relatedBy[r.To] = append(p.relatedBy[r.To], e)
			}
		}
	}
}

// indexConflicts ranks the conflicts by what they put at risk and hangs them,
// and the advice, on the entries they are about.
func (p *planner) indexConflicts() {
	for i := range p.in.Findings {
		f := &p.in.Findings[i]
		if f.Kind.Family == diag.Conflict {
			p.conflicts = append(p.conflicts, conflict{Finding: f})
		}
	}
	slices.SortStableFunc(p.conflicts, func(a, b conflict) int {
		return cmp.Or(compareBool(a.Settled != nil, b.Settled != nil), cmp.Compare(b.weight(), a.weight()),
			cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.Kind.Code, b.Kind.Code), cmp.Compare(a.ID, b.ID))
	})
	for i := range p.conflicts {
		f := &p.conflicts[i]
		if f.Settled != nil {
			p.settledBy[f.Settled.By] = append(p.settledBy[f.Settled.By], i)
			continue
		}
		p.open++
		p.each(f.Subjects, func(n *info) { n.open = append(n.open, i) })
	}
	for i := range p.in.Findings {
		f := &p.in.Findings[i]
		if f.Kind.Family == diag.Advice && f.Settled == nil {
			p.each(f.Subjects, func(n *info) { n.advice = append(n.advice, i) })
		}
	}
}

// each calls f for the entries that keys name.
func (p *planner) each(keys []string, f func(*info)) {
	for _, key := range keys {
		if e := p.in.Catalog.ByKey(key); e != nil {
			f(&p.infos[p.at[e]])
		}
	}
}

func (p *planner) info(e *model.Entry) *info { return &p.infos[p.at[e]] }

func (p *planner) t(key string) string { return p.words.T(key) }

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
