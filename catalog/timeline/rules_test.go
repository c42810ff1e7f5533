package timeline_test

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// rules are three small ones: of labels, of days, and of history.
func rules() []*check.Rule {
	return []*check.Rule{&homonym, &late, &stale}
}

var homonym = check.Rule{
	Kind: diag.Kind{Code: "CON901", ID: "test-homonym", Title: "one label, two meanings", Family: diag.Conflict, Severity: diag.Major},
	Run: func(p *check.Pass) {
		for _, g := range p.Labels.Groups() {
			var subjects []*model.Entry
			for _, l := range g {
				subjects = append(subjects, l.Entry)
			}
			p.Report(p.At(subjects[0].At, "one label"), subjects...)
		}
	},
}

var late = check.Rule{
	Kind: diag.Kind{Code: "CON902", ID: "test-late", Title: "late", Family: diag.Conflict, Severity: diag.Minor},
	Run: func(p *check.Pass) {
		for _, t := range p.Catalog.Terms {
			if t.Since.Before(p.Today) {
				p.Report(p.At(t.Since.At, "late"), &t.Entry)
			}
		}
	},
}

var stale = check.Rule{
	Kind: diag.Kind{Code: "CON903", ID: "test-stale", Title: "changed after it was agreed", Family: diag.Conflict, Severity: diag.Major},
	Run: func(p *check.Pass) {
		for _, i := range p.Catalog.Integrations {
			for _, m := range i.Moves {
				if i.Agreement != nil && m.To != nil && len(p.History.Of(m.To.Key()).Since(i.Agreement.On)) > 0 {
					p.Report(p.At(i.At, "stale"), &i.Entry, m.To)
				}
			}
		}
	},
}
