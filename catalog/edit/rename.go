package edit

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// Rename gives an entry a new ID: its file moves, or its `id` changes; every
// reference, formula and link in prose follows; and `formerly` keeps the old ID
// working for whoever has it elsewhere. It is an error when the new ID is taken
// or malformed, or when the result would not compile as before.
func Rename(set *source.Set, kind model.Kind, oldID, newID string) (Change, error) {
	units, _ := decode.Units(set, nil)
	return RenameDecoded(set, byFile(set, units), kind, oldID, newID)
}

// RenameDecoded is [Rename] for who has decoded the files already: units are
// theirs, by the ID of their file.
func RenameDecoded(set *source.Set, units []decode.Unit, kind model.Kind, oldID, newID string) (Change, error) {
	r := renamer{set: set, units: units, oldID: oldID, newID: newID, decls: map[string]*decode.Decl{}}
	var unresolved, broken, wrong diag.List
	r.tree, wrong = r.decoded(set)
	for i := range r.tree.Decls {
		d := &r.tree.Decls[i]
		r.decls[d.Kind.String()+":"+d.ID] = d
	}
	r.catalog, unresolved = resolve.Resolve(set, r.tree)
	r.formulas, broken = formula.Analyse(r.catalog)
	if err := r.find(kind); err != nil {
		return Change{}, err
	}
	errors := wrong.Count(diag.Error) + len(unresolved) + len(broken)
	for _, whole := range []bool{false, true} { // short references first, whole IDs where those became ambiguous
		change, err := r.change(whole)
		if err != nil {
			return Change{}, err
		}
		if after := r.kept(change, errors); after != nil {
			return r.noted(change, after), nil
		}
	}
	return Change{}, fmt.Errorf("renaming %s to %s:%s would change what other entries mean: an entry gets its domain from the first part of its ID unless it names one", r.entry.Key(), kind, newID)
}

// byFile puts the units of a set's files where the IDs of the files say.
func byFile(set *source.Set, units []decode.Unit) []decode.Unit {
	var list []decode.Unit
	for i, f := range set.Files() {
		if missing := int(f.ID) - len(list); missing > 0 {
			list = append(list, make([]decode.Unit, missing)...)
		}
		list[f.ID-1] = units[i]
	}
	return list
}

// decoded is the tree of a set that was revised from the folder's: only what
// changed is decoded.
func (r *renamer) decoded(set *source.Set) (decode.Tree, diag.List) {
	units, _ := decode.Units(set, r.units)
	return decode.Merge(set, units, nil)
}

type renamer struct {
	set          *source.Set
	units        []decode.Unit // of its files, by their ID
	tree         decode.Tree
	decls        map[string]*decode.Decl // by key
	catalog      *model.Catalog
	formulas     *formula.Set
	entry        *model.Entry
	decl         *decode.Decl
	oldID, newID string
	from, to     string // the file's old and new path; the same when it does not move
}

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,5}$`)

func (r *renamer) find(kind model.Kind) error {
	r.entry = r.catalog.Get(kind, r.oldID)
	if r.entry == nil {
		return fmt.Errorf("there is no %s `%s`", kind.Title(), r.oldID)
	}
	r.oldID = r.entry.ID // it may have been named by a former ID
	switch other := r.catalog.Get(kind, r.newID); {
	case !idForm.MatchString(r.newID) || len(r.newID) > 100:
		return fmt.Errorf("`%s` is no ID: one to six parts of a-z, 0-9 and hyphens, joined by slashes, 100 characters at most", r.newID)
	case r.newID == r.oldID:
		return fmt.Errorf("%s has that ID already", r.entry.Key())
	case other != nil && other != r.entry:
		return fmt.Errorf("%s stands at `%s` already", other.Key(), r.set.Place(other.At).Path)
	}
	r.decl = r.decls[r.entry.Key()]
	r.from = r.set.File(r.decl.At.File).Path
	r.to = r.from
	if r.decl.IDAt.Len() == 0 {
		r.to = strings.TrimSuffix(strings.TrimSuffix(r.from, path.Ext(r.from)), r.oldID) + r.newID + path.Ext(r.from)
		if f := r.set.ByPath(r.to); f != nil {
			return fmt.Errorf("the file `%s` exists already", r.to)
		}
	}
	return nil
}

func (r *renamer) change(whole bool) (Change, error) {
	edits := []diag.Edit{r.formerly()}
	if r.decl.IDAt.Len() > 0 {
		edits = append(edits, diag.Edit{At: r.decl.IDAt, New: scalar(r.decl.Format, r.newID)})
	}
	visit := func(_ string, ref *model.Ref) {
		if ref.To == r.entry {
			edits = append(edits, r.reference(ref, whole))
		}
	}
	for _, e := range r.catalog.Entries {
		e.EachRef(visit)
		edits = append(edits, r.inFormula(e, whole)...)
	}
	r.catalog.Config.EachRef(visit)
	for i := range r.tree.Decls {
		edits = append(edits, r.inProse(&r.tree.Decls[i])...)
	}
	slices.SortStableFunc(edits, func(a, b diag.Edit) int { return a.At.Compare(b.At) })
	edits = slices.CompactFunc(edits, func(a, b diag.Edit) bool { return a == b })
	c, err := changeOf(r.set, edits)
	if err == nil && r.to != r.from {
		c.Moves = []Move{{r.from, r.to}}
		c.Files[r.to] = c.Files[r.from]
		delete(c.Files, r.from)
	}
	return c, err
}

// formerly adds the old ID to those that the entry had, or takes the new one
// out when the entry goes back to it.
func (r *renamer) formerly() diag.Edit {
	for _, f := range r.entry.Formerly {
		if f.S == r.newID {
			return diag.Edit{At: f.At, New: scalar(r.decl.Format, r.oldID)}
		}
	}
	return addToList(r.set, r.decl, "formerly", r.oldID)
}

// reference writes a reference anew in the form it was written in: the whole
// ID or its last part, with the kind or the field where it had one.
func (r *renamer) reference(ref *model.Ref, whole bool) diag.Edit {
	id := strings.TrimSuffix(ref.Text, "."+ref.Field)
	prefix := ""
	if k, rest, ok := strings.Cut(id, ":"); ok {
		prefix, id = k+":", rest
	}
	text := prefix + r.idLike(id, whole)
	if ref.Field != "" {
		text += "." + ref.Field
	}
	written := r.set.Text(ref.At)
	if strings.Contains(written, ref.Text) {
		return diag.Edit{At: ref.At, New: strings.Replace(written, ref.Text, text, 1)}
	}
	return diag.Edit{At: ref.At, New: scalar(decode.YAML, text)}
}

func (r *renamer) idLike(written string, whole bool) string {
	if short := model.LastPart(r.oldID); !whole && written == short && written != r.oldID {
		return model.LastPart(r.newID)
	}
	return r.newID
}

// means reports whether a part of a formula is an entry's name.
func means(n *formula.Node, e *model.Entry) bool {
	return n.Op == formula.OpEntry && n.Entry == e || n.Op == formula.OpTable && n.Object != nil && &n.Object.Entry == e
}

// inFormula renames the entry where a formula uses it.
func (r *renamer) inFormula(e *model.Entry, whole bool) []diag.Edit {
	p, d := r.formulas.Of(e), r.decls[e.Key()]
	if p == nil || d == nil {
		return nil
	}
	written := d.Fields.Get("formula")
	var edits []diag.Edit
	p.Root.Walk(func(n *formula.Node) {
		if !means(n, r.entry) || written == nil {
			return
		}
		used, at := p.Text[n.From:n.To], written.Value.Span(n.From, n.To)
		name := formula.Name(r.newID)
		if !whole && used == formula.Name(model.LastPart(r.oldID)) {
			name = formula.Name(model.LastPart(r.newID))
		}
		if r.set.Text(at) == used { // else the spelling hides the name, and formerly serves
			edits = append(edits, diag.Edit{At: at, New: name})
		}
	})
	return edits
}

var proseLink = regexp.MustCompile(`\]\(<?([^()\s<>]+)`)

// inProse follows the links in Markdown texts: to the entry's file, to its kind
// and ID, and, when the file itself moves, from it to others.
func (r *renamer) inProse(d *decode.Decl) []diag.Edit {
	var edits []diag.Edit
	at := r.set.File(d.At.File).Path
	texts := []*source.Value{&d.Body}
	for i := range d.Fields.Fields {
		if v := &d.Fields.Fields[i].Value; v.Kind == source.String {
			texts = append(texts, v)
		}
	}
	for _, v := range texts {
		for _, m := range proseLink.FindAllStringSubmatchIndex(v.Text, -1) {
			link := v.Text[m[2]:m[3]]
			if moved := r.link(at, link); moved != link {
				edits = append(edits, diag.Edit{At: v.Span(m[2], m[3]), New: moved})
			}
		}
	}
	return edits
}

func (r *renamer) link(file, link string) string {
	target, fragment, _ := strings.Cut(link, "#")
	if fragment != "" {
		fragment = "#" + fragment
	}
	if target == r.entry.Kind.String()+":"+r.oldID {
		return r.entry.Kind.String() + ":" + r.newID + fragment
	}
	if r.from == r.to || strings.Contains(target, ":") || target == "" || strings.HasPrefix(target, "/") {
		return link
	}
	to := path.Join(path.Dir(file), target)
	if r.set.ByPath(to) == nil || file != r.from && to != r.from {
		return link
	}
	if file == r.from {
		file = r.to
	}
	if to == r.from {
		to = r.to
	}
	return relative(path.Dir(file), to) + fragment
}

// relative is the way from a folder to a file, both within the content folder.
func relative(dir, file string) string {
	var from []string
	if dir != "." {
		from = strings.Split(dir, "/")
	}
	to := strings.Split(file, "/")
	n := 0
	for n < len(from) && n < len(to)-1 && from[n] == to[n] {
		n++
	}
	return strings.Repeat("../", len(from)-n) + strings.Join(to[n:], "/")
}

// kept is the changed catalog if it says what the old one said: no new errors, and
// every reference leads to the same entry. Otherwise it is nil.
func (r *renamer) kept(c Change, errors int) *model.Catalog {
	set := c.Apply(r.set)
	tree, wrong := r.decoded(set)
	after, unresolved := resolve.Resolve(set, tree)
	_, broken := formula.Analyse(after)
	if wrong.Count(diag.Error)+len(unresolved)+len(broken) > errors || len(after.Entries) != len(r.catalog.Entries) {
		return nil
	}
	if !slices.Equal(r.targets(r.catalog), r.targets(after)) {
		return nil
	}
	return after
}

// targets lists where every reference leads, the renamed entry by its new ID.
func (r *renamer) targets(c *model.Catalog) []string {
	old, new := r.entry.Kind.String()+":"+r.oldID, r.entry.Kind.String()+":"+r.newID
	key := func(e *model.Entry) string {
		if e == nil {
			return ""
		}
		if e.Key() == old {
			return new
		}
		return e.Key()
	}
	var list []string
	for _, e := range c.Entries {
		e.EachRef(func(field string, ref *model.Ref) {
			list = append(list, key(e)+" "+field+" "+key(ref.To))
		})
		if key(e) != new {
			list = append(list, key(e)+" in "+domainOf(e))
		}
	}
	slices.Sort(list)
	return list
}

// noted says when the entry has another domain under its new ID, and with it
// perhaps another owner.
func (r *renamer) noted(c Change, after *model.Catalog) Change {
	if e := after.Get(r.entry.Kind, r.newID); e != nil && domainOf(e) != domainOf(r.entry) {
		c.Notes = append(c.Notes, Note{Text: fmt.Sprintf("it was in the domain `%s` and is now in `%s`", domainOf(r.entry), domainOf(e))})
	}
	return c
}

func domainOf(e *model.Entry) string {
	if e.InDomain == nil {
		return ""
	}
	return e.InDomain.ID
}
