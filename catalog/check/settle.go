package check

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
)

// settle marks the findings that a resolution or a waiver covers, and adds what
// is wrong with resolutions and waivers themselves.
//
// A resolution in force settles the conflict that it names by ID, or by rule
// and subjects. Where it has run out, or is not carried out, that is a conflict
// of its own and the one that it names is open again.
func settle(env Env, list diag.List, rules []*Rule) diag.List {
	records := env.records(list, rules)
	for i := range list {
		if list[i].Kind.Family == diag.Conflict {
			list[i].Settled = settledBy(records, &list[i])
		}
	}
	used := map[*model.Waiver]bool{}
	waive(env, list, used)
	more := env.undecidable(list)
	for i := range more {
		more[i].Settled = settledBy(records, &more[i])
	}
	more = append(more, env.judge(records, slices.Concat(list, more), rules)...)
	waive(env, more, used)
	list = append(list, more...)
	list = append(list, badWaivers(env, used, rules)...)
	return dropRepeated(append(list, badSettings(env, rules)...).Sort())
}

// settledBy is the settlement of a conflict by the first resolution that names
// it and is carried out.
func settledBy(records []record, f *diag.Finding) *diag.Settlement {
	for _, r := range records {
		if !r.inForce {
			continue
		}
		for _, c := range r.cases {
			if len(c.undone) == 0 && Covers(*c.Settles, f) {
				return &diag.Settlement{By: r.Key(), How: r.Outcome.S, Note: r.Reason.S}
			}
		}
	}
	return nil
}

func waive(env Env, list diag.List, used map[*model.Waiver]bool) {
	for i := range list {
		if list[i].Settled == nil && list[i].Kind.Family != diag.Error {
			list[i].Settled = waivedBy(env, &list[i], used)
		}
	}
}

// InForce reports whether a resolution holds on a day: it is decided and its
// review is not overdue.
func InForce(r *model.Resolution, today model.Date) bool {
	return decided(r) && !r.ReviewBy.Before(today)
}

// decided reports whether a resolution is one: it is approved, or says nothing
// of its status, since a decision that is written down was made.
func decided(r *model.Resolution) bool { return r.Status == model.Approved || r.StatusText.S == "" }

// Covers reports whether what a resolution settles is this finding.
func Covers(s model.Settles, f *diag.Finding) bool {
	if s.ID.S != "" {
		return s.ID.S == f.ID
	}
	if s.Rule.S != f.Kind.ID && s.Rule.S != f.Kind.Code {
		return false
	}
	for _, ref := range s.Subjects {
		if ref.To == nil || !slices.Contains(f.Subjects, ref.To.Key()) {
			return false
		}
	}
	return len(s.Subjects) > 0
}

func waivedBy(env Env, f *diag.Finding, used map[*model.Waiver]bool) *diag.Settlement {
	for _, key := range f.Subjects {
		e := env.Catalog.ByKey(key)
		if e == nil {
			continue
		}
		for i := range e.Allow {
			w := &e.Allow[i]
			if w.Rule.S != f.Kind.ID && w.Rule.S != f.Kind.Code {
				continue
			}
			used[w] = true
			if !w.Until.Before(env.Today) && w.Reason.S != "" {
				return &diag.Settlement{By: e.Key(), How: "allow", Note: w.Reason.S}
			}
		}
	}
	return nil
}

// EngineKinds are the findings that [Run] itself makes: about resolutions,
// waivers, and conflicts that nobody can decide. They need to know what all
// rules have found.
func EngineKinds() []*diag.Kind {
	return []*diag.Kind{&noOneAbove, &notCarriedOut, &expiredResolution, &withoutAuthority, &withoutConflict,
		&unusedWaiver, &expiredWaiver, &incompleteWaiver, &settingWithoutEffect}
}

var unusedWaiver = diag.Kind{
	Code: "ADV290", ID: "unused-waiver", Title: "waiver that waives nothing",
	Family: diag.Advice, Category: "lifecycle", Severity: diag.Minor,
	Why:    "A waiver that covers nothing hides the next finding of its rule, which nobody has looked at yet.",
	Settle: "Remove the waiver, or correct the rule it names.",
}

var expiredWaiver = diag.Kind{
	Code: "CON291", ID: "expired-waiver", Title: "waiver past its end",
	Family: diag.Conflict, Category: "lifecycle", Severity: diag.Minor,
	Why:    "A waiver is a loan. When it has run out, the finding counts again, and somebody has to decide anew.",
	Settle: "Put right what was waived, or have the waiver renewed with a later `until`.",
}

var incompleteWaiver = diag.Kind{
	Code: "ADV292", ID: "incomplete-waiver", Title: "waiver without reason, name or end",
	Family: diag.Advice, Category: "lifecycle", Severity: diag.Minor,
	Why:    "A waiver that gives no reason, name or end cannot be judged by whoever comes next. Without a reason it does not count.",
	Settle: "Give the waiver a `reason`, say `by` whom it is allowed and `until` when.",
}

// kindCalled finds the kind of finding that a waiver or resolution means by an
// ID or code, or nil.
func kindCalled(name string, rules []*Rule) *diag.Kind {
	for _, r := range rules {
		if r.ID == name || r.Code == name {
			return &r.Kind
		}
	}
	for _, k := range EngineKinds() {
		if k.ID == name || k.Code == name {
			return k
		}
	}
	return nil
}

func badWaivers(env Env, used map[*model.Waiver]bool, rules []*Rule) diag.List {
	var drafts []draft
	for _, e := range env.Catalog.Entries {
		for i := range e.Allow {
			if d, ok := judgeWaiver(env, e, &e.Allow[i], used, rules); ok {
				drafts = append(drafts, d)
			}
		}
	}
	return env.finishAll(drafts)
}

func judgeWaiver(env Env, e *model.Entry, w *model.Waiver, used map[*model.Waiver]bool, rules []*Rule) (draft, bool) {
	known := kindCalled(w.Rule.S, rules) != nil
	switch {
	case !known:
		f := unusedWaiver.At(w.Rule.At, "no rule is called `"+w.Rule.S+"`").
			WithHelp("`concord explain` lists the rules")
		if near, ok := editdist.Closest(w.Rule.S, ruleIDs(rules)); ok && w.Rule.At.Len() == len(w.Rule.S) {
			f.Help = []string{"did you mean `" + near + "`?"}
			f.Edits = []diag.Edit{{At: w.Rule.At, New: near, Unsafe: true}}
		}
		return draft{f, []*model.Entry{e}, w.Rule.S}, true
	case w.Until.Before(env.Today) && used[w]:
		f := expiredWaiver.At(w.Until.At, "the waiver of `"+w.Rule.S+"` for "+e.Key()+" ended on "+w.Until.String()).
			WithHelp("settle the finding, or renew the waiver with a later `until`")
		f.Edits = unwaive(env.Catalog.Source, e, w)
		for i := range f.Edits {
			f.Edits[i].Unsafe = true // perhaps it is to be renewed
		}
		return draft{f, []*model.Entry{e}, w.Rule.S}, true
	case !used[w] && !env.Unsound[e]:
		f := unusedWaiver.At(w.Rule.At, "the waiver of `"+w.Rule.S+"` for "+e.Key()+" waives nothing").
			WithHelp("remove it")
		f.Edits = unwaive(env.Catalog.Source, e, w)
		return draft{f, []*model.Entry{e}, w.Rule.S}, true
	case w.Reason.S == "" || w.By.To == nil || w.Until.IsZero():
		f := incompleteWaiver.At(w.Rule.At, "the waiver of `"+w.Rule.S+"` for "+e.Key()+" lacks a reason, a name or an end").
			WithHelp("write `reason`, `by` and `until`")
		return draft{f, []*model.Entry{e}, w.Rule.S}, true
	}
	return draft{}, false
}
