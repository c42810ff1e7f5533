// Package print makes a booklet of a catalog: a glossary that can be read on
// the train.
//
// There is one model, the [Booklet], and there are several ways out of it:
// pages of HTML that print well from any browser ([HTML]), an e-book ([EPUB]),
// and a PDF, set by an engine of our own ([PDF]) or printed by an installed
// browser ([Chromium]). [New] takes what each entry says from the plan of the
// site, so that paper and screen agree, chooses and orders the entries and
// makes the indexes. Which way out is taken changes nothing in the model.
//
// The engine behind [PDF] is in two packages that know nothing of catalogs:
// typeset breaks text into lines and pages, and pdf writes the file.
package print

import (
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/site"
	"github.com/concord-catalog/concord/catalog/source"
)

// Input is everything that a booklet is made of.
type Input struct {
	Catalog      *model.Catalog
	Graph        *lineage.Graph
	Plan         *site.Plan // in the language of the booklet
	Revision     string     // full hash of the commit; "" without git
	RevisionDate model.Date // its day
	Today        model.Date
	Version      string // Concord's own
}

// Booklet is a printed glossary that is decided and not yet set. It is immutable
// and safe for concurrent use.
type Booklet struct {
	Words    site.Words
	Pack     string // its ID; "" for the whole glossary
	Lang     string // BCP 47
	Dir      string // ltr or rtl
	Cover    Cover
	How      []Explanation // how it is read
	Guide    []Chapter     // free pages, in the order in which they are read
	Path     bool          // the sections are a way to read, not letters
	Sections []Section
	Owners   []IndexGroup
	Labels   []IndexGroup
	Colophon []Fact
	Revision string // short
	Date     model.Date
	Version  string
	Entries  int // in all sections
	Open     int // open conflicts of these entries
}

// Cover is what the first page says.
type Cover struct {
	Title    string // of the catalog
	Subtitle string // of the pack, or what sort of book this is
	Audience string // for whom it is
	Lead     string
	Counts   []string // "97 terms"
	Edition  string   // the day and the revision
}

// Explanation says what a sign or word of the booklet means.
type Explanation struct{ Label, Text string }

// Chapter is a free page.
type Chapter struct {
	ID     string
	Title  string
	Lead   []Inline
	Blocks []Block
}

// Section is the entries of one letter, or those of a reading path.
type Section struct {
	ID      string
	Title   string // the letter, or a heading
	Entries []*Entry
}

// Entry is a term, KPI or other entry as it is printed.
type Entry struct {
	ID        string // its place in the booklet
	Key       string // "term:finance/revenue"
	At        source.Span
	Title     string
	Kind      site.Badge
	Status    site.Badge
	Domain    string
	Labels    []Label
	Meaning   []Inline // its definition
	Missing   bool     // it has none
	More      []Inline // a description beside the definition
	Disputes  []Dispute
	Notices   [][]Inline
	Formula   *Formula
	Examples  [][]Inline
	Counter   [][]Inline
	Codes     []Code
	Note      []Block
	Relations []Fact
	Facts     []Fact
	Figure    *draw.Figure // what it stands on and what stands on it; nil when that is nothing
	Hidden    int          // how many neighbours the figure leaves out
	Source    []Inline
}

// Label is a designation beside the preferred one.
type Label struct {
	Text string
	Use  string // admitted, abbreviation, deprecated, original
	Word string // the same for readers
}

// Dispute is an open conflict, at the entry it is about.
type Dispute struct {
	Severity site.Badge
	Kind     string // what sort of conflict
	Text     []Inline
	Decider  []Inline // who can decide; nil when nobody can
}

// Formula is how an entry is worked out.
type Formula struct {
	Math formula.MathML // "" when it could not be parsed
	Text string         // as it is written
	Long bool           // too long for a browser, which sets mathematics on one line
	Tags []Fact         // unit, grain, window, calendar
}

// Code is one permissible value.
type Code struct{ Code, Name, Meaning string }

// Fact is a line of particulars: a label and what there is to say.
type Fact struct {
	Label string
	Text  []Inline
}

// IndexGroup is the lines of an index under one heading.
type IndexGroup struct {
	ID    string
	Title string
	Note  string // a few words beside the title
	Lines []IndexLine
}

// IndexLine is a word of an index and where it leads.
type IndexLine struct {
	Text string
	Note string // its function, where several entries have the same name
	See  string // the preferred word, for a word that is not
	Use  string // of a word that is not the preferred one: admitted, abbreviation, deprecated
	Ref  string // the entry's place
}

// Inline is a run of text in one manner.
type Inline struct {
	Text   string
	Em     bool
	Strong bool
	Code   bool
	Strike bool
	Break  bool   // a new line begins after it
	Ref    string // the place in the booklet that it leads to
	URL    string // the address that it leads to
	Quiet  bool   // the address is only followed, not printed
	Image  string // a picture of the site, by its URL there; Text says what it shows
}

// BlockKind is what a [Block] is.
type BlockKind string

// The kinds of block.
const (
	Paragraph BlockKind = "p"
	Heading   BlockKind = "h"
	List      BlockKind = "list"
	Item      BlockKind = "item"
	Quote     BlockKind = "quote"
	Pre       BlockKind = "pre"
	Rule      BlockKind = "rule"
	Table     BlockKind = "table"
	Row       BlockKind = "row"
	Cell      BlockKind = "cell"
)

// Block is a part of a longer text: a paragraph, a list, a table.
type Block struct {
	Kind    BlockKind
	Level   int  // of a heading, from 1
	Ordered bool // of a list
	Start   int  // of an ordered list
	Head    bool // of a row of a table
	Tight   bool // of a list: its items are of one line each
	Text    []Inline
	Blocks  []Block
}
