package timeline

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
)

// state is what of one revision matters here. It is what the cache keeps.
type state struct {
	Conflicts []seen // by ID
	Decisions []decision
	Standing  measure.Standing
}

// seen is a conflict as one revision has it.
type seen struct {
	ID, Rule, Title string
	Severity        diag.Severity
	Subjects        []string   `json:",omitempty"`
	Domains         []string   `json:",omitempty"`
	Risk            *diag.Risk `json:",omitempty"`
	How             string     `json:",omitempty"` // how it is settled, "" while it is open
	By              string     `json:",omitempty"` // what settles it
}

// decision is a resolution in force, and one conflict that it settles: an ID, or
// a rule and subjects.
type decision struct {
	By, How, ID, Rule string
	Subjects          []string `json:",omitempty"`
}

// settles reports whether the decision is about a conflict.
func (d *decision) settles(id, rule string, subjects []string) bool {
	if d.ID != "" {
		return d.ID == id
	}
	return d.Rule == rule && len(d.Subjects) > 0 &&
		!slices.ContainsFunc(d.Subjects, func(s string) bool { return !slices.Contains(subjects, s) })
}

// find returns a conflict of the state by its ID, or nil.
func (s *state) find(id string) *seen {
	i, found := slices.BinarySearchFunc(s.Conflicts, id, func(c seen, id string) int { return cmp.Compare(c.ID, id) })
	if !found {
		return nil
	}
	return &s.Conflicts[i]
}

// units lists what each file declares at a revision, in name order.
func (p *Past) units(rev int) []decode.Unit {
	units := make([]decode.Unit, 0, len(p.files))
	for i := range p.files {
		if s := p.files[i].at(rev); s != nil {
			units = append(units, *s.unit)
		}
	}
	return units
}

// compile finds the conflicts of a revision, as they were on its day.
func (p *Past) compile(rev int, rules []*check.Rule, memo *check.Memo) state {
	tree, _ := decode.Merge(p.set, p.units(rev), nil)
	c, unresolved := resolve.Resolve(p.set, tree)
	formulas, broken := formula.Analyse(c)
	graph := lineage.Build(c, formulas)
	today := p.revision(rev).Date
	answers, _ := scenario.Run(c, formulas, today)
	env := check.Env{Catalog: c, Formulas: formulas, Graph: graph, Answers: answers, History: p.story.at(rev, p.hashes()), Today: today, Memo: memo,
		Unsound: check.Unsound(c, unresolved, broken)}
	return stateOf(env, check.Run(env, needed(c, rules)), rules)
}

// needed leaves out the rules that cannot have to do with conflicts: those that
// give advice, unless a waiver names them, for a waiver past its end is a
// conflict.
func needed(c *model.Catalog, rules []*check.Rule) []*check.Rule {
	waived := map[string]bool{}
	for _, e := range c.Entries {
		for i := range e.Allow {
			waived[e.Allow[i].Rule.S] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(rules), func(r *check.Rule) bool {
		return r.Family != diag.Conflict && !waived[r.ID] && !waived[r.Code]
	})
}

// stateOf keeps of a catalog and its findings what a timeline needs.
func stateOf(env check.Env, list diag.List, rules []*check.Rule) state {
	c := env.Catalog
	s := state{Decisions: decisions(c, rules, env.Today),
		Standing: measure.Stand(measure.Input{Catalog: c, Graph: env.Graph, History: env.History, Today: env.Today})}
	for i := range list {
		f := &list[i]
		if f.Kind.Family != diag.Conflict || f.ID == "" {
			continue
		}
		n := seen{ID: f.ID, Rule: f.Kind.ID, Title: f.Kind.Title, Severity: f.Severity, Subjects: f.Subjects, Domains: domains(c, f.Subjects), Risk: f.Risk}
		if f.Settled != nil {
			n.How, n.By = f.Settled.How, f.Settled.By
		}
		s.Conflicts = append(s.Conflicts, n)
	}
	slices.SortStableFunc(s.Conflicts, func(a, b seen) int { return cmp.Compare(a.ID, b.ID) })
	s.Conflicts = slices.CompactFunc(s.Conflicts, func(a, b seen) bool { return a.ID == b.ID })
	return s
}

// decisions lists what the resolutions in force settle.
func decisions(c *model.Catalog, rules []*check.Rule, today model.Date) []decision {
	ids := map[string]string{}
	for _, r := range rules {
		ids[r.Code] = r.ID
	}
	var list []decision
	for _, r := range c.Resolutions {
		if !check.InForce(r, today) {
			continue
		}
		for _, what := range r.Settles {
			d := decision{By: r.Key(), How: r.Outcome.S, ID: what.ID.S, Rule: cmp.Or(ids[what.Rule.S], what.Rule.S)}
			for _, ref := range what.Subjects {
				if ref.To != nil {
					d.Subjects = append(d.Subjects, ref.To.Key())
				}
			}
			if d.How != "" {
				list = append(list, d)
			}
		}
	}
	return list
}

// domains lists the domains that entries belong to.
func domains(c *model.Catalog, keys []string) []string {
	var list []string
	for _, key := range keys {
		if e := c.ByKey(key); e != nil && e.InDomain != nil {
			list = append(list, e.InDomain.Key())
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// key names everything that the conflicts of a revision depend on: the folder's
// tree, the entries that had to be taken from earlier ones, the day, what
// history can tell, and the rules. The commit itself plays no part, so that a
// rebase changes nothing.
func (p *Past) key(rev int, salt string) [32]byte {
	r := p.revision(rev)
	digest := p.story.digests[rev]
	text := fmt.Appendf(nil, "%s\x00%s\x00%d\x00%x", salt, r.Tree, r.Date.Day, digest)
	for i := range p.files {
		if s := p.files[i].at(rev); s != nil && s.carried != "" {
			text = fmt.Appendf(text, "\x00%s\x00%s", p.files[i].path, s.carried)
		}
	}
	return sha256.Sum256(text)
}

// salt is what the answers of rules depend on beside the content.
func salt(version string, rules []*check.Rule) string {
	text := []byte(version)
	for _, r := range rules {
		text = fmt.Appendf(text, "\x00%s %s %d %d", r.Code, r.ID, r.Family, r.Severity)
	}
	sum := sha256.Sum256(text)
	return fmt.Sprintf("%x", sum[:])
}
