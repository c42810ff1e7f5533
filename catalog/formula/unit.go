package formula

import (
	"strings"
)

// Dimension is what a unit measures. Money is a dimension of its own for each
// currency: EUR and USD never convert by themselves.
type Dimension string

// The dimensions that Concord knows beside one for each currency and for each
// thing counted.
const (
	NoDimension Dimension = ""       // nothing is known
	Ratio       Dimension = "ratio"  // a pure number; percent is a ratio scaled by 100
	Time        Dimension = "time"   // scale 1 is a second
	Mass        Dimension = "mass"   // scale 1 is a gram
	Length      Dimension = "length" // scale 1 is a metre
	Energy      Dimension = "energy" // scale 1 is a joule
	Volume      Dimension = "volume" // scale 1 is a litre
	Count       Dimension = "count"  // things, whatever they are
	moneyPrefix           = "money:" // followed by the ISO 4217 code
	otherPrefix           = "other:" // a unit that Concord does not know, followed by its name
)

// Unit is what a number is counted in: a product of dimensions with a scale.
// The zero Unit says that nothing is known, which fits every unit. After UCUM,
// cut down to what business definitions use.
type Unit struct {
	Dim   Dimension // numerator
	Per   Dimension // denominator, as in EUR per order; "" for none
	Scale float64   // size of one unit in the dimension's own scale: an hour is 3600
	Name  string    // how to write it
}

// Known reports whether anything is known of the unit.
func (u Unit) Known() bool { return u.Dim != NoDimension }

// String is the unit as an entry would declare it.
func (u Unit) String() string {
	if !u.Known() {
		return "unknown"
	}
	return u.Name
}

type unitDef struct {
	dim   Dimension
	scale float64
	name  string
}

func lookupUnit(word string) (unitDef, bool) {
	switch strings.ToLower(word) {
	case "ratio", "1", "fraction", "share", "factor", "times", "turns", "x", "index":
		return unitDef{Ratio, 1, "ratio"}, true
	case "%", "percent", "pct", "per cent":
		return unitDef{Ratio, 0.01, "%"}, true
	case "‰", "permille", "per mille":
		return unitDef{Ratio, 0.001, "‰"}, true
	case "s", "sec", "second", "seconds":
		return unitDef{Time, 1, "seconds"}, true
	case "min", "minute", "minutes":
		return unitDef{Time, 60, "minutes"}, true
	case "h", "hr", "hour", "hours":
		return unitDef{Time, 3600, "hours"}, true
	case "d", "day", "days":
		return unitDef{Time, 86400, "days"}, true
	case "wk", "week", "weeks":
		return unitDef{Time, 604800, "weeks"}, true
	case "working day", "working days", "business day", "business days":
		return unitDef{otherPrefix + "working days", 1, "working days"}, true
	case "month", "months":
		return unitDef{otherPrefix + "months", 1, "months"}, true
	case "g", "gram", "grams":
		return unitDef{Mass, 1, "g"}, true
	case "kg", "kilogram", "kilograms":
		return unitDef{Mass, 1000, "kg"}, true
	case "t", "tonne", "tonnes":
		return unitDef{Mass, 1e6, "t"}, true
	case "m", "metre", "metres", "meter", "meters":
		return unitDef{Length, 1, "m"}, true
	case "km", "kilometre", "kilometres":
		return unitDef{Length, 1000, "km"}, true
	case "l", "litre", "litres", "liter", "liters":
		return unitDef{Volume, 1, "l"}, true
	case "m3", "m³", "cubic metre", "cubic metres":
		return unitDef{Volume, 1000, "m³"}, true
	case "kwh":
		return unitDef{Energy, 3.6e6, "kWh"}, true
	case "mwh":
		return unitDef{Energy, 3.6e9, "MWh"}, true
	case "count", "piece", "pieces", "pcs", "pc", "unit", "units", "each", "items", "number":
		return unitDef{Count, 1, "pieces"}, true
	}
	return unitDef{}, false
}

// scaled reads a currency with an optional scale word: "EUR", "kEUR", "EUR m".
func lookupMoney(word string) (unitDef, bool) {
	code, scale, name := word, 1.0, word
	for _, p := range []struct {
		mark  string
		scale float64
	}{{"k", 1e3}, {"m", 1e6}, {"bn", 1e9}} {
		if rest, ok := strings.CutPrefix(word, p.mark); ok && isCurrency(rest) {
			code, scale = rest, p.scale
		}
		if rest, ok := strings.CutSuffix(word, " "+p.mark); ok && isCurrency(rest) {
			code, scale = rest, p.scale
		}
	}
	if !isCurrency(code) {
		return unitDef{}, false
	}
	return unitDef{Dimension(moneyPrefix + code), scale, name}, true
}

// isCurrency recognises the currencies of ISO 4217 that the sample, the
// corpora and the largest economies use.
func isCurrency(code string) bool {
	const codes = " EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON CAD AUD NZD INR BRL MXN ZAR KRW SGD HKD TRY RWF "
	return len(code) == 3 && strings.Contains(codes, " "+code+" ")
}

// ParseUnit reads a unit as an entry declares it. A unit that is not known by
// name is a dimension of its own, so that it fits itself and nothing else.
func ParseUnit(text string) Unit {
	text = strings.TrimSpace(text)
	if text == "" {
		return Unit{}
	}
	num, den, divided := strings.Cut(text, "/")
	if !divided {
		num, den, divided = strings.Cut(text, " per ")
	}
	n := unitWord(strings.TrimSpace(num))
	u := Unit{Dim: n.dim, Scale: n.scale, Name: text}
	if divided {
		d := unitWord(strings.TrimSpace(den))
		u.Per, u.Scale = d.dim, n.scale/d.scale
	}
	return u
}

func unitWord(word string) unitDef {
	if d, ok := lookupMoney(word); ok {
		return d
	}
	if d, ok := lookupUnit(word); ok {
		return d
	}
	return unitDef{Dimension(otherPrefix + strings.ToLower(word)), 1, word}
}

// Fit is how two units stand to each other.
type Fit uint8

// The ways in which two units can stand to each other.
const (
	FitUnknown   Fit = iota // one of them is not known
	FitSame                 // one is as good as the other
	FitScale                // the same quantity on another scale: hours and days, ratio and percent
	FitDimension            // different quantities
)

// Compare says how two units stand to each other. Counts of different things
// fit each other, and a count fits a unit that names a thing.
func (u Unit) Compare(v Unit) Fit {
	if !u.Known() || !v.Known() {
		return FitUnknown
	}
	if u.Per != v.Per && !(perThing(u.Per) && perThing(v.Per)) {
		return FitDimension
	}
	if u.Dim != v.Dim && !(thing(u.Dim) && thing(v.Dim)) {
		return FitDimension
	}
	if u.Dim == v.Dim && u.Scale != v.Scale {
		return FitScale
	}
	return FitSame
}

// perThing reports whether a denominator makes a unit an average: EUR per order
// and EUR go together.
func perThing(d Dimension) bool { return d == NoDimension || thing(d) }

// thing reports whether the dimension counts things of some sort.
func thing(d Dimension) bool { return d == Count || strings.HasPrefix(string(d), otherPrefix) }
