package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// A business entry is owned by "the system" in one of three ways. Its
// accountable owner is a system, or of type system. It is a data object, or the
// term that one records, whose accountable owner is the technical owner of the
// system of record: keeping a system running is not answering for what is in
// it. Or it is another definition, a KPI, a decision or an outcome that names
// the technical owner of some system, who owns no domain. Where that team's own
// function is what the entry is about, as with the servers in IT's own
// inventory, it is the business function and all is well.
var systemAsOwner = check.Rule{
	Kind: diag.Kind{
		Code: "CON213", ID: "system-as-owner", Title: "the system as owner",
		Family: diag.Conflict, Category: "authority", Severity: diag.Major,
		Why:    "Those who run a system can say what is stored, not what it should mean. Questions of meaning end with them all the same, and are answered by what the software happens to do.",
		Settle: "Name the business function that answers for the data under `owner`; the technical owner stays with the system.",
	},
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			if !e.Live() || e.AccountableRef == nil {
				continue
			}
			switch owner := e.AccountableRef.To; {
			case owner.Kind == model.SystemKind && e.AccountableRef == &e.Owner:
				bySystem(p, e, owner, owner.At)
			case e.Accountable != nil && e.Accountable.Type.S == "system" && answeredFor(e.Kind):
				bySystem(p, e, owner, e.Accountable.Type.At)
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
		for _, e := range p.Catalog.Entries {
			if s := keptRunningBy(p, e); s != nil && !reported[e] {
				p.Report(technicalOwner(p, e, s, "technical owner of "+s.Title()), e)
			}
		}
	},
}

// bySystem reports an entry whose owner is a system, and where that is said.
func bySystem(p *check.Pass, e, system *model.Entry, at source.Span) {
	f := p.At(e.AccountableRef.At, the(e)+" is owned by "+system.Title()+", which is a system").
		WithPlace(at, "a system cannot answer for anything").WithLabel("accountable")
	p.Report(concerning(f.WithHelp("name the business function that answers for it under `owner` in "+file(p, e)), system), e)
}

// keptRunningBy is the system that the owner of a definition, a KPI, a decision
// or an outcome keeps running, where that is all the owner is known for: not
// the owner of a domain, and of another domain than the entry.
func keptRunningBy(p *check.Pass, e *model.Entry) *model.System {
	switch e.Kind {
	case model.TermKind, model.KPIKind, model.DecisionKind, model.OutcomeKind:
	default:
		return nil
	}
	if !e.Live() || e.Accountable == nil || e.Owner.To != &e.Accountable.Entry || e.InDomain == nil || e.InDomain == e.Accountable.InDomain {
		return nil
	}
	if slices.ContainsFunc(p.Catalog.Domains, func(d *model.Domain) bool { return d.Owner.To == e.Owner.To }) {
		return nil
	}
	for _, s := range p.Catalog.Systems {
		if s.TechnicalOwner.To == e.Owner.To && s.Live() && s.Accountable != e.Accountable {
			return s
		}
	}
	return nil
}

func byTechnicalOwner(p *check.Pass, e *model.Entry, o *model.Object, s *model.System, reported map[*model.Entry]bool) {
	if e == nil || e.Accountable == nil || !e.Live() || reported[e] || e.Accountable.Type.S == "system" ||
		s.TechnicalOwner.To != &e.Accountable.Entry || ownMatter(e, o, s) {
		return
	}
	reported[e] = true
	p.Report(technicalOwner(p, e, s, "technical owner of the system of record"), e)
}

func technicalOwner(p *check.Pass, e *model.Entry, s *model.System, role string) diag.Finding {
	at := source.Span{}
	if e.AccountableRef != nil {
		at = e.AccountableRef.At
	}
	f := p.At(orHead(at, e), the(e)+" is owned by "+e.Accountable.Title()+", which keeps "+s.Title()+" running").
		WithLabel("accountable").WithPlace(s.TechnicalOwner.At, role).
		WithHelp("name the business function that answers for it under `owner` in " + file(p, e))
	if d := e.InDomain; d != nil && d.Accountable != nil && d.Accountable != e.Accountable {
		f = concerning(f, &d.Entry) // so that it is not the technical owner alone who decides
		f = f.WithHelp("or leave `owner` out: " + d.Accountable.Title() + " answers for " + d.Title())
	}
	return concerning(f, &e.Accountable.Entry)
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
