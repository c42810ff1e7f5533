package formula

import (
	"strconv"
	"strings"
	"time"

	"github.com/concord-catalog/concord/catalog/model"
)

// Value is what a formula or a cell comes to. The zero Value is missing.
type Value struct {
	Base Base    // Unknown for a missing or undefined value
	Num  Decimal // a number; seconds of a duration; seconds since 1970 of a date or instant
	Str  string  // text; of an undefined value, the reason
	Bool bool
	List []Value
	rows []Row // of a table
}

// Row is one row of a data object: a value for each of its fields, in order.
type Row []Value

// Facts are rows for data objects. Objects that are not named have no rows.
type Facts struct {
	Tables map[*model.Object][]Row
	Given  map[*model.Entry]Value // what terms and KPIs without a formula come to; may be nil
	Today  model.Date
}

// Undefined is a value that does not exist, and why.
func Undefined(reason string) Value { return Value{Str: reason} }

// Missing reports whether there is no value, because a cell is empty or
// because the formula has no answer.
func (v Value) Missing() bool { return v.Base == Unknown }

// Number makes a number.
func Number(d Decimal) Value { return Value{Base: NumberType, Num: d} }

// Truth makes true or false.
func Truth(b bool) Value { return Value{Base: BoolType, Bool: b} }

// TextValue makes a text.
func TextValue(s string) Value { return Value{Base: StringType, Str: s} }

// Day makes a date.
func Day(d model.Date) Value {
	return Value{Base: DateType, Num: Int((int64(d.Day) - 1) * 86400)}
}

// Seconds makes a length of time.
func Seconds(d Decimal) Value { return Value{Base: DurationType, Num: d} }

// ParseCell reads a cell of the given type as files write it. The second result
// is false when the text is no such value.
func ParseCell(base Base, text string) (Value, bool) {
	switch base {
	case NumberType:
		d, ok := ParseDecimal(text)
		return Number(d), ok
	case StringType, Unknown:
		return TextValue(text), true
	case BoolType:
		return Truth(text == "true"), text == "true" || text == "false"
	case DateType:
		d, err := model.ParseDate(text)
		return Day(d), err == nil
	case InstantType:
		return parseInstant(text)
	case DurationType:
		d, err := time.ParseDuration(text)
		return Seconds(Int(int64(d / time.Second))), err == nil
	}
	return Value{}, false
}

func parseInstant(text string) (Value, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return Value{Base: InstantType, Num: Int(t.Unix())}, true
		}
	}
	return Value{}, false
}

// Rows lists the rows of a table; they must not be changed.
func (v Value) Rows() []Row { return v.rows }

// String is the value as pages and terminals show it.
func (v Value) String() string {
	switch v.Base {
	case NumberType:
		return v.Num.String()
	case StringType:
		return v.Str
	case BoolType:
		if v.Bool {
			return "true"
		}
		return "false"
	case DateType:
		return time.Unix(v.Num.n, 0).UTC().Format(time.DateOnly)
	case InstantType:
		return time.Unix(v.Num.n, 0).UTC().Format("2006-01-02 15:04")
	case DurationType:
		return v.Num.Quo(Int(3600)).String() + " h"
	case ListType:
		items := make([]string, len(v.List))
		for i, x := range v.List {
			items[i] = x.String()
		}
		return "[" + strings.Join(items, ", ") + "]"
	case TableType:
		if len(v.rows) == 1 {
			return "1 row"
		}
		return strconv.Itoa(len(v.rows)) + " rows"
	}
	if v.Str != "" {
		return "undefined (" + v.Str + ")"
	}
	return "missing"
}

// Equal reports whether two values are the same. Missing values are the same
// as each other, whatever the reason.
func (v Value) Equal(w Value) bool {
	if v.Missing() || w.Missing() {
		return v.Missing() && w.Missing()
	}
	c, ok := compareValues(v, w)
	return ok && c == 0
}

// compareValues orders two present values of comparable sorts.
func compareValues(v, w Value) (int, bool) {
	switch {
	case v.Base == StringType && w.Base == StringType:
		return strings.Compare(v.Str, w.Str), true
	case v.Base == BoolType && w.Base == BoolType:
		if v.Bool == w.Bool {
			return 0, true
		}
		return 1, true
	case v.Base == w.Base && v.Base != ListType && v.Base != TableType, temporal(v.Base) && temporal(w.Base):
		return v.Num.Cmp(w.Num), true
	}
	return 0, false
}
