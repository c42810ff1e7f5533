package compare

import (
	"slices"
	"strings"
	"time"

	"github.com/concord-catalog/concord/catalog/formula"
)

// maxPaths bounds how many alternatives are put in words.
const maxPaths = 4

// words says in words which of some rows meet a condition, where it is simple
// enough.
func (c *prover) words(when, among cond) (string, bool) {
	paths, ok := c.paths(when, among)
	if !ok || len(paths) == 0 {
		return "", false
	}
	var out []string
	for _, p := range paths {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", or "), true
}

// paths lists the ways in which a condition can be true among some rows, each
// as a conjunction; what is missing comes last.
func (c *prover) paths(when, among cond) ([]string, bool) {
	var out []string
	var walk func(at, among cond, said []saying) bool
	walk = func(at, among cond, said []saying) bool {
		if at == no || among == no {
			return true
		}
		if at == yes {
			out = append(out, sentence(said))
			return len(out) <= maxPaths
		}
		b := c.branches[at]
		kids := slices.Clone(b.kids)
		if c.about[b.v].sort == presenceVar {
			slices.Reverse(kids)
		}
		for i, k := range kids {
			if k == no || slices.Index(kids, k) < i {
				continue
			}
			rest := c.and(among, c.only(b, k))
			if rest == no {
				continue
			}
			s, ok := c.saying(b, k)
			if !ok || !walk(k, rest, append(slices.Clip(said), s)) {
				return false
			}
		}
		return true
	}
	ok := walk(when, among, nil)
	return out, ok
}

// only is the condition that a branch leads to one of its kids.
func (c *prover) only(b branch, kid cond) cond {
	kids := make([]cond, len(b.kids))
	for i, k := range b.kids {
		kids[i] = truth(k == kid)
	}
	return c.make(b.v, b.cuts, kids)
}

// saying is one part of a conjunction.
type saying struct {
	columns []*columnAtom
	words   string
	present bool // it says only that the column is filled in
}

// sentence joins the parts, leaving out that a field is filled in where more is
// said of it.
func sentence(said []saying) string {
	var parts []string
	for _, s := range said {
		more := func(t saying) bool {
			return !t.present && slices.ContainsFunc(t.columns, func(a *columnAtom) bool { return len(s.columns) == 1 && *a == *s.columns[0] })
		}
		if s.words != "" && !(s.present && slices.ContainsFunc(said, more)) {
			parts = append(parts, s.words)
		}
	}
	return strings.Join(parts, " and ")
}

// saying puts in words that a branch leads to one of its kids.
func (c *prover) saying(b branch, kid cond) (saying, bool) {
	v := c.about[b.v]
	s, name := saying{}, ""
	if v.column != nil {
		s.columns = []*columnAtom{v.column}
		name = "`" + v.column.field.Name.S + "`"
	}
	first := b.kids[0] == kid
	switch v.sort {
	case presenceVar:
		s.words, s.present = name+" is filled in", true
		if first {
			s.words, s.present = name+" is missing", false
		}
		return s, true
	case truthVar:
		s.words = name + " is true"
		if first {
			s.words = name + " is false"
		}
		return s, true
	case codeVar:
		return c.sayCodes(b, kid, s, name)
	case textVar:
		if v.lower {
			return s, false
		}
		return sayText(b, kid, s, name)
	case formVar:
		return c.sayForm(v.form, b, kid)
	}
	return s, false
}

func (c *prover) sayCodes(b branch, kid cond, s saying, name string) (saying, bool) {
	codes := codesOf(s.columns[0].field)
	var fit []string
	for i, code := range codes {
		at := 0
		for at < len(b.cuts) && b.cuts[at].num.Cmp(formula.Int(int64(i))) <= 0 {
			at++
		}
		if b.kids[at] == kid {
			fit = append(fit, "\""+code+"\"")
		}
	}
	s.words = name + " is " + strings.Join(fit, " or ")
	return s, len(fit) > 0 && len(fit) < 6
}

// sayText covers a text that is, or is not, one of some constants.
func sayText(b branch, kid cond, s saying, name string) (saying, bool) {
	var is, isNot []string
	for i := 1; i < len(b.kids); i++ {
		low := b.cuts[i-1]
		point := i < len(b.cuts) && !low.after && b.cuts[i].after && low.text == b.cuts[i].text
		switch {
		case point && b.kids[i] == kid:
			is = append(is, "\""+low.text+"\"")
		case point:
			isNot = append(isNot, "\""+low.text+"\"")
		case b.kids[i] != b.kids[0]:
			return s, false
		}
	}
	if b.kids[0] == kid {
		s.words = name + " is not " + strings.Join(isNot, " or ")
		return s, len(isNot) > 0
	}
	s.words = name + " is " + strings.Join(is, " or ")
	return s, len(is) > 0
}

// sayForm covers a column against a constant, and one column against another.
func (c *prover) sayForm(form poly, b branch, kid cond) (saying, bool) {
	subject, other, base, ok := c.formWords(form)
	if !ok {
		return saying{}, false
	}
	i := slices.Index(b.kids, kid)
	if slices.Contains(b.kids[i+1:], kid) {
		return saying{}, false
	}
	step, _ := c.stepOf(form)
	cuts := slices.Clone(b.cuts)
	for j := range cuts {
		if other != "" && cuts[j].num.Sign() != 0 {
			if cuts[j].after || cuts[j].num.Cmp(step) != 0 {
				return saying{}, false // more than a plain before and after
			}
			cuts[j] = cut{after: true}
		}
	}
	s := saying{columns: c.columnsOf(form), words: subject + " is "}
	value := func(d cut) string { return c.amount(base, other, d.num) }
	if i > 0 && i < len(cuts) && single(cuts[i-1], cuts[i], step) {
		s.words += value(cuts[i-1])
		return s, true
	}
	var parts []string
	if i > 0 {
		parts = append(parts, relationWords(base, true, cuts[i-1].after)+" "+value(cuts[i-1]))
	}
	if i < len(cuts) {
		parts = append(parts, relationWords(base, false, cuts[i].after)+" "+value(cuts[i]))
	}
	s.words += strings.Join(parts, " and ")
	return s, true
}

func (c *prover) columnsOf(form poly) []*columnAtom {
	var out []*columnAtom
	for _, t := range form {
		if col := c.atoms[c.monos[t.mono][0].atom].column; col != nil {
			out = append(out, col)
		}
	}
	return out
}

// formWords names the column of a form, and the one it is compared with.
func (c *prover) formWords(form poly) (subject, other string, base formula.Base, ok bool) {
	var names []string
	for i, t := range form {
		m := c.monos[t.mono]
		if len(m) != 1 || m[0].exp != 1 || t.coef.Cmp(formula.Int(1-2*int64(i))) != 0 {
			return "", "", 0, false
		}
		a := c.atoms[m[0].atom]
		switch {
		case a.key == "today":
			names, base = append(names, "today"), formula.DateType
		case a.column == nil:
			return "", "", 0, false
		default:
			base = formula.FieldType(a.column.field).Base
			names = append(names, "`"+a.column.field.Name.S+"`")
		}
	}
	switch len(names) {
	case 1:
		return names[0], "", base, true
	case 2:
		return names[0], names[1], base, true
	}
	return "", "", 0, false
}

// amount is a boundary in words: the other column, or a value.
func (c *prover) amount(base formula.Base, other string, d formula.Decimal) string {
	switch {
	case other != "":
		return other
	case temporal(base):
		t := time.Unix(int64(d.Float64()), 0).UTC()
		if base == formula.InstantType && t.Hour()+t.Minute() != 0 {
			return t.Format("2006-01-02 15:04")
		}
		return t.Format(time.DateOnly)
	case base == formula.DurationType:
		return formula.Seconds(d).String()
	}
	return d.String()
}

func relationWords(base formula.Base, above, after bool) string {
	switch {
	case temporal(base):
		return map[[2]bool]string{{true, true}: "after", {true, false}: "on or after", {false, false}: "before", {false, true}: "on or before"}[[2]bool{above, after}]
	}
	return map[[2]bool]string{{true, true}: "above", {true, false}: "at least", {false, false}: "below", {false, true}: "at most"}[[2]bool{above, after}]
}
