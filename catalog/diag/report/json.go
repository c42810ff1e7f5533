package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// The shapes below are the contract of `check --format json`. They change only
// with a major version; members may be added.

type jsonReport struct {
	Version  int           `json:"version"`
	Findings []jsonFinding `json:"findings"` // what is open
	Settled  []jsonFinding `json:"settled"`  // what a resolution or a waiver covers
	Summary  jsonSummary   `json:"summary"`
}

type jsonSummary struct {
	Files     int `json:"files"`
	Errors    int `json:"errors"`
	Conflicts int `json:"conflicts"`
	Advice    int `json:"advice"`
	Settled   int `json:"settled"`
}

type jsonFinding struct {
	Code     string          `json:"code"`
	Rule     string          `json:"rule"`
	Family   string          `json:"family"`
	Category string          `json:"category"`
	Severity string          `json:"severity"`
	ID       string          `json:"id,omitempty"`
	Message  string          `json:"message"`
	Subjects []string        `json:"subjects"`
	Places   []jsonPlace     `json:"places"` // the finding's own place first
	Notes    []string        `json:"notes"`
	Help     []string        `json:"help"`
	Risk     *jsonRisk       `json:"risk,omitempty"`
	Owners   []string        `json:"owners,omitempty"`
	Decider  string          `json:"decider,omitempty"`
	Settled  *jsonSettlement `json:"settled,omitempty"`
	jsonCompared
}

// jsonPlace counts lines and columns from 1, columns in Unicode code points;
// the end is the first column that is not part of the range.
type jsonPlace struct {
	File      string `json:"file"` // relative to the content folder, with slashes
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Label     string `json:"label"`
}

type jsonRisk struct {
	Weight    float64  `json:"weight"`
	KPIs      []string `json:"kpis"`
	Decisions []string `json:"decisions"`
	Outcomes  []string `json:"outcomes"`
}

type jsonSettlement struct {
	By   string `json:"by"`
	How  string `json:"how"`
	Note string `json:"note"`
}

// JSON prints one document for machines. Characters that a terminal would act
// on are escaped, so that the output can also be looked at.
func JSON(w io.Writer, set *source.Set, list diag.List, _ Options) error {
	r := jsonReport{Version: 1, Findings: []jsonFinding{}, Settled: []jsonFinding{}}
	for i := range list {
		if list[i].Settled != nil {
			r.Settled = append(r.Settled, jsonOf(set, &list[i]))
		} else {
			r.Findings = append(r.Findings, jsonOf(set, &list[i]))
		}
	}
	r.Summary = jsonSummary{len(set.Files()), list.Count(diag.Error), list.Count(diag.Conflict),
		list.Count(diag.Advice), countSettled(list)}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	_, err := w.Write(escapeUnseen(b.Bytes()))
	return err
}

// FindingJSON is one finding as [JSON] prints it, on one line: for documents
// that hold findings among other things.
func FindingJSON(set *source.Set, f *diag.Finding) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(jsonOf(set, f)); err != nil {
		panic("unreachable: a finding holds nothing that JSON cannot: " + err.Error())
	}
	return escapeUnseen(bytes.TrimRight(b.Bytes(), "\n"))
}

func jsonOf(set *source.Set, f *diag.Finding) jsonFinding {
	j := jsonFinding{Code: f.Kind.Code, Rule: f.Kind.ID, Family: f.Kind.Family.String(), Category: f.Kind.Category,
		Severity: f.Severity.String(), ID: f.ID, Message: f.Message, Subjects: listed(f.Subjects),
		Places: []jsonPlace{}, Notes: listed(f.Notes), Help: listed(f.Help), Owners: f.Owners, Decider: f.Decider}
	for _, p := range append([]diag.Place{{At: f.At, Label: f.Label}}, f.Places...) {
		if at := set.Place(p.At); at.Path != "" {
			j.Places = append(j.Places, jsonPlace{at.Path, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column, p.Label})
		}
	}
	if r := f.Risk; r != nil {
		j.Risk = &jsonRisk{r.Weight, listed(r.KPIs), listed(r.Decisions), listed(r.Outcomes)}
	}
	if s := f.Settled; s != nil {
		j.Settled = &jsonSettlement{s.By, s.How, s.Note}
	}
	j.jsonCompared = comparedOf(f.Compared)
	return j
}

// listed makes a list that prints as [] rather than null.
func listed(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// escapeUnseen replaces the characters of a JSON text that are not graphic by
// their escapes. Outside strings a JSON text has only line ends and spaces.
func escapeUnseen(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range string(text) {
		switch {
		case r == '\n' || unicode.IsGraphic(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, hi, lo)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
