package check

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Where there are no accents the short way gives what the long one does.
func TestASCIIWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const some = "aZz09 -_/.\x00\x7f@[`{'\"\n"
	for range 2000 {
		text := make([]byte, random.IntN(12))
		for i := range text {
			if text[i] = some[random.IntN(len(some))]; random.IntN(4) == 0 {
				text[i] = byte(random.IntN(128))
			}
		}
		if got, want := asciiWords(string(text)), accentedWords(string(text)); !slices.Equal(got, want) {
			t.Fatalf("%q: got %q, want %q", text, got, want)
		}
	}
}
