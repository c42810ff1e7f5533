package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// sentence makes a finding's message, which is lower case and without a stop,
// ready for a page. Words with a capital or a digit inside stay as they are.
func sentence(message string) string {
	if message == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(message)
	word := message
	if i := strings.IndexByte(word, ' '); i > 0 {
		word = word[:i]
	}
	if unicode.IsLower(first) && !strings.ContainsFunc(word[n:], unicode.IsUpper) {
		message = string(unicode.ToUpper(first)) + message[n:]
	}
	return message
}

// Span is a run of text, plain or set as code or marked.
type Span struct {
	Text string
	Code bool
	Mark bool
	Href string
}

// spans splits a text at its backticks: what stands between two is code.
func spans(text string) []Span {
	var list []Span
	for {
		before, rest, found := strings.Cut(text, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !found || !closed {
			if text != "" {
				list = append(list, Span{Text: text})
			}
			return list
		}
		if before != "" {
			list = append(list, Span{Text: before})
		}
		if code != "" {
			list = append(list, Span{Text: code, Code: true})
		}
		text = after
	}
}

// languageName is what speakers call their language.
func languageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Self.Name(t); name != "" {
		return name
	}
	return tag
}

// plain strips the backticks of a message for titles and attributes.
func plain(text string) string { return strings.ReplaceAll(text, "`", "") }
