package report

import "github.com/concord-catalog/concord/catalog/diag"

// jsonCompared is what a finding about two formulas has beside the rest.
type jsonCompared struct {
	Verdict        string              `json:"verdict,omitempty"` // equivalent, different or undistinguished
	Condition      string              `json:"condition,omitempty"`
	Cases          int                 `json:"cases,omitempty"`
	Counterexample *jsonCounterexample `json:"counterexample,omitempty"`
}

// jsonCounterexample gives facts as rows by data object, and both answers.
type jsonCounterexample struct {
	Scenario string             `json:"scenario,omitempty"`
	Facts    map[string][]Facts `json:"facts"`
	Left     string             `json:"left"`
	Right    string             `json:"right"`
}

func comparedOf(c *diag.Comparison) jsonCompared {
	if c == nil {
		return jsonCompared{}
	}
	j := jsonCompared{Verdict: c.Verdict, Condition: c.Condition, Cases: c.Cases}
	if x := c.Counterexample; x != nil {
		j.Counterexample = &jsonCounterexample{Scenario: x.Scenario, Facts: FactRows(x.Facts), Left: x.Left, Right: x.Right}
	}
	return j
}

// Facts is one row of a data object: cells as text by field; missing ones are
// absent.
type Facts map[string]string

// FactRows is facts in the shape of JSON: rows by data object.
func FactRows(tables []diag.FactTable) map[string][]Facts {
	all := make(map[string][]Facts, len(tables))
	for _, t := range tables {
		rows := make([]Facts, len(t.Rows))
		for i, row := range t.Rows {
			rows[i] = Facts{}
			for k, cell := range row {
				if cell != "" {
					rows[i][t.Fields[k]] = cell
				}
			}
		}
		all[t.Object] = rows
	}
	return all
}
