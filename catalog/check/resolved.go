package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

var notCarriedOut = diag.Kind{
	Code: "CON271", ID: "resolution-not-carried-out", Title: "decision that was never carried out",
	Family: diag.Conflict, Category: "resolution", Severity: diag.Major,
	Why:    "A disagreement that was decided and lives on in the files is worse than an open one: some follow the decision, some the files, and both can show a document.",
	Settle: "Change the files as the resolution says, or withdraw the resolution.",
}

var expiredResolution = diag.Kind{
	Code: "CON272", ID: "resolution-expired", Title: "decision past its review",
	Family: diag.Conflict, Category: "resolution", Severity: diag.Minor,
	Why:    "A decision that was made for a while does not hold for ever. What it settled is open again until somebody confirms it.",
	Settle: "Look at the decision again: confirm it with a later `review_by`, or decide anew.",
}

var withoutAuthority = diag.Kind{
	Code: "CON273", ID: "resolution-without-authority", Title: "decision by someone who is not above both sides",
	Family: diag.Conflict, Category: "resolution", Severity: diag.Major,
	Why:    "A side that was overruled by its equal does not consider itself overruled, and goes on as before.",
	Settle: "Have it decided by the lowest owner above all sides, or by the owners of all sides together, and name them under `decided_by`.",
}

var withoutConflict = diag.Kind{
	Code: "CON274", ID: "resolution-without-conflict", Title: "decision about a conflict that does not exist",
	Family: diag.Conflict, Category: "resolution", Severity: diag.Minor,
	Why:    "A resolution that settles nothing may have lost its conflict to a change of the rule or the subjects, and would cover the next one unseen.",
	Settle: "Correct what the resolution names under `settles`, or retire it with `status: retired`.",
}

// judge reports what is wrong with resolutions, given what they settle and all
// conflicts that were found.
func (env Env) judge(records []record, found diag.List, rules []*Rule) diag.List {
	var drafts []draft
	for _, r := range records {
		if !r.inForce {
			drafts = append(drafts, env.expired(r))
			continue
		}
		if len(r.undone) > 0 {
			drafts = append(drafts, env.notDone(r))
		}
		if d, ok := env.overreach(r); ok {
			drafts = append(drafts, d)
		}
		for i := range r.cases {
			if message, help := env.pointless(r, &r.cases[i], found, rules); message != "" {
				drafts = append(drafts, about(r, withoutConflict.At(placeOf(r, &r.cases[i]), message).WithHelp(help), caseName(&r.cases[i])))
			}
		}
	}
	return env.finishAll(drafts)
}

// about makes a draft about a resolution that concerns the subjects of its
// conflicts too.
func about(r record, f diag.Finding, part string) draft {
	for _, c := range r.cases {
		for _, e := range c.subjects {
			f.Subjects = append(f.Subjects, e.Key())
		}
	}
	return draft{f, []*model.Entry{&r.Entry}, part}
}

func (env Env) expired(r record) draft {
	f := expiredResolution.At(r.ReviewBy.At, fmt.Sprintf("`%s` was to be looked at again by %s", r.ID, r.ReviewBy)).
		WithNote("what it settled counts as open again").
		WithHelp("confirm it with a later `review_by` in "+env.file(&r.Entry)+", or decide anew").
		WithPlace(r.DecidedOn.At, "decided here")
	return about(r, f, "")
}

func (env Env) notDone(r record) draft {
	first := r.undone[0]
	message := fmt.Sprintf("`%s` decides %s, and %s", r.ID, decision(r), first.what)
	if more := len(r.undone) - 1; more == 1 {
		message += ", and one more step is missing"
	} else if more > 1 {
		message += fmt.Sprintf(", and %d more steps are missing", more)
	}
	at := r.Outcome.At
	if at.IsZero() {
		at = r.At
	}
	f := notCarriedOut.At(at, message).WithLabel("decided")
	if !r.DecidedOn.IsZero() {
		f = f.WithNote("it was decided on " + r.DecidedOn.String())
	}
	for _, s := range r.undone {
		f = f.WithPlace(s.at, s.label).WithHelp(s.help)
	}
	return about(r, f, "")
}

// decision says what a resolution decided, as a clause.
func decision(r record) string {
	var names []string
	for _, c := range r.cases {
		for _, e := range c.subjects {
			names = append(names, "`"+e.ID+"`")
		}
	}
	all := strings.Join(names, " and ")
	switch {
	case r.Outcome.S == "canonical" && r.Canonical.To != nil:
		return "that `" + r.Canonical.To.ID + "` is canonical"
	case r.Outcome.S == "merge" && all != "":
		return "that " + all + " become one"
	case r.Outcome.S == "distinct" && all != "":
		return "that " + all + " are kept apart"
	}
	return "a conflict"
}

// overreach reports a resolution in which no side's line has spoken.
func (env Env) overreach(r record) (draft, bool) {
	if len(r.DecidedBy) == 0 {
		f := withoutAuthority.At(r.At, "nobody is named as having decided `"+r.ID+"`").
			WithHelp("write who decided under `decided_by` in " + env.file(&r.Entry))
		return about(r, f, ""), true
	}
	var sides []*model.Owner
	var bypassed *model.Entry
	for _, c := range r.cases {
		for _, e := range c.subjects {
			o := ownerOf(e)
			if o == nil || slices.Contains(sides, o) {
				continue
			}
			sides = append(sides, o)
			if bypassed == nil && !slices.ContainsFunc(r.DecidedBy, func(d model.Ref) bool { return SpeaksFor(d, o) }) {
				bypassed = e
			}
		}
	}
	if bypassed == nil {
		return draft{}, false
	}
	decider, owner := r.DecidedBy[0], ownerOf(bypassed)
	f := withoutAuthority.At(decider.At, fmt.Sprintf("`%s` was decided without anyone who can decide for %s, the owner of `%s`", r.ID, owner.Title(), bypassed.ID)).
		WithLabel("decided by").WithPlace(accountableAt(bypassed), "owned by "+owner.Title())
	if up := Superior(sides, env.Today); up != nil {
		f = f.WithHelp("have it decided by " + up.Title() + ", the lowest owner above all sides, and name `" + up.ID + "` under `decided_by` in " + env.file(&r.Entry))
	}
	return about(r, f.WithHelp("or have the owners of all sides decide together"), ""), true
}

// SpeaksFor reports whether a reference names someone who can decide for an
// owner: the owner, someone above, a delegate or member of one of these, or an
// owner whose word holds across functions. A reference that leads nowhere is
// given the benefit of the doubt: it has had its finding.
func SpeaksFor(who model.Ref, o *model.Owner) bool {
	if who.To == nil {
		return true
	}
	d, ok := who.To.Self.(*model.Owner)
	if !ok {
		return false
	}
	return d.CrossFunctional.V || slices.ContainsFunc(Line(o), func(up *model.Owner) bool {
		return up == d || up.Delegate.To == who.To ||
			slices.ContainsFunc(up.Members, func(m model.Ref) bool { return m.To == who.To })
	})
}

// ownerOf is the owner that an entry speaks for in a conflict: itself, or who
// is accountable for it.
func ownerOf(e *model.Entry) *model.Owner {
	if self, ok := e.Self.(*model.Owner); ok {
		return self
	}
	return e.Accountable
}

func accountableAt(e *model.Entry) source.Span {
	if e.AccountableRef == nil {
		return e.At
	}
	return e.AccountableRef.At
}

// pointless says why a resolution settles nothing with one of its cases, or ""
// when it does, or did.
func (env Env) pointless(r record, c *ruling, found diag.List, rules []*Rule) (message, help string) {
	retire := "correct it in " + env.file(&r.Entry) + ", or write `status: retired` there"
	if c.ID.S != "" {
		if c.found || c.subjects != nil || slices.ContainsFunc(found, func(f diag.Finding) bool { return f.ID == c.ID.S }) {
			return "", ""
		}
		return fmt.Sprintf("`%s` settles `%s`, and there is no such conflict", r.ID, c.ID.S), retire
	}
	k := kindCalled(c.Rule.S, rules)
	if k == nil {
		return fmt.Sprintf("`%s` settles a conflict of the rule `%s`, and no rule is called so", r.ID, c.Rule.S), "`concord explain` lists the rules"
	}
	if severity, _ := severityOf(env.Catalog, k); severity == diag.Off || c.found || len(c.subjects) < len(c.Settles.Subjects) {
		return "", ""
	}
	if len(c.subjects) == 0 {
		return fmt.Sprintf("`%s` does not say which entries it settles `%s` for", r.ID, c.Rule.S), "name them under `subjects` in " + env.file(&r.Entry)
	}
	if r.Outcome.S == "distinct" && env.confusesNothing(c) {
		return fmt.Sprintf("`%s` keeps apart by the rule `%s` what no label confuses", r.ID, c.Rule.S), retire
	}
	if r.Outcome.S != "accept" {
		return "", ""
	}
	return fmt.Sprintf("`%s` accepts a conflict of the rule `%s` that is not found any more", r.ID, c.Rule.S), retire
}

// confusesNothing reports whether a resolution keeps apart entries of which no
// two ever had a label in common, as far as the files say.
func (env Env) confusesNothing(c *ruling) bool {
	fold := NewFolder(env.Catalog.Config.Language())
	for i, a := range c.subjects {
		for _, b := range c.subjects[i+1:] {
			if !c.neverConfused(fold, a, b) {
				return false
			}
		}
	}
	return len(c.subjects) > 1
}

func placeOf(r record, c *ruling) source.Span {
	for _, at := range []source.Span{c.ID.At, c.Rule.At, c.At} {
		if !at.IsZero() {
			return at
		}
	}
	return r.At
}

// caseName tells the conflicts of one resolution apart.
func caseName(c *ruling) string {
	if c.ID.S != "" {
		return c.ID.S
	}
	name := c.Rule.S
	for _, e := range c.subjects {
		name += " " + Identity(e)
	}
	return name
}
