package formula

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// Function is what the manual says of a function that formulas may call.
type Function struct {
	Name  string
	Usage string // a call, as in "sum(table, .column)"
	Doc   string // what it gives, in a sentence
	Rows  bool   // it goes over the rows of its first argument
}

// Functions is the manual, in the order in which it is read.
func Functions() []Function {
	return []Function{
		{"filter", `filter(table, .column == "value")`, "The rows of a table for which a condition holds.", true},
		{"map", "map(table, .column)", "The values of a column, one for each row.", true},
		{"sum", "sum(table, .column)", "The total of a column; missing values are passed over.", true},
		{"count", `count(table, .column == "value")`, "How many rows meet a condition.", true},
		{"len", "len(table)", "How many rows a table has.", true},
		{"mean", "mean(table, .column)", "The average of a column; missing values are passed over.", true},
		{"median", "median(table, .column)", "The middle value of a column.", true},
		{"min", "min(table, .column)", "The least value of a column, or of several values.", true},
		{"max", "max(table, .column)", "The greatest value of a column, or of several values.", true},
		{"distinct", "distinct(table, .column)", "The different values of a column; `len(distinct(table, .column))` counts them.", true},
		{"any", `any(table, .column == "value")`, "True when a condition holds for at least one row.", true},
		{"all", `all(table, .column == "value")`, "True when a condition holds for every row.", true},
		{"none", `none(table, .column == "value")`, "True when a condition holds for no row.", true},
		{"abs", "abs(number)", "A number without its sign.", false},
		{"round", "round(number, decimals)", "A number to so many decimals, halves away from zero; without decimals, a whole number.", false},
		{"floor", "floor(number)", "The greatest whole number that is not above.", false},
		{"ceil", "ceil(number)", "The least whole number that is not below.", false},
		{"hours", "hours(later - earlier)", "A length of time as a number of hours; of a number, the length of so many hours.", false},
		{"days", "days(later - earlier)", "A length of time as a number of days; of a number, the length of so many days.", false},
		{"minutes", "minutes(later - earlier)", "A length of time as a number of minutes; of a number, the length of so many minutes.", false},
		{"weeks", "weeks(later - earlier)", "A length of time as a number of weeks; of a number, the length of so many weeks.", false},
		{"date", `date("2026-01-31")`, "A day of the calendar.", false},
		{"duration", `duration("48h")`, "A length of time, in hours, minutes and seconds.", false},
		{"lower", "lower(text)", "A text in small letters.", false},
	}
}

// Names finds entries by the names that formulas give them.
type Names struct{ *names }

// IndexNames prepares the names of a catalog.
func IndexNames(c *model.Catalog) Names { return Names{indexNames(c)} }

// For is the shortest name by which a formula of one entry calls another, or ""
// when no name leads there. From may be nil.
func (n Names) For(from, to *model.Entry) string {
	if from == nil {
		from = &model.Entry{}
	}
	table := to.Kind == model.ObjectKind
	for _, name := range slices.Compact([]string{Name(model.LastPart(to.ID)), Name(to.ID)}) {
		if found, _ := n.find(name, from, table); found == to {
			return name
		}
	}
	return ""
}
