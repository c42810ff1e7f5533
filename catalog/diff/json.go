package diff

import (
	"encoding/json"
	"io"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
)

// The shapes below are the contract of `diff --format json`. They change only
// with a major version; members may be added.

type jsonDifference struct {
	Version    int               `json:"version"`
	Old        string            `json:"old"`
	New        string            `json:"new"`
	Summary    string            `json:"summary"`
	Entries    []jsonEntry       `json:"entries"`
	Settings   []jsonPart        `json:"settings"`
	Conflicts  []jsonConflict    `json:"conflicts"`
	Errors     []json.RawMessage `json:"errors"` // findings, as check prints them
	Agreements []jsonAgreement   `json:"agreements"`
	Approvals  []jsonApproval    `json:"approvals"`
	Unowned    []string          `json:"unowned"`
}

type jsonEntry struct {
	Change string     `json:"change"` // changed, added, removed or renamed
	Class  string     `json:"class"`  // meaning, authority, life or wording
	ID     string     `json:"id"`     // full, with kind
	Was    string     `json:"was,omitempty"`
	Name   string     `json:"name"`
	File   string     `json:"file,omitempty"` // relative to the content folder
	Line   int        `json:"line,omitempty"`
	Parts  []jsonPart `json:"parts"`
	Reach  jsonReach  `json:"reach"`
	Notes  []string   `json:"notes"`
}

type jsonPart struct {
	Field   string       `json:"field"`
	Class   string       `json:"class"`
	Old     string       `json:"old"`
	New     string       `json:"new"`
	Gone    []string     `json:"gone,omitempty"`
	Came    []string     `json:"came,omitempty"`
	Words   []jsonWord   `json:"words,omitempty"`
	Formula *jsonFormula `json:"formula,omitempty"`
	Note    string       `json:"note,omitempty"`
}

type jsonWord struct {
	Text string `json:"text"`
	Op   string `json:"op"` // both, out or in
}

type jsonFormula struct {
	Verdict        string       `json:"verdict"` // equivalent, different or undistinguished; "" when not compared
	Condition      string       `json:"condition,omitempty"`
	Cases          int          `json:"cases,omitempty"`
	Filter         string       `json:"filter,omitempty"`
	Reason         string       `json:"reason,omitempty"`
	Counterexample *jsonExample `json:"counterexample,omitempty"`
}

type jsonExample struct {
	Scenario string                    `json:"scenario,omitempty"`
	Facts    map[string][]report.Facts `json:"facts"`
	Before   string                    `json:"before"`
	After    string                    `json:"after"`
}

type jsonReach struct {
	Weight    float64  `json:"weight"`
	KPIs      []string `json:"kpis"`
	Decisions []string `json:"decisions"`
	Outcomes  []string `json:"outcomes"`
	Owners    []string `json:"owners"`
}

type jsonConflict struct {
	Turn    string          `json:"turn"` // appears, reopens, gets worse, is settled or goes
	Why     string          `json:"why,omitempty"`
	Finding json.RawMessage `json:"finding"`
}

type jsonAgreement struct {
	ID      string      `json:"id"`
	On      string      `json:"on"`
	Changes []jsonStale `json:"changes"`
}

type jsonStale struct {
	ID    string   `json:"id"`
	Parts []string `json:"parts"` // none where the entry went
}

type jsonApproval struct {
	Owner   string       `json:"owner"`
	Name    string       `json:"name"`
	Handle  string       `json:"handle,omitempty"`
	Email   string       `json:"email,omitempty"`
	Left    bool         `json:"left,omitempty"`
	Reasons []jsonReason `json:"reasons"`
}

type jsonReason struct {
	Role string `json:"role"`
	What string `json:"what"`
}

// JSON prints one document for machines.
func JSON(w io.Writer, d *Difference, _ Options) error {
	j := jsonDifference{Version: 1, Old: d.Old, New: d.New, Summary: d.Summary(), Entries: []jsonEntry{}, Settings: partsJSON(d.Settings),
		Conflicts: []jsonConflict{}, Errors: []json.RawMessage{}, Agreements: []jsonAgreement{}, Approvals: []jsonApproval{}, Unowned: []string{}}
	for i := range d.Entries {
		j.Entries = append(j.Entries, d.entryJSON(&d.Entries[i]))
	}
	for _, c := range d.Conflicts {
		set := d.set
		if c.Old {
			set = d.oldSet
		}
		j.Conflicts = append(j.Conflicts, jsonConflict{c.How.String(), c.Why, report.FindingJSON(set, c.Finding)})
	}
	for i := range d.Errors {
		j.Errors = append(j.Errors, report.FindingJSON(d.set, &d.Errors[i]))
	}
	for _, a := range d.Agreements {
		x := jsonAgreement{ID: a.Integration.Key(), On: a.Integration.Agreement.On.String()}
		for _, s := range a.Changes {
			x.Changes = append(x.Changes, jsonStale{s.Entry.Key(), listed(s.Parts)})
		}
		j.Agreements = append(j.Agreements, x)
	}
	for _, a := range d.Approvals {
		j.Approvals = append(j.Approvals, approvalJSON(a))
	}
	for _, e := range d.Unowned {
		j.Unowned = append(j.Unowned, e.Key())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(j)
}

func (d *Difference) entryJSON(e *Entry) jsonEntry {
	j := jsonEntry{Change: e.How.String(), Class: e.class().String(), ID: e.Now().Key(), Name: e.Now().Title(),
		Parts: partsJSON(e.Parts), Notes: listed(e.Notes)}
	if e.How == Renamed {
		j.Was = e.Was.Key()
	}
	if e.Is != nil {
		p := d.set.Place(e.Is.At)
		j.File, j.Line = p.Path, p.Start.Line
	}
	r := &e.Reach
	j.Reach = jsonReach{r.Risk.Weight, listed(r.Risk.KPIs), listed(r.Risk.Decisions), listed(r.Risk.Outcomes), []string{}}
	for _, o := range r.Owners {
		j.Reach.Owners = append(j.Reach.Owners, o.ID)
	}
	return j
}

func partsJSON(parts []Part) []jsonPart {
	list := []jsonPart{}
	for _, p := range parts {
		j := jsonPart{Field: p.Field, Class: p.Class.String(), Old: p.Old, New: p.New, Gone: p.Gone, Came: p.Came, Note: p.Note}
		for _, w := range p.Words {
			j.Words = append(j.Words, jsonWord{w.Text, [...]string{"both", "out", "in"}[w.Op]})
		}
		if p.Formula != nil {
			j.Formula = formulaJSON(p.Formula)
		}
		list = append(list, j)
	}
	return list
}

func formulaJSON(f *Formula) *jsonFormula {
	j := &jsonFormula{Reason: f.Why}
	c := f.Comparison
	if c == nil {
		return j
	}
	j.Verdict, j.Condition, j.Cases, j.Filter = c.Verdict, c.Condition, c.Cases, c.Filter
	if x := c.Counterexample; x != nil {
		j.Counterexample = exampleJSON(x)
	}
	return j
}

func exampleJSON(x *diag.Counterexample) *jsonExample {
	return &jsonExample{Scenario: x.Scenario, Facts: report.FactRows(x.Facts), Before: x.Left, After: x.Right}
}

func approvalJSON(a Approval) jsonApproval {
	j := jsonApproval{Owner: a.Owner.ID, Name: a.Owner.Title(), Handle: a.Owner.Handle.S, Email: a.Owner.Email.S, Left: a.Left}
	for _, r := range a.Reasons {
		j.Reasons = append(j.Reasons, jsonReason(r))
	}
	return j
}

// listed makes a list that prints as [] rather than null.
func listed(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
