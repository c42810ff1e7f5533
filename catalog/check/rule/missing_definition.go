package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var missingDefinition = check.Rule{
	Kind: diag.Kind{
		Code: "ADV110", ID: "missing-definition", Title: "approved without a definition",
		Family: diag.Advice, Category: "definition", Severity: diag.Minor,
		Why:    "An approved word without a definition has been agreed in name only. Everybody reads into it what they need.",
		Settle: "Write one sentence: the kind of thing it is, then what sets it apart.",
		Source: "ISO 1087:2019, definition",
	},
	Absence: true,
	Run: func(p *check.Pass) {
		for _, e := range p.Catalog.Entries {
			if e.Measured() == nil || e.Status != model.Approved || e.Meaning().S != "" {
				continue
			}
			f := p.At(e.At, fmt.Sprintf("%s is approved and has no definition", quoted(e.Title()))).
				WithPlace(e.StatusText.At, "approved").
				WithHelp("write a `definition`: the kind of thing it is, then what sets it apart")
			p.Report(f, e)
		}
	},
}
