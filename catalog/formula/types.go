package formula

import "github.com/concord-catalog/concord/catalog/model"

// Base is what sort of value an expression has.
type Base uint8

// The sorts of value. Unknown stands for a part that had a finding or whose
// field declares no type; it fits everything, so that one mistake is reported
// once.
const (
	Unknown Base = iota
	NumberType
	StringType
	BoolType
	DateType     // a calendar day
	InstantType  // a day with a time
	DurationType // a length of time
	TableType    // rows of a data object
	ListType     // values of one column
)

// String names the sort of value as a message needs it.
func (b Base) String() string {
	return [...]string{"unknown", "number", "text", "true or false", "date", "date and time",
		"duration", "table", "list"}[b]
}

// Type is what is known of an expression before it is evaluated.
type Type struct {
	Base   Base
	Unit   Unit          // of a NumberType, when known
	Object *model.Object // of a TableType: whose rows
	Elem   *Type         // of a ListType: what it lists
}
