package rule

import (
	"fmt"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// parentTarget compares an outcome with the outcomes that it consists of. What
// it can say for certain is little: a part that is due after the whole, and
// shares of which each aims lower than the whole.
var parentTarget = check.Rule{
	Kind: diag.Kind{
		Code: "CON124", ID: "parent-target", Title: "targets that cannot all be met",
		Family: diag.Conflict, Category: "measure", Severity: diag.Major,
		Why:    "When every part reaches its target and the whole still misses its own, everybody has done well and the organisation has not.",
		Settle: "Bring the targets of the whole and of its parts into line, and let the parts be due before the whole.",
	},
	Run: func(p *check.Pass) {
		parts := map[*model.Entry][]*model.Outcome{}
		for _, o := range p.Catalog.Outcomes {
			if o.Parent.To != nil && o.Live() {
				parts[o.Parent.To] = append(parts[o.Parent.To], o)
			}
		}
		for _, whole := range p.Catalog.Outcomes {
			if len(parts[&whole.Entry]) == 0 || !whole.Live() {
				continue
			}
			for _, part := range parts[&whole.Entry] {
				if whole.By.Before(part.By) {
					p.ReportPart(lateFinding(p, whole, part), "by", &whole.Entry, &part.Entry)
				}
			}
			if f, ok := aimingLow(p, whole, parts[&whole.Entry]); ok {
				p.Report(f, &whole.Entry)
			}
		}
	},
}

func lateFinding(p *check.Pass, whole, part *model.Outcome) diag.Finding {
	return p.At(part.By.At, fmt.Sprintf("%s is due on %s, after %s of which it is a part", quoted(part.Title()), part.By, quoted(whole.Title()))).
		WithLabel("the part is due").
		WithPlace(whole.By.At, "the whole is due").
		WithPlace(part.Parent.At, "is part of it").
		WithHelp("let the part be due by " + whole.By.String() + ", or the whole by " + part.By.String())
}

// aimingLow finds shares that each aim lower than their whole: a mean is never
// beyond all of its parts. It takes two or more parts, all of them shares, and
// a known direction.
func aimingLow(p *check.Pass, whole *model.Outcome, parts []*model.Outcome) (diag.Finding, bool) {
	goal, ok := share(whole)
	if !ok || len(parts) < 2 {
		return diag.Finding{}, false
	}
	up, known := upwards(p, whole, goal)
	if !known {
		return diag.Finding{}, false
	}
	for _, part := range parts {
		q, ok := share(part)
		if !ok {
			return diag.Finding{}, false
		}
		own, reach := goal.value*goal.unit.Scale, q.value*q.unit.Scale
		if near(own, reach) || up == (reach > own) {
			return diag.Finding{}, false
		}
	}
	f := p.At(whole.Target.At, fmt.Sprintf("%s aims at %s, and each of its parts aims lower", quoted(whole.Title()), quoted(whole.Target.Text))).
		WithLabel("the whole")
	if !up {
		f.Message = fmt.Sprintf("%s aims at %s, and none of its parts goes as far", quoted(whole.Title()), quoted(whole.Target.Text))
	}
	for _, part := range parts {
		f = f.WithPlace(part.Target.At, part.Title())
	}
	return f.WithHelp("set the targets of the parts so that the whole can reach its own, or set a target that they can reach"), true
}

// share is an outcome's target as a ratio or percentage.
func share(o *model.Outcome) (quantity, bool) {
	q, ok := quantityOf(o.Target.Text, "")
	return q, ok && q.unit.Dim == formula.Ratio && q.unit.Per == formula.NoDimension
}

// upwards tells which way is better, from the target's own words or from the
// KPIs that measure the outcome.
func upwards(p *check.Pass, o *model.Outcome, goal quantity) (up, known bool) {
	if goal.bound != exactly {
		return goal.bound == atLeast, true
	}
	directions := map[string]bool{}
	for _, k := range p.Catalog.KPIs {
		for _, m := range k.Measures {
			if m.To == &o.Entry && k.Live() && k.Direction.S != "" {
				directions[k.Direction.S] = true
			}
		}
	}
	return directions["higher"], len(directions) == 1 && !directions["within"]
}
