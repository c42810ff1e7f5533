package search

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// dict is a sorted list of records cut into shards. A reader fetches the shards
// that may hold what it looks for: their first keys are in the manifest.
type dict struct {
	name    string   // the first letter of its files: "w" for search/w0.js
	keys    []string // sorted as JavaScript sorts, by UTF-16 code units
	values  []string // what follows the key in each record
	starts  []int    // the first record of each shard
	byShard []string // the first key of each shard
}

// shardBytes is what a shard holds unless a single record is larger.
const shardBytes = 12 << 10

// most shards that one look-up may read. What spans more is answered from
// records made for it.
const (
	mostShards   = 2
	mostSpelling = 6
)

// newDict sorts records and cuts them into shards.
func newDict(name string, records map[string]string) dict {
	d := dict{name: name, keys: make([]string, 0, len(records))}
	for key := range records {
		d.keys = append(d.keys, key)
	}
	slices.SortFunc(d.keys, compareKeys)
	size := shardBytes // the first record begins a shard
	for i, key := range d.keys {
		value := records[key]
		d.values = append(d.values, value)
		n := len(key) + len(value) + 2
		if size += n; size > shardBytes {
			d.starts, d.byShard = append(d.starts, i), append(d.byShard, key)
			size = n
		}
	}
	return d
}

// compareKeys orders strings as JavaScript does.
func compareKeys(a, b string) int {
	if !astral(a) && !astral(b) {
		return strings.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

// astral reports whether a string may hold characters beyond the first 65,536.
func astral(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xF0 {
			return true
		}
	}
	return false
}

// last sorts after everything that continues a key.
const last = "\uffff"

// get returns the record of a key.
func (d *dict) get(key string) (string, bool) {
	i, found := slices.BinarySearchFunc(d.keys, key, compareKeys)
	if !found {
		return "", false
	}
	return d.values[i], true
}

// span counts the shards that hold keys between two, both included.
func (d *dict) span(from, to string) int {
	if len(d.starts) == 0 {
		return 0
	}
	return d.shard(to) - d.shard(from) + 1
}

// shard is the shard in which a key stands, or would.
func (d *dict) shard(key string) int {
	i, found := slices.BinarySearchFunc(d.byShard, key, compareKeys)
	if found {
		return i
	}
	return max(0, i-1)
}

// between visits the records from one key to another, both included.
func (d *dict) between(from, to string, visit func(key, value string)) {
	i, _ := slices.BinarySearchFunc(d.keys, from, compareKeys)
	for ; i < len(d.keys) && compareKeys(d.keys[i], to) <= 0; i++ {
		visit(d.keys[i], d.values[i])
	}
}

// shardText is one shard as the scripts read it: a line for each record, key and
// value with a tab between.
func (d *dict) shardText(n int) string {
	end := len(d.keys)
	if n+1 < len(d.starts) {
		end = d.starts[n+1]
	}
	var b strings.Builder
	for i := d.starts[n]; i < end; i++ {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.keys[i])
		b.WriteByte('\t')
		b.WriteString(d.values[i])
	}
	return b.String()
}

// digits write numbers in base 32: a digit of the second half has more to
// follow.
const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"

// packNumbers writes rising numbers as the steps between them, the low five bits
// of each first.
func packNumbers(list []int) string {
	var b strings.Builder
	before := -1
	for _, n := range list {
		step := n - before - 1
		for before = n; step >= 32; step >>= 5 {
			b.WriteByte(digits[32+step&31])
		}
		b.WriteByte(digits[step])
	}
	return b.String()
}

// eachNumber visits the numbers that packNumbers has written.
func eachNumber(packed string, visit func(int)) {
	n, step, shift := -1, 0, 0
	for i := range len(packed) {
		d := strings.IndexByte(digits, packed[i])
		step |= d & 31 << shift
		if d >= 32 {
			shift += 5
			continue
		}
		n += step + 1
		visit(n)
		step, shift = 0, 0
	}
}
