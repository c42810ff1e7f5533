package draw

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A cache that is damaged in any way is as good as one that is not there, and
// whole again after the next build.
func TestDamagedCache(t *testing.T) {
	figures := someFigures(9)
	want, _ := layoutAll(t, Options{Command: fake("works")}, figures)
	wanted := pictures(want, figures)
	dir := t.TempDir()
	layoutAll(t, Options{Command: fake("works"), CacheDir: dir}, figures)
	file := filepath.Join(dir, "layouts")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	second := bytes.IndexByte(whole, '\n') + 1
	for name, c := range map[string]struct {
		damage func([]byte) []byte
		kept   int
	}{
		"whole":           {func(b []byte) []byte { return b }, 9},
		"empty":           {func(b []byte) []byte { return nil }, 0},
		"another engine":  {func(b []byte) []byte { return bytes.Replace(b, []byte("recipe"), []byte("receipt"), 1) }, 0},
		"cut off":         {func(b []byte) []byte { return b[:len(b)-10] }, 8},
		"a key changed":   {func(b []byte) []byte { b[second] ^= 1; return b }, 8},
		"a sum changed":   {func(b []byte) []byte { b[second+70] ^= 1; return b }, 8},
		"a digit changed": {func(b []byte) []byte { b[second+140] ^= 1; return b }, 8},
		"a line lost": {func(b []byte) []byte {
			return append(b[:second:second], bytes.SplitAfterN(b[second:], []byte("\n"), 2)[1]...)
		}, 8},
		"garbage": {func(b []byte) []byte { return append(b, "\n\x00 \xff\n{}\n"...) }, 9},
		"a layout of another shape": {func(b []byte) []byte {
			var key Key
			copy(key[:], unhex(t, b[second:second+64]))
			body := []byte(`{"Nodes":[{"X":0,"Y":0}]}`)
			rest := bytes.SplitAfterN(b[second:], []byte("\n"), 2)[1]
			line := key.String() + " " + checksum(key, body) + " " + string(body) + "\n"
			return append(append(b[:second:second], line...), rest...)
		}, 8},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(file, c.damage(bytes.Clone(whole)), 0o600); err != nil {
				t.Fatal(err)
			}
			set, r := layoutAll(t, Options{Command: fake("works"), CacheDir: dir}, figures)
			if r.Kept != c.kept || r.Placed != 9-c.kept {
				t.Errorf("%+v", r)
			}
			if pictures(set, figures) != wanted {
				t.Error("other pictures")
			}
			if healed, err := os.ReadFile(file); err != nil || !bytes.Equal(healed, whole) {
				t.Error("the file was not made whole again")
			}
		})
	}
	names, _ := filepath.Glob(filepath.Join(dir, ".layouts-*"))
	if len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
}

func unhex(t *testing.T, digits []byte) []byte {
	t.Helper()
	key, _, _ := strings.Cut(string(digits), " ")
	out := make([]byte, len(key)/2)
	for i := range out {
		for _, c := range key[2*i : 2*i+2] {
			out[i] = out[i]<<4 | byte(strings.IndexRune("0123456789abcdef", c))
		}
	}
	return out
}

// Helpers need no start when the disk knows all shapes.
func TestCacheServesAlone(t *testing.T) {
	dir := t.TempDir()
	figures := someFigures(9)
	layoutAll(t, Options{Command: fake("works"), CacheDir: dir}, figures)
	if _, r := layoutAll(t, Options{Command: fake("exits at start"), CacheDir: dir}, figures); r.Kept != 9 || r.Restarts != 0 {
		t.Errorf("%+v", r)
	}
}
