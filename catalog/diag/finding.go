// Package diag is one finding: what is wrong, where, what else takes part,
// and what would settle it.
//
// A [Finding] is complete enough for every printer: the terminal, SARIF, the
// conflicts page and the editor show the same list. A [Kind] is what a finding
// is an instance of, with its stable code and its explanation.
package diag

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/source"
)

// Family tells what a finding means for the reader. The three are never mixed.
type Family uint8

// The families. An Error means that the repository cannot be compiled as
// written; a Conflict, that it compiles and the organisation disagrees with
// itself; Advice, that it could be written better.
const (
	Advice Family = iota
	Conflict
	Error
)

// String is the family's name in every output format.
func (f Family) String() string { return [...]string{"advice", "conflict", "error"}[f] }

// Severity ranks findings of one family and weighs semantic debt. Off removes
// a rule altogether.
type Severity uint8

// The severities, lowest first.
const (
	Off Severity = iota
	Info
	Minor
	Major
	Critical
)

// String is the severity's name in every output format and in concord.toml.
func (s Severity) String() string {
	return [...]string{"off", "info", "minor", "major", "critical"}[s]
}

// ParseSeverity reads a name that [Severity.String] gives.
func ParseSeverity(name string) (Severity, bool) {
	for s := Off; s <= Critical; s++ {
		if s.String() == name {
			return s, true
		}
	}
	return Off, false
}

// Kind is what can be wrong: the stable part of a finding, and the text that
// `concord explain` and the rule's page print. A Kind is a value that is never
// changed.
type Kind struct {
	Code     string   // stable, as in "CON101"; never reused
	ID       string   // kebab-case; reads well after "allow"
	Title    string   // a short noun phrase
	Family   Family   // error, conflict or advice
	Category string   // the conflict's family in the taxonomy: "naming", "authority"…
	Severity Severity // the default; concord.toml may change it for conflicts and advice
	Why      string   // why it matters, for someone in the business
	Settle   string   // how it is put right
	Source   string   // the standard or paper it comes from, if any
}

// Finding is one thing that is wrong, with every place that takes part.
type Finding struct {
	Kind     *Kind
	Severity Severity
	ID       string      // conflicts only: a stable short hash of rule and subjects
	Message  string      // the problem, not the cure; lower case, no full stop
	At       source.Span // the smallest range that is wrong
	Label    string      // a few words printed beside At
	Places   []Place     // other places that take part, each with its part in it
	Subjects []string    // entries concerned, as "term:finance/revenue", sorted
	Notes    []string    // facts that help to understand
	Help     []string    // what to do, most likely first
	Edits    []Edit      // a mechanical fix, where there is one
	Risk     *Risk       // conflicts only: what lies downstream
	Owners   []string    // conflicts only: the owners of the sides, as IDs
	Decider  string      // conflicts only: ID of the owner who can decide, or ""
	Settled  *Settlement // set when a resolution or waiver covers the finding
	Compared *Comparison // formula conflicts only: what comparing the formulas gave
	Since    *Origin     // conflicts only: when it came up; nil without history
}

// Comparison is what came of comparing two formulas. Left is the formula of the
// first subject in Sides, Right that of the second.
type Comparison struct {
	Verdict        string // "equivalent", "different" or "undistinguished"
	Condition      string // of an equivalence: where it holds, as "wherever `revenue` is not 0"; "" for everywhere
	Cases          int    // how many sets of facts were tried
	Sides          [2]string
	Filter         string // for formulas that differ only in what they take in: the rows concerned, in words
	Counterexample *Counterexample
}

// Counterexample is the smallest facts found on which two formulas differ, and
// the answer of each.
type Counterexample struct {
	Scenario    string      // the scenario whose facts they are, as "scenario:refund", or "" when they were made up
	Facts       []FactTable // objects in ID order
	Left, Right string      // the answers as pages show them, units included
}

// FactTable is rows of one data object, cells as text; "" is a missing value.
// Only the fields that either formula reads are listed.
type FactTable struct {
	Object string // its full ID, as "object:order-line"
	Fields []string
	Rows   [][]string
}

// Origin tells when a conflict came up.
type Origin struct {
	Day      string // YYYY-MM-DD
	Age      int    // days until the day the catalog is read on
	Revision string // the commit that brought it
	Author   string
	Subject  string // the commit's first line
	AtLeast  bool   // older history is missing: it may have come up earlier
}

// Place is a further range of text that takes part in a finding, and its role.
type Place struct {
	At    source.Span
	Label string
}

// SeenFrom is a conflict told from the side that somebody stands on: its first
// place becomes the first of those that are near, if there is one. All else
// keeps its place.
func (f Finding) SeenFrom(near func(source.Span) bool) Finding {
	if f.Kind.Family != Conflict || near(f.At) {
		return f
	}
	i := slices.IndexFunc(f.Places, func(p Place) bool { return near(p.At) })
	if i < 0 {
		return f
	}
	first := Place{f.At, f.Label}
	f.At, f.Label = f.Places[i].At, f.Places[i].Label
	f.Places = slices.Concat([]Place{first}, f.Places[:i], f.Places[i+1:])
	return f
}

// Edit replaces the bytes of a span by New. An Unsafe edit may change what is
// meant: a person has to look at it.
type Edit struct {
	At     source.Span
	New    string
	Unsafe bool
}

// Risk is what a conflict endangers: the entries that depend on its subjects.
type Risk struct {
	KPIs, Decisions, Outcomes []string // full IDs with kind, sorted
	Weight                    float64  // summed outcome weights plus one for each KPI and decision
}

// Settlement tells how a conflict was put to rest.
type Settlement struct {
	By   string // the entry that settles: "resolution:order-intake", or the waived entry
	How  string // canonical, merge, distinct, accept, or allow
	Note string // the reason given
}
