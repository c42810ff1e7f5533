package site

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/concord-catalog/concord/catalog/model"
)

// entryPages plans the page of every entry, in catalog order.
func (p *planner) entryPages() []Page {
	pages := make([]Page, len(p.infos))
	for _, b := range p.eachEntry(func(b *pageBuilder, i int, e *model.Entry) { pages[i] = b.page(e) }) {
		p.gather(b)
	}
	p.chain(pages)
	return pages
}

// eachEntry has a builder for each entry do something, in parallel, and returns
// the builders in catalog order.
func (p *planner) eachEntry(do func(b *pageBuilder, i int, e *model.Entry)) []*pageBuilder {
	n := len(p.infos)
	builders := make([]*pageBuilder, n)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				builders[i] = &pageBuilder{planner: p, url: p.infos[i].url, self: p.infos[i].entry}
				do(builders[i], i, p.infos[i].entry)
			}
		})
	}
	wg.Wait()
	return builders
}

// gather takes over what a page's builder found and needs.
func (p *planner) gather(b *pageBuilder) {
	for _, f := range b.findings {
		if f.pending != nil {
			p.pending = append(p.pending, f)
		} else {
			p.findings = append(p.findings, f.Finding)
		}
	}
	for _, path := range b.shown {
		p.used[path] = true
	}
	if len(b.ids) > 0 {
		p.headings[b.url] = b.ids
	}
}

// page plans one entry's page with the view of its kind.
func (b *pageBuilder) page(e *model.Entry) Page {
	base := b.entry(e)
	b.traceable(e, &base)
	var view any
	switch v := e.Self.(type) {
	case *model.Term:
		view = b.term(v, base)
	case *model.KPI:
		view = b.kpi(v, base)
	case *model.Object:
		view = b.object(v, base)
	case *model.System:
		view = b.system(v, base)
	case *model.Decision:
		view = b.decision(v, base)
	case *model.Outcome:
		view = b.outcome(v, base)
	case *model.Integration:
		view = b.integration(v, base)
	case *model.Scenario:
		view = b.scenario(v, base)
	case *model.Report:
		view = b.report(v, base)
	case *model.Resolution:
		view = b.resolution(v, base)
	case *model.Owner:
		view = b.owner(v, base)
	case *model.Domain:
		view = b.domain(v, base)
	case *model.Page:
		view = b.guidePage(v, base)
	}
	frame := b.frame(b.url, section(e.Kind), base.Title, base.Lead, b.crumbs(e)...)
	frame.JSON = base.JSON
	switch v := e.Self.(type) {
	case *model.Domain:
		frame.Feed = b.feedHref(b.url, domainFeed(v))
	case *model.Owner:
		frame.Feed = b.feedHref(b.url, ownerFeed(v))
	}
	entryOf(view).Feed = frame.Feed
	return Page{URL: b.url, Template: e.Kind.String(), Frame: frame, View: view, Figures: b.figures}
}

// section is the navigation item under which a kind is found.
func section(k model.Kind) string {
	switch k {
	case model.TermKind:
		return "az"
	case model.KPIKind:
		return "kpis"
	case model.ObjectKind, model.SystemKind:
		return "objects"
	case model.DomainKind, model.OwnerKind:
		return "domains"
	case model.ResolutionKind:
		return "conflicts"
	case model.PageKind:
		return "guide"
	case model.IntegrationKind, model.DecisionKind, model.OutcomeKind, model.ReportKind:
		return "lineage"
	}
	return ""
}

func (b *pageBuilder) crumbs(e *model.Entry) []Link {
	if e.Kind == model.PageKind {
		return []Link{{Href: rel(b.url, guideURL), Label: b.t("nav.guide")}}
	}
	list := []Link{{Href: rel(b.url, kindURL(e.Kind)), Label: b.t("kinds." + e.Kind.String())}}
	if e.InDomain != nil && e.Kind != model.DomainKind {
		l := b.link(b.url, &e.InDomain.Entry)
		l.Kind, l.Alert = "", false
		list = append(list, l)
	}
	return list
}

// chain links each page with its neighbours of the same kind and domain, in
// the order of the alphabet, and the free pages in theirs.
func (p *planner) chain(pages []Page) {
	groups := map[[2]string][]int{}
	var keys [][2]string
	for i := range p.infos {
		key := [2]string{p.infos[i].entry.Kind.String(), p.infos[i].domain}
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range keys {
		group := groups[key]
		if key[0] == model.PageKind.String() {
			continue
		}
		p.collator.sort(group, func(i int) string { return p.infos[i].title })
		p.row(pages, group)
	}
	var guide []int
	for _, g := range p.guideOrder() {
		guide = append(guide, p.at[&g.Entry])
	}
	p.row(pages, guide)
}

// row links pages that are read one after the other.
func (p *planner) row(pages []Page, group []int) {
	for at, i := range group {
		v := entryOf(pages[i].View)
		if at > 0 {
			v.Prev = p.neighbour(pages[i].URL, group[at-1])
		}
		if at+1 < len(group) {
			v.Next = p.neighbour(pages[i].URL, group[at+1])
		}
	}
}

func (p *planner) neighbour(from string, i int) *Link {
	return &Link{Href: rel(from, p.infos[i].url), Label: p.infos[i].title}
}

// entryOf is the part of an entry's view that all kinds share.
func entryOf(view any) *EntryView { return view.(interface{ shared() *EntryView }).shared() }

func (v *EntryView) shared() *EntryView { return v }

// isIn reports whether an entry is among the targets of references.
func isIn(refs []model.Ref, e *model.Entry) bool {
	return slices.ContainsFunc(refs, func(r model.Ref) bool { return r.To == e })
}
