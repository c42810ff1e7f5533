package report

import (
	"io"
	"net/url"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// The parts of SARIF 2.1.0 that Concord uses.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool         `json:"tool"`
	Invocations []sarifInvocation `json:"invocations"`
	ColumnKind  string            `json:"columnKind"`
	Results     []sarifResult     `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	InformationURI string      `json:"informationUri"`
	Version        string      `json:"version,omitempty"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Short   sarifText   `json:"shortDescription"`
	Full    sarifText   `json:"fullDescription"`
	Help    sarifText   `json:"help"`
	Default sarifConfig `json:"defaultConfiguration"`
	Props   sarifTags   `json:"properties"`
}

type sarifTags struct {
	Tags []string `json:"tags"`
}

type sarifConfig struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Related      []sarifLocation    `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Fixes        []sarifFix         `json:"fixes,omitempty"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
	Props        sarifProps         `json:"properties"`
}

type sarifProps struct {
	Family   string   `json:"family"`
	Severity string   `json:"severity"`
	Subjects []string `json:"subjects"`
	Owners   []string `json:"owners,omitempty"`
	Decider  string   `json:"decider,omitempty"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

type sarifFix struct {
	Description sarifText     `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted sarifText   `json:"insertedContent"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Justification string `json:"justification"`
}

// sarifMost is how many results GitHub takes of one run; it refuses files with
// more.
const sarifMost = 25_000

// SARIF prints a SARIF 2.1.0 log, which code hosts show beside the lines of a
// pull request. What is settled is in it as suppressed.
func SARIF(w io.Writer, set *source.Set, list diag.List, o Options) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}, Invocations: []sarifInvocation{{Successful: true}}}
	run.Tool.Driver = sarifDriver{Name: "Concord", InformationURI: "https://github.com/concord-catalog/concord", Version: o.Version, Rules: []sarifRule{}}
	index := run.Tool.Driver.addRules(list)
	ordered := append(ByWeight(list), settledOf(list)...)
	prints := Fingerprints(set, ordered)
	for i := range ordered[:min(len(ordered), sarifMost)] {
		run.Results = append(run.Results, sarifOf(set, &ordered[i], index, prints[i], o))
	}
	if rest := len(ordered) - sarifMost; rest > 0 {
		run.Invocations[0].Notifications = []sarifNotification{{"warning", sarifText{count(rest, "finding was", "findings were") + " left out: code hosts take no more"}}}
	}
	return writeJSON(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func settledOf(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(f diag.Finding) bool { return f.Settled == nil })
}

// addRules lists the kinds that were found, by code.
func (d *sarifDriver) addRules(list diag.List) map[string]int {
	kinds := map[string]*diag.Kind{}
	var codes []string
	for i := range list {
		if k := list[i].Kind; kinds[k.Code] == nil {
			kinds[k.Code] = k
			codes = append(codes, k.Code)
		}
	}
	slices.Sort(codes)
	index := map[string]int{}
	for i, code := range codes {
		k := kinds[code]
		index[code] = i
		d.Rules = append(d.Rules, sarifRule{ID: code, Name: k.ID, Short: sarifText{k.Title}, Full: sarifText{k.Why},
			Help: sarifText{k.Settle}, Default: sarifConfig{sarifLevel(k.Family)}, Props: sarifTags{[]string{k.Family.String(), k.Category}}})
	}
	return index
}

func sarifLevel(f diag.Family) string {
	switch f {
	case diag.Error:
		return "error"
	case diag.Conflict:
		return "warning"
	}
	return "note"
}

func sarifOf(set *source.Set, f *diag.Finding, index map[string]int, print string, o Options) sarifResult {
	r := sarifResult{RuleID: f.Kind.Code, RuleIndex: index[f.Kind.Code], Level: sarifLevel(f.Kind.Family), Message: sarifText{withHelp(f)},
		Locations: []sarifLocation{}, Fingerprints: map[string]string{"concord/v1": print},
		Props: sarifProps{f.Kind.Family.String(), f.Severity.String(), listed(f.Subjects), f.Owners, f.Decider}}
	if p := set.Place(f.At); p.Path != "" {
		r.Locations = append(r.Locations, sarifLocation{Physical: sarifPlace(p, o)})
	}
	for i, other := range f.Places {
		if p := set.Place(other.At); p.Path != "" {
			r.Related = append(r.Related, sarifLocation{ID: i + 1, Physical: sarifPlace(p, o), Message: &sarifText{Visible(other.Label)}})
		}
	}
	if len(f.Edits) > 0 {
		r.Fixes = []sarifFix{sarifFixOf(set, f, o)}
	}
	if s := f.Settled; s != nil {
		r.Suppressions = []sarifSuppression{{"external", s.How + ": " + Visible(s.Note)}}
	}
	return r
}

func sarifFixOf(set *source.Set, f *diag.Finding, o Options) sarifFix {
	fix := sarifFix{Description: sarifText{"put it right"}}
	if len(f.Help) > 0 {
		fix.Description.Text = Visible(f.Help[0])
	}
	for _, e := range f.Edits {
		place := sarifPlace(set.Place(e.At), o)
		i := slices.IndexFunc(fix.Changes, func(c sarifChange) bool { return c.Artifact == place.Artifact })
		if i < 0 {
			i = len(fix.Changes)
			fix.Changes = append(fix.Changes, sarifChange{Artifact: place.Artifact})
		}
		fix.Changes[i].Replacements = append(fix.Changes[i].Replacements, sarifReplacement{place.Region, sarifText{e.New}})
	}
	return fix
}

func sarifPlace(p source.Place, o Options) sarifPhysical {
	uri := (&url.URL{Path: o.Folder + p.Path}).EscapedPath()
	return sarifPhysical{sarifArtifact{uri}, sarifRegion{p.Start.Line, p.Start.Column, p.End.Line, p.End.Column}}
}
