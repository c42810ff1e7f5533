package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestPackedNumbers(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, list := range [][]int{nil, {0}, {0, 1, 2}, {31}, {32}, {33, 1_000_000}, {1023, 1024, 1056, 50_000}} {
		checkPacked(t, list)
	}
	for range 200 {
		var list []int
		n := -1
		for range rnd.IntN(50) {
			n += 1 + rnd.IntN(1<<rnd.IntN(20))
			list = append(list, n)
		}
		checkPacked(t, list)
	}
}

func checkPacked(t *testing.T, list []int) {
	t.Helper()
	var got []int
	eachNumber(packNumbers(list), func(n int) { got = append(got, n) })
	if !slices.Equal(got, list) {
		t.Errorf("%v comes back as %v", list, got)
	}
}

func TestDict(t *testing.T) {
	records := map[string]string{}
	for i := range 5000 {
		records[fmt.Sprintf("key %d", i)] = fmt.Sprint(i)
	}
	records["\uffee"], records["\U0001F600"] = "late", "early" // JavaScript sorts by halves of characters
	d := newDict("x", records)
	if i, j := slices.Index(d.keys, "\U0001F600"), slices.Index(d.keys, "\uffee"); i > j {
		t.Error("keys are not in the order of JavaScript")
	}
	if len(d.starts) < 3 {
		t.Fatalf("%d shards", len(d.starts))
	}
	for key, want := range records {
		if got, ok := d.get(key); !ok || got != want {
			t.Errorf("%q is %q, %t; want %q", key, got, ok, want)
		}
	}
	if _, ok := d.get("key"); ok {
		t.Error("a key that is none is found")
	}
	for n := range d.starts {
		if size := len(d.shardText(n)); size > shardBytes {
			t.Errorf("shard %d has %d bytes", n, size)
		}
		if d.shard(d.byShard[n]) != n {
			t.Errorf("the first key of shard %d is looked for in shard %d", n, d.shard(d.byShard[n]))
		}
	}
	found := 0
	d.between("key 12", "key 12"+last, func(string, string) { found++ })
	if found != 111 {
		t.Errorf("%d keys begin with key 12, want 111", found)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b       string
		most, want int
	}{
		{"port", "port", 1, 0}, {"prot", "port", 1, 1}, {"pot", "port", 1, 1}, {"porrt", "port", 1, 1}, {"past", "port", 1, 2},
		{"revnue", "revenue", 2, 1}, {"rveneu", "revenue", 2, 2}, {"order", "turnover", 2, 3}, {"größe", "grösse", 2, 2},
	} {
		if got := distance([]rune(c.a), []rune(c.b), c.most); got != c.want {
			t.Errorf("from %q to %q are %d errors, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestUmlauts(t *testing.T) {
	l := lexicon{german: true}
	for text, want := range map[string]string{"Häuser": "hauser", "Haeuser": "hauser", "neue": "neue", "Bauer": "bauer", "quer": "quer",
		"Größe": "grosse", "Groesse": "grosse", "Übergabe": "ubergabe", "Uebergabe": "ubergabe", "ae": "a"} {
		if got := l.split(text); len(got) != 1 || got[0] != want {
			t.Errorf("%s becomes %v, want %s", text, got, want)
		}
	}
}
