package draw

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// cache is the layouts that earlier builds found, in one file. Its first line
// names the engine; every other line is a shape's key, a checksum and the
// layout. Whatever is wrong in it is as if it were not there: a layout is
// checked against its shape before it is used, and found anew where it fails.
type cache struct {
	path    string
	lines   map[Key][]byte // the layout as JSON, its checksum verified
	damaged bool           // the file holds something that is of no use
}

// mostKept is how many layouts a cache holds before it forgets those that the
// present build has no use for. One takes about a kilobyte.
const mostKept = 20_000

const cacheHead = "concord layouts 1, " + Engine + "\n"

func openCache(dir string) *cache {
	c := &cache{path: filepath.Join(dir, "layouts"), lines: map[Key][]byte{}}
	data, err := os.ReadFile(c.path)
	if err != nil {
		return c
	}
	lines, ok := bytes.CutPrefix(data, []byte(cacheHead))
	if !ok {
		c.damaged = true
		return c
	}
	for line := range bytes.Lines(lines) {
		key, layout, ok := parseLine(line)
		if !ok {
			c.damaged = true
			continue
		}
		c.lines[key] = layout
	}
	return c
}

func parseLine(line []byte) (key Key, layout []byte, ok bool) {
	line, whole := bytes.CutSuffix(line, []byte("\n"))
	parts := bytes.SplitN(line, []byte(" "), 3)
	if !whole || len(parts) != 3 {
		return key, nil, false
	}
	if n, err := hex.Decode(key[:], parts[0][:min(len(parts[0]), 2*len(key))]); err != nil || n != len(key) {
		return key, nil, false
	}
	return key, parts[2], string(parts[1]) == checksum(key, parts[2])
}

func checksum(key Key, layout []byte) string {
	sum := sha256.Sum256(append(key[:], layout...))
	return hex.EncodeToString(sum[:16])
}

// layout returns what is kept for a shape, or nil.
func (c *cache) layout(s *Shape) *Layout {
	data, ok := c.lines[s.Key]
	if !ok {
		return nil
	}
	l := &Layout{}
	if json.Unmarshal(data, l) != nil || l.check(s.Nodes, len(s.Edges)) != nil {
		delete(c.lines, s.Key)
		c.damaged = true
		return nil
	}
	return l
}

// save adds layouts and writes the file, if that changes anything. A cache that
// cannot be written is no reason to stop: the next build takes a little longer.
func (c *cache) save(known map[Key]*Layout) {
	changed := c.damaged
	for key, l := range known {
		if _, ok := c.lines[key]; ok {
			continue
		}
		data, err := json.Marshal(l)
		if err != nil {
			continue
		}
		c.lines[key] = data
		changed = true
	}
	if !changed {
		return
	}
	if len(c.lines) > mostKept {
		maps.DeleteFunc(c.lines, func(key Key, _ []byte) bool { return known[key] == nil })
	}
	data := []byte(cacheHead)
	for _, key := range slices.SortedFunc(maps.Keys(c.lines), func(a, b Key) int { return bytes.Compare(a[:], b[:]) }) {
		data = append(data, key.String()+" "+checksum(key, c.lines[key])+" "...)
		data = append(append(data, c.lines[key]...), '\n')
	}
	if replaceFile(c.path, data) == nil {
		c.damaged = false
	}
}

// replaceFile writes a file so that readers see the old or the new one.
func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".layouts-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
