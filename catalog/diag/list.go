package diag

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/source"
)

// List is findings. Phases return one beside their value, so that one run
// shows every problem.
type List []Finding

// At starts a finding of this kind at a place.
func (k *Kind) At(at source.Span, message string) Finding {
	return Finding{Kind: k, Severity: k.Severity, At: at, Message: message}
}

// WithHelp returns f with lines of help added.
func (f Finding) WithHelp(lines ...string) Finding {
	f.Help = append(slices.Clip(f.Help), lines...)
	return f
}

// WithNote returns f with facts added.
func (f Finding) WithNote(lines ...string) Finding {
	f.Notes = append(slices.Clip(f.Notes), lines...)
	return f
}

// WithPlace returns f with another place that takes part.
func (f Finding) WithPlace(at source.Span, label string) Finding {
	if !at.IsZero() {
		f.Places = append(slices.Clip(f.Places), Place{at, label})
	}
	return f
}

// WithLabel returns f with a few words to print beside its own place.
func (f Finding) WithLabel(label string) Finding {
	f.Label = label
	return f
}

// Sort puts the list into its one total order (place, kind, message, ID) and
// drops exact repetitions.
func (l List) Sort() List {
	slices.SortStableFunc(l, compareFindings)
	return slices.CompactFunc(l, func(a, b Finding) bool { return compareFindings(a, b) == 0 })
}

func compareFindings(a, b Finding) int {
	return cmp.Or(
		a.At.Compare(b.At),
		cmp.Compare(a.Kind.Code, b.Kind.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.ID, b.ID),
		slices.Compare(a.Subjects, b.Subjects),
	)
}

// Count returns how many findings of a family the list holds, leaving out
// those that are settled.
func (l List) Count(family Family) int {
	n := 0
	for i := range l {
		if l[i].Kind.Family == family && l[i].Settled == nil {
			n++
		}
	}
	return n
}

// Has reports whether an unsettled finding of that family or a graver one is
// in the list.
func (l List) Has(atLeast Family) bool {
	return slices.ContainsFunc(l, func(f Finding) bool {
		return f.Kind.Family >= atLeast && f.Settled == nil
	})
}

// ConflictID is the stable identity of a conflict: a short hash of its rule and
// the identities of its subjects, in any order. Wording and place play no part,
// so that texts can change while the conflict stays the same conflict.
func ConflictID(rule string, identities []string) string {
	sorted := slices.Sorted(slices.Values(identities))
	sum := sha256.Sum256([]byte(rule + "\x00" + strings.Join(sorted, "\x00")))
	return "c-" + hex.EncodeToString(sum[:5])
}
