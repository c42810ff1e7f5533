package rule

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// An agreement covers what moves: the objects, the terms that they and their
// fields record, and the terms and KPIs whose formulas read them. What lies
// further downstream is settled elsewhere.
var staleAgreement = check.Rule{
	Kind: diag.Kind{
		Code: "CON215", ID: "stale-agreement", Title: "agreement older than what it covers",
		Family: diag.Conflict, Category: "authority", Severity: diag.Major,
		Why:    "Both sides signed for a meaning that has changed since, and at most one of them knows.",
		Settle: "Show the change to both sides. If they agree to it, write the new day under `agreement.on`; if not, take the change back.",
	},
	Run: func(p *check.Pass) {
		if p.History == nil {
			return
		}
		for _, i := range p.Catalog.Integrations {
			if asserted(&i.Entry) && i.Agreement != nil && !(i.Agreement.On.IsZero() && i.Agreement.Revision.S == "") {
				if changed := changedSince(p, i); len(changed) > 0 {
					reportStale(p, i, changed)
				}
			}
		}
	},
}

// change is an entry together with the newest of the changes that an agreement
// does not know.
type change struct {
	entry *model.Entry
	last  history.Change
	first history.Change
	parts []string
}

// changedSince lists what an agreement covers and what has changed since, the
// latest change first.
func changedSince(p *check.Pass, i *model.Integration) []change {
	var list []change
	for _, c := range Covered(p.Graph, i) {
		var kept []history.Change
		for _, h := range p.History.Unagreed(c.Entry.Key(), i.Agreement) {
			if c.Fields == nil || h.Part != "fields" || touches(h, c.Fields) {
				kept = append(kept, h)
			}
		}
		if len(kept) == 0 {
			continue
		}
		var parts []string
		for _, h := range kept {
			if !slices.Contains(parts, h.Part) {
				parts = append(parts, h.Part)
			}
		}
		list = append(list, change{c.Entry, kept[0], kept[len(kept)-1], parts})
	}
	slices.SortStableFunc(list, func(a, b change) int {
		return cmp.Compare(b.last.Commit.Date.Day, a.last.Commit.Date.Day)
	})
	return list
}

// Coverage is an entry under an agreement, and of an object that moves in part
// the names of the fields that do.
type Coverage struct {
	Entry  *model.Entry
	Fields []string
}

// Covered lists what the agreement of an integration covers.
func Covered(g *lineage.Graph, i *model.Integration) []Coverage {
	var list []Coverage
	add := func(e *model.Entry, field string) {
		if e == nil {
			return
		}
		at := slices.IndexFunc(list, func(c Coverage) bool { return c.Entry == e })
		switch {
		case at < 0 && field == "":
			list = append(list, Coverage{e, nil})
		case at < 0:
			list = append(list, Coverage{e, []string{field}})
		case field == "":
			list[at].Fields = nil
		case list[at].Fields != nil:
			list[at].Fields = append(list[at].Fields, field)
		}
	}
	for _, r := range i.Moves {
		if r.To == nil {
			continue
		}
		add(r.To, r.Field)
		o := r.To.Self.(*model.Object)
		for n := range o.Fields {
			if f := &o.Fields[n]; r.Field == "" || r.Field == f.Name.S {
				for _, e := range g.Out(g.OfField(f)) {
					add(meaningOf(g, e), "")
				}
			}
		}
		for _, e := range g.Out(g.Of(r.To)) {
			add(meaningOf(g, e), "")
		}
	}
	return list
}

// meaningOf is the term or KPI that an edge of lineage leads to, if it says that
// the data is an instance of it or enters its computation.
func meaningOf(g *lineage.Graph, e lineage.Edge) *model.Entry {
	if e.Kind == lineage.Embodies || e.Kind == lineage.Computes || e.Kind == lineage.Inputs {
		return g.Node(e.To).Entry
	}
	return nil
}

// touches reports whether a change of an object's fields is one of the fields
// named: a line of its text that begins with the name came or went.
func touches(h history.Change, fields []string) bool {
	lines := func(text string) []string { return strings.Split(text, "\n") }
	differ := func(from, to string) bool {
		other := lines(to)
		return slices.ContainsFunc(lines(from), func(line string) bool {
			rest := func(name string) bool {
				after, ok := strings.CutPrefix(line, name)
				return ok && (after == "" || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789_", rune(after[0])))
			}
			return slices.ContainsFunc(fields, rest) && !slices.Contains(other, line)
		})
	}
	return differ(h.Before, h.After) || differ(h.After, h.Before)
}

func reportStale(p *check.Pass, i *model.Integration, changed []change) {
	first := changed[0]
	at, label, after := i.Agreement.On.At, "agreed on this day", "`"+i.ID+"` was agreed on "+i.Agreement.On.String()
	if !i.Agreement.On.Before(first.last.Commit.Date) { // it was signed for an older revision
		at, label = i.Agreement.Revision.At, "agreed on this revision"
		after = "the revision that was agreed on for `" + i.ID + "`"
	}
	message := "the " + enumerate(first.parts) + " of `" + first.entry.ID + "` changed after " + after
	if more := len(changed) - 1; more > 0 {
		message += ", and so did " + count(more, "other entry", "other entries")
	}
	f := p.At(at, message).WithLabel(label)
	entries := make([]*model.Entry, len(changed))
	for n, c := range changed {
		entries[n] = c.entry
		if n < 6 {
			f = f.WithPlace(partAt(c.entry, c.parts[0]), "changed on "+c.last.Commit.Date.String()+by(c.last.Commit))
		}
	}
	f.Risk = risk(p, entries)
	fresh := "the new day under `agreement.on`"
	if i.Agreement.Revision.S != "" {
		fresh += " and the new revision under `agreement.revision`"
	}
	f = f.WithHelp("show the change to " + signers(i.Agreement) + "; if it stands, write " + fresh + " in " + file(p, &i.Entry))
	p.Report(concerning(f, entries...), &i.Entry)
}

func by(c history.Commit) string {
	if c.Author == "" {
		return ""
	}
	return " by " + c.Author
}

func signers(a *model.Agreement) string {
	if who := targets(a.By); len(who) > 0 {
		return titles(who)
	}
	return "both sides"
}

// partAt is where an entry states the part of its meaning that changed, or its
// head.
func partAt(e *model.Entry, part string) source.Span {
	at := source.Span{}
	if m := e.Measured(); m != nil {
		at = map[string]source.Span{"formula": m.Formula.At, "unit": m.Unit.At, "grain": m.Grain.At,
			"window": m.Window.At, "calendar": m.Calendar.At}[part]
	}
	if part == "definition" {
		at = e.Meaning().At
	}
	return orHead(at, e)
}
