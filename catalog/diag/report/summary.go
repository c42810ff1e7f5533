package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Summary is the line of totals that ends a report: "3 errors, 12 conflicts
// (and 2 settled), 5 pieces of advice in 64 files".
func Summary(set *source.Set, list diag.List) string {
	var parts []string
	if n := list.Count(diag.Error); n > 0 {
		parts = append(parts, count(n, "error", "errors"))
	}
	conflicts, settled := list.Count(diag.Conflict), countSettled(list)
	if conflicts > 0 {
		parts = append(parts, count(conflicts, "conflict", "conflicts"))
	}
	if n := list.Count(diag.Advice); n > 0 {
		parts = append(parts, count(n, "piece of advice", "pieces of advice"))
	}
	if settled > 0 {
		parts = withSettled(parts, conflicts, settled)
	}
	files := count(len(set.Files()), "file", "files")
	if len(parts) == 0 {
		return "no findings in " + files
	}
	return strings.Join(parts, ", ") + " in " + files
}

// withSettled adds the number of settled findings to the part about conflicts,
// or as a part of its own where no conflict is open.
func withSettled(parts []string, conflicts, settled int) []string {
	if conflicts == 0 {
		return append(parts, fmt.Sprintf("%d settled", settled))
	}
	i := slices.IndexFunc(parts, func(s string) bool { return strings.Contains(s, "conflict") })
	parts[i] += fmt.Sprintf(" (and %d settled)", settled)
	return parts
}

func countSettled(list diag.List) int {
	n := 0
	for i := range list {
		if list[i].Settled != nil {
			n++
		}
	}
	return n
}

// tally counts findings by kind, the commonest first: "20 vague-definition, 3
// overdue-review".
func tally(list diag.List) string {
	counts := map[string]int{}
	for i := range list {
		counts[list[i].Kind.ID]++
	}
	ids := make([]string, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, id := range ids {
		ids[i] = fmt.Sprintf("%d %s", counts[id], id)
	}
	return strings.Join(ids, ", ")
}

func count(n int, one, many string) string {
	return fmt.Sprintf("%d %s", n, plural(n, one, many))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// join lists parts in a sentence: "a", "a and b", "a, b and c".
func join(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	last := len(parts) - 1
	return strings.Join(parts[:last], ", ") + " and " + parts[last]
}
