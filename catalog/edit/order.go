package edit

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// heads are the fields that tell what an entry is; a reader wants them first.
var heads = []string{"kind", "id", "name", "preferred", "admitted", "abbreviation", "deprecated", "concept",
	"definition", "description", "question"}

// Order lists the fields of a kind in the order in which [Format] writes them:
// what the entry is called and means, then what only its kind has, then what
// every entry has.
func Order(kind model.Kind) []string {
	own := model.Schema(kind)
	shared := map[string]bool{}
	for _, f := range model.Schema(model.DomainKind) {
		shared[f.Name] = f.Name != "parent"
	}
	order := slices.Clone(heads)
	for _, pass := range []bool{false, true} {
		for _, f := range own {
			if shared[f.Name] == pass && !slices.Contains(order, f.Name) {
				order = append(order, f.Name)
			}
		}
	}
	return order
}

// rank is a field's place in the order; fields that the model does not know
// come last.
func rank(order []string, name string) int {
	if i := slices.Index(order, name); i >= 0 {
		return i
	}
	return len(order)
}
