package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// Keys are not counted: they have to move with whatever moves.
var everythingAtOnce = check.Rule{
	Kind: diag.Kind{
		Code: "CON230", ID: "everything-at-once", Title: "integration that moves everything at once",
		Family: diag.Conflict, Category: "alignment", Severity: diag.Minor,
		Why:    "An integration that moves all there is takes long, breaks at fields that nobody needs, and delivers late the few that matter.",
		Settle: "Move first the fields that reach an outcome, named as `object.field`, and the others when something needs them. The thresholds `everything_fields` and `everything_share` in concord.toml say what is too many and too few.",
	},
	Run: func(p *check.Pass) {
		most, share := p.Threshold("everything_fields", 8), p.Threshold("everything_share", 0.25)
		for _, i := range p.Catalog.Integrations {
			if !asserted(&i.Entry) {
				continue
			}
			all, useful := freight(p, i)
			if float64(all) < most || float64(len(useful)) > share*float64(all) {
				continue
			}
			f := p.At(i.Moves[0].At, fmt.Sprintf("`%s` moves %d fields, and %s an outcome", i.ID, all, reach(len(useful)))).
				WithLabel("moved here").
				WithHelp("move first what reaches an outcome, and name it as `object.field` under `moves` in " + file(p, &i.Entry))
			if len(useful) > 0 {
				f = f.WithNote("what reaches an outcome: " + fieldNames(useful))
			}
			f.Risk = cargoRisk(p, i)
			p.Report(f, &i.Entry)
		}
	},
}

func reach(n int) string {
	switch n {
	case 0:
		return "none of them reaches"
	case 1:
		return "one of them reaches"
	}
	return fmt.Sprintf("%d of them reach", n)
}

// freight counts the fields that an integration moves, keys left out, and lists
// those that reach an outcome.
func freight(p *check.Pass, i *model.Integration) (all int, useful []*model.ObjectField) {
	seen := map[*model.ObjectField]bool{}
	for _, r := range i.Moves {
		o, ok := objectOf(r)
		if !ok {
			continue
		}
		whole := reachesWhole(p, o)
		for n := range o.Fields {
			f := &o.Fields[n]
			if r.Field != "" && r.Field != f.Name.S || o.IsKey(f) || seen[f] {
				continue
			}
			seen[f] = true
			all++
			if whole || p.Graph.ReachesOutcome(p.Graph.OfField(f)) {
				useful = append(useful, f)
			}
		}
	}
	return all, useful
}

// reachesWhole reports whether an outcome depends on the object as a whole, so
// that any of its fields may be what it needs.
func reachesWhole(p *check.Pass, o *model.Object) bool {
	for _, e := range p.Graph.Out(p.Graph.Of(&o.Entry)) {
		if (e.Kind == lineage.Inputs || e.Kind == lineage.Used || e.Kind == lineage.Derives) && p.Graph.ReachesOutcome(e.To) {
			return true
		}
	}
	return false
}
