package edit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
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
func stillUsed(c *model.Catalog, e *model.Entry) []Note {
	formulas, _ := formula.Analyse(c)
	var notes []Note
	for _, other := range c.Entries {
		if other == e {
			continue
		}
		say := func(at source.Span, field string) {
			p := c.Source.Place(at)
			notes = append(notes, Note{p.Path, p.Start.Line, fmt.Sprintf("%s still refers to it in `%s`", other.Key(), field)})
		}
		other.EachRef(func(field string, r *model.Ref) {
			if r.To == e {
				say(r.At, field)
			}
		})
		if p := formulas.Of(other); p != nil {
			used := false
			p.Root.Walk(func(n *formula.Node) { used = used || means(n, e) })
			if used {
				say(p.At, "formula")
			}
		}
	}
	slices.SortStableFunc(notes, func(a, b Note) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
	return notes
}
