package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var noAccountableOwner = check.Rule{
	Kind: diag.Kind{
		Code: "CON211", ID: "no-accountable-owner", Title: "nobody is accountable",
		Family: diag.Conflict, Category: "authority", Severity: diag.Major,
		Why:    "A definition that nobody answers for is changed by whoever needs it next, and no question about it reaches anyone.",
		Settle: "Name one person or team under `owner`, or an `owner` for the domain, which its entries inherit.",
		Source: "ISO/IEC 27001:2022, Annex A 5.9",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			if !answeredFor(e.Kind) || !e.Live() || e.AccountableRef != nil || e.Owner.Text != "" {
				continue
			}
			f := p.At(e.At, "nobody is accountable for "+the(e)).
				WithHelp("name one person or team under `owner` in " + file(p, e))
			if sketched(e) {
				f.Severity = diag.Minor
			}
			if d := e.InDomain; d != nil {
				f = f.WithPlace(d.At, d.Title()+" has no owner to inherit").
					WithHelp("or name the owner of " + d.Title() + " in " + file(p, &d.Entry) + ", for all its entries")
			}
			p.Report(f, e)
		}
	},
}

// answeredFor reports whether somebody has to be accountable for entries of a
// kind. A domain without an owner shows in those that would inherit from it.
func answeredFor(k model.Kind) bool {
	switch k {
	case model.TermKind, model.SystemKind, model.ObjectKind, model.KPIKind, model.DecisionKind,
		model.OutcomeKind, model.IntegrationKind, model.ReportKind:
		return true
	}
	return false
}
