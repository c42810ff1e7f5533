package formula

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Decimal is an exact number: a fraction, so that two formulas that are equal
// give answers that are equal, however they go about it. The zero Decimal is 0.
// Small fractions are kept in two machine words; others in big.
type Decimal struct {
	n, d int64    // n/d in lowest terms, d > 0; d == 0 stands for the zero value 0
	big  *big.Rat // set instead when the fraction does not fit
}

// Int is a whole number as a Decimal.
func Int(n int64) Decimal { return Decimal{n: n, d: 1} }

// Float is the Decimal that a literal's shortest decimal notation says: 0.1 is
// one tenth.
func Float(f float64) Decimal {
	if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return Int(int64(f))
	}
	d, _ := ParseDecimal(strconv.FormatFloat(f, 'g', -1, 64))
	return d
}

// ParseDecimal reads a number in decimal notation.
func ParseDecimal(text string) (Decimal, bool) {
	if len(text) > 64 || strings.ContainsRune(text, '/') {
		return Decimal{}, false
	}
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		if exp, err := strconv.Atoi(text[i+1:]); err != nil || exp > 400 || exp < -400 {
			return Decimal{}, false
		}
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		return Decimal{}, false
	}
	return fromRat(r), true
}

func fromRat(r *big.Rat) Decimal {
	if r.Num().IsInt64() && r.Denom().IsInt64() && r.Num().Int64() != math.MinInt64 {
		return Decimal{n: r.Num().Int64(), d: r.Denom().Int64()}
	}
	return Decimal{big: r}
}

func (a Decimal) rat() *big.Rat {
	if a.big != nil {
		return a.big
	}
	return big.NewRat(a.n, a.den())
}

func (a Decimal) den() int64 {
	if a.d == 0 {
		return 1
	}
	return a.d
}

// Sign is -1, 0 or +1.
func (a Decimal) Sign() int {
	switch {
	case a.big != nil:
		return a.big.Sign()
	case a.n < 0:
		return -1
	case a.n > 0:
		return 1
	}
	return 0
}

// Cmp compares two numbers, giving -1, 0 or +1.
func (a Decimal) Cmp(b Decimal) int {
	if a.big == nil && b.big == nil && a.den() == b.den() {
		switch {
		case a.n < b.n:
			return -1
		case a.n > b.n:
			return 1
		}
		return 0
	}
	return a.rat().Cmp(b.rat())
}

// Add is a + b.
func (a Decimal) Add(b Decimal) Decimal {
	if a.big == nil && b.big == nil {
		if x, ok := mul(a.n, b.den()); ok {
			if y, ok := mul(b.n, a.den()); ok {
				if n, ok := add(x, y); ok {
					if d, ok := mul(a.den(), b.den()); ok {
						return reduced(n, d)
					}
				}
			}
		}
	}
	return fromRat(new(big.Rat).Add(a.rat(), b.rat()))
}

// Neg is -a.
func (a Decimal) Neg() Decimal {
	if a.big != nil {
		return fromRat(new(big.Rat).Neg(a.big))
	}
	return Decimal{n: -a.n, d: a.d}
}

// Sub is a - b.
func (a Decimal) Sub(b Decimal) Decimal { return a.Add(b.Neg()) }

// Mul is a × b.
func (a Decimal) Mul(b Decimal) Decimal {
	if a.big == nil && b.big == nil {
		if n, ok := mul(a.n, b.n); ok {
			if d, ok := mul(a.den(), b.den()); ok {
				return reduced(n, d)
			}
		}
	}
	return fromRat(new(big.Rat).Mul(a.rat(), b.rat()))
}

// Quo is a ÷ b; b must not be zero.
func (a Decimal) Quo(b Decimal) Decimal {
	if a.big == nil && b.big == nil {
		if n, ok := mul(a.n, b.den()); ok {
			if d, ok := mul(a.den(), b.n); ok {
				if d < 0 {
					n, d = -n, -d
				}
				return reduced(n, d)
			}
		}
	}
	return fromRat(new(big.Rat).Quo(a.rat(), b.rat()))
}

// Floor is the greatest whole number not above a.
func (a Decimal) Floor() Decimal {
	r := a.rat()
	return fromRat(new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom())))
}

// Round is a to a number of decimals, halves away from zero.
func (a Decimal) Round(places int) Decimal {
	scale := Int(1)
	for range min(max(places, 0), 18) {
		scale = scale.Mul(Int(10))
	}
	half := fromRat(big.NewRat(1, 2))
	scaled := a.Mul(scale)
	if scaled.Sign() < 0 {
		return scaled.Neg().Add(half).Floor().Neg().Quo(scale)
	}
	return scaled.Add(half).Floor().Quo(scale)
}

// Float64 is the nearest binary fraction.
func (a Decimal) Float64() float64 {
	f, _ := a.rat().Float64()
	return f
}

// String is the number in decimal notation, exact where it is short and with
// six significant decimals where it is not.
func (a Decimal) String() string {
	r := a.rat()
	if r.IsInt() {
		return r.Num().String()
	}
	text := r.FloatString(6)
	if exact, ok := new(big.Rat).SetString(text); ok && exact.Sign() == 0 {
		return strconv.FormatFloat(a.Float64(), 'g', 4, 64)
	}
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// Exact is the number as a fraction in lowest terms, "3/2" or "7": equal
// numbers give equal texts.
func (a Decimal) Exact() string {
	if a.big == nil && a.den() == 1 {
		return strconv.FormatInt(a.n, 10)
	}
	return a.rat().RatString()
}

func mul(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	if a == math.MinInt64 || b == math.MinInt64 {
		return 0, false
	}
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(abs(b)))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func add(a, b int64) (int64, bool) {
	s := a + b
	if a > 0 && b > 0 && s <= 0 || a < 0 && b < 0 && s >= 0 {
		return 0, false
	}
	return s, s != math.MinInt64
}

func abs(a int64) int64 {
	if a < 0 {
		return -a
	}
	return a
}

func reduced(n, d int64) Decimal {
	if d == 1 {
		return Decimal{n: n, d: 1}
	}
	x, y := abs(n), d
	for y != 0 {
		x, y = y, x%y
	}
	return Decimal{n: n / x, d: d / x}
}
