package source

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestPositions(t *testing.T) {
	s := NewSet(map[string][]byte{"b.yaml": []byte("x: 1\n"), "a.yaml": []byte("näme: ü\r\n\nlast")})
	a := s.ByPath("a.yaml")
	if a.ID != 1 || s.File(2).Path != "b.yaml" || s.File(0) != nil || s.File(3) != nil {
		t.Fatalf("files are not in name order: %v", s.Files())
	}
	for offset, want := range map[int32]Position{-5: {1, 1}, 0: {1, 1}, 3: {1, 3}, 7: {1, 7}, 11: {2, 1}, 12: {3, 1}, 16: {3, 5}, 99: {3, 5}} {
		if got := a.Position(offset); got != want {
			t.Errorf("byte %d is at %v, want %v", offset, got, want)
		}
	}
	for n, want := range map[int]string{0: "", 1: "näme: ü", 2: "", 3: "last", 4: ""} {
		if text, _ := a.Line(n); string(text) != want {
			t.Errorf("line %d is %q, want %q", n, text, want)
		}
	}
	if a.LineCount() != 3 {
		t.Errorf("%d lines", a.LineCount())
	}
	if got := s.Place(Span{2, 0, 1}); got != (Place{"b.yaml", Position{1, 1}, Position{1, 2}}) {
		t.Errorf("place %v", got)
	}
	if s.Place(Span{}) != (Place{}) || s.Text(Span{2, 3, 99}) != "" || s.Text(Span{2, 3, 4}) != "1" {
		t.Error("spans that point nowhere are not answered by nothing")
	}
}

func TestSpans(t *testing.T) {
	s := Span{1, 10, 20}
	for _, c := range []struct {
		from, to int
		want     Span
	}{{0, 10, s}, {2, 4, Span{1, 12, 14}}, {-5, 99, s}, {8, 3, Span{1, 18, 18}}} {
		if got := s.Sub(c.from, c.to); got != c.want {
			t.Errorf("Sub(%d, %d) is %v, want %v", c.from, c.to, got, c.want)
		}
	}
	if s.Head() != (Span{1, 10, 10}) || s.Len() != 10 || s.IsZero() || !(Span{}).IsZero() {
		t.Error("head, length or zero")
	}
	if s.Compare(Span{2, 0, 0}) >= 0 || s.Compare(Span{1, 10, 21}) >= 0 || s.Compare(s) != 0 {
		t.Error("order")
	}
}

// A value knows where each part of its text stands: exactly where it was written
// as it is, or was traced; else it is the whole value.
func TestValueSpan(t *testing.T) {
	raw := Value{Kind: String, Text: "abc", At: Span{1, 5, 10}, Raw: true} // "abc" in quotes
	if got := raw.Span(1, 2); got != (Span{1, 7, 8}) {
		t.Errorf("raw: %v", got)
	}
	folded := Value{Kind: String, Text: "one two", At: Span{1, 5, 20}}
	if got := folded.Span(4, 7); got != folded.At {
		t.Errorf("untraced: %v", got)
	}
	folded.Trace(0, 7)
	folded.Trace(4, 15)
	if got := folded.Span(4, 7); got != (Span{1, 15, 18}) {
		t.Errorf("traced: %v", got)
	}
	if got := folded.Span(0, 3); got != (Span{1, 7, 10}) {
		t.Errorf("traced: %v", got)
	}
	m := Value{Kind: Map, Fields: []Field{{Key: "a"}, {Key: "b"}}}
	if m.Get("b") != &m.Fields[1] || m.Get("c") != nil || raw.Get("a") != nil {
		t.Error("fields are not found")
	}
}

func TestReadLimits(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{"a.yaml": "a: 1\n", "b/c.md": "# c\n", "b/deep/d.yaml": "d: 1\n"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	reasons := func(change func(*Limits)) string {
		l := DefaultLimits()
		change(&l)
		_, refusals, err := Read(context.Background(), dir, l)
		if err != nil {
			return "error"
		}
		out := ""
		for _, r := range refusals {
			out += r.Reason.String() + ";"
		}
		return out
	}
	for want, change := range map[string]func(*Limits){
		"":                     func(*Limits) {},
		"too large;too large;": func(l *Limits) { l.DataFile = 3 },
		"too many files;":      func(l *Limits) { l.Files = 4 },
		"too deep;":            func(l *Limits) { l.Depth = 1 },
		"error":                func(l *Limits) { l.Total = 4 },
	} {
		if got := reasons(change); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if _, _, err := Read(context.Background(), filepath.Join(dir, "nowhere"), DefaultLimits()); err == nil {
		t.Error("a folder that does not exist can be read")
	}
}
