package catalog

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// Named is one state of a content folder, compiled up to names, and the names
// themselves.
type Named struct {
	*Compiled
	IDs   *resolve.Names // as references write them
	Words formula.Names  // as formulas write them
}

// Sketch is what edited files mean among all others as they were before, which
// is known at once whatever the size of the folder. The others still refer to
// the entries that were there before, and nothing is said of what the edit means
// for them: that takes [Live.Names].
type Sketch struct {
	Set      *source.Set
	Entries  []*model.Entry // of the edited files
	Config   *model.Config  // nil when concord.toml was not edited
	IDs      *resolve.Names // with the entries of the edited files in the place of their former ones
	Words    formula.Names  // likewise
	Formulas *formula.Set
	Findings diag.List // of the edited files, without those of the kinds that [Between] lists
}

// Between lists the kinds of finding of [Live.Names] that show only in view of
// the whole folder.
func Between() []*diag.Kind { return slices.Concat(decode.Between(), resolve.Between()) }

// Sketch works out what the files of these paths mean in this state, after names
// were worked out in an earlier one. A file that is gone has no entries.
func (l *Live) Sketch(before *Named, paths []string) *Sketch {
	var units []decode.Unit
	replaced := map[source.FileID]bool{}
	for _, path := range paths {
		if f := before.Set.ByPath(path); f != nil {
			replaced[f.ID] = true
		}
		units = append(units, l.Unit(path))
	}
	tree, found := decode.Merge(l.Set, units, nil)
	gone := func(e *model.Entry) bool { return replaced[e.All.File] }
	names := before.IDs.Revise(l.Set, tree, gone)
	words, formulas, broken := before.Words.Revise(l.Set, names.Entries, before.Formulas, gone)
	return &Sketch{Set: l.Set, Entries: names.Entries, Config: names.Config, IDs: names.Names, Words: words, Formulas: formulas,
		Findings: slices.Concat(found, names.Findings, broken).Sort()}
}
