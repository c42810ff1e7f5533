package decode

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// decoderFault puts the decoder's complaint about data[start:end] into a fault
// with its place.
func (r *reader) decoderFault(err error, start, end int) *tomlFault {
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return &tomlFault{at: r.span(start, start), message: strings.TrimPrefix(err.Error(), "toml: ")}
	}
	from := start + min(parse.Position.Start, end-start)
	f := &tomlFault{at: r.span(from, min(end, from+max(1, parse.Position.Len))), message: lowerFirst(parse.Message)}
	return f
}

func lowerFirst(s string) string {
	s = strings.TrimRight(s, ".")
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
