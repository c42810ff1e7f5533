package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
)

// Part is one thing that an entry says, and what it said before.
type Part struct {
	Field    string // as files write it, with dots: "definition", "fields.quantity.unit"
	Class    Class
	Old, New string   // as text; "" for nothing
	Gone     []string // of lists: what is no longer in it
	Came     []string // of lists: what is new in it
	Words    []Word   // of prose that changed: both texts in one
	Formula  *Formula // of formulas that changed
	Note     string
}

// Class says what sort of change a part is, the weightiest first.
type Class uint8

// The classes.
const (
	Meaning   Class = iota // what it is, how it is computed, what it depends on
	Authority              // who answers for it
	Life                   // where it stands, and whether it still counts
	Wording                // everything else
)

// String is the class's name in every output.
func (c Class) String() string { return [...]string{"meaning", "authority", "life", "wording"}[c] }

// classOf is the class of a field, by the first part of its name.
func classOf(field string) Class {
	top, _, _ := strings.Cut(field, ".")
	switch top {
	case "owner", "domain", "stewards", "decided_by", "technical_owner", "reports_to", "members", "delegate", "active",
		"until", "cross_functional", "allow", "audience":
		return Authority
	case "status", "since", "reviewed", "review_every", "replaced_by", "formerly":
		return Life
	case "consulted", "informed", "source", "links", "tags", "translations", "note", "custom", "related", "examples", "not_examples",
		"email", "handle", "nav", "pack", "vendor", "manual_steps":
		return Wording
	}
	return Meaning
}

// Formula is what came of comparing an old formula with the new one.
type Formula struct {
	Comparison *diag.Comparison // the sides are "before" and "after"; nil when they could not be compared
	Why        string           // then, why
}

// said lists what an entry says that came or went.
func (c *comparer) said(e *model.Entry) []Part {
	var parts []Part
	for _, f := range factsOf(e, target) {
		switch top, _, _ := strings.Cut(f.field, "."); top {
		case "definition", "description", "formula", "unit", "owner", "question", "settles", "outcome", "decided_by", "target", "agreement":
			parts = append(parts, Part{Field: f.field, Class: classOf(f.field), New: cmp.Or(f.text, strings.Join(f.list, ", "))})
		}
	}
	return parts
}

// gone turns what was said into what is no longer said.
func gone(parts []Part) []Part {
	for i := range parts {
		parts[i].Old, parts[i].New = parts[i].New, ""
	}
	return parts
}

// parts compares an entry with what it was, part by part.
func (c *comparer) parts(was, is *model.Entry) []Part {
	parts := compareFacts(factsOf(was, c.target), factsOf(is, target))
	if was.ID != is.ID {
		parts = slices.DeleteFunc(parts, func(p Part) bool { return p.Field == "formerly" })
	}
	i := slices.IndexFunc(parts, func(p Part) bool { return p.Field == "formula" })
	if i >= 0 && !c.compareFormulas(&parts[i], was, is) {
		parts = slices.Delete(parts, i, i+1)
	}
	if i < 0 && !c.sameNames(was, is) {
		parts = append(parts, Part{Field: "formula", Class: Meaning, Old: was.Measured().Formula.S, New: is.Measured().Formula.S,
			Note: "it is written as before, and its names now mean other entries or fields"})
	}
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(a.Class, b.Class) })
	return parts
}

func (c *comparer) settings() []Part {
	return compareFacts(factsOfConfig(&c.old.Catalog.Config, c.target), factsOfConfig(&c.new.Catalog.Config, target))
}

// compareFacts lists the fields that differ, in the order of the new facts;
// what has gone follows.
func compareFacts(old, new []fact) []Part {
	before, after := index(old), index(new)
	var parts []Part
	for _, f := range new {
		if was, ok := before[f.field]; !ok || !same(was, f) {
			parts = append(parts, partOf(was, f, before, after))
		}
	}
	for _, f := range old {
		if _, ok := after[f.field]; !ok {
			parts = append(parts, partOf(f, fact{field: f.field, item: f.item, isList: f.isList}, before, after))
		}
	}
	return joinItems(parts)
}

func index(facts []fact) map[string]fact {
	m := make(map[string]fact, len(facts))
	for _, f := range facts {
		m[f.field] = f
		if f.item != "" {
			m["\x00"+f.item] = f // the item is there
		}
	}
	return m
}

func same(a, b fact) bool { return a.text == b.text && slices.Equal(a.list, b.list) }

// partOf makes a part of two facts. One that belongs to an item of a list which
// came or went as a whole is told under the item's name, for [joinItems].
func partOf(was, is fact, before, after map[string]fact) Part {
	p := Part{Field: is.field, Class: classOf(is.field), Old: was.text, New: is.text}
	_, hadItem := before["\x00"+is.item]
	_, hasItem := after["\x00"+is.item]
	switch {
	case is.item != "" && hadItem != hasItem:
		p.Field = is.item
		p.Old, p.New = itemText(was), itemText(is)
	case was.isList || is.isList:
		p.Gone, p.Came = less(was.list, is.list), less(is.list, was.list)
		p.Old, p.New = strings.Join(was.list, ", "), strings.Join(is.list, ", ")
		if len(p.Gone)+len(p.Came) == 0 {
			p.Note = "in another order"
		}
	case isProse(is.field, was.text, is.text):
		p.Words = wordDiff(was.text, is.text)
	}
	return p
}

// itemText is a fact of an item under the item's own name.
func itemText(f fact) string {
	text := cmp.Or(f.text, strings.Join(f.list, ", "))
	if text == "" || f.field == f.item {
		return text
	}
	return strings.TrimPrefix(f.field, f.item+".") + " " + text
}

// joinItems makes one part of all that is told under one item's name.
func joinItems(parts []Part) []Part {
	var list []Part
	for _, p := range parts {
		if last := len(list) - 1; last >= 0 && list[last].Field == p.Field {
			list[last].Old = joined(list[last].Old, p.Old)
			list[last].New = joined(list[last].New, p.New)
			continue
		}
		list = append(list, p)
	}
	return list
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

func less(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// isProse reports texts whose words are worth comparing one by one.
func isProse(field, old, new string) bool {
	return !strings.HasSuffix(field, "formula") && min(len(strings.Fields(old)), len(strings.Fields(new))) >= 3
}

// compareFormulas says whether the new formula means what the old one did. The
// old one is read in the new catalog, so that only what is said here counts and
// not what has become of the terms and objects it names. It is false where both
// are the same but for spaces and the new names of entries.
func (c *comparer) compareFormulas(p *Part, was, is *model.Entry) bool {
	p.Old, p.New = words(was.Measured().Formula.S), words(is.Measured().Formula.S)
	now := c.new.Formulas.Of(is)
	if p.Old == "" || p.New == "" {
		return true
	}
	p.Formula = &Formula{}
	if now == nil {
		p.Formula.Why = "the new formula cannot be read"
		return true
	}
	if c.reader == nil {
		c.reader = formula.NewReader(c.new.Catalog, c.new.Formulas)
	}
	then, wrong := c.reader.Read(is, was.Measured().Formula.S)
	switch {
	case then == nil:
		p.Formula.Why = "the old formula cannot be read"
	case then.Broken:
		p.Formula.Why = "the old formula has no meaning in the new catalog: " + wrong[0].Message
	case sameTree(then.Root, now.Root):
		return false
	default:
		r := compare.Formulas(c.new.Formulas, then, now, c.options)
		p.Formula.Comparison = r.Comparison()
		p.Formula.Comparison.Sides = [2]string{"before", "after"}
		p.Formula.Why = r.Reason
		if r.Verdict == compare.Equivalent && r.Condition == "" {
			p.Class = Wording
		}
	}
	return true
}

// sameTree reports whether two formulas are one, whatever name each gives to an
// entry.
func sameTree(a, b *formula.Node) bool {
	if a.Op != b.Op || a.Num != b.Num || a.Entry != b.Entry || a.Object != b.Object || len(a.Args) != len(b.Args) {
		return false
	}
	if a.Str != b.Str && a.Entry == nil && a.Op != formula.OpTable {
		return false
	}
	for i := range a.Args {
		if !sameTree(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}
