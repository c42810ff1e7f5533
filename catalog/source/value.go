package source

import "slices"

// ValueKind tells what a [Value] holds.
type ValueKind uint8

// The kinds of value that the three spellings share. Number keeps the text as
// written, so that nothing is lost to binary fractions; Date covers a bare
// YYYY-MM-DD.
const (
	Null ValueKind = iota
	String
	Number
	Bool
	Date
	List
	Map
)

// String names the kind as a steward would.
func (k ValueKind) String() string {
	return [...]string{"nothing", "text", "a number", "true or false", "a date", "a list", "a table of fields"}[k]
}

// Value is one value of a content file, whichever format it was written in,
// with the place of every part. It is a tree: a List has Items, a Map has
// Fields in the order of the file; all others have Text, the value as text
// with quoting and escapes undone.
type Value struct {
	Kind   ValueKind
	Text   string
	At     Span // the value itself, quotes included
	Raw    bool // Text stands in the file byte for byte, at At without its quotes
	Items  []Value
	Fields []Field
	runs   []run
}

// Field is one key of a Map and what it holds.
type Field struct {
	Key   string
	KeyAt Span
	Value Value
}

// Get returns the field of that name, or nil when v is no map or has none.
func (v *Value) Get(key string) *Field {
	for i := range v.Fields {
		if v.Fields[i].Key == key {
			return &v.Fields[i]
		}
	}
	return nil
}

// run says that the bytes of Text from text on stand in the file from file on.
type run struct{ text, file int32 }

// Span is the place of the bytes from up to to of v.Text. For text that was
// written with escapes, folding or indentation it is as exact as the spelling
// allows; where nothing finer is known, it is all of v.At.
func (v *Value) Span(from, to int) Span {
	from = max(0, min(from, len(v.Text)))
	to = max(from, min(to, len(v.Text)))
	switch {
	case v.Raw:
		quote := (v.At.Len() - len(v.Text)) / 2
		return v.At.Sub(quote+from, quote+to)
	case len(v.runs) == 0:
		return v.At
	}
	start := v.fileOffset(from)
	end := start
	if to > from {
		end = v.fileOffset(to-1) + 1
	}
	return v.At.Sub(int(start-v.At.Start), int(max(start, end)-v.At.Start))
}

func (v *Value) fileOffset(text int) int32 {
	i, found := slices.BinarySearchFunc(v.runs, int32(text), func(r run, t int32) int { return int(r.text - t) })
	if !found {
		i = max(0, i-1)
	}
	return v.runs[i].file + max(0, int32(text)-v.runs[i].text)
}

// Trace tells v where a part of its text stands: the bytes of Text from offset
// text on are those of the file from offset file on, until the next part.
// Parts come in order. It is for decoders, before the value is handed on.
func (v *Value) Trace(text, file int32) {
	if n := len(v.runs); n > 0 && file-v.runs[n-1].file == text-v.runs[n-1].text {
		return
	}
	v.runs = append(v.runs, run{text, file})
}
