package editdist

import (
	"math/rand/v2"
	"slices"
	"testing"
)

var fields = []string{"name", "definition", "description", "domain", "owner", "stewards", "status",
	"since", "reviewed", "review_every", "replaced_by", "formerly", "source", "links", "tags", "id", "kpi", "unit"}

func TestClosest(t *testing.T) {
	tests := []struct{ word, want string }{
		{"onwer", "owner"},            // two letters swapped
		{"defintion", "definition"},   // one dropped
		{"descripton", "description"}, //
		{"Review-Every", "review_every"},
		{"reviewEvery", "review_every"},
		{"desc", "description"}, // a beginning
		{"def", "definition"},
		{"steward", "stewards"},
		{"nmae", "name"},
		{"kip", "kpi"},
		{"formally", "formerly"},
		{"id", "id"},
		{"ie", ""}, // too short to tell
		{"banana", ""},
		{"", ""},
		{"--", ""},
		{"colour", ""},
	}
	for _, tt := range tests {
		got, ok := Closest(tt.word, fields)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("Closest(%q) = %q, %t; want %q", tt.word, got, ok, tt.want)
		}
	}
}

func TestRank(t *testing.T) {
	ids := []string{"sales/net-revenue", "finance/net-revenue", "finance/gross-revenue", "finance/net-revenues", "finance/net-revenue"}
	want := []string{"finance/net-revenue", "finance/net-revenues"}
	for range 20 {
		rand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		if got := Rank("finance/net_revenu", ids, 2); !slices.Equal(got, want) {
			t.Fatalf("Rank of %q = %q, want %q", ids, got, want)
		}
	}
	if got := Rank("x", nil, 3); len(got) != 0 {
		t.Errorf("Rank among nothing = %q", got)
	}
}

// The band around the diagonal must not change what the whole table would say.
func TestDistanceAgreesWithWholeTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	letters := []rune("abcä")
	word := func() []rune {
		w := make([]rune, rng.IntN(9))
		for i := range w {
			w[i] = letters[rng.IntN(len(letters))]
		}
		return w
	}
	for range 20000 {
		a, b := word(), word()
		whole := distance(a, b, 99)
		for limit := range 6 {
			got := distance(a, b, limit)
			if min(got, limit+1) != min(whole, limit+1) {
				t.Fatalf("distance(%q, %q, %d) = %d, whole table says %d", string(a), string(b), limit, got, whole)
			}
		}
		if back := distance(b, a, 99); back != whole {
			t.Fatalf("distance(%q, %q) = %d one way and %d the other", string(a), string(b), whole, back)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1}, {"ca", "abc", 3}, {"über", "uber", 1},
	}
	for _, tt := range tests {
		if got := distance([]rune(tt.a), []rune(tt.b), 99); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func BenchmarkRank(b *testing.B) {
	names := make([]string, 10000)
	for i := range names {
		names[i] = "finance/entry-" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
	}
	for b.Loop() {
		Rank("finance/entyr-abc", names, 3)
	}
}
