package compare

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
)

// Comparison is the result as findings carry it.
func (r *Result) Comparison() *diag.Comparison {
	c := &diag.Comparison{
		Verdict: r.Verdict.String(), Condition: r.Condition, Cases: r.Cases,
		Sides: [2]string{r.Left.Entry.Key(), r.Right.Entry.Key()}, Filter: r.Taken.String(),
	}
	if r.Facts != nil {
		c.Counterexample = &diag.Counterexample{Scenario: r.Scenario, Facts: r.shown(), Left: r.Left.shown(), Right: r.Right.shown()}
	}
	return c
}

// shown is the facts as text: the fields that the formulas read of each table
// that has rows, and the values that terms without a formula were given.
func (r *Result) shown() []diag.FactTable {
	var out []diag.FactTable
	for _, t := range r.tables {
		rows := r.Facts.Tables[t.object]
		if len(rows) == 0 {
			continue
		}
		table := diag.FactTable{Object: t.object.Key()}
		for _, f := range t.fields {
			table.Fields = append(table.Fields, t.object.Fields[f].Name.S)
		}
		for _, row := range rows {
			cells := make([]string, 0, len(t.fields))
			for _, f := range t.fields {
				cells = append(cells, cellText(row[f]))
			}
			table.Rows = append(table.Rows, cells)
		}
		out = append(out, table)
	}
	for _, e := range r.given {
		if v, ok := r.Facts.Given[e]; ok {
			out = append(out, diag.FactTable{Object: e.Key(), Fields: []string{"value"}, Rows: [][]string{{cellText(v)}}})
		}
	}
	return out
}

func cellText(v formula.Value) string {
	if v.Missing() {
		return ""
	}
	return v.String()
}

// shown is an answer with its unit.
func (s Side) shown() string {
	text := s.Answer.String()
	if s.Answer.Base != formula.NumberType {
		return text
	}
	switch unit := s.Unit; {
	case !unit.Known() || unit.Dim == formula.Count || unit.Dim == formula.Ratio && unit.Scale == 1 && unit.Per == "":
		return text
	default:
		return strings.TrimSpace(text + " " + unit.String())
	}
}
