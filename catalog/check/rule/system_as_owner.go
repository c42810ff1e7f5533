package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// A business entry is owned by "the system" in one of two ways. Its accountable
// owner is of type system. Or it is a data object, or the term that one
// records, whose accountable owner is the technical owner of the system of
// record: keeping a system running is not answering for what is in it. Where
// that team's own function is what the data is about, as with the servers in
// IT's own inventory, it is the business function and all is well.
var systemAsOwner = check.Rule{
	Kind: diag.Kind{
		Code: "CON213", ID: "system-as-owner", Title: "the system as owner",
		Family: diag.Conflict, Category: "authority", Severity: diag.Major,
		Why:    "Those who run a system can say what is stored, not what it should mean. Questions of meaning end with them all the same, and are answered by what the software happens to do.",
		Settle: "Name the business function that answers for the data under `owner`; the technical owner stays with the system.",
	},
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			if e.Accountable != nil && e.Accountable.Type.S == "system" && answeredFor(e.Kind) && e.Live() {
				f := p.At(e.AccountableRef.At, the(e)+" is owned by "+e.Accountable.Title()+", which is a system").
					WithPlace(e.Accountable.Type.At, "a system cannot answer for anything").WithLabel("accountable")
				p.Report(concerning(f.WithHelp("name the business function that answers for it under `owner` in "+file(p, e)), &e.Accountable.Entry), e)
			}
		}
		reported := map[*model.Entry]bool{}
		for _, o := range p.Catalog.Objects {
			for _, ref := range o.SystemOfRecord {
				if ref.To == nil || !o.Live() {
					continue
				}
				if s, ok := ref.To.Self.(*model.System); ok {
					byTechnicalOwner(p, &o.Entry, o, s, reported)
					byTechnicalOwner(p, o.Term.To, o, s, reported)
				}
			}
		}
	},
}

func byTechnicalOwner(p *check.Pass, e *model.Entry, o *model.Object, s *model.System, reported map[*model.Entry]bool) {
	if e == nil || e.Accountable == nil || !e.Live() || reported[e] || e.Accountable.Type.S == "system" ||
		s.TechnicalOwner.To != &e.Accountable.Entry || ownMatter(e, o, s) {
		return
	}
	reported[e] = true
	at := source.Span{}
	if e.AccountableRef != nil {
		at = e.AccountableRef.At
	}
	f := p.At(orHead(at, e), the(e)+" is owned by "+e.Accountable.Title()+", which keeps "+s.Title()+" running").
		WithLabel("accountable").WithPlace(s.TechnicalOwner.At, "technical owner of the system of record").
		WithHelp("name the business function that answers for it under `owner` in " + file(p, e))
	if d := e.InDomain; d != nil && d.Accountable != nil && d.Accountable != e.Accountable {
		f = concerning(f, &d.Entry) // so that it is not the technical owner alone who decides
		f = f.WithHelp("or leave `owner` out: " + d.Accountable.Title() + " answers for " + d.Title())
	}
	p.Report(concerning(f, &e.Accountable.Entry), e)
}

// ownMatter reports whether the technical owner is the business function too:
// of a term, because it is of that team's domain; of an object, because its
// term is, and the team answers for the system as well.
func ownMatter(e *model.Entry, o *model.Object, s *model.System) bool {
	about := e
	if o.Term.To != nil {
		about = o.Term.To
	}
	own := about.InDomain != nil && about.InDomain == e.Accountable.InDomain
	return own && (e.Kind == model.TermKind || s.Accountable == e.Accountable)
}
