package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/internal/exampletest"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

var today = model.NewDate(2026, time.March, 2)

func run(set *source.Set) ([]scenario.Result, diag.List) {
	tree, undecoded := decode.Decode(set, nil)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	results, unfit := scenario.Run(c, formulas, today)
	return results, slices.Concat(undecoded, unresolved, broken, unfit)
}

func TestExamples(t *testing.T) {
	exampletest.Run(t, scenario.Examples(), scenario.Kinds(), func(set *source.Set) diag.List {
		_, found := run(set)
		return found.Sort()
	})
}

// world is what the scenarios below are about.
const world = `
-- objects/line.yaml --
name: Line
fields:
  - {name: id, type: string, key: true}
  - {name: amount, type: number, unit: EUR}
  - {name: booked_on, type: date}
  - {name: took, type: duration}
  - {name: open, type: boolean}
  - code
-- terms/total.yaml --
preferred: total
formula: sum(line, .amount)
-- terms/open-total.yaml --
preferred: open total
formula: sum(filter(line, .open), .amount)
-- terms/average.yaml --
preferred: average
formula: mean(line, .amount)
-- terms/longest.yaml --
preferred: longest
formula: max(line, .took)
-- terms/recent.yaml --
preferred: recent
formula: count(line, .booked_on >= today - days(7))
-- terms/coded.yaml --
preferred: coded
formula: count(line, .code == 7)
-- terms/words.yaml --
preferred: words
definition: something without a formula
-- scenarios/s.yaml --
name: S
question: how much?
`

func TestRun(t *testing.T) {
	tests := []struct {
		name, facts string
		agree       bool
		answers     string // "term=value" and "!" where the expectation is not met
	}{
		{"agree", `
given: {line: [{id: a, amount: 10, open: true}, {id: b, amount: 5, open: true}]}
compare: [total, open-total]`, true, "total=15 open-total=15"},
		{"part", `
given: {line: [{id: a, amount: 10, open: true}, {id: b, amount: 5, open: false}]}
compare: [total, open-total]`, false, "total=15 open-total=10"},
		{"within the tolerance", `
given: {line: [{id: a, amount: 10, open: true}, {id: b, amount: 5, open: false}]}
tolerance: 5
compare: [total, open-total]`, true, "total=15 open-total=10"},
		{"a missing cell is not open", `
given: {line: [{id: a, amount: 10}]}
compare: [total, open-total]`, false, "total=10 open-total=0"},
		{"no rows", `
given: {line: []}
compare: [total, average]`, false, "total=0 average=undefined (there is nothing to take the mean of)"},
		{"no answer is expected", `
given: {line: []}
expect: {average: undefined, total: 0}`, true, "average=undefined (there is nothing to take the mean of) total=0"},
		{"an expectation fails", `
given: {line: [{id: a, amount: 10}]}
expect: {total: 11}`, true, "total=10!"},
		{"only what is compared must agree", `
given: {line: [{id: a, amount: 10}]}
compare: [total]
expect: {average: 10, total: 10}`, true, "total=10 average=10"},
		{"a length of time in hours", `
given: {line: [{id: a, took: 36h}, {id: b, took: 2h}]}
expect: {longest: 36}`, true, "longest=36 h"},
		{"today is the day of the run", `
given: {line: [{id: a, booked_on: 2026-02-23}, {id: b, booked_on: 2026-02-22}]}
expect: {recent: 1}`, true, "recent=1"},
		{"a cell of a field without a type is what it looks like", `
given: {line: [{id: a, code: 7}, {id: b, code: "7"}]}
expect: {coded: 1}`, true, "coded=1"},
		{"a term without a formula has no answer", `
given: {line: []}
compare: [total, words]`, false, "total=0 words=undefined (it has no formula)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			results, found := run(files(world + strings.TrimPrefix(tt.facts, "\n") + "\n"))
			for _, f := range found {
				t.Errorf("%s %s", f.Kind.Code, f.Message)
			}
			if len(results) != 1 {
				t.Fatalf("%d results", len(results))
			}
			if got := answers(results[0]); got != tt.answers {
				t.Errorf("got  %s\nwant %s", got, tt.answers)
			}
			if results[0].Agree != tt.agree {
				t.Errorf("agree: %v, want %v", results[0].Agree, tt.agree)
			}
		})
	}
}

func files(archive string) *source.Set {
	all := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		all[f.Name] = f.Data
	}
	return source.NewSet(all)
}

func answers(r scenario.Result) string {
	var list []string
	for _, a := range r.Answers {
		mark := ""
		if !a.Met {
			mark = "!"
		}
		list = append(list, fmt.Sprintf("%s=%s%s", a.Entry.ID, a.Value, mark))
	}
	return strings.Join(list, " ")
}
