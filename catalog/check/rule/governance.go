package rule

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// governance lists the rules about sources of truth, authority, alignment,
// time, lifecycle, classification and structure, by code. What is wrong with
// resolutions is found by package check itself.
func governance() []*check.Rule {
	return []*check.Rule{
		&noSystemOfRecord, &twoSystemsOfRecord, &manualReconciliation,
		&noAccountableOwner, &ownerLeft, &systemAsOwner, &unagreedCrossing, &staleAgreement,
		&informsNothing, &idleField, &unmeasuredOutcome, &unfedKPI, &undecidedKPI, &decisionWithoutKPI,
		&decisionWithoutOutcome, &milestoneWithoutKPI, &lateMilestone, &everythingAtOnce,
		&cadence, &freshness,
		&approvedOnDraft, &useOfDeprecated, &overdueReview, &replacedInCircle,
		&classificationLeak,
		&scenarioDivergence, &failedExpectation,
		&lineageCycle, &hierarchyCycle, &redirectCycle,
	}
}

// asserted reports whether an entry is meant to hold: it is in use, and does
// not call itself a draft. One that names no status counts: people read it as
// it stands.
func asserted(e *model.Entry) bool { return e.Live() && !sketched(e) }

// sketched reports whether an entry says of itself that it is a draft.
func sketched(e *model.Entry) bool { return e.StatusText.S != "" && e.Status == model.Draft }

// file is the path of the file that declares an entry, for lines of help.
func file(p *check.Pass, e *model.Entry) string { return p.Catalog.Source.Place(e.At).Path }

// the names an entry in a sentence, as in "KPI `on-time-delivery`".
func the(e *model.Entry) string { return e.Kind.Title() + " `" + e.ID + "`" }

// ids names entries in a sentence.
func ids(entries []*model.Entry) string {
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = quoted(e.ID)
	}
	return enumerate(names)
}

// titles names entries in a sentence by what people call them.
func titles(entries []*model.Entry) string {
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Title()
	}
	return enumerate(names)
}

// concerning adds entries that a finding concerns without being what makes it
// the conflict that it is.
func concerning(f diag.Finding, entries ...*model.Entry) diag.Finding {
	for _, e := range entries {
		f.Subjects = append(f.Subjects, e.Key())
	}
	return f
}

// orHead is a place, or where there is none the head of the entry.
func orHead(at source.Span, e *model.Entry) source.Span {
	if at.IsZero() {
		return e.At
	}
	return at
}

// targets lists the entries that references lead to, each once.
func targets(refs []model.Ref) []*model.Entry {
	var list []*model.Entry
	for _, r := range refs {
		if r.To != nil && !slices.Contains(list, r.To) {
			list = append(list, r.To)
		}
	}
	return list
}

// feeding is the set of nodes on which an entry of the wanted sort depends,
// those entries' own nodes included.
func feeding(p *check.Pass, wanted func(*model.Entry) bool) map[lineage.NodeID]bool {
	var ends []lineage.NodeID
	for _, e := range p.Catalog.Entries {
		if id := p.Graph.Of(e); id != lineage.None && wanted(e) {
			ends = append(ends, id)
		}
	}
	set := make(map[lineage.NodeID]bool, len(ends))
	for _, id := range ends {
		set[id] = true
	}
	for _, id := range p.Graph.Upstream(ends...) {
		set[id] = true
	}
	return set
}

// purposeful reports whether an entry is one of those for which data is kept: a
// KPI, decision or outcome in use.
func purposeful(e *model.Entry) bool {
	return (e.Kind == model.KPIKind || e.Kind == model.DecisionKind || e.Kind == model.OutcomeKind) && e.Live()
}

// risk is what depends on some entries, for findings whose subjects are wider
// than what they endanger.
func risk(p *check.Pass, entries []*model.Entry) *diag.Risk {
	nodes := make([]lineage.NodeID, len(entries))
	for i, e := range entries {
		nodes[i] = p.Graph.Of(e)
	}
	return p.Graph.Impact(nodes...)
}

// fieldNames names fields in a sentence.
func fieldNames(fields []*model.ObjectField) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = quoted(f.Name.S)
	}
	return enumerate(names)
}

// clause makes a phrase of what may be written as a sentence, so that it can go
// on in a message.
func clause(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), ".")
	first, n := utf8.DecodeRuneInString(s)
	second, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsLower(second) {
		s = string(unicode.ToLower(first)) + s[n:]
	}
	return s
}
