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
	c, _, found := Named(set, in)
	return c, found
}

// Named is [Resolve] for those who have more to ask of the names.
func Named(set *source.Set, in decode.Tree) (*model.Catalog, *Names, diag.List) {
	b := &binder{set: set}
	config := b.config(in.Config)
	var entries []*model.Entry
	for i := range in.Decls {
		entries = append(entries, b.entry(&in.Decls[i]))
	}
	l := &linker{b, newNames(entries, in.Lost), entries}
	l.links()
	inherit(entries)
	l.former()
	return model.New(config, set, entries), l.Names, b.findings.Sort()
}

// Revision is what a few files say after they were edited, resolved among the
// entries of all others as they were before. Those others still refer to the
// entries that were there before.
type Revision struct {
	Entries  []*model.Entry // of the edited files
	Config   *model.Config  // nil when concord.toml was not edited
	Names    *Names         // with the entries of the edited files in the place of their former ones
	Findings diag.List      // without those of the kinds that [Between] lists
}

// Revise resolves the declarations of edited files against names from before the
// edit. Gone says which entries from before do not count any more. It costs no
// more than the files do.
func (n *Names) Revise(set *source.Set, in decode.Tree, gone func(*model.Entry) bool) Revision {
	b := &binder{set: set}
	var r Revision
	if in.Config.Kind == source.Map {
		c := b.config(in.Config)
		r.Config = &c
	}
	own := map[string]bool{}
	for i := range in.Decls {
		e := b.entry(&in.Decls[i])
		r.Entries = append(r.Entries, e)
		own[e.Key()] = true
	}
	r.Names = newNames(r.Entries, in.Lost).over(n, func(e *model.Entry) bool { return gone(e) || own[e.Key()] })
	l := &linker{b, r.Names, r.Entries}
	l.links()
	inherit(r.Entries)
	r.Findings = b.findings.Sort()
	return r
}

// Bind reads the fields of one declaration alone. Its references keep their
// text and point nowhere, nothing is inherited, and what cannot be read is left
// out.
func Bind(d *decode.Decl) *model.Entry { return (&binder{}).entry(d) }
