package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/model"
)

const (
	maxID     = 100
	suffixLen = 16 // room kept for a kind's name or a number
)

// Slug makes one segment of an ID from a name: accents folded, everything but
// a-z and 0-9 a hyphen. The same name always gives the same slug, at most 84
// bytes long; a name without any Latin letter or digit gives one made of its
// hash.
func Slug(name string) string { return slugWithin(name, maxID-suffixLen) }

func slugWithin(name string, limit int) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		part := latin(r)
		switch {
		case part != "":
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteString(part)
		case !silent(r):
			gap = true
		}
		if b.Len() >= limit {
			break
		}
	}
	s := b.String()
	if len(s) > limit {
		s = strings.TrimRight(s[:limit], "-")
	}
	if s == "" {
		sum := sha256.Sum256([]byte(name))
		s = "x-" + hex.EncodeToString(sum[:4])
	}
	return s
}

// latin is what a letter becomes in a slug, or "" for what separates words.
func latin(r rune) string {
	switch {
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return string(r)
	case r >= 'A' && r <= 'Z':
		return string(r + 'a' - 'A')
	}
	switch unicode.ToLower(r) {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ł':
		return "l"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return ""
}

// silent reports whether a rune leaves no gap: accents and apostrophes.
func silent(r rune) bool {
	return unicode.Is(unicode.Mn, r) || r == '\'' || r == '’'
}

// reserved names cannot be files on Windows, or would be a folder's own page.
func reserved(segment string) bool {
	switch segment {
	case "con", "prn", "aux", "nul", "index":
		return true
	}
	return len(segment) == 4 && segment[3] >= '0' && segment[3] <= '9' &&
		(segment[:3] == "com" || segment[:3] == "lpt")
}

// namer hands out the IDs of one kind, each once.
type namer struct{ taken map[string]bool }

// has reports whether an ID is taken. A nil namer has none.
func (n *namer) has(id string) bool { return n != nil && n.taken[id] }

// name makes an ID of a name below a prefix ("fenix", or ""). It says why when
// the ID is not the plain slug.
func (n *namer) name(prefix, name string, kind model.Kind) (id, why string) {
	if prefix != "" {
		prefix += "/"
	}
	slug := slugWithin(name, max(8, maxID-suffixLen-len(prefix)))
	if reserved(slug) {
		slug += "-" + kind.String()
		why = "the plain name is reserved"
	}
	id = prefix + slug
	for i := 2; n.taken[id]; i++ {
		id = prefix + slug + "-" + strconv.Itoa(i)
		why = "another one has the plain ID"
	}
	n.taken[id] = true
	return id, why
}
