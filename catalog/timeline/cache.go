package timeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// cache keeps the conflicts of revisions between builds, one small file each,
// named after all that they depend on. It is a convenience: what cannot be read
// or does not prove to be what it should be is worked out again, and what
// cannot be written is not kept.
type cache struct{ dir string } // "" keeps nothing

const (
	cacheFormat  = "concord conflicts 1"
	cacheSuffix  = ".conflicts"
	largestEntry = 16 << 20
	mostEntries  = 8192
)

func (c cache) path(key [32]byte) string {
	return filepath.Join(c.dir, fmt.Sprintf("%x%s", key, cacheSuffix))
}

// get returns what is kept for a key.
func (c cache) get(key [32]byte) (state, bool) {
	if c.dir == "" {
		return state{}, false
	}
	f, err := os.Open(c.path(key))
	if err != nil {
		return state{}, false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return state{}, false
	}
	data, err := io.ReadAll(io.LimitReader(f, largestEntry))
	if err != nil {
		return state{}, false
	}
	head, payload, ok := bytes.Cut(data, []byte{'\n'})
	if !ok || string(head) != cacheHead(key, payload) {
		return state{}, false
	}
	var s state
	if err := json.Unmarshal(payload, &s); err != nil || !s.sound() {
		return state{}, false
	}
	return s, true
}

// cacheHead is the first line of an entry: format, key, and the sum over both
// and the rest.
func cacheHead(key [32]byte, payload []byte) string {
	sum := sha256.Sum256(append(key[:], payload...))
	return fmt.Sprintf("%s %x %x", cacheFormat, key, sum)
}

// sound reports whether a state read from outside is in the order that
// everything here relies on.
func (s state) sound() bool {
	return slices.IsSortedFunc(s.Conflicts, func(a, b seen) int { return strings.Compare(a.ID, b.ID) })
}

// put keeps a state.
func (c cache) put(key [32]byte, s state) {
	if c.dir == "" {
		return
	}
	payload, err := json.Marshal(s)
	if err != nil || len(payload) > largestEntry/2 {
		return
	}
	f, err := os.CreateTemp(c.dir, ".new-*")
	if err != nil {
		return
	}
	_, err = f.Write(append([]byte(cacheHead(key, payload)+"\n"), payload...))
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), c.path(key)) != nil {
		_ = os.Remove(f.Name())
	}
}

// openCache makes the folder. Where that fails nothing is kept.
func openCache(dir string) cache {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return cache{}
	}
	return cache{dir}
}

// prune removes the entries that were written longest ago when there are too
// many.
func (c cache) prune() {
	if c.dir == "" {
		return
	}
	entries, err := os.ReadDir(c.dir)
	if err != nil || len(entries) <= mostEntries {
		return
	}
	type old struct {
		name string
		time int64
	}
	var all []old
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), cacheSuffix) {
			all = append(all, old{e.Name(), info.ModTime().UnixNano()})
		}
	}
	slices.SortFunc(all, func(a, b old) int {
		if a.time != b.time {
			return int(min(max(a.time-b.time, -1), 1))
		}
		return strings.Compare(a.name, b.name)
	})
	for _, o := range all[:max(0, len(all)-mostEntries/2)] {
		_ = os.Remove(filepath.Join(c.dir, o.name))
	}
}
