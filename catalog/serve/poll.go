package serve

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"io/fs"
	"path/filepath"
	"time"
)

// look pokes whenever the fingerprint of the roots has changed.
func (w *watcher) look(ctx context.Context) {
	tick := time.NewTicker(w.poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if now := fingerprint(w.roots); now != w.last {
			w.last = now
			w.poke()
		}
	}
}

// fingerprint is a number that changes when a file below the roots appears,
// goes, or has another size or time of writing.
func fingerprint(roots []string) uint64 {
	h := fnv.New64a()
	var number [8]byte
	add := func(n int64) {
		binary.LittleEndian.PutUint64(number[:], uint64(n))
		h.Write(number[:])
	}
	for _, root := range roots {
		filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // gone while we looked: the next look sees it
			}
			if path != root && temporary(d.Name()) {
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			h.Write([]byte(path + "\x00"))
			if info, err := d.Info(); err == nil && !d.IsDir() {
				add(info.Size())
				add(info.ModTime().UnixNano())
			}
			return nil
		})
	}
	return h.Sum64()
}
