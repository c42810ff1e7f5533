package check

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// Run applies the rules and returns their findings in order: conflicts with
// identity, risk, owners and decider, waived and settled ones marked as such.
// The result does not depend on the order of the rules or on parallelism.
func Run(env Env, rules []*Rule) diag.List {
	labels := IndexLabels(env.Catalog, env.Memo)
	concepts := groupConcepts(env.Catalog, labels)
	results := make([][]draft, len(rules))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, r := range rules {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			p := &Pass{Env: env, Labels: labels, Concepts: concepts, rule: r}
			r.Run(p)
			results[i] = p.found
		}()
	}
	wg.Wait()
	var list diag.List
	for i := range rules {
		list = append(list, env.finishAll(results[i])...)
	}
	list = dropRepeated(list.Sort())
	return settle(env, list, rules)
}

// finishAll finishes findings at the severity that concord.toml sets for their
// kind, leaving out those of a kind that it switches off. Where it sets none, a
// finding keeps its own: the kind's, or what the rule made of it.
func (env Env) finishAll(drafts []draft) diag.List {
	var list diag.List
	for _, d := range drafts {
		severity, set := env.severity(&d)
		if !set {
			severity = d.Severity
		}
		if severity != diag.Off {
			list = append(list, env.finish(d, severity))
		}
	}
	return list
}

// severityOf is the severity that concord.toml sets for a kind of finding
// wherever it stands.
func severityOf(c *model.Catalog, k *diag.Kind) (severity diag.Severity, set bool) {
	return setFor(c.Config.Rules, k)
}

// finish turns a draft into a finding that says whom it concerns and what it
// puts at risk.
func (env Env) finish(d draft, severity diag.Severity) diag.Finding {
	f := d.Finding
	f.Severity = severity
	var identities []string
	for _, e := range d.subjects {
		f.Subjects = append(f.Subjects, e.Key())
		identities = append(identities, Identity(e))
	}
	slices.Sort(f.Subjects)
	f.Subjects = slices.Compact(f.Subjects)
	if f.Kind.Family != diag.Conflict {
		return f
	}
	if d.salt != "" {
		identities = append(identities, "#"+d.salt)
	}
	f.ID = diag.ConflictID(f.Kind.ID, identities)
	concerned := env.entries(f.Subjects)
	if f.Risk == nil {
		f.Risk = env.risk(concerned)
	}
	f.Owners, f.Decider = env.authority(concerned)
	return f
}

// entries are the entries of that full ID.
func (env Env) entries(keys []string) []*model.Entry {
	list := make([]*model.Entry, 0, len(keys))
	for _, key := range keys {
		if e := env.Catalog.ByKey(key); e != nil {
			list = append(list, e)
		}
	}
	return list
}

// Identity is what a conflict remembers an entry by: its kind and the first ID
// it ever had, so that a rename does not make a new conflict.
func Identity(e *model.Entry) string {
	if len(e.Formerly) > 0 {
		return e.Kind.String() + ":" + e.Formerly[0].S
	}
	return e.Key()
}

// risk is what depends on the subjects. A system that takes part beside data is
// left out: everything that it records would count, disputed or not.
func (env Env) risk(subjects []*model.Entry) *diag.Risk {
	aside := slices.ContainsFunc(subjects, func(e *model.Entry) bool { return e.Kind != model.SystemKind })
	nodes := make([]lineage.NodeID, 0, len(subjects))
	for _, e := range subjects {
		if aside && e.Kind == model.SystemKind {
			continue
		}
		nodes = append(nodes, env.Graph.Of(e))
	}
	return env.Graph.Impact(nodes...)
}

// authority lists the owners of the sides and finds who can decide between
// them: the lowest owner in the line above all of them.
func (env Env) authority(subjects []*model.Entry) (owners []string, decider string) {
	var sides []*model.Owner
	for _, e := range subjects {
		o := e.Accountable
		if self, ok := e.Self.(*model.Owner); ok {
			o = self
		}
		if o != nil && !slices.Contains(sides, o) {
			sides = append(sides, o)
		}
	}
	slices.SortFunc(sides, func(a, b *model.Owner) int { return cmp.Compare(a.ID, b.ID) })
	for _, o := range sides {
		owners = append(owners, o.ID)
	}
	if o := Superior(sides, env.Today); o != nil {
		decider = o.ID
	}
	return owners, decider
}

// dropRepeated keeps one finding for each conflict ID, the first in order.
func dropRepeated(list diag.List) diag.List {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(f diag.Finding) bool {
		if f.ID == "" {
			return false
		}
		again := seen[f.ID]
		seen[f.ID] = true
		return again
	})
}
