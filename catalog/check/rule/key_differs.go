package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// keyDiffers compares the keys of data objects that record one concept. Objects
// made from one another are left alone: a snapshot has the day in its key for
// good reason.
var keyDiffers = check.Rule{
	Kind: diag.Kind{
		Code: "CON131", ID: "key-differs", Title: "one thing, identified differently",
		Family: diag.Conflict, Category: "identity", Severity: diag.Major,
		Why:    "Two systems that tell customers apart in different ways do not have the same customers: joined, they count some twice and lose others.",
		Settle: "Agree on the key that identifies the thing, carry it in both objects, and keep the system's own number as a plain field.",
		Source: "ISO/IEC 11179-6:2023, identification",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		for _, group := range recording(p) {
			if sides := keySides(r, group); len(sides) > 1 {
				p.Report(keyFinding(p, sides), entriesOf(sides)...)
			}
		}
	},
}

// recording lists the data objects with a key that record one concept, two or
// more, by their first object.
func recording(p *check.Pass) [][]*model.Object {
	groups := map[string]int{}
	var all [][]*model.Object
	for _, o := range p.Catalog.Objects {
		if o.Term.To == nil || !o.Live() || len(keyOf(o)) == 0 {
			continue
		}
		name := o.Term.To.Key()
		if m := o.Term.To.Measured(); m != nil && m.Concept.S != "" {
			name = "concept:" + m.Concept.S
		}
		i, ok := groups[name]
		if !ok {
			i = len(all)
			groups[name] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], o)
	}
	return slices.DeleteFunc(all, func(g []*model.Object) bool { return len(g) < 2 })
}

// keyOf lists the fields of an object's key and where it says so.
func keyOf(o *model.Object) []model.Text {
	key := slices.Clone(o.ObjectKey)
	for i := range o.Fields {
		f := &o.Fields[i]
		if f.Key.Or(false) && !slices.ContainsFunc(key, func(k model.Text) bool { return k.S == f.Name.S }) {
			key = append(key, f.Name)
		}
	}
	return key
}

// keySides lists the objects whose key differs from that of another.
func keySides(r *reader, group []*model.Object) []*model.Object {
	differs := make([]bool, len(group))
	for i, a := range group {
		for j, b := range group[:i] {
			if foldedKey(r, a) != foldedKey(r, b) && !derives(a, b) && !derives(b, a) {
				differs[i], differs[j] = true, true
			}
		}
	}
	var sides []*model.Object
	for i, o := range group {
		if differs[i] {
			sides = append(sides, o)
		}
	}
	return sides
}

func derives(a, b *model.Object) bool {
	return slices.ContainsFunc(a.DerivesFrom, func(ref model.Ref) bool { return ref.To == &b.Entry })
}

// foldedKey is a key for comparison: its fields by the term that they record,
// else by name without the name of the thing itself, so that `customer_id` and
// `id` are one. Their order plays no part.
func foldedKey(r *reader, o *model.Object) string {
	own := r.stems(o.Term.To.Title())
	var parts []string
	for _, k := range keyOf(o) {
		if f, _ := o.Field(k.S); f != nil && f.Term.To != nil {
			parts = append(parts, f.Term.To.Key())
			continue
		}
		words := r.stems(k.S)
		rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(own, w) })
		if len(rest) == 0 {
			rest = words
		}
		for i, w := range rest {
			if slices.Contains([]string{"no", "nr", "num", "number", "nummer"}, w) {
				rest[i] = "number"
			}
		}
		parts = append(parts, strings.Join(rest, " "))
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}

func keyFinding(p *check.Pass, sides []*model.Object) diag.Finding {
	var names, keys []string
	for _, o := range sides {
		names = append(names, quoted(o.ID))
		var fields []string
		for _, k := range keyOf(o) {
			fields = append(fields, quoted(k.S))
		}
		keys = append(keys, quoted(o.ID)+" by "+enumerate(fields))
	}
	f := p.At(keyAt(sides[0]), fmt.Sprintf("%s record %s with different keys", enumerate(names), quoted(sides[0].Term.To.Title()))).
		WithLabel("key of " + sides[0].ID).WithNote("rows are told apart in " + strings.Join(keys, ", in "))
	for _, o := range sides[1:] {
		f = f.WithPlace(keyAt(o), "key of "+o.ID)
	}
	return f.WithHelp("agree on one key and carry it in both, or say that the objects record different terms")
}

// keyAt is where an object states its key.
func keyAt(o *model.Object) source.Span {
	key := keyOf(o)
	if len(o.ObjectKey) > 0 {
		first, last := key[0].At, key[len(o.ObjectKey)-1].At
		return source.Span{File: first.File, Start: first.Start, End: max(first.End, last.End)}
	}
	return key[0].At
}

func entriesOf(objects []*model.Object) []*model.Entry {
	entries := make([]*model.Entry, len(objects))
	for i, o := range objects {
		entries[i] = &o.Entry
	}
	return entries
}
