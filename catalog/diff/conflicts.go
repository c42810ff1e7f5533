package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
)

// Conflict is a conflict that is not what it was.
type Conflict struct {
	How     Turn
	Finding *diag.Finding // as the new state has it, or the old one where it has gone
	Old     bool          // the places of the finding are those of the old state
	Why     string        // in what way it got worse
}

// Turn says what became of a conflict.
type Turn uint8

// The turns, in the order in which they are told.
const (
	Appears Turn = iota
	Reopens      // it was settled, and no longer is
	Worse        // more is at stake, or it is graver
	Settled      // a resolution or a waiver covers it now
	Gone
)

// String is the word for it in every output.
func (t Turn) String() string {
	return [...]string{"appears", "reopens", "gets worse", "is settled", "goes"}[t]
}

// Bad reports whether it is a turn for the worse.
func (t Turn) Bad() bool { return t <= Worse }

// conflicts compares the conflicts of two states by their ID.
func conflicts(old, new Side) []Conflict {
	before, after := byID(old.Findings), byID(new.Findings)
	var list []Conflict
	for id, f := range after {
		was := before[id]
		switch {
		case f.Settled != nil:
			if was != nil && was.Settled == nil {
				list = append(list, Conflict{How: Settled, Finding: f})
			}
		case was == nil:
			list = append(list, Conflict{How: Appears, Finding: f})
		case was.Settled != nil:
			list = append(list, Conflict{How: Reopens, Finding: f})
		default:
			if why := worse(was, f); why != "" {
				list = append(list, Conflict{How: Worse, Finding: f, Why: why})
			}
		}
	}
	for id, f := range before {
		if after[id] == nil && f.Settled == nil {
			list = append(list, Conflict{How: Gone, Finding: f, Old: true})
		}
	}
	slices.SortFunc(list, func(a, b Conflict) int {
		return cmp.Or(
			cmp.Compare(a.How, b.How),
			cmp.Compare(weight(b.Finding), weight(a.Finding)),
			cmp.Compare(b.Finding.Severity, a.Finding.Severity),
			cmp.Compare(a.Finding.ID, b.Finding.ID),
		)
	})
	return list
}

func byID(list diag.List) map[string]*diag.Finding {
	m := map[string]*diag.Finding{}
	for i := range list {
		if f := &list[i]; f.ID != "" && f.Kind.Family == diag.Conflict {
			m[f.ID] = f
		}
	}
	return m
}

func weight(f *diag.Finding) float64 {
	if f.Risk == nil {
		return 0
	}
	return f.Risk.Weight
}

// worse says in what way a conflict got worse, or "".
func worse(was, is *diag.Finding) string {
	var why []string
	if is.Severity > was.Severity {
		why = append(why, fmt.Sprintf("its severity was %s and is %s", was.Severity, is.Severity))
	}
	if weight(is) > weight(was) {
		why = append(why, "it puts more at risk: "+strings.Join(newlyAtRisk(was.Risk, is.Risk), ", "))
	}
	return strings.Join(why, "; ")
}

func newlyAtRisk(was, is *diag.Risk) []string {
	if was == nil {
		was = &diag.Risk{}
	}
	all := func(r *diag.Risk) []string { return slices.Concat(r.Outcomes, r.Decisions, r.KPIs) }
	if more := less(all(is), all(was)); len(more) > 0 {
		return more
	}
	return []string{"what depends on it weighs more"}
}

// newErrors lists the errors of the new state that the old one does not have.
// The place of an error in its file does not matter, only what it says.
func newErrors(old, new Side) []diag.Finding {
	known := map[string]int{}
	key := func(s Side, f *diag.Finding) string {
		file := ""
		if at := s.Catalog.Source.File(f.At.File); at != nil {
			file = at.Path
		}
		return strings.Join(append([]string{f.Kind.Code, file, f.Message}, f.Subjects...), "\x00")
	}
	for i := range old.Findings {
		if f := &old.Findings[i]; f.Kind.Family == diag.Error {
			known[key(old, f)]++
		}
	}
	var list []diag.Finding
	for i := range new.Findings {
		f := &new.Findings[i]
		if f.Kind.Family != diag.Error {
			continue
		}
		if k := key(new, f); known[k] > 0 {
			known[k]--
			continue
		}
		list = append(list, *f)
	}
	return list
}
