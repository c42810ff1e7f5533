package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
)

var overdueReview = check.Rule{
	Kind: diag.Kind{
		Code: "CON243", ID: "overdue-review", Title: "review that is overdue",
		Family: diag.Conflict, Category: "lifecycle", Severity: diag.Info,
		Why:    "Nobody has confirmed for longer than was agreed that the entry still holds. It may; readers cannot know.",
		Settle: "Read the entry, correct it if need be, and write the day under `reviewed`.",
		Source: "ISO/IEC 11179-6",
	},
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			if !asserted(e) || e.ReviewEvery.IsZero() {
				continue
			}
			last, said := e.Reviewed, "last reviewed"
			if last.IsZero() { // never reviewed: it is as old as it holds
				last, said = e.Since, "holds since"
			}
			if last.IsZero() {
				continue
			}
			due := e.ReviewEvery.After(last)
			if !due.Before(p.Today) {
				continue
			}
			p.Report(p.At(last.At, "the review of "+the(e)+" has been overdue for "+count(due.DaysUntil(p.Today), "day", "days")).
				WithLabel(said).WithPlace(e.ReviewEvery.At, "to be reviewed this often").
				WithHelp("confirm it and write the day under `reviewed` in "+file(p, e)), e)
		}
	},
}
