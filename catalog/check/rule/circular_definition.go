package rule

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// circularDefinition follows the labels that definitions use, each in its first
// sentence: what comes after it explains and may look back. A definition that
// uses its own label is a matter of advice, see definition-circular.
var circularDefinition = check.Rule{
	Kind: diag.Kind{
		Code: "CON104", ID: "circular-definition", Title: "definitions in a circle",
		Family: diag.Conflict, Category: "definition", Severity: diag.Minor,
		Why:    "Whoever looks up the first word is sent to the second and from there back again, and never learns what either means.",
		Settle: "Define one of them by something that is known without the other.",
		Source: "ISO 704:2022, circular definitions",
	},
	Run: func(p *check.Pass) {
		for _, circle := range circles(usesOf(p)) {
			var subjects []*model.Entry
			for _, u := range circle {
				subjects = append(subjects, u.by)
			}
			p.Report(circleFinding(p, circle), subjects...)
		}
	},
}

// use is a definition that names another entry.
type use struct {
	by *model.Entry
	mention
}

// usesOf lists which entries the definitions name, each once, by entry in
// catalog order.
func usesOf(p *check.Pass) [][]use {
	m := newMentions(p, newReader(p))
	var all [][]use
	for _, e := range p.Catalog.Entries {
		if e.Measured() == nil || !e.Live() {
			continue
		}
		var uses []use
		for _, found := range m.in(firstSentence(e.Meaning().S), e) {
			again := slices.ContainsFunc(uses, func(u use) bool { return u.of == found.of })
			if found.of != e && !again && !goesWith(e, found.of) {
				uses = append(uses, use{e, found})
			}
		}
		if len(uses) > 0 {
			all = append(all, uses)
		}
	}
	return all
}

// goesWith reports whether two entries are a term and its KPI, which name each
// other by nature.
func goesWith(a, b *model.Entry) bool {
	return a.Kind != b.Kind && (stated(a, b) || a.Title() == b.Title())
}

// circles finds ways in which definitions lead back to where they began, the
// shortest first. No entry is in two of them, so that each can be put right by
// itself; what is left of a larger tangle shows in the next run.
func circles(uses [][]use) [][]use {
	number := map[*model.Entry]int{}
	for i, list := range uses {
		number[list[0].by] = i
	}
	g := simple.NewDirectedGraph()
	for i, list := range uses {
		for _, u := range list {
			if j, ok := number[u.of]; ok {
				g.SetEdge(g.NewEdge(simple.Node(i), simple.Node(j)))
			}
		}
	}
	var found [][]use
	for _, component := range topo.TarjanSCC(g) {
		open := map[int]bool{}
		for _, n := range component {
			open[int(n.ID())] = len(component) > 1
		}
		for {
			circle := shortestCircle(uses, number, open)
			if circle == nil {
				break
			}
			for _, u := range circle {
				delete(open, number[u.by])
			}
			found = append(found, circle)
		}
	}
	slices.SortFunc(found, func(a, b []use) int { return number[a[0].by] - number[b[0].by] })
	return found
}

// shortestCircle is the shortest circle among the open entries, the earliest in
// catalog order where several are as short, or nil.
func shortestCircle(uses [][]use, number map[*model.Entry]int, open map[int]bool) []use {
	var best []use
	starts := make([]int, 0, len(open))
	for i, is := range open {
		if is {
			starts = append(starts, i)
		}
	}
	slices.Sort(starts)
	for _, i := range starts {
		if c := circleFrom(uses, number, open, i); c != nil && (best == nil || len(c) < len(best)) {
			best = c
		}
		if len(best) == 2 {
			break
		}
	}
	return best
}

// circleFrom is the shortest way from an entry back to itself, or nil.
func circleFrom(uses [][]use, number map[*model.Entry]int, open map[int]bool, start int) []use {
	type step struct {
		use
		before int
	}
	var steps []step
	seen := map[int]bool{}
	expand := func(i, before int) (last int) {
		for _, u := range uses[i] {
			j, ok := number[u.of]
			if !ok || !open[j] || seen[j] {
				continue
			}
			seen[j] = true
			steps = append(steps, step{u, before})
			if j == start {
				return len(steps) - 1
			}
		}
		return -1
	}
	last := expand(start, -1)
	for k := 0; last < 0 && k < len(steps); k++ {
		last = expand(number[steps[k].of], k)
	}
	if last < 0 {
		return nil
	}
	var circle []use
	for k := last; k >= 0; k = steps[k].before {
		circle = append(circle, steps[k].use)
	}
	slices.Reverse(circle)
	return circle
}

func circleFinding(p *check.Pass, circle []use) diag.Finding {
	var names []string
	for _, u := range circle {
		names = append(names, quoted(u.by.Title()))
	}
	message := "the definitions of " + enumerate(names) + " lead back to each other"
	if len(circle) > 2 {
		message = "the definitions of " + enumerate(names) + " lead in a circle"
	}
	place := func(u use) diag.Place {
		return diag.Place{At: within(p.Catalog.Source, u.by.Meaning(), u.from, u.to), Label: fmt.Sprintf("%s uses %s", u.by.Title(), u.of.Title())}
	}
	first := place(circle[0])
	f := p.At(first.At, message).WithLabel(first.Label)
	for _, u := range circle[1:] {
		other := place(u)
		f = f.WithPlace(other.At, other.Label)
	}
	return f.WithHelp(fmt.Sprintf("define %s without %s, or the other way round", names[0], quoted(circle[0].of.Title())))
}
