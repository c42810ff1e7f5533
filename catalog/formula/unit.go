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
	Power       Dimension = "power"  // scale 1 is a watt
	Data        Dimension = "data"   // scale 1 is a byte
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
	case "%", "percent", "percentage", "pct", "per cent", "prozent":
		return unitDef{Ratio, 0.01, "%"}, true
	case "‰", "permille", "per mille":
		return unitDef{Ratio, 0.001, "‰"}, true
	case "ms", "millisecond", "milliseconds":
		return unitDef{Time, 0.001, "milliseconds"}, true
	case "s", "sec", "second", "seconds", "sekunde", "sekunden":
		return unitDef{Time, 1, "seconds"}, true
	case "min", "mins", "minute", "minutes", "minuten":
		return unitDef{Time, 60, "minutes"}, true
	case "h", "hr", "hrs", "hour", "hours", "stunde", "stunden":
		return unitDef{Time, 3600, "hours"}, true
	case "d", "day", "days", "calendar days", "tag", "tage":
		return unitDef{Time, 86400, "days"}, true
	case "wk", "week", "weeks", "woche", "wochen":
		return unitDef{Time, 604800, "weeks"}, true
	case "working day", "working days", "business day", "business days", "arbeitstag", "arbeitstage":
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
	case "wh":
		return unitDef{Energy, 3.6e3, "Wh"}, true
	case "gwh":
		return unitDef{Energy, 3.6e12, "GWh"}, true
	case "w", "watt", "watts":
		return unitDef{Power, 1, "W"}, true
	case "kw", "kilowatt", "kilowatts":
		return unitDef{Power, 1e3, "kW"}, true
	case "mw", "megawatt", "megawatts":
		return unitDef{Power, 1e6, "MW"}, true
	case "gw", "gigawatt", "gigawatts":
		return unitDef{Power, 1e9, "GW"}, true
	case "byte", "bytes":
		return unitDef{Data, 1, "bytes"}, true
	case "kb":
		return unitDef{Data, 1e3, "kB"}, true
	case "mb":
		return unitDef{Data, 1e6, "MB"}, true
	case "gb":
		return unitDef{Data, 1e9, "GB"}, true
	case "cm", "centimetre", "centimetres":
		return unitDef{Length, 0.01, "cm"}, true
	case "mm", "millimetre", "millimetres":
		return unitDef{Length, 0.001, "mm"}, true
	case "ml", "millilitre", "millilitres":
		return unitDef{Volume, 0.001, "ml"}, true
	case "mg", "milligram", "milligrams":
		return unitDef{Mass, 0.001, "mg"}, true
	case "kwh":
		return unitDef{Energy, 3.6e6, "kWh"}, true
	case "mwh":
		return unitDef{Energy, 3.6e9, "MWh"}, true
	case "count", "piece", "pieces", "pcs", "pc", "unit", "units", "each", "items", "number":
		return unitDef{Count, 1, "pieces"}, true
	}
	return unitDef{}, false
}

// moneyScales are the marks for thousands, millions and billions, glued to a
// currency or written beside it: "kEUR", "EUR m", "Mio. €".
var moneyScales = []struct {
	mark  string
	scale float64
}{
	{"thousand", 1e3}, {"Tsd.", 1e3}, {"million", 1e6}, {"millions", 1e6}, {"Mio.", 1e6}, {"Mio", 1e6},
	{"billion", 1e9}, {"billions", 1e9}, {"Mrd.", 1e9}, {"Mrd", 1e9},
	{"k", 1e3}, {"K", 1e3}, {"T", 1e3}, {"m", 1e6}, {"M", 1e6}, {"bn", 1e9},
}

// lookupMoney reads a currency with an optional scale.
func lookupMoney(word string) (unitDef, bool) {
	if code := currency(word); code != "" {
		return unitDef{Dimension(moneyPrefix + code), 1, word}, true
	}
	for _, p := range moneyScales {
		rest, ok := strings.CutPrefix(word, p.mark)
		if !ok {
			rest, ok = strings.CutSuffix(word, " "+p.mark)
		}
		if code := currency(strings.TrimSpace(rest)); ok && code != "" {
			return unitDef{Dimension(moneyPrefix + code), p.scale, word}, true
		}
	}
	return unitDef{}, false
}

// currency is the code of a currency that is written as its code, its sign or
// its name, or "".
func currency(text string) string {
	switch strings.ToLower(text) {
	case "€", "eur", "euro", "euros":
		return "EUR"
	case "$", "us$", "usd", "dollar", "dollars":
		return "USD"
	case "£", "gbp":
		return "GBP"
	case "chf", "franken":
		return "CHF"
	}
	if isCurrency(text) {
		return text
	}
	return ""
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
