package measure

import (
	"cmp"
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// Velocity is how fast the organisation settles what it disagrees on: the days
// from the commit in which a conflict appears to the one in which it is gone or
// settled.
type Velocity struct {
	Known  bool    `json:"known"`  // there is history to tell from
	Median int     `json:"median"` // days; of Ended
	P90    int     `json:"p90"`    // nine of ten were settled within so many days
	Ended  []Spell `json:"ended"`  // longest first
	Open   []Spell `json:"open"`   // oldest first
}

// Spell is one conflict and how long it was, or has been, open.
type Spell struct {
	Life
	Days int `json:"days"`
}

func velocity(in Input) Velocity {
	v := Velocity{Known: in.Lives != nil}
	for _, l := range in.Lives {
		if l.To.IsZero() {
			v.Open = append(v.Open, Spell{l, daysBetween(l.From, in.Today)})
		} else {
			v.Ended = append(v.Ended, Spell{l, daysBetween(l.From, l.To)})
		}
	}
	for _, list := range [][]Spell{v.Ended, v.Open} {
		slices.SortStableFunc(list, func(a, b Spell) int {
			return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.ID, b.ID), cmp.Compare(a.From.Day, b.From.Day))
		})
	}
	v.Median, v.P90 = quantile(v.Ended, 50), quantile(v.Ended, 90)
	return v
}

func daysBetween(from, to model.Date) int { return max(0, from.DaysUntil(to)) }

// quantile is the smallest number of days that so many percent of the spells
// do not pass (nearest rank). The list is sorted, longest first.
func quantile(longestFirst []Spell, percent int) int {
	n := len(longestFirst)
	if n == 0 {
		return 0
	}
	rank := (percent*n + 99) / 100
	return longestFirst[n-max(1, rank)].Days
}
