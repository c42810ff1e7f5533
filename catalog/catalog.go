// Package catalog is the compiler: the phases, in order.
//
// It is the only package that names every phase, and the only one under
// catalog whose API is meant to be used from outside. [Compile] goes from
// files to findings, [Load] reads a folder first, [Build] goes on to a
// published site. Each phase is a package of its own; ARCHITECTURE.md says what
// passes between them.
package catalog

import (
	"time"

	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
)

// Options is everything that a build depends on beside the content: nothing
// else is read from the machine.
type Options struct {
	Content   string     // the content folder
	Out       string     // where the site goes
	Today     model.Date // the day that ages and expiries are counted from; default: the newest commit's
	Now       time.Time  // the clock, used only where there is no git history
	Version   string     // Concord's own version, printed in the site's footer
	Templates string     // a folder whose templates replace the built-in ones of the same path; "" for none
	Theme     string     // a theme's folder; "" for the one that concord.toml names
	PDF       bool       // print the booklets as PDF too
	Fonts     [][]byte   // TrueType fonts for what the built-in ones lack in print
	Language  string     // the language of the site, as a BCP 47 tag; "" for the first of concord.toml
	KeepGoing bool       // publish what compiles, with the errors on a page of their own
	Adopt     bool       // publish into a folder that holds files of unknown origin
	Layout    []string   // the command that starts a layout helper; nil draws without one
	CacheDir  string     // where layouts and past conflicts may be kept between builds; "" keeps none
	Program   string     // which program this is, for what is kept of its answers: a release or revision; "" keeps none
	Memory    *Memory    // what git told the build before; nil asks anew
	Ages      bool       // follow conflicts through history, so that each says since when
	Keep      bool       // keep what comparing with another state of the content can use again
	Home      string     // the user's home folder, which is never published into; "" for none
	Warn      func(string)
}

func (o Options) warn(message string) {
	if o.Warn != nil {
		o.Warn(message)
	}
}

// File is one file of a site or of a content folder: a name and its bytes.
type File = output.File

// Near lists the words of a list that somebody most likely meant by one that is
// not in it, the likeliest first, at most n.
func Near(word string, among []string, n int) []string { return editdist.Rank(word, among, n) }
