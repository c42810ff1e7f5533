package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestSketch edits every file of the sample at random, and holds what a sketch
// says of the file against what the whole folder says.
func TestSketch(t *testing.T) {
	live, err := Open(t.Context(), Options{Content: "../content", Today: model.NewDate(2027, 3, 1)})
	if err != nil {
		t.Fatal(err)
	}
	before := live.Names()
	between := Between()
	r := rand.New(rand.NewPCG(1, 2))
	edits, broken := 0, 0
	for _, f := range live.Set.Files() {
		if f.Asset {
			continue
		}
		for range 6 {
			data := scrambled(r, f.Data, live.Set.Files())
			next := live.Revised(map[string][]byte{f.Path: data}, nil)
			whole, sketch := next.Names(), next.Sketch(before, []string{f.Path})
			want := saidOf(f.Path, next.Set, whole.Findings, between)
			if got := saidOf(f.Path, next.Set, sketch.Findings, between); !slices.Equal(got, want) {
				t.Errorf("%s\n%s\nsketch:\n%s\nwhole:\n%s", f.Path, data, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			for _, e := range sketch.Entries {
				meant(t, e, sketch.Formulas, whole)
			}
			edits++
			if len(want) > 0 {
				broken++
			}
		}
	}
	if broken < edits/10 || broken > edits*9/10 {
		t.Errorf("%d of %d edits have findings: that shows little", broken, edits)
	}
	t.Logf("%d edits, %d with findings", edits, broken)
}

// scrambled is a text with one edit of the sort that happens while typing.
func scrambled(r *rand.Rand, data []byte, others []*source.File) []byte {
	lines := strings.Split(string(data), "\n")
	i := r.IntN(len(lines))
	switch r.IntN(5) {
	case 0: // a line is gone
		lines = slices.Delete(lines, i, i+1)
	case 1: // a letter is
		if n := len(lines[i]); n > 0 {
			at := r.IntN(n)
			lines[i] = lines[i][:at] + lines[i][at+1:]
		}
	case 2: // a line stands twice
		lines = slices.Insert(lines, i, lines[i])
	case 3: // a word stands for another
		if words := strings.Fields(lines[i]); len(words) > 0 {
			lines[i] = strings.Replace(lines[i], words[r.IntN(len(words))], "stock", 1)
		}
	case 4: // somebody else's text comes in
		from := strings.Split(string(others[r.IntN(len(others))].Data), "\n")
		lines = slices.Insert(lines, i, from[r.IntN(len(from))])
	}
	return []byte(strings.Join(lines, "\n"))
}

// saidOf lists the findings of a file, but for kinds that are between files.
func saidOf(path string, set *source.Set, found diag.List, but []*diag.Kind) []string {
	var said []string
	for _, f := range found {
		if file := set.File(f.At.File); file != nil && file.Path == path && !slices.Contains(but, f.Kind) {
			said = append(said, fmt.Sprint(f.Kind.Code, " ", f.At.Start, "-", f.At.End, " ", f.Message, f.Help, len(f.Edits)))
		}
	}
	slices.Sort(said)
	return said
}

// meant holds the references and the formula of a sketched entry against those
// of the whole.
func meant(t *testing.T, e *model.Entry, formulas *formula.Set, whole *Named) {
	t.Helper()
	same := whole.Catalog.ByKey(e.Key())
	if same == nil {
		t.Errorf("%s is in the sketch alone", e.Key())
		return
	}
	list := func(e *model.Entry) (list []string) {
		e.EachRef(func(field string, r *model.Ref) {
			key := "nothing"
			if r.To != nil {
				key = r.To.Key()
			}
			list = append(list, field+" "+r.Text+" "+key+" "+r.Field)
		})
		return append(list, fmt.Sprint(e.Accountable != nil, e.Readers, e.Status))
	}
	if got, want := list(e), list(same); !slices.Equal(got, want) {
		t.Errorf("%s: sketch\n%s\nwhole\n%s", e.Key(), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	p, q := formulas.Of(e), whole.Formulas.Of(same)
	if (p == nil) != (q == nil) || p != nil && p.Type.Base != q.Type.Base {
		t.Errorf("%s: the formula's type is %v in the sketch and %v in the whole", e.Key(), p, q)
	}
}
