package formula

import (
	"slices"
	"strings"
	"testing"
)

// TestManual holds the manual against the functions that the typer knows.
func TestManual(t *testing.T) {
	var names []string
	for _, f := range Functions() {
		names = append(names, f.Name)
		if !strings.HasPrefix(f.Usage, f.Name+"(") || !strings.HasSuffix(f.Doc, ".") {
			t.Errorf("%s: usage %q, doc %q", f.Name, f.Usage, f.Doc)
		}
		if _, err := parse(f.Usage); err != nil {
			t.Errorf("%s: its usage does not parse: %v", f.Name, err)
		}
	}
	if !slices.Equal(names, functions()) {
		t.Errorf("the manual has %v\nformulas have   %v", names, functions())
	}
}
