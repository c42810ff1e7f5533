package formula

import (
	"embed"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed testdata/explain/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each kind of finding, named after it.
func Examples() fs.FS { return diag.Examples(examples, "testdata/explain") }

// Kinds lists what can be wrong with a formula, in code order.
func Kinds() []*diag.Kind {
	return []*diag.Kind{&syntaxKind, &nameKind, &columnKind, &typeKind, &functionKind, &codeKind, &ambiguousKind}
}

var syntaxKind = diag.Kind{
	Code: "FRM001", ID: "formula-syntax", Title: "formula that cannot be read",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why: "A formula that cannot be read says nothing about the number it stands for, and its lineage is lost.",
	Settle: "Write it as an expression over data objects: `sum(invoice_line, .amount)`, " +
		"`count(order_line, .delivered_at <= .promised_at) / len(order_line) * 100`. " +
		"A data object is a table named by the last part of its ID with `_` for `-`; `.name` is a column of the row at hand; " +
		"operators are + - * / % ** == != < <= > >= and or not in contains startsWith endsWith ?? and condition ? a : b.",
}

var nameKind = diag.Kind{
	Code: "FRM002", ID: "formula-unknown-name", Title: "formula that names nothing known",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why:    "A name that stands for no data object, term or KPI cannot be computed, and no lineage leads through it.",
	Settle: "Correct the name, or write the missing entry. An entry is named by the last part of its ID, or by its whole ID with `_` for `/`, always with `_` for `-`.",
}

var columnKind = diag.Kind{
	Code: "FRM003", ID: "formula-unknown-column", Title: "formula that reads a field its object does not have",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why:    "The field was renamed, or never existed. Whoever builds the report will guess, and guess differently.",
	Settle: "Correct the field's name, or add the field to the data object.",
}

var typeKind = diag.Kind{
	Code: "FRM004", ID: "formula-type", Title: "formula whose parts do not go together",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why:    "Adding text to a number or comparing a date with a quantity has no answer, so the definition has none either.",
	Settle: "Make both sides the same sort of value: `hours(d)` and `days(d)` turn a length of time into a number, `date(\"2026-01-31\")` makes a date.",
}

var functionKind = diag.Kind{
	Code: "FRM005", ID: "formula-unknown-function", Title: "formula that calls a function that does not exist",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why:    "Formulas use a short list of functions so that everyone can read them and Concord can compare them.",
	Settle: "Use one of: filter, map, sum, count, len, mean, median, min, max, distinct, any, all, none, abs, round, floor, ceil, hours, days, minutes, weeks, date, duration, lower.",
}

var codeKind = diag.Kind{
	Code: "FRM006", ID: "formula-unknown-code", Title: "formula that compares with a code that is not in the list",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why:    "A comparison with a code that the field never holds is always false: the rows it was meant for are silently left out.",
	Settle: "Correct the code, or add it to the field's `values`.",
}

var ambiguousKind = diag.Kind{
	Code: "FRM007", ID: "formula-ambiguous-name", Title: "formula with a name that several entries bear",
	Family: diag.Error, Category: "formula", Severity: diag.Critical,
	Why:    "Two entries bear the name, and the number depends on which is meant.",
	Settle: "Write the whole ID with `_` for `/` and `-`: `finance_net_revenue`.",
}
