package rule

import (
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var approvedOnDraft = check.Rule{
	Kind: diag.Kind{
		Code: "CON241", ID: "approved-on-draft", Title: "approved entry that rests on a draft",
		Family: diag.Conflict, Category: "lifecycle", Severity: diag.Minor,
		Why:    "Approval says that people may rely on an entry. They rely on what it is built from too, and that can still change tomorrow without anyone being asked.",
		Settle: "Approve what it rests on, or take the approval back until that is done.",
		Source: "ISO 19135-1",
	},
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			if e.Status != model.Approved {
				continue
			}
			seen := map[*model.Entry]bool{}
			for _, r := range foundations(p, e) {
				// An entry that names no status claims nothing either way.
				if r.To == nil || r.To == e || seen[r.To] || r.To.StatusText.S == "" || r.To.Status > model.Proposed {
					continue
				}
				seen[r.To] = true
				p.Report(p.At(r.At, the(e)+" is approved and rests on `"+r.To.ID+"`, "+standing(r.To)).
					WithPlace(e.StatusText.At, "approved").
					WithPlace(r.To.StatusText.At, "still "+r.To.Status.String()).
					WithHelp("write `status: approved` in "+file(p, r.To)+" once it is agreed, or `status: proposed` in "+file(p, e)), e, r.To)
			}
		}
	},
}

func standing(e *model.Entry) string {
	if e.Status == model.Proposed {
		return "which is only proposed"
	}
	return "which is a draft"
}
