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
	Scenario string                         `json:"scenario,omitempty"`
	Facts    map[string][]map[string]string `json:"facts"` // cells as text; missing ones are absent
	Left     string                         `json:"left"`
	Right    string                         `json:"right"`
}

func comparedOf(c *diag.Comparison) jsonCompared {
	if c == nil {
		return jsonCompared{}
	}
	j := jsonCompared{Verdict: c.Verdict, Condition: c.Condition, Cases: c.Cases}
	if x := c.Counterexample; x != nil {
		j.Counterexample = &jsonCounterexample{Scenario: x.Scenario, Facts: map[string][]map[string]string{}, Left: x.Left, Right: x.Right}
		for _, t := range x.Facts {
			j.Counterexample.Facts[t.Object] = factRows(t)
		}
	}
	return j
}

func factRows(t diag.FactTable) []map[string]string {
	rows := make([]map[string]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = map[string]string{}
		for k, cell := range row {
			if cell != "" {
				rows[i][t.Fields[k]] = cell
			}
		}
	}
	return rows
}
