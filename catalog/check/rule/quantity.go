package rule

import (
	"math"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
)

// quantity is a target that reads as a number: ">= 98.5 %", "at most 48 hours",
// "12".
type quantity struct {
	bound bound
	value float64
	unit  formula.Unit // zero when the text names none
}

// bound says on which side of a value what is aimed at lies.
type bound int8

const (
	exactly bound = iota
	atLeast
	atMost
)

// boundWords are the ways to write a bound, longest first where one begins
// another.
var boundWords = []struct {
	text string
	is   bound
}{
	{">=", atLeast}, {"≥", atLeast}, {">", atLeast}, {"at least", atLeast}, {"no less than", atLeast},
	{"not less than", atLeast}, {"more than", atLeast}, {"above", atLeast}, {"over", atLeast}, {"mindestens", atLeast},
	{"<=", atMost}, {"≤", atMost}, {"<", atMost}, {"at most", atMost}, {"no more than", atMost},
	{"not more than", atMost}, {"less than", atMost}, {"below", atMost}, {"under", atMost}, {"within", atMost},
	{"höchstens", atMost}, {"==", exactly}, {"=", exactly},
}

// quantityOf reads a target. The unit is the one that the text names, else the
// one declared beside it. Text that is more than a bound, a number and a unit
// is no quantity.
func quantityOf(text, declared string) (quantity, bool) {
	text = strings.TrimSpace(text)
	var q quantity
	for _, w := range boundWords {
		if len(text) > len(w.text) && strings.EqualFold(text[:len(w.text)], w.text) {
			q.bound, text = w.is, strings.TrimSpace(text[len(w.text):])
			break
		}
	}
	end := strings.IndexFunc(text, func(c rune) bool { return !strings.ContainsRune("0123456789.,-+ ", c) })
	number, unit := text, ""
	if end >= 0 {
		number, unit = text[:end], strings.TrimSpace(text[end:])
	}
	value, err := strconv.ParseFloat(plainNumber(number), 64)
	if err != nil || len(strings.Fields(unit)) > 3 {
		return quantity{}, false
	}
	if unit == "" {
		unit = declared
	}
	q.value, q.unit = value, formula.ParseUnit(unit)
	return q, true
}

// plainNumber takes the marks between thousands out of a number. A lone comma
// that does not stand before three digits is a decimal one: 98,5.
func plainNumber(text string) string {
	text = strings.ReplaceAll(text, " ", "")
	if i := strings.IndexByte(text, ','); i >= 0 && strings.Count(text, ",") == 1 && !strings.Contains(text, ".") && len(text)-i-1 != 3 {
		return text[:i] + "." + text[i+1:]
	}
	return strings.ReplaceAll(text, ",", "")
}

// near reports whether two numbers are the same but for rounding.
func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b))
}

// count writes a number of things: "1 other", "3 others".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
