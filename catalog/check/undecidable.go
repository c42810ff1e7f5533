package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var noOneAbove = diag.Kind{
	Code: "CON216", ID: "no-one-above", Title: "conflict that nobody can decide",
	Family: diag.Conflict, Category: "authority", Severity: diag.Major,
	Why:    "Two functions that disagree and answer to nobody in common negotiate, and negotiations end with both definitions in use.",
	Settle: "Say under `reports_to` of the owners whom they answer to, so that their lines meet in one person, or give the matter to an owner above both.",
}

// undecidable reports the owners who are in an open conflict with each other
// and share nobody above, once for each group of owners.
func (env Env) undecidable(found diag.List) diag.List {
	groups := map[string][]*diag.Finding{}
	var order []string
	for i := range found {
		f := &found[i]
		if f.Kind.Family != diag.Conflict || f.Settled != nil || f.Decider != "" || len(f.Owners) < 2 {
			continue
		}
		key := strings.Join(f.Owners, "\n")
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], f)
	}
	var drafts []draft
	for _, key := range order {
		drafts = append(drafts, env.stalemate(groups[key]))
	}
	return env.finishAll(drafts)
}

func (env Env) stalemate(conflicts []*diag.Finding) draft {
	var owners []*model.Entry
	var names []string
	for _, id := range conflicts[0].Owners {
		o := env.Catalog.Get(model.OwnerKind, id)
		owners, names = append(owners, o), append(names, o.Title())
	}
	what := "disagree"
	if len(conflicts) > 1 {
		what = fmt.Sprintf("are in %d conflicts with each other", len(conflicts))
	}
	last := len(names) - 1
	f := noOneAbove.At(owners[0].At, fmt.Sprintf("nobody is above both %s and %s, who %s", strings.Join(names[:last], ", "), names[last], what)).
		WithLabel(topOf(owners[0]))
	for _, o := range owners[1:] {
		f = f.WithPlace(o.At, topOf(o))
	}
	for _, c := range conflicts[:min(3, len(conflicts))] {
		f = f.WithNote(c.Message)
	}
	if gone := commonButGone(owners); gone != "" {
		f = f.WithNote("the one above them, " + gone + ", has left")
	}
	f = f.WithHelp("write `reports_to` in " + env.file(owners[0]) + " or " + env.file(owners[last]) + ", so that their lines meet")
	return draft{f, owners, ""}
}

// topOf says where an owner's line ends.
func topOf(e *model.Entry) string {
	o := e.Self.(*model.Owner)
	if line := Line(o); len(line) > 1 {
		return "answers to " + line[len(line)-1].Title()
	}
	return "answers to nobody"
}

// commonButGone names the one above all owners who has left, if any.
func commonButGone(owners []*model.Entry) string {
	for _, up := range Line(owners[0].Self.(*model.Owner)) {
		shared := !slices.ContainsFunc(owners[1:], func(e *model.Entry) bool {
			return !slices.Contains(Line(e.Self.(*model.Owner)), up)
		})
		if shared {
			return up.Title()
		}
	}
	return ""
}
