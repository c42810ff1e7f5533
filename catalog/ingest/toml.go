package ingest

import (
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// Deeper nesting than this is no definitions file but an attack on the parser,
// which recurses without a limit of its own.
const (
	maxTOMLDepth = 64
	maxTOMLParts = 32
)

func decodeTOML(text string, into *map[string]any) error {
	if err := scanTOML(text); err != nil {
		return err
	}
	_, err := toml.Decode(text, into)
	return err
}

// scanTOML walks over the text, skipping strings and comments, and refuses
// brackets or dotted keys that nest too deeply.
func scanTOML(text string) error {
	depth, parts := 0, 1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '#':
			i = skipTo(text, i, "\n") - 1
		case '"', '\'':
			i = skipString(text, i) - 1
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '.':
			parts++
		case '\n', '=', ',':
			parts = 1
		}
		if depth > maxTOMLDepth || parts > maxTOMLParts {
			return fmt.Errorf("tables nest deeper than %d levels", min(maxTOMLDepth, maxTOMLParts))
		}
	}
	return nil
}

// skipString returns the offset after the string that starts at i.
func skipString(text string, i int) int {
	quote := text[i : i+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(text[i:], triple) {
		quote = triple
	}
	at := i + len(quote)
	for at < len(text) {
		switch {
		case text[at] == '\\' && quote[0] == '"':
			at += 2
		case len(quote) == 1 && text[at] == '\n':
			return at
		case strings.HasPrefix(text[at:], quote):
			return at + len(quote)
		default:
			at++
		}
	}
	return len(text)
}

func skipTo(text string, i int, end string) int {
	if n := strings.Index(text[i:], end); n >= 0 {
		return i + n
	}
	return len(text)
}
