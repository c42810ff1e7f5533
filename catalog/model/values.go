package model

import (
	"strconv"
	"time"

	"github.com/concord-catalog/concord/catalog/source"
)

// Text is a piece of text and where it stands. Fields with a closed list of
// words are Text too; the schema names the words.
type Text struct {
	S  string
	At source.Span
}

// IsZero reports whether nothing was written.
func (t Text) IsZero() bool { return t.S == "" }

// Ref names another entry. Resolving sets To; a Ref whose To is nil did not
// resolve and has had its finding.
type Ref struct {
	Text  string // as written
	At    source.Span
	To    *Entry
	Field string // for object.field references: the part after the dot, else ""
}

// Date is a calendar day. The zero Date means none was written.
type Date struct {
	Day int32 // days since 1970-01-01, plus one; 0 means none
	At  source.Span
}

// NewDate is the date of a civil day.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the civil day of an instant, in that instant's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Day: int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86400) + 1}
}

// ParseDate reads YYYY-MM-DD and refuses days that no calendar has.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, err
	}
	return DateOf(t), nil
}

// IsZero reports whether no date was written.
func (d Date) IsZero() bool { return d.Day == 0 }

// Time is midnight UTC at the start of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d.Day-1)*86400, 0).UTC() }

// String is the day as YYYY-MM-DD, or "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText is the day as YYYY-MM-DD, for documents that machines read.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Before reports whether d is earlier than e. Only days that were written
// compare.
func (d Date) Before(e Date) bool { return d.Day != 0 && e.Day != 0 && d.Day < e.Day }

// DaysUntil is the number of days from d to e, negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return int(e.Day) - int(d.Day) }

// Period is a length of time such as a review interval or a window.
type Period struct {
	Months, Days int
	Text         string
	At           source.Span
}

// IsZero reports whether none was written.
func (p Period) IsZero() bool { return p.Text == "" }

// After is the day that lies the period after d.
func (p Period) After(d Date) Date {
	return DateOf(d.Time().AddDate(0, p.Months, p.Days))
}

// Number is a number with the text it was written as. Set tells zero from
// nothing.
type Number struct {
	V    float64
	Text string
	Set  bool
	At   source.Span
}

// Flag is true, false or not written.
type Flag struct {
	V, Set bool
	At     source.Span
}

// Or is the flag's value, or def when it was not written.
func (f Flag) Or(def bool) bool {
	if f.Set {
		return f.V
	}
	return def
}

// Scalar is a single value that may be text, number, date or truth value: a
// target ("98.5" or "all plants"), a cell of a scenario.
type Scalar struct {
	Kind source.ValueKind
	Text string
	At   source.Span
}

// IsZero reports whether nothing was written.
func (s Scalar) IsZero() bool { return s.At.IsZero() && s.Text == "" }

// Number is the scalar as a number, if it reads as one.
func (s Scalar) Number() (float64, bool) {
	v, err := strconv.ParseFloat(s.Text, 64)
	return v, err == nil && (s.Kind == source.Number || s.Kind == source.String)
}

// Code is one permissible value of a code list (ISO/IEC 11179: value domain).
type Code struct {
	Code       string      `field:"code" doc:"The value as data holds it."`
	Name       Text        `field:"name" doc:"The value in words."`
	Definition Text        `field:"definition" doc:"What the value means."`
	At         source.Span `field:"-"`
}

// Source is where a definition comes from: an authority, a clause of it, and a
// link.
type Source struct {
	Authority Text `field:"authority" doc:"Who publishes the source, or its title."`
	Clause    Text `field:"clause" doc:"The part of the source."`
	URL       Text `field:"url" doc:"Where the source can be read."`
}

// Link is a labelled reference to somewhere outside the catalog.
type Link struct {
	Label Text `field:"label" doc:"The words to show."`
	URL   Text `field:"url" doc:"An http, https or mailto address, or a path inside the site."`
}

// Waiver allows one rule's finding for one entry, for a reason and a while.
type Waiver struct {
	Rule   Text        `field:"rule" doc:"The rule, by ID or code."`
	Reason Text        `field:"reason" doc:"Why it may stand."`
	By     Ref         `field:"by" ref:"owner" doc:"Who allows it."`
	Until  Date        `field:"until" doc:"The day the waiver ends."`
	At     source.Span `field:"-"`
}

// Translation is an entry's words in another language.
type Translation struct {
	Lang       string      `field:"-"` // BCP 47 tag
	At         source.Span `field:"-"` // the tag's place
	Name       Text        `field:"name" doc:"The preferred label in that language."`
	Definition Text        `field:"definition" doc:"The definition in that language."`
	Note       Text        `field:"note" alias:"notes" doc:"Notes in that language."`
}

// Custom is a field of the organisation's own, as written.
type Custom struct {
	Key   string
	KeyAt source.Span
	Value source.Value
}
