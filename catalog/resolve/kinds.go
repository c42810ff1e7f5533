package resolve

import (
	"embed"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed testdata/explain/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each kind of finding, named after it.
func Examples() fs.FS { return diag.Examples(examples, "testdata/explain") }

// Kinds lists what can be wrong with an entry's fields and references, in code
// order.
func Kinds() []*diag.Kind {
	return []*diag.Kind{&unknownField, &wrongType, &badDate, &unknownWord, &emptyValue, &unknownRef, &ambiguousRef,
		&wrongKind, &unknownRefField, &missingName, &formerlyTaken, &badPeriod, &twiceNamed}
}

// Between lists the kinds that only show in view of all entries.
func Between() []*diag.Kind { return []*diag.Kind{&formerlyTaken} }

const fieldWhy = "Fields are what the compiler understands. One that it does not understand would be lost without a word."

var unknownField = diag.Kind{
	Code: "REF001", ID: "unknown-field", Title: "field that the kind does not have",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    fieldWhy,
	Settle: "Correct the spelling. A field of your organisation's own goes under `custom:`.",
}

var wrongType = diag.Kind{
	Code: "REF002", ID: "wrong-type", Title: "value of the wrong type",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "A list where one value is meant, or text where a number is, leaves open what was intended.",
	Settle: "Write the value in the form that the field takes; `concord explain REF002` shows the forms.",
}

var badDate = diag.Kind{
	Code: "REF003", ID: "bad-date", Title: "date that no calendar has",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Reviews, expiries and ages are computed from dates. A date that does not exist gives no age.",
	Settle: "Write year, month and day, as in 2026-01-31.",
}

var unknownWord = diag.Kind{
	Code: "REF004", ID: "unknown-word", Title: "word that the field does not know",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Some fields take one of a few words, so that sites and checks can rely on them.",
	Settle: "Use one of the words that the message lists.",
}

var emptyValue = diag.Kind{
	Code: "REF005", ID: "empty-value", Title: "field with nothing in it",
	Family: diag.Advice, Category: "structure", Severity: diag.Info,
	Why:    "An empty field looks as if something was known. Nothing is lost by leaving it out.",
	Settle: "Fill the field in, or remove it.",
}

var unknownRef = diag.Kind{
	Code: "REF010", ID: "unknown-reference", Title: "reference that leads nowhere",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Whatever was meant cannot be found from here, and no lineage leads there.",
	Settle: "Correct the ID, or write the missing entry. A renamed entry keeps its old ID under `formerly`.",
}

var ambiguousRef = diag.Kind{
	Code: "REF011", ID: "ambiguous-reference", Title: "reference that could mean several entries",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "The short form of a reference works while there is one entry to mean. Guessing between two would settle a question that nobody has asked.",
	Settle: "Write the full ID of the one that is meant.",
}

var wrongKind = diag.Kind{
	Code: "REF012", ID: "wrong-kind", Title: "reference to an entry of another kind",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "A decision is taken by an owner, data comes from a system. A reference to another kind of entry means something else than the field says.",
	Settle: "Refer to an entry of the kind that the field takes, or move the reference to the field that is meant.",
}

var unknownRefField = diag.Kind{
	Code: "REF013", ID: "unknown-object-field", Title: "reference to a field that the object does not have",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "What moves, or what a measure is made from, must be a field that exists.",
	Settle: "Correct the field's name, or add the field to the data object.",
}

var missingName = diag.Kind{
	Code: "REF014", ID: "missing-field", Title: "part of an entry that has no name",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "A field, code or milestone without a name cannot be referred to or shown.",
	Settle: "Give it the name that the message asks for.",
}

var formerlyTaken = diag.Kind{
	Code: "REF015", ID: "former-id-taken", Title: "former ID that another entry has",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Old links and references to the former ID would lead to one entry or the other, by chance.",
	Settle: "Remove the former ID from one of the two, or rename the entry that took it.",
}

var badPeriod = diag.Kind{
	Code: "REF016", ID: "bad-period", Title: "length of time that cannot be read",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Cadence, freshness and review intervals are compared with each other, so they must say a length of time.",
	Settle: "Write a word (real-time, hourly, daily, weekly, monthly, quarterly, yearly, on demand) or a number with a unit (15 minutes, 6 months).",
}

var twiceNamed = diag.Kind{
	Code: "REF017", ID: "repeated-name", Title: "name that stands twice in one list",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Two fields or codes of one name cannot be told apart by a formula, and one would hide the other.",
	Settle: "Rename one, or remove the repetition.",
}
