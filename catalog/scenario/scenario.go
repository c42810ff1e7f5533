// Package scenario puts definitions to the test of facts: it turns the rows
// that a scenario gives into facts, works every compared definition out on
// them, and says whether the answers agree with each other and with what was
// expected.
package scenario

import (
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Result is one scenario, worked out.
type Result struct {
	Scenario *model.Scenario
	Facts    *formula.Facts
	Answers  []Answer
	Agree    bool // all compared definitions give one answer, within the tolerance
}

// Answer is what one definition says about the facts.
type Answer struct {
	Entry    *model.Entry
	Value    formula.Value
	Expected *model.Scalar // nil when the scenario expects nothing of it
	Met      bool          // the expectation holds, or there is none
	At       source.Span   // where the scenario names the definition
}

// Run works out every scenario of a catalog, in order. Facts that do not fit
// their data objects are findings, and their cells count as missing.
func Run(c *model.Catalog, formulas *formula.Set, today model.Date) ([]Result, diag.List) {
	var results []Result
	var findings diag.List
	for _, s := range c.Scenarios {
		facts, wrong := factsOf(s, today)
		findings = append(findings, wrong...)
		results = append(results, run(s, facts, formulas))
	}
	return results, findings.Sort()
}

func run(s *model.Scenario, facts *formula.Facts, formulas *formula.Set) Result {
	r := Result{Scenario: s, Facts: facts, Agree: true}
	tolerance := formula.Float(s.Tolerance.V)
	add := func(ref model.Ref, expected *model.Scalar) {
		if ref.To == nil {
			return
		}
		for i := range r.Answers {
			if r.Answers[i].Entry == ref.To {
				if expected != nil {
					r.Answers[i].Expected = expected
				}
				return
			}
		}
		r.Answers = append(r.Answers, Answer{Entry: ref.To, Expected: expected, At: ref.At})
	}
	for _, ref := range s.Compare {
		add(ref, nil)
	}
	compared := len(r.Answers)
	for i := range s.Expect {
		add(s.Expect[i].Of, &s.Expect[i].Value)
	}
	for i := range r.Answers {
		a := &r.Answers[i]
		a.Value = answer(a.Entry, facts, formulas)
		a.Met = a.Expected == nil || meets(a.Value, *a.Expected, tolerance)
	}
	for _, a := range r.Answers[min(1, compared):compared] {
		r.Agree = r.Agree && near(r.Answers[0].Value, a.Value, tolerance)
	}
	return r
}

func answer(e *model.Entry, facts *formula.Facts, formulas *formula.Set) formula.Value {
	p := formulas.Of(e)
	if p == nil {
		return formula.Undefined("it has no formula")
	}
	return formulas.Eval(p, facts)
}

// near reports whether two answers are the same but for the tolerance.
func near(a, b formula.Value, tolerance formula.Decimal) bool {
	if a.Missing() || b.Missing() || a.Base != b.Base || a.Base == formula.StringType || a.Base == formula.BoolType {
		return a.Equal(b)
	}
	diff := a.Num.Sub(b.Num)
	if diff.Sign() < 0 {
		diff = diff.Neg()
	}
	return diff.Cmp(tolerance) <= 0
}

// meets reports whether an answer is what the scenario expects. The word
// undefined expects that there is no answer; a length of time is expected in
// hours, as a plain number, or with its unit.
func meets(v formula.Value, want model.Scalar, tolerance formula.Decimal) bool {
	if strings.EqualFold(want.Text, "undefined") {
		return v.Missing()
	}
	if v.Missing() {
		return false
	}
	if v.Base == formula.DurationType {
		if hours, ok := formula.ParseCell(formula.NumberType, want.Text); ok {
			return near(v, formula.Seconds(hours.Num.Mul(formula.Int(3600))), tolerance)
		}
	}
	expected, ok := formula.ParseCell(v.Base, want.Text)
	return ok && near(v, expected, tolerance)
}

// Kinds lists what can be wrong with a scenario's facts.
func Kinds() []*diag.Kind { return []*diag.Kind{&unknownColumn, &badCell} }

var unknownColumn = diag.Kind{
	Code: "SCN001", ID: "scenario-unknown-field", Title: "fact about a field that does not exist",
	Family: diag.Error, Category: "scenario", Severity: diag.Critical,
	Why:    "A fact that no definition can see makes a scenario that proves nothing.",
	Settle: "Correct the field's name, or add the field to the data object.",
}

var badCell = diag.Kind{
	Code: "SCN002", ID: "scenario-bad-value", Title: "fact of the wrong type",
	Family: diag.Error, Category: "scenario", Severity: diag.Critical,
	Why:    "A text where a number belongs counts as missing, and the answer would be about other facts than those written.",
	Settle: "Write the value as the field's type says: a number, a date as 2026-01-31, a date with a time as 2026-01-31 14:00, a code of the field's list.",
}

func factsOf(s *model.Scenario, today model.Date) (*formula.Facts, diag.List) {
	facts := &formula.Facts{Tables: map[*model.Object][]formula.Row{}, Today: today}
	var findings diag.List
	for i := range s.Given {
		t := &s.Given[i]
		if t.Object.To == nil {
			continue
		}
		o := t.Object.To.Self.(*model.Object)
		for _, r := range t.Rows {
			row, wrong := rowOf(s, o, r)
			facts.Tables[o] = append(facts.Tables[o], row)
			findings = append(findings, wrong...)
		}
	}
	return facts, findings
}

func rowOf(s *model.Scenario, o *model.Object, r model.Row) (formula.Row, diag.List) {
	row := make(formula.Row, len(o.Fields))
	var findings diag.List
	report := func(k *diag.Kind, at source.Span, message, help string) {
		f := k.At(at, message).WithHelp(help)
		f.Subjects = []string{s.Key(), o.Key()}
		findings = append(findings, f)
	}
	for _, c := range r.Cells {
		f, i := o.Field(c.Field.S)
		if f == nil {
			report(&unknownColumn, c.Field.At, fmt.Sprintf("`%s` has no field `%s`", o.ID, c.Field.S), fieldHelp(o, c.Field.S))
			continue
		}
		if c.Value.Kind == source.Null || c.Value.Text == "" {
			continue
		}
		v, ok := formula.ParseCell(cellBase(f, c.Value), c.Value.Text)
		if !ok {
			report(&badCell, c.Value.At, fmt.Sprintf("`%s` of `%s` holds a %s, and `%s` is none", f.Name.S, o.ID, f.Type.S, c.Value.Text), "write it as the field's type says")
			continue
		}
		row[i] = v
	}
	return row, findings
}

func fieldHelp(o *model.Object, written string) string {
	var names []string
	for _, f := range o.Fields {
		names = append(names, f.Name.S)
	}
	if c, ok := editdist.Closest(written, names); ok {
		return "did you mean `" + c + "`?"
	}
	return "its fields are " + strings.Join(names[:min(len(names), 12)], ", ")
}

// cellBase is the sort of value a field holds; where the field does not say,
// the cell itself does.
func cellBase(f *model.ObjectField, c model.Scalar) formula.Base {
	if b := formula.FieldType(f).Base; b != formula.Unknown {
		return b
	}
	switch c.Kind {
	case source.Number:
		return formula.NumberType
	case source.Bool:
		return formula.BoolType
	case source.Date:
		return formula.DateType
	}
	return formula.StringType
}
