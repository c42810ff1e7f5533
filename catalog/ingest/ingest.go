// Package ingest turns other catalogs into content files.
//
// A [Format] reads one foreign layout from a file system and answers with the
// files of a content folder, in the three spellings that stewards write. What
// a format cannot carry over is never lost in silence: it is a [Note], and the
// [Count] of each kind shows that read = written + merged + dropped. Importing
// is pure: same input and options, same bytes.
//
// Read [Formats] first, then one format (metrichub.go is the longest story,
// wot.go the one with messy text), then emit.go for how text is written so
// that it reads back as it was.
package ingest

import (
	"context"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// Format is one foreign format that can be imported.
type Format struct {
	Name  string // as `concord import` takes it
	Title string // for listings
	Doc   string // what it reads and what becomes of it, in a few sentences

	// Import reads src, whose root is the path that the user named. The error
	// is for input that is not of this format, that cannot be read, or that is
	// over the limits; everything else that goes wrong is a note.
	Import func(ctx context.Context, src fs.FS, opt Options) (*Result, error)
}

// Formats lists the formats in name order.
func Formats() []Format {
	return []Format{metricHub(), openSDG(), wotGlossaries()}
}

// Options say what an import cannot know from its input.
type Options struct {
	Title       string // the new catalog's title; default: the format's
	Origin      string // where the data was taken from: an address or a name
	Licence     string // the licence it is under, as one line
	Attribution string // whom to name for it
	Date        string // the day it was taken, YYYY-MM-DD; left out when empty
	MaxBytes    int64  // most bytes to read in all; 0 means 512 MiB
}

// Result is a content folder and the account of how it came about.
type Result struct {
	Files  []output.File // sorted by path
	Notes  []Note        // sorted by source, line and text
	Counts []Count       // one for each kind of thing read, in reading order
}

// Note tells of one thing that did not come over as it was.
type Note struct {
	Source  string // the input file, slash-separated
	Line    int    // line in it, counting from 1; 0 when unknown
	What    string // what happened
	Help    string // what can be done about it, or ""
	Dropped bool   // whether something was left out, rather than changed
}

// Count is the balance of one kind of thing: Read is the sum of the others.
type Count struct {
	Kind    string // in the words of the source: "metric", "entry"
	Read    int    // found in the input
	Written int    // became an entry, or a part of one, of its own
	Merged  int    // became part of another's entry
	Dropped int    // left out, with a note each
}
