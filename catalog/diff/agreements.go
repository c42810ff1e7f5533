package diff

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/model"
)

// Agreement is the agreement of an integration that covers something whose
// meaning changed, and that nobody has signed again.
type Agreement struct {
	Integration *model.Integration // in the new state
	Changes     []Stale
}

// Stale is a change that an agreement does not know.
type Stale struct {
	Entry *model.Entry
	Parts []string // the fields that changed; none where the entry went
}

// agreements lists those that become stale. What counts as a change is what the
// rule about stale agreements counts when it looks at history.
func (c *comparer) agreements(entries []Entry) []Agreement {
	var list []Agreement
	for _, i := range c.new.Catalog.Integrations {
		was := c.match.was[&i.Entry]
		if was == nil || i.Agreement == nil || i.Agreement.On.IsZero() || !i.Live() {
			continue
		}
		before := was.Self.(*model.Integration)
		if before.Agreement == nil || before.Agreement.On != withPlace(i.Agreement.On, before.Agreement.On) {
			continue // signed anew
		}
		if stale := unknownTo(rule.Covered(c.old.Graph, before), entries); len(stale) > 0 {
			list = append(list, Agreement{i, stale})
		}
	}
	return list
}

// withPlace is a day written in another place, so that only the days compare.
func withPlace(d, other model.Date) model.Date {
	d.At = other.At
	return d
}

// unknownTo lists the changes of what is covered.
func unknownTo(covered []rule.Coverage, entries []Entry) []Stale {
	var list []Stale
	for i := range entries {
		e := &entries[i]
		at := slices.IndexFunc(covered, func(c rule.Coverage) bool { return c.Entry == e.Was })
		if at < 0 {
			continue
		}
		if e.How == Removed {
			list = append(list, Stale{Entry: e.Was})
			continue
		}
		var parts []string
		for _, p := range e.Parts {
			if p.Class == Meaning && isCovered(p.Field, covered[at].Fields) {
				parts = append(parts, p.Field)
			}
		}
		if len(parts) > 0 {
			list = append(list, Stale{e.Is, parts})
		}
	}
	return list
}

// isCovered reports whether a change of a field of an entry touches what moves.
func isCovered(field string, moved []string) bool {
	top, rest, _ := strings.Cut(field, ".")
	switch top {
	case "definition", "description", "formula", "unit", "grain", "window", "calendar", "values":
		return true
	case "fields":
		name, _, _ := strings.Cut(rest, ".")
		return moved == nil || slices.Contains(moved, name)
	}
	return false
}
