package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/scenario"
)

var scenarioDivergence = check.Rule{
	Kind: diag.Kind{
		Code: "CON261", ID: "scenario-divergence", Title: "definitions that part on the same facts",
		Family: diag.Conflict, Category: "scenario", Severity: diag.Major,
		Why:    "Asked one question about one situation, the definitions give different numbers. Whoever asks gets the answer of whom they asked.",
		Settle: "Decide which answer is right and correct the other definition. If the answers are meant to differ, give them different names and say so under `expect`.",
	},
	Run: func(p *check.Pass) {
		for i := range p.Answers {
			if r := &p.Answers[i]; asserted(&r.Scenario.Entry) && !r.Agree {
				if sides := parted(r); len(sides) > 1 {
					reportDivergence(p, r, sides)
				}
			}
		}
	},
}

// parted lists the answers of the compared definitions that are in use and have
// a formula, unless they agree or were all expected to be what they are.
func parted(r *scenario.Result) []scenario.Answer {
	var sides []scenario.Answer
	foreseen, differ := true, false
	for _, a := range r.Answers {
		compared := slices.ContainsFunc(r.Scenario.Compare, func(ref model.Ref) bool { return ref.To == a.Entry })
		if !compared || !a.Entry.Live() || a.Entry.Measured().Formula.S == "" {
			continue
		}
		sides = append(sides, a)
		foreseen = foreseen && a.Expected != nil && a.Met
		differ = differ || !a.Value.Equal(sides[0].Value)
	}
	if foreseen || !differ {
		return nil
	}
	return sides
}

func reportDivergence(p *check.Pass, r *scenario.Result, sides []scenario.Answer) {
	entries := []*model.Entry{&r.Scenario.Entry}
	said := make([]string, len(sides))
	for i, a := range sides {
		entries = append(entries, a.Entry)
		said[i] = "`" + a.Entry.ID + "` says " + answerOf(a)
	}
	f := p.At(sides[0].At, "in `"+r.Scenario.ID+"`, "+enumerate(said)).WithLabel(answerOf(sides[0]))
	for _, a := range sides[1:] {
		f = f.WithPlace(a.At, answerOf(a))
	}
	for _, a := range sides {
		f = f.WithPlace(a.Entry.Measured().Formula.At, "gives "+answerOf(a))
	}
	if q := r.Scenario.Question; q.S != "" {
		f = f.WithNote("the question: " + clause(q.S))
	}
	p.Report(f.WithHelp("correct the formula that is wrong, or write what each should give under `expect` in "+file(p, &r.Scenario.Entry)), entries...)
}

// answerOf is an answer with the unit in which its definition states it.
func answerOf(a scenario.Answer) string {
	text := a.Value.String()
	if u := a.Entry.Measured().Unit.S; u != "" && !a.Value.Missing() && text != "" && text[len(text)-1] >= '0' && text[len(text)-1] <= '9' {
		text += " " + u
	}
	return text
}
