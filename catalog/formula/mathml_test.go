package formula_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// TestMath sets the formulas of testdata/mathml.txt, each followed by its
// markup, an element a line. Run with UPDATE=1 to write the markup anew.
func TestMath(t *testing.T) {
	const name = "testdata/mathml.txt"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, block := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
		text, _, _ := strings.Cut(block, "\n")
		_, _, p := one(t, text)
		out.WriteString(text + "\n" + outline(t, string(p.Math())) + "\n")
	}
	got := strings.TrimSpace(out.String()) + "\n"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(data) {
		t.Errorf("the markup is now\n%s", got)
	}
}

// outline lists the elements of well-formed markup with their text, indented.
func outline(t *testing.T, markup string) string {
	t.Helper()
	var b strings.Builder
	depth := 0
	for d := xml.NewDecoder(strings.NewReader(markup)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		} else if err != nil {
			t.Fatalf("%s: %v", markup, err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			depth++
			if depth > 1 {
				b.WriteString("\n")
			}
			b.WriteString(strings.Repeat("  ", depth) + v.Name.Local)
		case xml.EndElement:
			depth--
			if depth == 0 {
				b.WriteString("\n")
			}
		case xml.CharData:
			b.WriteString(" " + string(v))
		}
	}
}
