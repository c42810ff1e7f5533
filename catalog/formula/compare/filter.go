package compare

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// pick is the rows of one table that a formula takes in: all that meet each of
// the conditions.
type pick struct {
	source string
	terms  []pickTerm
}

type pickTerm struct {
	when cond
	text string // as the formula writes it
}

// picking adds the parts of a condition to what a table is filtered by.
func (c *prover) picking(over value, n *formula.Node) pick {
	out := pick{over.source, slices.Clone(over.picked.terms)}
	p := c.busy[len(c.busy)-1]
	for _, part := range operands(n, "and") {
		when := c.rowCondition(part)
		if !slices.ContainsFunc(out.terms, func(t pickTerm) bool { return t.when == when }) {
			out.terms = append(out.terms, pickTerm{when, strings.Join(strings.Fields(p.Text[part.From:part.To]), " ")})
		}
	}
	return out
}

// note remembers what was picked of a table whose rows are about to be used.
func (c *prover) note(over value) {
	if c.unpicky && (over.sort == table || over.sort == column) {
		c.picks = append(c.picks, pick{over.source, over.picked.terms})
	}
}

// Taken is the rows that only one of two formulas takes in, in words, as in
// "rows of order_line where `status` is "cancelled"". Both are empty when the
// formulas differ in more than that.
type Taken struct {
	Left, Right string
}

// String is the rows concerned, whichever side takes them in.
func (t Taken) String() string {
	if t.Left == "" || t.Right == "" {
		return t.Left + t.Right
	}
	return t.Left + " (only on the left), and " + t.Right + " (only on the right)"
}

// Filters says which rows only one of two formulas takes in, where they differ
// in nothing else. Nothing is searched, and the two may still be the same.
func Filters(set *formula.Set, a, b *formula.Program) Taken {
	r := reachOf(set, a, b)
	if r.broken != nil || r.large {
		return Taken{}
	}
	return filterOnly(set, a, b, r)
}

// filterOnly says which rows make the difference between two formulas that
// differ only in which rows they take in. It is empty for others.
func filterOnly(set *formula.Set, a, b *formula.Program, r *reach) Taken {
	assumed := map[assumption]bool{}
	for _, x := range r.assumptions() {
		assumed[x] = x.sort == holdsCode
	}
	c := newProver(set, assumed)
	c.unpicky = true
	v := c.forms(a, b)
	if !c.same(v[0], v[1]) {
		return Taken{}
	}
	left, right := c.picksOf(a), c.picksOf(b)
	if len(left) != len(right) {
		return Taken{}
	}
	var out Taken
	for i := range left {
		if left[i].source != right[i].source {
			return Taken{}
		}
		l, r := c.differing(left[i], right[i]), c.differing(right[i], left[i])
		join(&out.Left, c.onlyIn(left[i], l, r))
		join(&out.Right, c.onlyIn(right[i], r, l))
	}
	return out
}

// picksOf lists the filters of one formula.
func (c *prover) picksOf(p *formula.Program) []pick {
	c.made, c.picks = map[*formula.Program]value{}, nil
	c.program(p)
	return c.picks
}

// differing lists the conditions of x that y does not have.
func (c *prover) differing(x, y pick) []pickTerm {
	var out []pickTerm
	for _, t := range x.terms {
		if !slices.ContainsFunc(y.terms, func(u pickTerm) bool { return u.when == t.when }) {
			out = append(out, t)
		}
	}
	return out
}

func join(to *string, more string) {
	switch {
	case more == "" || strings.Contains(*to, more):
	case *to == "":
		*to = more
	default:
		*to += ", and " + more
	}
}

func (c *prover) all(terms []pickTerm) cond {
	out := yes
	for _, t := range terms {
		out = c.and(out, t.when)
	}
	return out
}

// onlyIn says in words which of the rows that were picked meet the first
// conditions and not all of the second.
func (c *prover) onlyIn(picked pick, first, second []pickTerm) string {
	when, among := c.minus(c.all(first), c.all(second)), c.all(picked.terms)
	if c.and(when, among) == no {
		return ""
	}
	_, id, _ := strings.Cut(picked.source, ":")
	rows := "rows of " + formula.Name(model.LastPart(id)) + " "
	if words, ok := c.words(when, among); ok {
		return rows + "where " + words
	}
	switch {
	case len(first) == 0:
		return rows + "that do not meet `" + textOf(second) + "`"
	case len(second) == 0:
		return rows + "that meet `" + textOf(first) + "`"
	}
	return rows + "that meet `" + textOf(first) + "` but not `" + textOf(second) + "`"
}

func textOf(terms []pickTerm) string {
	var parts []string
	for _, t := range terms {
		parts = append(parts, t.text)
	}
	return strings.Join(parts, " and ")
}
