// Package check runs rules over a catalog and gives their findings identity,
// risk, owners and standing.
//
// A [Rule] is a value; the rules themselves live in check/rule, one file each.
// A rule sees a [Pass] and can only report. [Run] does the rest: severities
// from concord.toml, waivers, resolutions, and the stable ID that lets a
// conflict be named while its texts change.
package check

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// Env is what rules may know: everything that the phases before have found
// out, and the day it is.
type Env struct {
	Catalog  *model.Catalog
	Formulas *formula.Set
	Graph    *lineage.Graph
	Answers  []scenario.Result // every scenario, worked out
	History  *history.Entries  // nil without git history
	Today    model.Date
	Memo     *Memo // what earlier runs found out that still holds; may be nil

	Unsound map[*model.Entry]bool // entries that errors are about; see [Unsound]
}

// Rule is one thing that can be wrong, and how it is found.
type Rule struct {
	diag.Kind
	Absence bool // it reports what is not there, and so nothing of entries with errors: it may be there, misspelt
	Run     func(*Pass)
}

// Pass is what one run of one rule sees. Everything in it is shared and must
// not be changed.
type Pass struct {
	Env
	Labels   *Labels   // entries by the labels they carry
	Concepts []Concept // entries that define the same concept, by concept

	rule  *Rule
	found []draft
}

// draft is a finding whose subjects still are entries.
type draft struct {
	diag.Finding
	subjects []*model.Entry
	salt     string
}

// At starts a finding of the running rule. The rule may lower its severity
// where the case is a light one; what concord.toml sets goes before both.
func (p *Pass) At(at source.Span, message string) diag.Finding { return p.rule.At(at, message) }

// Report hands in a finding. Its subjects are the entries that take part; they
// make its identity together with the rule, so a rule reports at most once for
// one group of subjects, else see [Pass.ReportPart]. Entries that a finding
// concerns and that come and go while it stays the same conflict are put into
// its Subjects beforehand, by full ID.
func (p *Pass) Report(f diag.Finding, subjects ...*model.Entry) {
	p.ReportPart(f, "", subjects...)
}

// ReportPart hands in a finding about one part of its subjects, such as a field
// or a milestone. The part's name joins the identity, so that one entry can
// have several findings of one rule.
func (p *Pass) ReportPart(f diag.Finding, part string, subjects ...*model.Entry) {
	if p.rule.Absence && slices.ContainsFunc(subjects, func(e *model.Entry) bool { return p.Unsound[e] }) {
		return
	}
	p.found = append(p.found, draft{f, subjects, part})
}

// Threshold is the number set for name in concord.toml, or def.
func (p *Pass) Threshold(name string, def float64) float64 {
	for _, s := range p.Catalog.Config.Thresholds {
		if s.Name.S == name && s.Value.Set {
			return s.Value.V
		}
	}
	return def
}

// Unsound lists the entries that errors are about, and those that they most
// likely mean: a reference that is misspelt was to lead to somewhere.
func Unsound(c *model.Catalog, found ...diag.List) map[*model.Entry]bool {
	unsound := map[*model.Entry]bool{}
	meant := map[string]bool{}
	for _, f := range slices.Concat(found...) {
		if f.Kind.Family != diag.Error {
			continue
		}
		for _, key := range f.Subjects {
			if e := c.ByKey(key); e != nil {
				unsound[e] = true
			}
		}
		for _, edit := range f.Edits {
			meant[strings.Trim(edit.New, `"'`)] = true
		}
	}
	if len(meant) == 0 {
		return unsound
	}
	for _, e := range c.Entries {
		if meant[e.ID] || meant[model.LastPart(e.ID)] || meant[e.Key()] {
			unsound[e] = true
		}
	}
	return unsound
}
