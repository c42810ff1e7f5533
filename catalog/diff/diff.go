// Package diff says what changed in meaning between two states of a catalog:
// not in lines, but in definitions, formulas, units, owners and conflicts.
//
// [Of] compares two compiled catalogs and gives a [Difference], a value that
// [Text], [Markdown] and [JSON] print. Entries are matched by ID, by what they
// were formerly called, and where a file was only renamed, by what they say.
// Formulas are compared with each other, not their letters: an old formula is
// read in the new catalog and proved equal to the new one or shown to differ on
// facts.
package diff

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// Side is one of the two states, compiled. Both are compiled with the same rules
// and on the same day.
type Side struct {
	Name     string // what people call it: a branch, a commit, a folder
	Catalog  *model.Catalog
	Formulas *formula.Set
	Graph    *lineage.Graph
	Answers  []scenario.Result
	Findings diag.List
}

// Difference is what changed. Lists are in the order in which a person should
// read them, the most important first.
type Difference struct {
	Old, New   string // what people call the states
	Entries    []Entry
	Settings   []Part // of concord.toml
	Conflicts  []Conflict
	Errors     []diag.Finding // of the new state, that the old one does not have
	Agreements []Agreement    // that become stale
	Approvals  []Approval
	Unowned    []*model.Entry // that changed, and nobody answers for

	set, oldSet *source.Set // where the places of either state are
	today       model.Date
}

// IsZero reports whether nothing changed in meaning or in words.
func (d *Difference) IsZero() bool {
	return len(d.Entries)+len(d.Settings)+len(d.Conflicts)+len(d.Errors)+len(d.Agreements) == 0
}

// Brings reports whether the new state brings findings of that family or a
// graver one: errors, conflicts that appear or get worse, agreements that become
// stale.
func (d *Difference) Brings(atLeast diag.Family) bool {
	if len(d.Errors) > 0 {
		return true
	}
	return atLeast <= diag.Conflict && (len(d.Agreements) > 0 || slices.ContainsFunc(d.Conflicts, func(c Conflict) bool { return c.How.Bad() }))
}

// How says what became of an entry.
type How uint8

// What can become of an entry.
const (
	Changed How = iota
	Added
	Removed
	Renamed // and perhaps changed
)

// String is the word for it in every output.
func (h How) String() string { return [...]string{"changed", "added", "removed", "renamed"}[h] }

// Entry is an entry that changed.
type Entry struct {
	How   How
	Was   *model.Entry // nil for one that was added
	Is    *model.Entry // nil for one that was removed
	Parts []Part       // what changed; of an added or removed entry what it says
	Reach Reach        // what depends on it
	Notes []string
}

// Now is the entry in the new state, or as it was where it has gone.
func (e *Entry) Now() *model.Entry { return cmp.Or(e.Is, e.Was) }

// class is the weightiest class of what changed.
func (e *Entry) class() Class {
	if e.How == Added || e.How == Removed {
		return Meaning
	}
	class := Wording
	if e.How == Renamed {
		class = Life
	}
	for i := range e.Parts {
		class = min(class, e.Parts[i].Class)
	}
	return class
}

// Of compares two states of a catalog.
func Of(old, new Side, today model.Date) *Difference {
	d := &Difference{Old: old.Name, New: new.Name, set: new.Catalog.Source, oldSet: old.Catalog.Source, today: today}
	c := &comparer{old: old, new: new, today: today, match: matchEntries(old.Catalog, new.Catalog)}
	c.options = compare.Options{Today: today}
	for i := range new.Answers {
		c.options.Known = append(c.options.Known, compare.Known{Scenario: new.Answers[i].Scenario, Facts: new.Answers[i].Facts})
	}
	d.Entries = c.entries()
	d.Settings = c.settings()
	d.Conflicts = conflicts(old, new)
	d.Errors = newErrors(old, new)
	d.Agreements = c.agreements(d.Entries)
	d.Approvals, d.Unowned = approvals(d, new.Catalog)
	return d
}

// comparer holds what comparing needs throughout.
type comparer struct {
	old, new Side
	match    matching
	today    model.Date
	options  compare.Options
	reader   *formula.Reader // made on first use
}

// entries lists the entries that changed.
func (c *comparer) entries() []Entry {
	var list []Entry
	for _, was := range c.old.Catalog.Entries {
		is := c.match.is[was]
		switch {
		case is == nil:
			list = append(list, Entry{How: Removed, Was: was, Parts: gone(c.said(was))})
		case c.untouched(was, is):
		default:
			if e, changed := c.changed(was, is); changed {
				list = append(list, e)
			}
		}
	}
	for _, is := range c.new.Catalog.Entries {
		if c.match.was[is] == nil {
			list = append(list, Entry{How: Added, Is: is, Parts: c.said(is)})
		}
	}
	for i := range list {
		list[i].Reach = c.reach(&list[i])
	}
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(
			cmp.Compare(a.class(), b.class()),
			cmp.Compare(b.Reach.Risk.Weight, a.Reach.Risk.Weight),
			cmp.Compare(a.Now().Kind, b.Now().Kind),
			cmp.Compare(a.Now().ID, b.Now().ID),
		)
	})
	return list
}

// changed compares an entry with what it was.
func (c *comparer) changed(was, is *model.Entry) (Entry, bool) {
	e := Entry{Was: was, Is: is, Parts: c.parts(was, is)}
	if was.ID != is.ID {
		e.How = Renamed
		if !slices.ContainsFunc(is.Formerly, func(t model.Text) bool { return t.S == was.ID }) {
			e.Notes = append(e.Notes, "it does not say `formerly: ["+was.ID+"]`, so references and links to the old ID break")
		}
	}
	return e, e.How == Renamed || len(e.Parts) > 0
}
