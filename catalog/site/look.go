package site

import (
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// Look finds what is wrong with links, pictures and names, as [New] does, and
// plans no pages.
func Look(in Input) diag.List {
	p := newPlanner(in, nil)
	for _, b := range p.eachEntry((*pageBuilder).look) {
		p.gather(b)
	}
	p.checkFragments()
	urls := make([]string, 0, len(p.infos))
	for i := range p.infos {
		n := &p.infos[i]
		urls = append(urls, n.url)
		urls = append(urls, p.formerURLs(n)...)
	}
	for _, f := range p.assets() {
		urls = append(urls, f.URL)
	}
	return append(p.findings, collisions(urls, in.Catalog)...).Sort()
}

// look goes over what an entry's page shows and other pages link to.
func (b *pageBuilder) look(_ int, e *model.Entry) {
	b.customFacts(e)
	note, _ := b.note(e)
	b.prose(note, 3)
	b.sources(e)
	b.writtenLinks(e)
	switch v := e.Self.(type) {
	case *model.Page:
		b.prose(note, 2)
	case *model.Object:
		b.ids = orNew(b.ids)
		for i := range v.Fields {
			b.ids[fieldAnchor(v.Fields[i].Name.S)] = true
		}
	}
}
