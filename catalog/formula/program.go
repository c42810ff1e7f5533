// Package formula reads the formulas of terms and KPIs: it parses them, gives
// every part a type and a unit, and says which fields and entries they touch.
//
// The language is that of expr-lang/expr, cut down to what a definition needs:
// data objects are tables, `.name` inside filter, sum, count and their like is
// a column, terms and KPIs are used by name. Read [Program] first, then
// [Analyse].
package formula

import (
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Program is one formula, parsed and typed.
type Program struct {
	Entry  *model.Entry
	Text   string
	At     source.Span
	Root   *Node
	Type   Type
	Reads  []Read  // fields and tables touched, in the order of the text
	Uses   []Use   // terms and KPIs used by name, in the order of the text
	Clash  []Clash // places where quantities meet whose units do not fit
	Broken bool    // it has findings of its own, so Type may be unknown
}

// Clash is an operation on two quantities whose units do not fit, such as hours
// added to days. It is a matter for the organisation, not for the compiler, so
// it is kept as a fact for a rule to report.
type Clash struct {
	At          source.Span
	Op          string // the operator, or the function's name
	Left, Right Unit
	Fit         Fit // FitScale or FitDimension
}

// Read is a place where a formula touches a data object: one of its fields, or
// with Field == -1 the table as a whole.
type Read struct {
	Object *model.Object
	Field  int
	At     source.Span
}

// Use is a place where a formula names another term or KPI.
type Use struct {
	Entry *model.Entry
	At    source.Span
}

// Set holds the programs of a whole catalog.
type Set struct {
	programs map[*model.Entry]*Program
	under    *Set // programs of entries that have none here; nil for none
}

// Of returns the program of an entry, or nil when it has no formula or one
// that did not parse.
func (s *Set) Of(e *model.Entry) *Program {
	if s == nil {
		return nil
	}
	if p := s.programs[e]; p != nil {
		return p
	}
	return s.under.Of(e)
}
