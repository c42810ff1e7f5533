package formula

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestDecimalAgainstRat checks the two-word arithmetic against math/big, with
// numbers small and at the edge of overflow.
func TestDecimalAgainstRat(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	edges := []int64{0, 1, -1, 2, -3, 10, 1 << 31, -(1 << 31), 1 << 62, math.MaxInt64, -math.MaxInt64}
	pick := func() int64 {
		if rnd.IntN(2) == 0 {
			return edges[rnd.IntN(len(edges))]
		}
		return rnd.Int64N(2000) - 1000
	}
	for range 20_000 {
		a := big.NewRat(pick(), max(1, abs(pick())))
		b := big.NewRat(pick(), max(1, abs(pick())))
		x, y := fromRat(a), fromRat(b)
		check := func(op string, got Decimal, want *big.Rat) {
			if got.rat().Cmp(want) != 0 {
				t.Fatalf("%v %s %v = %v, want %v", a, op, b, got.rat(), want)
			}
		}
		check("+", x.Add(y), new(big.Rat).Add(a, b))
		check("-", x.Sub(y), new(big.Rat).Sub(a, b))
		check("*", x.Mul(y), new(big.Rat).Mul(a, b))
		if b.Sign() != 0 {
			check("/", x.Quo(y), new(big.Rat).Quo(a, b))
		}
		if x.Cmp(y) != a.Cmp(b) {
			t.Fatalf("cmp %v %v = %d", a, b, x.Cmp(y))
		}
	}
}

func TestDecimalText(t *testing.T) {
	third := Int(1).Quo(Int(3))
	for _, c := range []struct {
		got  string
		want string
	}{
		{Float(0.1).Add(Float(0.2)).String(), "0.3"},
		{third.String(), "0.333333"},
		{third.Mul(Int(3)).String(), "1"},
		{Float(2.5).Round(0).String(), "3"},
		{Float(-2.5).Round(0).String(), "-3"},
		{Float(2.345).Round(2).String(), "2.35"},
		{Float(-7).Quo(Int(2)).Floor().String(), "-4"},
		{Float(1e18).Mul(Float(1e18)).String(), "1000000000000000000000000000000000000"},
		{Int(1).Quo(Float(1e12)).String(), "1e-12"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}
