package compare

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
)

// cond is a condition in canonical form: an interval decision diagram. Each
// inner node asks for one variable and branches on the intervals in which its
// value can lie, variables in rising order along every path. Nodes are shared,
// so two conditions that are true for the same values of the variables are the
// same number.
//
// The variables are taken to be independent of each other. Where they are not
// (a sum of two columns and the columns themselves), a diagram distinguishes
// cases that cannot arise: equal conditions may then look different, but
// different ones never look equal.
type cond int32

const (
	no  cond = 0
	yes cond = 1
)

// cut is a boundary between two intervals: just before or just after a value.
// Text variables are cut at texts, all others at numbers.
type cut struct {
	num   formula.Decimal
	text  string
	after bool
}

func (c cut) compare(d cut) int {
	r := c.num.Cmp(d.num)
	if r == 0 {
		r = strings.Compare(c.text, d.text)
	}
	switch {
	case r != 0:
		return r
	case c.after == d.after:
		return 0
	case d.after:
		return -1
	}
	return 1
}

// branch is an inner node: kids[i] holds between cuts[i-1] and cuts[i].
type branch struct {
	v    int32
	cuts []cut
	kids []cond
}

// maxBranches bounds the diagrams of one comparison. Beyond it nothing is
// proved.
const maxBranches = 20_000

// diagrams makes and keeps the conditions of one comparison.
type diagrams struct {
	branches []branch // from index 2 on
	unique   map[string]cond
	done     map[[3]cond]cond
	over     bool // a bound was passed: results mean nothing any more
}

func newDiagrams() *diagrams {
	return &diagrams{branches: make([]branch, 2), unique: map[string]cond{}, done: map[[3]cond]cond{}}
}

// make returns the node with these branches, merging neighbours that are alike.
func (d *diagrams) make(v int32, cuts []cut, kids []cond) cond {
	var mergedCuts []cut
	merged := kids[:1:1]
	for i, k := range kids[1:] {
		if k != merged[len(merged)-1] {
			mergedCuts, merged = append(mergedCuts, cuts[i]), append(merged, k)
		}
	}
	if len(merged) == 1 {
		return merged[0]
	}
	key := branchKey(v, mergedCuts, merged)
	if c, ok := d.unique[key]; ok {
		return c
	}
	if len(d.branches) >= maxBranches {
		d.over = true
		return no
	}
	c := cond(len(d.branches))
	d.branches = append(d.branches, branch{v, mergedCuts, merged})
	d.unique[key] = c
	return c
}

func branchKey(v int32, cuts []cut, kids []cond) string {
	key := binary.AppendVarint(nil, int64(v))
	for i, k := range kids {
		key = binary.AppendVarint(key, int64(k))
		if i < len(cuts) {
			side := byte('<')
			if cuts[i].after {
				side = '>'
			}
			key = append(key, side)
			key = append(key, cuts[i].num.Exact()...)
			key = binary.AppendVarint(append(key, ' '), int64(len(cuts[i].text)))
			key = append(key, cuts[i].text...)
		}
	}
	return string(key)
}

const (
	opAnd cond = iota
	opOr
)

func (d *diagrams) and(a, b cond) cond { return d.apply(opAnd, a, b) }
func (d *diagrams) or(a, b cond) cond  { return d.apply(opOr, a, b) }
func (d *diagrams) minus(a, b cond) cond {
	return d.and(a, d.not(b))
}

func (d *diagrams) apply(op, a, b cond) cond {
	absorbing, neutral := no, yes
	if op == opOr {
		absorbing, neutral = yes, no
	}
	switch {
	case a == absorbing || b == absorbing:
		return absorbing
	case a == neutral || a == b:
		return b
	case b == neutral:
		return a
	case a > b:
		a, b = b, a
	}
	key := [3]cond{op, a, b}
	if c, ok := d.done[key]; ok {
		return c
	}
	x, y := d.branches[a], d.branches[b]
	var c cond
	switch {
	case x.v < y.v:
		c = d.lift(x, func(k cond) cond { return d.apply(op, k, b) })
	case y.v < x.v:
		c = d.lift(y, func(k cond) cond { return d.apply(op, a, k) })
	default:
		c = d.zip(op, x, y)
	}
	d.done[key] = c
	return c
}

func (d *diagrams) lift(x branch, f func(cond) cond) cond {
	kids := make([]cond, len(x.kids))
	for i, k := range x.kids {
		kids[i] = f(k)
	}
	return d.make(x.v, x.cuts, kids)
}

// zip combines two nodes of one variable interval by interval.
func (d *diagrams) zip(op cond, x, y branch) cond {
	kids := []cond{d.apply(op, x.kids[0], y.kids[0])}
	var cuts []cut
	for i, j := 0, 0; i < len(x.cuts) || j < len(y.cuts); {
		r := 0
		switch {
		case i == len(x.cuts):
			r = 1
		case j == len(y.cuts):
			r = -1
		default:
			r = x.cuts[i].compare(y.cuts[j])
		}
		at := cut{}
		if r <= 0 {
			at = x.cuts[i]
			i++
		}
		if r >= 0 {
			at = y.cuts[j]
			j++
		}
		cuts, kids = append(cuts, at), append(kids, d.apply(op, x.kids[i], y.kids[j]))
	}
	return d.make(x.v, cuts, kids)
}

func (d *diagrams) not(a cond) cond {
	switch a {
	case no:
		return yes
	case yes:
		return no
	}
	key := [3]cond{2, a, a}
	if c, ok := d.done[key]; ok {
		return c
	}
	c := d.lift(d.branches[a], d.not)
	d.done[key] = c
	return c
}

// bit is the condition that a variable of two values, 0 and 1, is 1.
func (d *diagrams) bit(v int32) cond {
	return d.make(v, []cut{{num: formula.Int(1)}}, []cond{no, yes})
}

// point returns the one value that a variable has wherever the condition is
// true, if there is such a value. A step other than 0 says that its values are
// multiples of it.
func (d *diagrams) point(a cond, v int32, step formula.Decimal) (formula.Decimal, bool) {
	var found []formula.Decimal
	loose := false
	seen := map[cond]bool{}
	var walk func(cond)
	walk = func(c cond) {
		if c == no || loose || seen[c] {
			return
		}
		seen[c] = true
		if c == yes || d.branches[c].v > v {
			loose = true
			return
		}
		b := d.branches[c]
		for i, k := range b.kids {
			if b.v != v {
				walk(k)
			} else if k != no {
				if i == 0 || i == len(b.cuts) || !single(b.cuts[i-1], b.cuts[i], step) {
					loose = true
					return
				}
				found = append(found, b.cuts[i-1].num)
			}
		}
	}
	walk(a)
	if loose || len(found) == 0 || slices.ContainsFunc(found, func(f formula.Decimal) bool { return f.Cmp(found[0]) != 0 }) {
		return formula.Decimal{}, false
	}
	return found[0], true
}

// asked lists the variables that a condition depends on, in order.
func (d *diagrams) asked(a cond) []int32 {
	var out []int32
	seen := map[cond]bool{no: true, yes: true}
	var walk func(cond)
	walk = func(a cond) {
		if seen[a] {
			return
		}
		seen[a] = true
		out = append(out, d.branches[a].v)
		for _, k := range d.branches[a].kids {
			walk(k)
		}
	}
	walk(a)
	slices.Sort(out)
	return slices.Compact(out)
}

// single reports whether only the number of the first cut lies between two.
func single(low, high cut, step formula.Decimal) bool {
	if low.after {
		return false
	}
	if high.after {
		return low.num.Cmp(high.num) == 0
	}
	return step.Sign() > 0 && low.num.Add(step).Cmp(high.num) == 0
}
