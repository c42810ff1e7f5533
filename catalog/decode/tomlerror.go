package decode

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// decoderFault puts the decoder's complaint about data[start:end] into a fault
// with its place.
func (r *reader) decoderFault(err error, start, end int) *tomlFault {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		message := strings.TrimPrefix(err.Error(), "toml: ")
		return &tomlFault{at: r.span(start, start), message: message, help: tomlHelp(message)}
	}
	from := start + min(parse.Position.Start, end-start)
	at := r.span(from, min(end, from+max(1, parse.Position.Len)))
	if m := definedTwice.FindStringSubmatch(parse.Message); m != nil {
		r.report(duplicateKey.At(at, fmt.Sprintf("the field `%s` is written twice", m[1])).
			WithHelp("keep one of the two"))
		return &tomlFault{}
	}
	return &tomlFault{at: at, message: lowerFirst(parse.Message), help: tomlHelp(parse.Message)}
}

var definedTwice = regexp.MustCompile(`(?i)^key '([^']+)' has already been defined`)

// tomlHelp says what would be right where the decoder only says what is wrong.
func tomlHelp(message string) string {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(message, w) })
	}
	switch {
	case has("datetime", "date"):
		return "write a day that the calendar has, as in `2026-01-31`, or put the value in quotes"
	case has("expected value"):
		return "put text in quotes, as in `name = \"Net revenue\"`"
	case has("newline", "strings cannot contain", "unexpected EOF"):
		return "close the quote on the same line, or use three quotes for text over several lines"
	case has("escape"):
		return "put text with backslashes in single quotes, which take it as it is"
	}
	return "write one field a line, as in `name = \"Net revenue\"`, text in quotes and lists in brackets"
}

func lowerFirst(s string) string {
	s = strings.TrimRight(s, ".")
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
