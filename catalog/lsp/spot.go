package lsp

import (
	"bytes"
	"path"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/model"
)

// spot is where the cursor stands in the structure of a file. It is found from
// the text before the cursor alone, without a parser: while somebody types, the
// text is broken most of the time.
type spot struct {
	format decode.Format
	toml   bool     // fields are written as key = value
	path   []string // keys from the entry down to the cursor; item stands for an item of a list
	key    bool     // the name of a field is being written
	bare   bool     // a word alone on its line: the name of a field, or a value
	from   int      // where the word or value begins that is being written
	quote  byte     // the quote it stands in, or 0
	flow   bool     // it stands in [brackets] or {braces}
	block  bool     // it is a text over several lines
	indent int      // of a bare word
	entry  int      // where the text of the entry begins
}

// item is a list item's place in a path.
const item = "-"

// spotIn finds the cursor in a file. It is false where no field can stand: in
// the body of a Markdown file, and in comments.
func spotIn(file string, data []byte, offset int) (spot, bool) {
	switch strings.ToLower(path.Ext(file)) {
	case ".toml":
		return tomlSpot(data, 0, offset, file == decode.ConfigFile)
	case ".md":
		start, end, fence := frontMatter(data)
		switch {
		case offset < start || offset > end || fence == "":
			return spot{}, false
		case fence == "+++":
			s, ok := tomlSpot(data, start, offset, false)
			s.format = decode.Markdown
			return s, ok
		}
		s, ok := yamlSpot(data, start, offset)
		s.format = decode.Markdown
		return s, ok
	}
	return yamlSpot(data, documentStart(data, offset), offset)
}

// frontMatter is the range of the fields of a Markdown file. Front matter that
// is not closed yet goes on to the end of the file.
func frontMatter(data []byte) (start, end int, fence string) {
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	fence = strings.TrimSpace(string(first))
	if fence != "---" && fence != "+++" {
		return 0, 0, ""
	}
	start = len(data) - len(rest)
	for at := start; at < len(data); {
		next := lineAfter(data, at)
		if strings.TrimRight(string(data[at:next]), " \t\r\n") == fence {
			return start, at, fence
		}
		at = next
	}
	return start, len(data), fence
}

// documentStart is where the YAML document around a place begins.
func documentStart(data []byte, offset int) int {
	start := 0
	for at := 0; at < offset; {
		next := lineAfter(data, at)
		if line := strings.TrimRight(string(data[at:next]), " \t\r\n"); line == "---" && next <= offset {
			start = next
		}
		at = next
	}
	return start
}

func lineAfter(data []byte, at int) int {
	if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(data)
}

// kindAt is the kind of entry that the cursor stands in: as a `kind` in its text
// says, else as the folder does.
func (s *spot) kindAt(file string, data []byte) model.Kind {
	folder, _, ok := strings.Cut(file, "/")
	kind, _ := model.ParseKind(folder)
	if !ok {
		kind = model.NoKind
	}
	for at := 0; at < len(data); {
		next := lineAfter(data, at)
		if name, value, ok := keyValue(string(data[at:next]), s.toml); ok && name == "kind" && (at >= s.entry || s.toml) {
			if k, ok := model.ParseKind(strings.Trim(value, `"'`)); ok {
				kind = k
			}
		}
		at = next
		if at >= len(data) || at > s.entry && startsEntry(data[at:], s.toml) {
			break
		}
	}
	return kind
}

func startsEntry(rest []byte, toml bool) bool {
	return toml && bytes.HasPrefix(rest, []byte("[[entry]]")) || !toml && bytes.HasPrefix(rest, []byte("---"))
}

// keyValue reads a line that holds a top field.
func keyValue(line string, toml bool) (name, value string, ok bool) {
	sep := ":"
	if toml {
		sep = "="
	}
	name, value, ok = strings.Cut(line, sep)
	value, _, _ = strings.Cut(value, " #")
	return strings.TrimRight(name, " "), strings.TrimSpace(value), ok
}

// expectation is what the model expects where the cursor stands.
type expectation struct {
	keys  []model.Field // fields that a table here may have
	value *model.Field  // the field whose value stands here
	rest  []string      // of a special field: the path below it
}

// expected walks down the schema of a kind, or of concord.toml.
func (s *spot) expected(kind model.Kind, config bool) expectation {
	fields := model.Schema(kind)
	if config {
		fields = model.ConfigSchema()
	}
	x := expectation{keys: fields}
	for i, key := range s.path {
		switch {
		case key == item:
			continue
		case x.value != nil && x.value.Form == model.FormSpecial:
			x.rest = s.path[i:]
			return x
		}
		f := fieldCalled(x.keys, key)
		switch {
		case f == nil && x.value != nil && x.value.Form == model.FormGroup:
			continue // an item under its own name, as in `available: In stock`
		case f == nil && key == "kind" || f == nil && key == "id":
			return expectation{value: &model.Field{Name: key, Form: model.FormText}}
		case f == nil:
			return expectation{}
		}
		x.value, x.keys = f, f.Parts
	}
	return x
}

func fieldCalled(fields []model.Field, name string) *model.Field {
	for i := range fields {
		if fields[i].Name == name || fields[i].Alias == name && name != "" {
			return &fields[i]
		}
	}
	return nil
}

// flow follows brackets, braces and quotes, in which YAML and TOML are alike.
type flow struct {
	sep   byte // between key and value
	open  []bracket
	quote byte
	long  bool // the quote is a threefold one
	from  int  // where the token at hand begins
}

type bracket struct {
	kind  byte // [ or {
	key   string
	value bool // a brace after its separator
}

// scan reads on, up to the end of the outermost bracket or quote, or to the end
// of the text. It returns where it stopped.
func (f *flow) scan(data []byte, at, end int) int {
	for ; at < end; at++ {
		if f.quote != 0 {
			at = f.quoted(data, at, end)
			if f.quote == 0 && len(f.open) == 0 {
				return at + 1
			}
			continue
		}
		if data[at] == '#' && (f.sep == '=' || at > 0 && data[at-1] == ' ') { // a comment
			if at = lineAfter(data[:end], at) - 1; at+1 >= end {
				return end
			}
			continue
		}
		f.step(data, at)
		if len(f.open) == 0 && f.quote == 0 {
			return at + 1
		}
		if f.long {
			at += 2
		}
	}
	return end
}

// quoted looks whether a quote ends here.
func (f *flow) quoted(data []byte, at, end int) int {
	switch c := data[at]; {
	case c == '\\' && f.quote == '"':
		return at + 1
	case c != f.quote:
	case f.long && !bytes.HasPrefix(data[at:end], bytes.Repeat([]byte{c}, 3)):
	case f.long:
		f.quote, f.long = 0, false
		return at + 2
	default:
		f.quote = 0
	}
	return at
}

func (f *flow) step(data []byte, at int) {
	c := data[at]
	n := len(f.open)
	switch {
	case c == '[' || c == '{':
		f.open = append(f.open, bracket{kind: c})
		f.from = at + 1
	case (c == ']' || c == '}') && n > 0:
		f.open = f.open[:n-1]
		f.from = at + 1
	case c == ',' && n > 0:
		f.open[n-1].value = false
		f.from = at + 1
	case c == f.sep && n > 0 && f.open[n-1].kind == '{' && !f.open[n-1].value:
		f.open[n-1].key = strings.Trim(strings.TrimSpace(string(data[f.from:at])), `"'`)
		f.open[n-1].value = true
		f.from = at + 1
	case (c == '"' || c == '\'') && strings.TrimSpace(string(data[f.from:at])) == "":
		f.quote, f.from = c, at+1
		if f.sep == '=' && bytes.HasPrefix(data[at:], bytes.Repeat([]byte{c}, 3)) {
			f.long, f.from = true, at+3
		}
	}
}

// settle says where a cursor inside the brackets stands.
func (f *flow) settle(s *spot, data []byte, end int) {
	for i, b := range f.open {
		last := i == len(f.open)-1
		switch {
		case b.kind == '[':
			s.path = append(s.path, item)
		case b.value:
			s.path = append(s.path, b.key)
		case last:
			s.key = true
		}
	}
	s.flow, s.quote, s.block = len(f.open) > 0, f.quote, f.long
	s.from = f.from
	if f.quote == 0 {
		for s.from < end && (data[s.from] == ' ' || data[s.from] == '\n' || data[s.from] == '\r' || data[s.from] == '\t') {
			s.from++
		}
	}
}
