package history

import (
	"context"
	"strings"
	"testing"
)

func FuzzParseLog(f *testing.F) {
	hash := strings.Repeat("a1", 20)
	header := hash + "\x00" + hash + "\x00\x001767225600\x00Ada\x00ada@example.org\x00Start\x00"
	f.Add([]byte(header))
	f.Add([]byte(header + "\n:000000 100644 " + hash + " " + hash + " A\x00a.yaml\x00" + header))
	f.Add([]byte(header + "\n:100644 100644 " + hash + " " + hash + " R100\x00a.yaml\x00b.yaml\x00"))
	f.Add([]byte(":\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		commits, err := parseLog(context.Background(), strings.NewReader(string(data)))
		if err != nil {
			return
		}
		for _, c := range commits {
			if !isHash(c.Hash) || strings.ContainsRune(c.Author+c.Subject, 0) {
				t.Errorf("%+v", c)
			}
			for _, file := range c.files {
				if file.blob != "" && strings.ContainsAny(file.blob, " \x00") {
					t.Errorf("%+v", file)
				}
			}
		}
	})
}

func FuzzMonotone(f *testing.F) {
	f.Add([]byte{1, 9, 2, 3})
	f.Add([]byte{0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		in := make([]int64, len(data))
		for i, b := range data {
			in[i] = int64(b)
		}
		out, kept := monotone(in), 0
		for i := range out {
			if i > 0 && out[i] < out[i-1] {
				t.Fatalf("%v of %v", out, in)
			}
			if out[i] == in[i] {
				kept++
			}
		}
		if again := monotone(out); len(out) > 0 && again[0] != out[0] || kept == 0 && len(in) > 0 {
			t.Fatalf("%v of %v", out, in)
		}
	})
}
