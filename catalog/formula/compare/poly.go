package compare

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/concord-catalog/concord/catalog/formula"
)

// poly is a polynomial over atoms in canonical form: terms by rising monomial,
// no coefficient zero. Exponents may be negative, and the inverse of a sum is
// an atom of its own, so that quotients are polynomials too.
type poly []term

type term struct {
	mono int32 // index into algebra.monos; 0 is the empty product
	coef formula.Decimal
}

// factor is a power of an atom.
type factor struct {
	atom int32
	exp  int32
}

// atom is a number that is not looked into: a column of the row at hand, the
// sum over some rows of a table, the day today.
type atom struct {
	key     string
	present int32           // variable that tells whether it has a value; -1 when it always has
	whole   bool            // a multiple of step
	step    formula.Decimal // of a whole atom
	counted bool            // a whole number of things, never negative
	inverse poly            // of an atom that is 1/inverse
	column  *columnAtom
}

// maxTerms bounds one polynomial. Beyond it nothing is proved.
const maxTerms = 400

// algebra makes and keeps the atoms, monomials and variables of one comparison.
type algebra struct {
	*diagrams
	atoms   []atom
	byKey   map[string]int32
	monos   [][]factor
	byMono  map[string]int32
	product map[[2]int32]int32
	vars    map[string]int32
	about   []variable
}

func newAlgebra() *algebra {
	return &algebra{diagrams: newDiagrams(), byKey: map[string]int32{}, monos: [][]factor{nil},
		byMono: map[string]int32{"": 0}, product: map[[2]int32]int32{}, vars: map[string]int32{}}
}

func constant(d formula.Decimal) poly {
	if d.Sign() == 0 {
		return nil
	}
	return poly{{0, d}}
}

// isConstant reports whether p has no atoms, and its value.
func (p poly) isConstant() (formula.Decimal, bool) {
	switch {
	case len(p) == 0:
		return formula.Decimal{}, true
	case len(p) == 1 && p[0].mono == 0:
		return p[0].coef, true
	}
	return formula.Decimal{}, false
}

func (p poly) key() string {
	var b []byte
	for _, t := range p {
		b = append(append(strconv.AppendInt(b, int64(t.mono), 10), ':'), t.coef.Exact()...)
		b = append(b, ' ')
	}
	return string(b)
}

func (p poly) scale(by formula.Decimal) poly {
	if by.Sign() == 0 {
		return nil
	}
	out := make(poly, len(p))
	for i, t := range p {
		out[i] = term{t.mono, t.coef.Mul(by)}
	}
	return out
}

func (p poly) neg() poly { return p.scale(formula.Int(-1)) }

func (al *algebra) add(p, q poly) poly {
	out := make(poly, 0, len(p)+len(q))
	for len(p) > 0 && len(q) > 0 {
		switch c := cmp.Compare(p[0].mono, q[0].mono); {
		case c < 0:
			out, p = append(out, p[0]), p[1:]
		case c > 0:
			out, q = append(out, q[0]), q[1:]
		default:
			if sum := p[0].coef.Add(q[0].coef); sum.Sign() != 0 {
				out = append(out, term{p[0].mono, sum})
			}
			p, q = p[1:], q[1:]
		}
	}
	out = append(append(out, p...), q...)
	if len(out) > maxTerms {
		al.over = true
		return nil
	}
	return out
}

func (al *algebra) sub(p, q poly) poly { return al.add(p, q.neg()) }

func (al *algebra) mul(p, q poly) poly {
	if len(p)*len(q) > 4*maxTerms {
		al.over = true
		return nil
	}
	all := make(poly, 0, len(p)*len(q))
	for _, a := range p {
		for _, b := range q {
			all = append(all, term{al.monoMul(a.mono, b.mono), a.coef.Mul(b.coef)})
		}
	}
	return al.collect(all)
}

// collect sorts terms and adds up those of one monomial.
func (al *algebra) collect(all poly) poly {
	slices.SortStableFunc(all, func(a, b term) int { return cmp.Compare(a.mono, b.mono) })
	out := all[:0]
	for _, t := range all {
		if n := len(out); n > 0 && out[n-1].mono == t.mono {
			out[n-1].coef = out[n-1].coef.Add(t.coef)
		} else {
			out = append(out, t)
		}
	}
	out = slices.DeleteFunc(out, func(t term) bool { return t.coef.Sign() == 0 })
	if len(out) > maxTerms {
		al.over = true
		return nil
	}
	return out
}

func (al *algebra) monoMul(a, b int32) int32 {
	switch {
	case a == 0:
		return b
	case b == 0:
		return a
	case a > b:
		a, b = b, a
	}
	if m, ok := al.product[[2]int32{a, b}]; ok {
		return m
	}
	var out []factor
	x, y := al.monos[a], al.monos[b]
	for len(x) > 0 && len(y) > 0 {
		switch c := cmp.Compare(x[0].atom, y[0].atom); {
		case c < 0:
			out, x = append(out, x[0]), x[1:]
		case c > 0:
			out, y = append(out, y[0]), y[1:]
		default:
			if e := x[0].exp + y[0].exp; e != 0 {
				out = append(out, factor{x[0].atom, e})
			}
			x, y = x[1:], y[1:]
		}
	}
	m := al.mono(append(append(out, x...), y...))
	al.product[[2]int32{a, b}] = m
	return m
}

// mono returns the monomial of these factors, sorted by atom.
func (al *algebra) mono(factors []factor) int32 {
	var key []byte
	for _, f := range factors {
		key = binary.AppendVarint(binary.AppendVarint(key, int64(f.atom)), int64(f.exp))
		if f.exp > 64 || f.exp < -64 {
			al.over = true
		}
	}
	if m, ok := al.byMono[string(key)]; ok {
		return m
	}
	m := int32(len(al.monos))
	al.monos = append(al.monos, factors)
	al.byMono[string(key)] = m
	return m
}

// power is p to a whole exponent from 0 up.
func (al *algebra) power(p poly, n int) poly {
	out := constant(formula.Int(1))
	for range n {
		if al.over {
			return nil
		}
		out = al.mul(out, p)
	}
	return out
}

// of is the polynomial that is one power of one atom.
func (al *algebra) of(a, exp int32) poly {
	return poly{{al.mono([]factor{{a, exp}}), formula.Int(1)}}
}

// atomFor returns the atom of a key, made by fill when it is new.
func (al *algebra) atomFor(key string, fill func(*atom)) int32 {
	if a, ok := al.byKey[key]; ok {
		return a
	}
	a := atom{key: key, present: -1}
	fill(&a)
	i := int32(len(al.atoms))
	al.atoms = append(al.atoms, a)
	al.byKey[key] = i
	return i
}

// recip is 1/p, where p is not 0.
func (al *algebra) recip(p poly) poly {
	n, by := al.clear(p, false)
	if len(n) == 0 {
		al.over = true // 1/0 is asked for nowhere, because a guard stands before it
		return nil
	}
	if len(n) == 1 {
		out := constant(formula.Int(1).Quo(n[0].coef))
		for _, f := range al.monos[n[0].mono] {
			out = al.mul(out, al.of(f.atom, -f.exp))
		}
		return al.mul(out, by)
	}
	lead := n[0].coef
	unit := n.scale(formula.Int(1).Quo(lead))
	inv := al.atomFor("1/("+unit.key()+")", func(a *atom) { a.inverse = unit })
	return al.mul(by.scale(formula.Int(1).Quo(lead)), al.of(inv, 1))
}

// clear multiplies p until it has neither inverses nor negative exponents, and
// also returns what it was multiplied by, which is nowhere 0 where p has a
// value. With even, only squares are multiplied by, so that the sign stays.
func (al *algebra) clear(p poly, even bool) (cleared, by poly) {
	by = constant(formula.Int(1))
	for range 32 {
		a, k, base := al.fraction(p)
		if k == 0 {
			return p, by
		}
		if even && k%2 == 1 {
			k++
		}
		up := al.power(base, int(k))
		by = al.mul(by, up)
		if al.atoms[a].inverse == nil {
			p = al.mul(p, up)
		} else {
			p = al.cancel(p, a, k)
		}
		if al.over {
			return nil, by
		}
	}
	al.over = true
	return nil, by
}

// fraction finds an atom that stands in a denominator of p, with its highest
// exponent there and what it stands for.
func (al *algebra) fraction(p poly) (a, k int32, base poly) {
	for _, t := range p {
		for _, f := range al.monos[t.mono] {
			inv := al.atoms[f.atom].inverse
			switch {
			case inv != nil && f.exp > 0 && (k == 0 || a == f.atom):
				a, k, base = f.atom, max(k, f.exp), inv
			case inv == nil && f.exp < 0 && (k == 0 || a == f.atom):
				a, k, base = f.atom, max(k, -f.exp), al.of(f.atom, 1)
			}
		}
	}
	return a, k, base
}

// cancel multiplies p by the k-th power of what inverse atom a is the inverse
// of.
func (al *algebra) cancel(p poly, a, k int32) poly {
	var out poly
	for _, t := range p {
		var rest []factor
		left := k
		for _, f := range al.monos[t.mono] {
			if f.atom == a {
				left = k - f.exp
			} else {
				rest = append(rest, f)
			}
		}
		out = al.add(out, al.mul(poly{{al.mono(rest), t.coef}}, al.power(al.atoms[a].inverse, int(left))))
	}
	return out
}

// isZero reports whether p is 0 wherever it has a value.
func (al *algebra) isZero(p poly) bool {
	n, _ := al.clear(p, false)
	return len(n) == 0 && !al.over
}
