package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

var unagreedCrossing = check.Rule{
	Kind: diag.Kind{
		Code: "CON214", ID: "unagreed-crossing", Title: "data that crosses to another function without agreement",
		Family: diag.Conflict, Category: "authority", Severity: diag.Major,
		Why:    "The function that sends the data changes it as it sees fit, and the function that receives it finds out from its customers.",
		Settle: "Have the owners of both sides agree on what moves and what it means, and write it under `agreement` with `by` and `on`.",
		Source: "ISO/IEC 27001:2022, Annex A 5.14",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, i := range p.Catalog.Integrations {
			if !asserted(&i.Entry) {
				continue
			}
			if c := crossingOf(i); len(c.takers) > 0 {
				if silent := c.unspoken(i.Agreement); len(silent) > 0 {
					reportCrossing(p, i, c, silent)
				}
			}
		}
	},
}

// crossing is the part of an integration that goes from one function to
// another.
type crossing struct {
	givers []*model.Entry // the system that sends, and objects of its own or other functions
	takers []*model.Entry // the systems that receive and belong to another function
}

// crossingOf holds each system that receives against the system that sends and
// the objects that move. Between two of them there is a crossing when they
// belong to different functions, neither part of the other, and different
// owners answer for them.
func crossingOf(i *model.Integration) crossing {
	var c crossing
	sources := append(targets([]model.Ref{i.From}), targets(i.Moves)...)
	for _, to := range targets(i.To) {
		crosses := false
		for _, from := range sources {
			if !apart(from, to) {
				continue
			}
			crosses = true
			if !slices.Contains(c.givers, from) {
				c.givers = append(c.givers, from)
			}
		}
		if crosses {
			c.takers = append(c.takers, to)
		}
	}
	return c
}

// apart reports whether two entries are of different functions and answered for
// by different owners. Nothing is said of entries of no known function.
func apart(a, b *model.Entry) bool {
	x, y := functionOf(a), functionOf(b)
	return x != nil && y != nil && !partOf(x, y) && !partOf(y, x) && (a.Accountable == nil || a.Accountable != b.Accountable)
}

// functionOf is the domain of an entry, or for want of one its owner's.
func functionOf(e *model.Entry) *model.Domain {
	if e.InDomain == nil && e.Accountable != nil {
		return e.Accountable.InDomain
	}
	return e.InDomain
}

// unspoken lists the entries whose side nobody who signed can speak for: a
// taker of a function that did not sign, or all givers when none of theirs did.
func (c crossing) unspoken(a *model.Agreement) []*model.Entry {
	var by []model.Ref
	if a != nil {
		by = a.By
	}
	signed := func(e *model.Entry) bool {
		return slices.ContainsFunc(by, func(who model.Ref) bool { return speaksFor(who, e) })
	}
	var silent []*model.Entry
	if !slices.ContainsFunc(c.givers, signed) {
		silent = append(silent, c.givers...)
	}
	for _, e := range c.takers {
		if !signed(e) {
			silent = append(silent, e)
		}
	}
	return silent
}

// speaksFor reports whether an owner may agree on behalf of an entry: as its
// accountable owner, as one above or in place of that owner, or as somebody of
// the same function.
func speaksFor(who model.Ref, e *model.Entry) bool {
	if e.Accountable != nil && check.SpeaksFor(who, e.Accountable) || who.To == nil {
		return true
	}
	o, ok := who.To.Self.(*model.Owner)
	f := functionOf(e)
	return ok && f != nil && o.InDomain != nil && (partOf(o.InDomain, f) || partOf(f, o.InDomain))
}

func reportCrossing(p *check.Pass, i *model.Integration, c crossing, silent []*model.Entry) {
	at, message := i.At, "no agreement covers `"+i.ID+"`, which takes "+cargo(i)+" from "+functions(c.givers)+" to "+functions(c.takers)
	if i.Agreement != nil {
		at, message = i.Agreement.At, "the agreement on `"+i.ID+"` names nobody who speaks for "+functions(silent)
	}
	f := p.At(at, message)
	subjects := append([]*model.Entry{&i.Entry}, c.takers...)
	if i.From.To != nil {
		f = f.WithPlace(i.From.At, "sent by "+side(i.From.To))
		subjects = append(subjects, i.From.To)
	}
	for _, to := range i.To {
		if slices.Contains(c.takers, to.To) {
			f = f.WithPlace(to.At, "received by "+side(to.To))
		}
	}
	f = concerning(f, c.givers...)
	f.Risk = cargoRisk(p, i)
	signers := owners(append(slices.Clone(c.givers[:1]), c.takers...))
	if i.Agreement != nil {
		signers = owners(silent)
	}
	if signers == "" {
		signers = "an owner from each side"
	}
	f = f.WithHelp("have " + signers + " agree, and write who and when under `agreement`, with `by` and `on`, in " + file(p, &i.Entry))
	p.Report(f, subjects...)
}

// cargo says what an integration moves.
func cargo(i *model.Integration) string {
	if objects := targets(i.Moves); len(objects) > 0 {
		return ids(objects)
	}
	return "data"
}

func cargoRisk(p *check.Pass, i *model.Integration) *diag.Risk {
	var nodes []lineage.NodeID
	for _, r := range i.Moves {
		nodes = append(nodes, moved(p, r))
	}
	return p.Graph.Impact(nodes...)
}

// moved is the node of what a reference to an object or one of its fields names.
func moved(p *check.Pass, r model.Ref) lineage.NodeID {
	if r.To == nil {
		return lineage.None
	}
	if o, ok := r.To.Self.(*model.Object); ok && r.Field != "" {
		if f, _ := o.Field(r.Field); f != nil {
			return p.Graph.OfField(f)
		}
	}
	return p.Graph.Of(r.To)
}

func functions(entries []*model.Entry) string {
	var names []string
	for _, e := range entries {
		if d := functionOf(e); d != nil && !slices.Contains(names, d.Title()) {
			names = append(names, d.Title())
		}
	}
	return enumerate(names)
}

func side(e *model.Entry) string {
	if d := functionOf(e); d != nil {
		return d.Title()
	}
	return e.Title()
}

// owners names those who are accountable for entries, each once.
func owners(entries []*model.Entry) string {
	var names []string
	for _, e := range entries {
		if e.Accountable != nil && !slices.Contains(names, e.Accountable.Title()) {
			names = append(names, e.Accountable.Title())
		}
	}
	return enumerate(names)
}

// partOf reports whether a domain is another or part of it.
func partOf(d, whole *model.Domain) bool {
	for range 32 {
		if d == whole {
			return true
		}
		if d.Parent.To == nil {
			return false
		}
		up, ok := d.Parent.To.Self.(*model.Domain)
		if !ok {
			return false
		}
		d = up
	}
	return false
}
