package edit

import (
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// Retire takes an entry out of use: its status becomes retired, and where
// another entry takes its place `replaced_by` says so. Who still uses it is in
// the notes. The file stays, so that links and history keep working.
func Retire(set *source.Set, kind model.Kind, id, replacement string) (Change, error) {
	tree, _ := decode.Decode(set, nil)
	c, _ := resolve.Resolve(set, tree)
	e := c.Get(kind, id)
	if e == nil {
		return Change{}, fmt.Errorf("there is no %s `%s`", kind.Title(), id)
	}
	i := slices.IndexFunc(tree.Decls, func(d decode.Decl) bool { return d.Kind == kind && d.ID == e.ID })
	d := &tree.Decls[i]
	edits := []diag.Edit{setField(set, d, "status", model.Retired.String())}
	if replacement != "" {
		other := c.Get(kind, replacement)
		switch {
		case other == nil:
			return Change{}, fmt.Errorf("there is no %s `%s` that could take its place", kind.Title(), replacement)
		case other == e:
			return Change{}, fmt.Errorf("an entry cannot take its own place")
		case !other.Live():
			return Change{}, fmt.Errorf("%s is %s itself", other.Key(), other.Status)
		}
		edits = append(edits, setField(set, d, "replaced_by", other.ID))
	}
	change, err := changeOf(set, edits)
	if err != nil {
		return Change{}, err
	}
	change.Notes = stillUsed(c, e)
	return change, nil
}

// stillUsed says which entries refer to one that goes out of use.
func stillUsed(c *model.Catalog, e *model.Entry) []string {
	var notes []string
	for _, other := range c.Entries {
		other.EachRef(func(field string, r *model.Ref) {
			if p := c.Source.Place(r.At); r.To == e && other != e {
				notes = append(notes, fmt.Sprintf("%s:%d: %s still refers to it in `%s`", p.Path, p.Start.Line, other.Key(), field))
			}
		})
	}
	return notes
}
