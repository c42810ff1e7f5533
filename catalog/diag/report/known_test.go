package report

import (
	"bytes"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// What is known stays known when lines move and is new when there is one more of
// it; what is settled is neither.
func TestKnown(t *testing.T) {
	k := &diag.Kind{Code: "TST001", ID: "test", Family: diag.Conflict}
	at := func(n int32) source.Span { return source.Span{File: 1, Start: n, End: n + 1} }
	old := source.NewSet(map[string][]byte{"terms/a.yaml": []byte("name: a\nnote: b\n")})
	before := diag.List{
		{Kind: k, Message: "same words", At: at(0)},
		{Kind: k, ID: "c-1", Message: "a conflict", At: at(2)},
		{Kind: k, ID: "c-2", Message: "was settled", At: at(3), Settled: &diag.Settlement{}},
	}
	var file bytes.Buffer
	if err := WriteBaseline(&file, old, before); err != nil {
		t.Fatal(err)
	}
	fromFile, err := ReadBaseline(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	new := source.NewSet(map[string][]byte{"terms/a.yaml": []byte("# moved\n\nname: a\nnote: b\n")})
	after := diag.List{
		{Kind: k, Message: "same words", At: at(9)},
		{Kind: k, Message: "same words", At: at(12)},
		{Kind: k, ID: "c-1", Message: "a conflict in other words", At: at(10)},
		{Kind: k, ID: "c-2", Message: "was settled", At: at(11)},
		{Kind: k, ID: "c-3", Message: "is settled", At: at(11), Settled: &diag.Settlement{}},
	}
	for name, known := range map[string]Known{"an earlier state": KnownOf(old, before), "a file": fromFile} {
		got := known.Others(new, after)
		if len(got) != 2 || got[0].At != at(12) || got[1].ID != "c-2" {
			t.Errorf("beside %s, these are new: %v", name, got)
		}
	}
	for _, bad := range []string{"", "[]", `{"version":2}`} {
		if _, err := ReadBaseline([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a baseline", bad)
		}
	}
}
