package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

var lineageCycle = check.Rule{
	Kind: diag.Kind{
		Code: "CON281", ID: "lineage-cycle", Title: "lineage that leads back to itself",
		Family: diag.Conflict, Category: "structure", Severity: diag.Major,
		Why:    "A figure that is computed from itself has no value, and nobody can say what it stands on.",
		Settle: "Find the reference that should read what was known before, and define it from data objects.",
	},
	Run: func(p *check.Pass) {
		for _, c := range p.Graph.Cycles() {
			if !ofOutcomes(c) { // a matter of hierarchy
				p.Report(circular(p, c), entriesOn(p, c)...)
			}
		}
	},
}

func ofOutcomes(c lineage.Path) bool {
	return !slices.ContainsFunc(c, func(e lineage.Edge) bool { return e.Kind != lineage.PartOf })
}

// entriesOn lists the entries on a path, each once; an object stands for its
// fields.
func entriesOn(p *check.Pass, path lineage.Path) []*model.Entry {
	var list []*model.Entry
	for _, e := range path {
		if n := p.Graph.Node(e.From).Entry; !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

func circular(p *check.Pass, c lineage.Path) diag.Finding {
	members := entriesOn(p, c)
	message := ids(members) + " depends on itself"
	if len(members) > 1 {
		message = ids(members) + " each depend on the one before, in a circle"
	}
	at := func(e lineage.Edge) string {
		return "`" + p.Graph.Node(e.From).Entry.ID + "` " + e.Kind.String() + " `" + p.Graph.Node(e.To).Entry.ID + "`"
	}
	f := p.At(c[0].At, message).WithLabel(at(c[0]))
	for _, e := range c[1:] {
		if e.Kind != lineage.Contains {
			f = f.WithPlace(e.At, at(e))
		}
	}
	return f.WithHelp("break the circle in " + file(p, members[0]) + ", where it should read data objects or what was known before")
}
