package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// record is a resolution that was decided, held against the conflicts that were found
// and against the files that are to say what it decided.
type record struct {
	*model.Resolution
	inForce bool
	cases   []ruling
	undone  []step // of all cases
}

// ruling is one conflict that a resolution settles.
type ruling struct {
	*model.Settles
	subjects []*model.Entry // the entries that disagreed, as far as they are known
	found    bool           // the conflict is still found
	undone   []step
}

// step is something that a resolution asks of the files and that they do not
// say yet.
type step struct {
	at    source.Span
	what  string // a clause with the entry in it, "`finance/order-intake` is still approved"
	label string // the same, short, for beside the place
	help  string
}

// records reads the resolutions of a catalog that were decided, given everything that
// the rules have found.
func (env Env) records(found diag.List, rules []*Rule) []record {
	byID := map[string]*diag.Finding{}
	for i := range found {
		if found[i].ID != "" {
			byID[found[i].ID] = &found[i]
		}
	}
	var past map[string][]*model.Entry
	var list []record
	for _, r := range env.Catalog.Resolutions {
		if !decided(r) {
			continue
		}
		rec := record{Resolution: r, inForce: InForce(r, env.Today)}
		for i := range r.Settles {
			c := env.ruling(&r.Settles[i], found, byID)
			if c.ID.S != "" && !c.found {
				if past == nil {
					past = env.pastConflicts(rules)
				}
				c.subjects = past[c.ID.S]
			}
			c.undone = env.undone(r, c)
			rec.cases = append(rec.cases, c)
			rec.undone = append(rec.undone, c.undone...)
		}
		list = append(list, rec)
	}
	return list
}

func (env Env) ruling(s *model.Settles, found diag.List, byID map[string]*diag.Finding) ruling {
	c := ruling{Settles: s}
	if s.ID.S != "" {
		if f := byID[s.ID.S]; f != nil {
			c.found, c.subjects = true, env.entries(f.Subjects)
		}
		return c
	}
	for _, ref := range s.Subjects {
		if ref.To != nil && !slices.Contains(c.subjects, ref.To) {
			c.subjects = append(c.subjects, ref.To)
		}
	}
	c.found = slices.ContainsFunc(found, func(f diag.Finding) bool { return Covers(*s, &f) })
	return c
}

// pastConflicts lists the conflicts that the files say were settled, by the ID
// that they had: entries replaced by another, and terms kept apart. A
// resolution that names its conflict by ID alone stays readable so after it is
// carried out and the conflict is gone.
func (env Env) pastConflicts(rules []*Rule) map[string][]*model.Entry {
	var groups [][]*model.Entry
	replaced := map[*model.Entry][]*model.Entry{}
	for _, e := range env.Catalog.Entries {
		if to := e.ReplacedBy.To; to != nil && !e.Live() {
			groups = append(groups, []*model.Entry{e, to})
			replaced[to] = append(replaced[to], e)
		}
		if t, ok := e.Self.(*model.Term); ok {
			for _, ref := range t.DistinctFrom {
				if ref.To != nil {
					groups = append(groups, []*model.Entry{e, ref.To})
				}
			}
		}
	}
	for _, e := range env.Catalog.Entries {
		if old := replaced[e]; len(old) > 1 {
			groups = append(groups, append([]*model.Entry{e}, old...))
		}
	}
	past := map[string][]*model.Entry{}
	for _, g := range groups {
		identities := make([]string, len(g))
		for i, e := range g {
			identities[i] = Identity(e)
		}
		for _, r := range rules {
			past[diag.ConflictID(r.ID, identities)] = g
		}
	}
	return past
}

// undone lists what a resolution asks of the files for one of its conflicts and
// what they do not say.
func (env Env) undone(r *model.Resolution, c ruling) []step {
	switch r.Outcome.S {
	case "canonical":
		return env.unlikeCanonical(r, c)
	case "merge":
		return env.unmerged(r, c)
	case "distinct":
		return env.confusable(c)
	case "accept":
		return nil
	}
	return []step{{r.At, "`" + r.ID + "` does not say how it settles the conflict", "no outcome",
		"write `outcome: canonical`, `merge`, `distinct` or `accept` in " + env.file(&r.Entry)}}
}

// unlikeCanonical asks that every other definition is deprecated and leads to
// the canonical one.
func (env Env) unlikeCanonical(r *model.Resolution, c ruling) []step {
	agreed := r.Canonical.To
	if agreed == nil {
		return []step{{r.Outcome.At, "it does not say which definition is canonical", "canonical without a name",
			"name the definition that holds under `canonical` in " + env.file(&r.Entry)}}
	}
	var steps []step
	if !agreed.Live() {
		steps = append(steps, step{statusAt(agreed), fmt.Sprintf("`%s` is %s", agreed.ID, agreed.Status), "canonical, and " + agreed.Status.String(),
			"name a definition that is still in use under `canonical` in " + env.file(&r.Entry)})
	}
	for _, e := range c.subjects {
		switch {
		case e == agreed || e.Kind != agreed.Kind:
		case e.Live() && (c.found || !env.defersTo(e, agreed)):
			steps = append(steps, env.retire(e, agreed))
		case !e.Live() && !leadsTo(e, agreed):
			steps = append(steps, step{statusAt(e), fmt.Sprintf("`%s` does not lead to it", e.ID), "leads elsewhere",
				fmt.Sprintf("write `replaced_by: %s` in %s", agreed.ID, env.file(e))})
		}
	}
	return orStillFound(steps, c)
}

// unmerged asks that of the definitions that were to become one, one is left.
func (env Env) unmerged(r *model.Resolution, c ruling) []step {
	var live []*model.Entry
	for _, e := range c.subjects {
		if e.Live() && e.Kind != model.OwnerKind {
			live = append(live, e)
		}
	}
	keep := r.Canonical.To
	if keep == nil && len(live) > 0 {
		keep = live[0]
	}
	var steps []step
	for _, e := range live {
		if e != keep && e.Kind == keep.Kind {
			steps = append(steps, env.retire(e, keep))
		}
	}
	return orStillFound(steps, c)
}

// confusable asks that terms kept apart say so of each other and carry labels
// that tell them apart.
func (env Env) confusable(c ruling) []step {
	fold := NewFolder(env.Catalog.Config.Language())
	var steps []step
	for i, a := range c.subjects {
		for _, b := range c.subjects[i+1:] {
			if !a.Live() || !b.Live() || a.Kind != b.Kind || c.neverConfused(fold, a, b) {
				continue
			}
			for _, pair := range [][2]*model.Entry{{a, b}, {b, a}} {
				if pair[0].Kind == model.TermKind && !saysDistinct(pair[0], pair[1]) {
					steps = append(steps, step{pair[0].At, fmt.Sprintf("`%s` does not say that it is distinct from `%s`", pair[0].ID, pair[1].ID),
						"not said to be distinct", fmt.Sprintf("write `distinct_from: [%s]` in %s", pair[1].ID, env.file(pair[0]))})
				}
			}
			if label := sharedLabel(fold, a, b); label.S != "" {
				steps = append(steps, step{label.At, fmt.Sprintf("both are still called `%s`", label.S), "the label of both",
					fmt.Sprintf("qualify the label in %s, as in `%s`", env.file(b), qualified(b, label.S))})
			}
		}
	}
	return steps
}

// orStillFound adds a step when everything known is done and the conflict is
// found all the same.
func orStillFound(steps []step, c ruling) []step {
	if len(steps) > 0 || !c.found {
		return steps
	}
	return []step{{c.At, "the conflict is still found", "still found", "put right what the conflict itself says"}}
}

func (env Env) retire(e, agreed *model.Entry) step {
	return step{statusAt(e), fmt.Sprintf("`%s` is still %s", e.ID, inUse(e)), "still " + inUse(e),
		fmt.Sprintf("write `status: deprecated` and `replaced_by: %s` in %s", agreed.ID, env.file(e))}
}

// inUse says how an entry is in use: by its status, where it names one.
func inUse(e *model.Entry) string {
	if e.StatusText.S == "" {
		return "in use"
	}
	return e.Status.String()
}

func statusAt(e *model.Entry) source.Span {
	if e.StatusText.S != "" {
		return e.StatusText.At
	}
	return e.At
}

// leadsTo reports whether following replaced_by from e arrives at the target.
func leadsTo(e, target *model.Entry) bool {
	for range 32 {
		if e = e.ReplacedBy.To; e == nil || e == target {
			break
		}
	}
	return e == target
}

// defersTo reports whether a definition says nothing of its own: its formula is
// the canonical one's, or that one's name.
func (env Env) defersTo(e, agreed *model.Entry) bool {
	p, q := env.Formulas.Of(e), env.Formulas.Of(agreed)
	if p == nil {
		return false
	}
	named := len(p.Uses) == 1 && p.Uses[0].Entry == agreed && len(p.Root.Args) == 0
	return named || q != nil && strings.Join(strings.Fields(p.Text), " ") == strings.Join(strings.Fields(q.Text), " ")
}

// sharedLabel is the label of b that a carries too, or none.
func sharedLabel(fold Folder, a, b *model.Entry) model.Text {
	for _, y := range b.Labels() {
		for _, x := range a.Labels() {
			if x.Use != model.DeprecatedLabel && y.Use != model.DeprecatedLabel && fold.Label(x.S) == fold.Label(y.S) {
				return y.Text
			}
		}
	}
	return model.Text{}
}

// neverConfused reports whether a resolution keeps apart as homonyms what
// nothing joins: no word of the labels, and neither entry says that it is
// distinct from the other.
func (c *ruling) neverConfused(fold Folder, a, b *model.Entry) bool {
	if c.found || c.Rule.S != "homonym" && c.Rule.S != "CON101" || KeptApart(a, b) {
		return false
	}
	for _, x := range a.Labels() {
		for _, y := range b.Labels() {
			words := fold.Words(y.S)
			if slices.ContainsFunc(fold.Words(x.S), func(w string) bool { return slices.Contains(words, w) }) {
				return false
			}
		}
	}
	return true
}

func qualified(e *model.Entry, label string) string {
	if e.InDomain == nil {
		return label + " (…)"
	}
	return label + " (" + e.InDomain.Title() + ")"
}

// file is the path of the file that declares an entry.
func (env Env) file(e *model.Entry) string { return env.Catalog.Source.Place(e.At).Path }
