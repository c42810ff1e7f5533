package report

import (
	"encoding/json"
	"io"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// gitlabIssue is an item of GitLab's code quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"` // info, minor, major, critical, blocker
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// GitLab prints a code quality report, which GitLab shows in merge requests.
func GitLab(w io.Writer, set *source.Set, list diag.List, o Options) error {
	issues := []gitlabIssue{}
	open := ByWeight(list)
	prints := Fingerprints(set, open)
	for i := range open {
		f := &open[i]
		p := set.Place(f.At)
		if p.Path == "" {
			p.Path, p.Start.Line, p.End.Line = "concord.toml", 1, 1 // the format wants a place
		}
		issues = append(issues, gitlabIssue{withHelp(f), f.Kind.ID, prints[i], gitlabSeverity(f),
			gitlabLocation{o.Folder + p.Path, gitlabLines{p.Start.Line, p.End.Line}}})
	}
	return writeJSON(w, issues)
}

func gitlabSeverity(f *diag.Finding) string {
	if f.Kind.Family == diag.Error {
		return "blocker"
	}
	return f.Severity.String()
}

// writeJSON prints a document with nothing in it that a terminal would act on.
func writeJSON(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(escapeUnseen(data), '\n'))
	return err
}
