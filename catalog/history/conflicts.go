package history

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// Conflicts tells what became of every conflict that a catalog has had. A nil
// *Conflicts means that there is no history.
type Conflicts struct {
	Lives     []Life     // by ID
	Months    []Snapshot // oldest first; the last one is the day the catalog is read on
	Oldest    Commit     // the oldest revision that was looked at
	AtLeast   bool       // there were older ones, which are missing or were left out
	Revisions int        // how many revisions there are since
	Checked   int        // in how many of them conflicts were looked for
}

// Exact reports whether conflicts were looked for in every revision. Otherwise
// one that came and went between two revisions that were looked at is not
// known of.
func (c *Conflicts) Exact() bool { return c.Checked == c.Revisions }

// Of returns the life of a conflict by its ID, or nil when none is known.
func (c *Conflicts) Of(id string) *Life {
	if c == nil {
		return nil
	}
	i, ok := slices.BinarySearchFunc(c.Lives, id, func(l Life, id string) int { return strings.Compare(l.ID, id) })
	if !ok {
		return nil
	}
	return &c.Lives[i]
}

// Life is what became of one conflict. It has several spells when it came back,
// and none when it was settled from the start.
type Life struct {
	ID       string
	Rule     string        // the rule's ID
	Title    string        // the rule's title
	Subjects []string      // as full IDs, when it was last seen
	Born     Commit        // the first commit known to have it, open or settled
	Spells   []Spell       // oldest first
	Severity diag.Severity // when it was last seen
}

// Open returns the spell that still lasts, or nil.
func (l *Life) Open() *Spell {
	if l == nil || len(l.Spells) == 0 || l.Spells[len(l.Spells)-1].Over() {
		return nil
	}
	return &l.Spells[len(l.Spells)-1]
}

// Spell is a time in which a conflict was open. Where it is not certain which
// commit made it begin or end, because not all were looked at, it is the first
// one at which the change shows, and BeganWithin or EndedWithin tell how many
// commits just before it may have been the one instead.
//
// A commit without a hash stands for what no commit shows: a change that is not
// committed yet, or the mere passing of a date since the newest commit.
type Spell struct {
	Began       Commit
	BeganWithin int
	AtLeast     bool // it was there in the oldest revision known, and older ones are missing

	Ended       Commit // zero while it lasts
	EndedWithin int
	How         string // how it ended: "gone", an outcome of a resolution, or "allow"; "" while it lasts
	By          string // the resolution, or the entry with the waiver; "" when it was gone
}

// Over reports whether the spell has ended.
func (s *Spell) Over() bool { return s.How != "" }

// Days is how long the spell lasted, or has lasted until today.
func (s *Spell) Days(today model.Date) int {
	if s.Over() {
		today = s.Ended.Date
	}
	return max(0, s.Began.Date.DaysUntil(today))
}

// Snapshot is how the catalog stood at the end of a month, by the state of the
// content at its last revision until then. Together with the ages of its
// conflicts it is all that measures need, so that a trend can be told without
// looking at the past again.
type Snapshot struct {
	Day      model.Date
	Revision string // that revision's hash
	Open     []OpenConflict
	Weights  [diag.Critical + 1]float64 // the points of each severity, as they were set
	Shares   []Count                    // coverage, alignment and single source, as package measure counts them
}

// Count is how many of some things have what they should have.
type Count struct {
	ID       string // the measure, as "objects" or "alignment"
	Have, Of int
}

// OpenConflict is an open conflict as it was on one day.
type OpenConflict struct {
	ID       string
	Rule     string
	Severity diag.Severity
	Subjects []string  // full IDs, sorted
	Domains  []string  // of the subjects, full IDs, sorted
	Risk     diag.Risk // what lay downstream
	Age      int       // days since it came up
}
