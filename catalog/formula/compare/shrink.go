package compare

import (
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// shrink makes the facts found smaller and more ordinary as long as the answers
// still differ, and as clearly.
func (w *witness) shrink() {
	level := onlyOne
	if w.clear {
		level = apart
	}
	for again := true; again; {
		again = w.dropRows(level) || w.simplify(level)
	}
}

// keep takes smaller facts if they still tell the formulas apart.
func (w *witness) keep(f *formula.Facts, level difference) bool {
	w.cases++
	if w.compare(f) != level {
		return false
	}
	w.found = f
	return true
}

func (w *witness) dropRows(level difference) bool {
	for _, t := range w.reach.tables {
		for i := range w.found.Tables[t.object] {
			f := copyFacts(w.found)
			f.Tables[t.object] = slices.Delete(f.Tables[t.object], i, i+1)
			if w.keep(f, level) {
				return true
			}
		}
	}
	return false
}

// simplify replaces a value by one that stands earlier among its candidates.
func (w *witness) simplify(level difference) bool {
	for _, m := range w.makers {
		for i, row := range w.found.Tables[m.table.object] {
			for f, field := range m.table.fields {
				for _, v := range m.values[f] {
					if same(v, row[field]) {
						break
					}
					smaller := copyFacts(w.found)
					smaller.Tables[m.table.object][i][field] = v
					if w.keep(smaller, level) {
						return true
					}
				}
			}
		}
	}
	return false
}

func same(a, b formula.Value) bool { return a.Base == b.Base && a.Equal(b) }

func copyFacts(f *formula.Facts) *formula.Facts {
	out := &formula.Facts{Tables: make(map[*model.Object][]formula.Row, len(f.Tables)), Given: maps.Clone(f.Given), Today: f.Today}
	for o, rows := range f.Tables {
		for _, r := range rows {
			out.Tables[o] = append(out.Tables[o], slices.Clone(r))
		}
	}
	return out
}
