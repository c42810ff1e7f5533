package report

import (
	"io"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// The shapes of the Reviewdog Diagnostic Format. It counts columns in bytes
// from 1.

type rdResult struct {
	Source      rdSource       `json:"source"`
	Severity    string         `json:"severity"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"related_locations,omitempty"`
}

type rdCode struct {
	Value string `json:"value"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

// RDJSON prints the Reviewdog Diagnostic Format, with mechanical fixes as
// suggestions that a reviewer can apply.
func RDJSON(w io.Writer, set *source.Set, list diag.List, o Options) error {
	r := rdResult{Source: rdSource{"concord", "https://github.com/concord-catalog/concord"}, Severity: "WARNING", Diagnostics: []rdDiagnostic{}}
	open := ByWeight(list)
	for i := range open {
		f := &open[i]
		d := rdDiagnostic{Message: withHelp(f), Severity: rdSeverity(f.Kind.Family), Code: rdCode{f.Kind.Code}, Location: rdPlace(set, f.At, o)}
		for _, e := range f.Edits {
			if e.At.File == f.At.File { // a suggestion belongs to the file of its diagnostic
				d.Suggestions = append(d.Suggestions, rdSuggestion{*rdPlace(set, e.At, o).Range, e.New})
			}
		}
		for _, p := range f.Places {
			d.Related = append(d.Related, rdRelated{Visible(p.Label), rdPlace(set, p.At, o)})
		}
		r.Diagnostics = append(r.Diagnostics, d)
	}
	return writeJSON(w, r)
}

func rdPlace(set *source.Set, at source.Span, o Options) rdLocation {
	file := set.File(at.File)
	if file == nil {
		return rdLocation{}
	}
	position := func(offset int32) rdPosition {
		p := file.Position(offset)
		_, start := file.Line(p.Line)
		return rdPosition{p.Line, int(offset-start) + 1}
	}
	return rdLocation{o.Folder + file.Path, &rdRange{position(at.Start), position(max(at.Start, at.End))}}
}

func rdSeverity(f diag.Family) string {
	switch f {
	case diag.Error:
		return "ERROR"
	case diag.Conflict:
		return "WARNING"
	}
	return "INFO"
}
