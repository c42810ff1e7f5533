// Package compare tells whether two formulas always give the same answer, and
// where they do not, on which facts.
//
// There are three verdicts and nothing between them. Equivalent is proved: both
// formulas are brought into one canonical form that says exactly what the
// evaluator does, missing values and divisions by zero included, and the forms
// are the same. Different is shown: the evaluator itself gives two answers on
// facts that come with the verdict. Undistinguished is neither, and says how
// many sets of facts were tried.
//
// Read [Formulas] first; prover.go holds the canonical form, search.go the
// search.
package compare

import (
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// Verdict is what came of comparing two formulas.
type Verdict uint8

// The verdicts.
const (
	Undistinguished Verdict = iota // neither proved nor refuted
	Equivalent                     // proved
	Different                      // shown on facts
)

// String is the verdict's name in every output format.
func (v Verdict) String() string {
	return [...]string{"undistinguished", "equivalent", "different"}[v]
}

// Known is facts that people have written down, tried before any others.
type Known struct {
	Scenario *model.Scenario
	Facts    *formula.Facts
}

// about counts which of the entries the scenario was written for.
func (k Known) about(entries ...*model.Entry) int {
	n := 0
	for _, e := range entries {
		if slices.ContainsFunc(k.Scenario.Compare, func(r model.Ref) bool { return r.To == e }) ||
			slices.ContainsFunc(k.Scenario.Expect, func(x model.Expect) bool { return x.Of.To == e }) {
			n++
		}
	}
	return n
}

// Options say how formulas are compared.
type Options struct {
	Today  model.Date // the day that `today` stands for
	Known  []Known    // tried in this order, those that were written for the two formulas first
	Budget int        // sets of facts to try at most; 0 means [DefaultBudget]
}

// DefaultBudget is how many sets of facts are tried before two formulas are
// called undistinguished.
const DefaultBudget = 20_000

// Result is a verdict with what supports it.
type Result struct {
	Verdict     Verdict
	Condition   string // of an equivalence: where it holds, ready to follow a comma; "" for everywhere
	Reason      string // why nothing could be said, where a formula cannot be worked out at all
	Cases       int    // sets of facts tried
	Taken       Taken  // the rows concerned, of formulas that differ only in what they take in
	Left, Right Side
	Facts       *formula.Facts // on which the answers differ; nil unless different
	Scenario    string         // the scenario that the facts are from, "" when they were made up
	Today       model.Date     // the day of the facts, where a formula asks for it
	tables      []reachedTable // what to show of the facts
	given       []*model.Entry
}

// Side is one of the two formulas.
type Side struct {
	Entry  *model.Entry
	Unit   formula.Unit  // of its answers, where known
	Answer formula.Value // on the facts of the result
}

// Formulas compares two formulas. It is deterministic: the budget is counted in
// cases, not in time.
func Formulas(set *formula.Set, a, b *formula.Program, opt Options) Result {
	r := reachOf(set, a, b)
	result := Result{Left: Side{Entry: a.Entry, Unit: unitOf(a)}, Right: Side{Entry: b.Entry, Unit: unitOf(b)}, tables: r.tables, given: r.given}
	if r.broken != nil {
		result.Reason = fmt.Sprintf("the formula of %s cannot be worked out as it stands", r.broken.Entry.Key())
		return result
	}
	if r.large {
		result.Reason = fmt.Sprintf("the formulas lead through more than %d others", mostPrograms)
		return result
	}
	w := newWitness(set, a, b, r, opt)
	p, circle := prove(set, a, b, r)
	if circle {
		result.Reason = "a formula leads back to itself"
		return result
	}
	if p.equal {
		// What scenarios show weighs more than what fields declare of themselves.
		if !p.assumes || !w.tryKnown(opt.Known) {
			result.Verdict, result.Condition, result.Cases = Equivalent, p.condition, w.cases
			return result
		}
	} else if !w.tryKnown(opt.Known) {
		w.search()
	}
	result.Cases = w.cases
	if w.found == nil {
		return result
	}
	result.Verdict, result.Facts, result.Scenario = Different, w.found, w.scenario
	result.Left.Answer, result.Right.Answer = set.Eval(a, w.found), set.Eval(b, w.found)
	result.Taken = filterOnly(set, a, b, r)
	if r.today {
		result.Today = w.found.Today
	}
	return result
}

// unitOf is what the answers of a formula are counted in: as the formula gives
// it, else as its entry declares it. Of a factor such as 1/1000 the formula
// does not say whether it changes the amount or the unit, but for shares and
// times; there the entry's word counts.
func unitOf(p *formula.Program) formula.Unit {
	if p.Type.Base == formula.DurationType {
		return formula.Unit{Dim: formula.Time, Scale: 1, Name: "length of time"}
	}
	given, declared := p.Type.Unit, formula.ParseUnit(p.Entry.Measured().Unit.S)
	if !given.Known() || given.Compare(declared) == formula.FitScale && given.Dim != formula.Ratio && given.Dim != formula.Time {
		return declared
	}
	return given
}

// Proved reports whether two formulas are proved to give one answer, at least
// where fields hold what the catalog declares of them. Nothing is searched.
func Proved(set *formula.Set, a, b *formula.Program) bool {
	r := reachOf(set, a, b)
	if r.broken != nil || r.large {
		return false
	}
	p, _ := prove(set, a, b, r)
	return p.equal
}
