package decode

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/diag"
)

// reportYAML turns the parser's complaint about data[start:end] into a finding
// that says what to do. The parser often names the line where the surrounding
// table began; the line that broke it is looked for.
func (r *reader) reportYAML(err error, start, end int) {
	text := r.file.Data[start:end]
	message, line := parseYAMLError(err)
	if strings.Contains(message, "max depth") {
		r.reportLimit(r.span(start, min(end, start+80)), "tables and lists are nested more than %d deep", maxDepth)
		return
	}
	lines := yamlLines(text)
	line = brokenLine(text, lines, message, line)
	at := r.span(lineSpan(text, lines, line, start))
	f := yamlSyntax.At(at, inOurWords(message))
	for _, look := range []func(yamlLine) (diag.Finding, bool){
		tabIndent, placeholder, colonInValue, signFirst, unclosedQuote, textAfterQuote,
	} {
		l := yamlLine{f: f, r: r, message: message, text: string(r.file.Data[at.Start:at.End]), start: int(at.Start)}
		if better, ok := look(l); ok {
			r.report(better)
			return
		}
	}
	r.report(f.WithHelp("compare the line with the ones above it: spaces before it, colon and quotes"))
}

var yamlErrorLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// parseYAMLError takes the parser's message apart. Line is 0 when it names none.
func parseYAMLError(err error) (message string, line int) {
	message = err.Error()
	if m := yamlErrorLine.FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = message[len(m[0]):]
	}
	return message, line
}

// largestSearch bounds the search for the broken line, which parses the text a
// few times.
const largestSearch = 64 << 10

// brokenLine is the number of the first line with which the text cannot be
// parsed for the reason given. Only reasons that more text could not remove can
// be searched for; otherwise it is the parser's line.
func brokenLine(text []byte, lines []int32, message string, line int) int {
	line = max(1, min(line, len(lines)))
	if len(text) > largestSearch || strings.Contains(message, "unexpected end of stream") {
		return line
	}
	lo, hi := 0, len(lines) // fails with hi lines, does not with lo
	for lo+1 < hi {
		mid := (lo + hi) / 2
		var root yaml.Node
		err := unmarshal(text[:lines[mid]], &root)
		if err == nil {
			lo = mid
		} else if m, _ := parseYAMLError(err); m != message {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// lineSpan is the range of a line's text in the file, without the white space
// around it unless there is nothing else.
func lineSpan(text []byte, lines []int32, line, base int) (start, end int) {
	s, e := int(lines[line-1]), len(text)
	if line < len(lines) {
		e = int(lines[line])
	}
	content := bytes.TrimRight(text[s:e], " \t\r\n")
	indent := len(content) - len(bytes.TrimLeft(content, " "))
	return base + s + indent, base + s + len(content)
}

// ourWords maps what the parser says to what it means for the author.
var ourWords = []struct{ theirs, ours string }{
	{"mapping values are not allowed", "there is a second `: ` where a value was to end"},
	{"did not find expected key", "this line does not fit under the lines above it"},
	{"did not find expected '-' indicator", "a list item must begin with `- ` below the other items"},
	{"could not find expected ':'", "a field name must be followed by `: `"},
	{"did not find expected ',' or ']'", "the list that begins with `[` is not closed"},
	{"did not find expected ',' or '}'", "the table that begins with `{` is not closed"},
	{"found unexpected end of stream", "a quote that begins here is not closed"},
	{"found unexpected document indicator", "a quote is not closed before the end of the document"},
	{"unknown escape character", "the backslash in double quotes does not form a known escape"},
	{"hexdecimal number", "the backslash in double quotes does not form a known escape"},
	{"tab", "a tab stands where spaces are expected"},
	{"cannot start any token", "a value cannot begin like this"},
	{"unknown anchor", "the value begins with `*`, which refers to an anchor that does not exist"},
	{"alphabetic or numeric character", "`*` and `&` must be followed by the name of an anchor"},
	{"block sequence entries are not allowed", "a list cannot begin on this line"},
	{"mapping keys are not allowed", "a field cannot begin on this line"},
	{"did not find expected node content", "a value is missing"},
	{"undefined tag handle", "the value begins with `!`, which marks a tag"},
	{"tag", "the value begins with `!`, which marks a tag"},
	{"comment or line break", "after `|` or `>` the text must begin on the next line"},
	{"indentation indicator", "after `|` or `>` the text must begin on the next line"},
	{"directive", "a line that begins with `%` is a directive that YAML does not know"},
	{"document start", "a document must begin with `---` on a line of its own"},
}

func inOurWords(message string) string {
	for _, w := range ourWords {
		if strings.Contains(message, w.theirs) {
			return w.ours
		}
	}
	return "this is not YAML"
}

// yamlLine is a line that broke the parser, and the finding so far.
type yamlLine struct {
	f       diag.Finding
	r       *reader
	message string
	text    string
	start   int // where text begins in the file
}

// at narrows the finding to a part of the line.
func (l yamlLine) at(from, to int, message string) diag.Finding {
	l.f.At = l.r.span(l.start+from, l.start+to)
	l.f.Message = message
	return l.f
}

var keyAndValue = regexp.MustCompile(`^((?:- +)*(?:"[^"]*"|'[^']*'|[^\s:#'"\[{][^:#]*):[ \t]+|(?:- +)+)(\S.*)$`)

// value finds the value on a line of the form `key: value` or `- value`.
func (l yamlLine) value() (offset int, value string) {
	m := keyAndValue.FindStringSubmatch(l.text)
	if m == nil {
		return len(l.text), ""
	}
	return len(m[1]), m[2]
}

// quoted offers to put a plain value in quotes.
func (l yamlLine) quoted(f diag.Finding, offset int, value string) diag.Finding {
	f = f.WithHelp("put the value in quotes")
	if !strings.ContainsAny(value, "#\\") {
		f.Edits = append(f.Edits, quote(l.r.span(l.start+offset, l.start+offset+len(value)), value))
	}
	return f
}

func tabIndent(l yamlLine) (diag.Finding, bool) {
	tabs := len(l.text) - len(strings.TrimLeft(l.text, "\t"))
	if tabs == 0 {
		return l.f, false
	}
	return l.at(0, tabs, "the line is indented with a tab").
		WithHelp("indent with spaces; YAML does not take tabs"), true
}

func placeholder(l yamlLine) (diag.Finding, bool) {
	offset, value := l.value()
	if !strings.HasPrefix(value, "{{") && !strings.HasPrefix(value, "{%") {
		return l.f, false
	}
	return l.quoted(l.at(offset, offset+2, fmt.Sprintf("`%s` begins a table, not a placeholder", value[:2])).
		WithNote("placeholders are not filled in"), offset, value), true
}

func colonInValue(l yamlLine) (diag.Finding, bool) {
	offset, value := l.value()
	if !strings.Contains(l.message, "mapping values are not allowed") || value == "" || strings.ContainsRune(`"'[{|>`, rune(value[0])) {
		return l.f, false
	}
	i := strings.Index(value, ": ")
	if i < 0 && strings.HasSuffix(value, ":") {
		i = len(value) - 1
	}
	if i < 0 {
		return l.f, false
	}
	return l.quoted(l.at(offset+i, offset+i+1, "the value contains `: `, which begins another field"), offset, value), true
}

func signFirst(l yamlLine) (diag.Finding, bool) {
	offset, value := l.value()
	if value == "" || !strings.ContainsRune("@`%*&!|>,", rune(value[0])) {
		return l.f, false
	}
	sign := value[:1]
	shown := "`" + sign + "`"
	if sign == "`" {
		shown = "a backtick"
	}
	return l.quoted(l.at(offset, offset+1, "a value cannot begin with "+shown), offset, value), true
}

func unclosedQuote(l yamlLine) (diag.Finding, bool) {
	offset, value := l.value()
	if value == "" || value[0] != '"' && value[0] != '\'' || closingQuote([]byte(value), 0, value[0]) >= 0 {
		return l.f, false
	}
	return l.at(offset, offset+1, "a quote that begins here is not closed").
		WithHelp("write the closing quote at the end of the value"), true
}

func textAfterQuote(l yamlLine) (diag.Finding, bool) {
	offset, value := l.value()
	if value == "" || value[0] != '"' && value[0] != '\'' {
		return l.f, false
	}
	end := closingQuote([]byte(value), 0, value[0])
	if end < 0 || strings.TrimSpace(value[end+1:]) == "" {
		return l.f, false
	}
	return l.at(offset+end+1, offset+len(value), "text follows after the closing quote").
		WithHelp("put the whole value in quotes; a quote inside is doubled in '…' and written \\\" in \"…\""), true
}
