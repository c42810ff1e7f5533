package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Known is findings that are known already, by their fingerprint: those of an
// earlier state, or of a baseline that somebody wrote down.
type Known map[string]bool

// KnownOf remembers the findings of a list that are open.
func KnownOf(set *source.Set, list diag.List) Known {
	k := Known{}
	for _, print := range Fingerprints(set, openOf(list)) {
		k[print] = true
	}
	return k
}

// Others lists the open findings that are not known.
func (k Known) Others(set *source.Set, list diag.List) diag.List {
	open := openOf(list)
	others := diag.List{}
	for i, print := range Fingerprints(set, open) {
		if !k[print] {
			others = append(others, open[i])
		}
	}
	return others
}

// openOf leaves out what is settled.
func openOf(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(f diag.Finding) bool { return f.Settled != nil })
}

// baseline is the file that holds known findings. It says what they are, so
// that a reviewer sees what is let pass.
type baseline struct {
	Version  int              `json:"version"`
	Findings []baselineMember `json:"findings"`
}

type baselineMember struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	File        string `json:"file"`
	Message     string `json:"message"`
}

// WriteBaseline writes the open findings of a list down, sorted so that a change
// of one changes one place.
func WriteBaseline(w io.Writer, set *source.Set, list diag.List) error {
	open := openOf(list)
	b := baseline{Version: 1, Findings: []baselineMember{}}
	for i, print := range Fingerprints(set, open) {
		b.Findings = append(b.Findings, baselineMember{print, open[i].Kind.ID, set.Place(open[i].At).Path, open[i].Message})
	}
	slices.SortFunc(b.Findings, func(x, y baselineMember) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	return writeJSON(w, b)
}

// ReadBaseline reads what [WriteBaseline] wrote.
func ReadBaseline(data []byte) (Known, error) {
	var b baseline
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, err
	}
	if b.Version != 1 {
		return nil, fmt.Errorf("its version is %d, and this Concord reads version 1", b.Version)
	}
	k := Known{}
	for _, f := range b.Findings {
		k[f.Fingerprint] = true
	}
	return k, nil
}
