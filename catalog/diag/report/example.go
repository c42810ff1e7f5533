package report

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
)

// maxExampleRows is how many rows of one data object are shown. Facts that are
// made up have fewer; those of a scenario are on its page.
const maxExampleRows = 6

// Example sets out the facts on which two formulas differ as small tables, and
// then the answer of each side, in lines that are aligned and safe to print. It
// is empty when there is no counterexample.
func Example(c *diag.Comparison) string {
	x := c.Counterexample
	if x == nil {
		return ""
	}
	var b strings.Builder
	for _, t := range x.Facts {
		b.WriteString(Visible(bareID(t.Object)) + "\n")
		writeFacts(&b, t)
	}
	if len(x.Facts) == 0 {
		b.WriteString("no rows at all\n")
	}
	writeColumns(&b, "", [][]string{{bareID(c.Sides[0]), x.Left}, {bareID(c.Sides[1]), x.Right}})
	return strings.TrimRight(b.String(), "\n")
}

func writeFacts(b *strings.Builder, t diag.FactTable) {
	if len(t.Fields) == 0 {
		b.WriteString("  " + count(len(t.Rows), "row", "rows") + "\n")
		return
	}
	rows := t.Rows[:min(len(t.Rows), maxExampleRows)]
	writeColumns(b, "  ", append([][]string{t.Fields}, rows...))
	if left := len(t.Rows) - len(rows); left > 0 {
		b.WriteString("  " + count(left, "further row", "further rows") + "\n")
	}
}

// writeColumns writes rows in columns; a dash stands for what is missing.
func writeColumns(b *strings.Builder, indent string, rows [][]string) {
	shown := make([][]string, len(rows))
	var widths []int
	for i, row := range rows {
		for k, cell := range row {
			if cell == "" {
				cell = "–"
			}
			cell = Visible(cell)
			shown[i] = append(shown[i], cell)
			if k == len(widths) {
				widths = append(widths, 0)
			}
			widths[k] = max(widths[k], columns(cell))
		}
	}
	for _, row := range shown {
		line := indent
		for k, cell := range row {
			line += cell + strings.Repeat(" ", widths[k]-columns(cell)+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
