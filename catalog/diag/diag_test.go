package diag

import (
	"slices"
	"testing"

	"github.com/concord-catalog/concord/catalog/source"
)

func TestConflictID(t *testing.T) {
	id := ConflictID("homonym", []string{"term:b", "term:a"})
	if id != ConflictID("homonym", []string{"term:a", "term:b"}) {
		t.Error("the order of the subjects makes another conflict")
	}
	if len(id) != 12 || id[:2] != "c-" {
		t.Errorf("%q has another form", id)
	}
	for _, other := range []string{ConflictID("synonym", []string{"term:a", "term:b"}), ConflictID("homonym", []string{"term:a"}),
		ConflictID("homonym", []string{"term:a", "term:bterm:c"}), ConflictID("homonym", nil)} {
		if other == id {
			t.Errorf("two conflicts share %s", id)
		}
	}
}

func TestListOrder(t *testing.T) {
	early, late := &Kind{Code: "AAA001", Family: Advice}, &Kind{Code: "BBB001", Family: Error}
	at := func(file source.FileID, start int32) source.Span {
		return source.Span{File: file, Start: start, End: start + 1}
	}
	l := List{late.At(at(2, 0), "m"), late.At(at(1, 5), "m"), early.At(at(1, 5), "m"), late.At(at(1, 5), "m"), early.At(at(1, 5), "l")}.Sort()
	var got []string
	for _, f := range l {
		got = append(got, f.Kind.Code+f.Message)
	}
	if want := []string{"AAA001l", "AAA001m", "BBB001m", "BBB001m"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v (places first, repetitions once)", got, want)
	}
	if !l.Has(Error) || !l.Has(Conflict) || l.Count(Error) != 2 || l.Count(Conflict) != 0 {
		t.Error("families are miscounted")
	}
	for i := range l {
		l[i].Settled = &Settlement{}
	}
	if l.Has(Advice) || l.Count(Error) != 0 {
		t.Error("settled findings count as open")
	}
}

// Additions do not reach into the finding they were made from.
func TestWithKeepsTheOriginal(t *testing.T) {
	k := &Kind{Code: "AAA001", Severity: Major}
	f := k.At(source.Span{File: 1}, "m").WithHelp("a").WithNote("n")
	x, y := f.WithHelp("x").WithNote("x").WithPlace(source.Span{File: 1}, "x"), f.WithHelp("y").WithNote("y").WithPlace(source.Span{}, "y")
	if len(f.Help) != 1 || x.Help[1] != "x" || y.Help[1] != "y" || x.Notes[1] != "x" || y.Notes[1] != "y" {
		t.Errorf("%v %v %v", f.Help, x.Help, y.Help)
	}
	if len(x.Places) != 1 || len(y.Places) != 0 || f.Severity != Major {
		t.Error("a place that is none was added, or one was lost")
	}
}

func TestSeverityNames(t *testing.T) {
	for s := Off; s <= Critical; s++ {
		if got, ok := ParseSeverity(s.String()); !ok || got != s {
			t.Errorf("%s is read as %s", s, got)
		}
	}
	if _, ok := ParseSeverity("loud"); ok {
		t.Error("`loud` is a severity")
	}
}
