// Package resolve makes names mean things: it turns declarations into a
// [model.Catalog] in which every field has its type and every reference points
// at its entry.
//
// It works in three steps, each over all entries: bind reads the fields of each
// declaration into the struct of its kind, link finds what references mean, and
// inherit fills in what a domain gives to its entries. Read [Resolve] first.
package resolve

import (
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Resolve makes a catalog of declarations. What cannot be resolved has a
// finding and is left out; everything else is there.
func Resolve(set *source.Set, in decode.Tree) (*model.Catalog, diag.List) {
	b := &binder{set: set}
	config := b.config(in.Config)
	var entries []*model.Entry
	for i := range in.Decls {
		entries = append(entries, b.entry(&in.Decls[i]))
	}
	l := newLinker(entries, in.Lost, b)
	l.links()
	inherit(entries)
	l.former()
	return model.New(config, set, entries), b.findings.Sort()
}

// Bind reads the fields of one declaration alone. Its references keep their
// text and point nowhere, nothing is inherited, and what cannot be read is left
// out.
func Bind(d *decode.Decl) *model.Entry { return (&binder{}).entry(d) }
