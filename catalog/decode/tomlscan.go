package decode

import (
	"bytes"
	"strings"

	"github.com/concord-catalog/concord/catalog/source"
)

// The decoder says what a TOML file means, and not where; and it has to be kept
// from deep nesting, which it does not survive. Both are the work of a scan
// over the same text: it measures depth before the decoder starts, and builds
// the same tree with ranges instead of values. It is lenient: whether the text
// is TOML is for the decoder to say.

// tomlNode is a value of a TOML file as the scan sees it.
type tomlNode struct {
	kind   tomlKind
	start  int
	end    int
	items  []*tomlNode // of a list
	fields []tomlField // of a table, in file order
	parent *tomlNode   // of a table that headers or dotted keys made
	index  map[string]int
}

type tomlField struct {
	key        string
	start, end int // of the key
	value      *tomlNode
}

type tomlKind uint8

const (
	tomlLeaf tomlKind = iota
	tomlList
	tomlTable
	tomlTables // a list made by [[headers]]
)

// tomlProblem is why the scan stopped.
type tomlProblem struct {
	at      int
	message string
	limit   bool // a limit, not a mistake
}

type tomlScanner struct {
	text []byte
	pos  int
	err  *tomlProblem
}

// scanTOML builds the tree of text[start:end]. Offsets are those of text.
func scanTOML(text []byte, start, end int) (*tomlNode, *tomlProblem) {
	s := &tomlScanner{text: text[:end], pos: start}
	root := &tomlNode{kind: tomlTable, start: start, end: end}
	table := root
	for s.skipSpace(true); s.pos < len(s.text) && s.err == nil; s.skipSpace(true) {
		if s.text[s.pos] == '[' {
			table = s.header(root)
			continue
		}
		s.assignment(table, 1)
		table.extend(s.pos)
	}
	return root, s.err
}

// field finds a field of a table by name, or nil.
func (n *tomlNode) field(key string) *tomlField {
	if n.index == nil && len(n.fields) > 16 {
		n.index = make(map[string]int, 4*len(n.fields))
		for i := range n.fields {
			n.index[n.fields[i].key] = i
		}
	}
	if n.index != nil {
		if i, ok := n.index[key]; ok {
			return &n.fields[i]
		}
		return nil
	}
	for i := range n.fields {
		if n.fields[i].key == key {
			return &n.fields[i]
		}
	}
	return nil
}

func (n *tomlNode) add(f tomlField) {
	if n.index != nil {
		if _, ok := n.index[f.key]; !ok {
			n.index[f.key] = len(n.fields)
		}
	}
	n.fields = append(n.fields, f)
}

// extend makes a table, and all that it is part of, reach to end.
func (n *tomlNode) extend(end int) {
	for ; n != nil; n = n.parent {
		n.end = max(n.end, end)
	}
}

func (s *tomlScanner) fail(at int, message string) {
	if s.err == nil {
		s.err = &tomlProblem{at: at, message: message}
	}
	s.pos = len(s.text)
}

func (s *tomlScanner) failLimit(at int, message string) {
	if s.err == nil {
		s.err = &tomlProblem{at: at, message: message, limit: true}
	}
	s.pos = len(s.text)
}

// peek is the byte n places on, 0 past the end.
func (s *tomlScanner) peek(n int) byte {
	if s.pos+n < len(s.text) {
		return s.text[s.pos+n]
	}
	return 0
}

// skipSpace passes over blanks, and over line ends and comments if lines is
// set.
func (s *tomlScanner) skipSpace(lines bool) {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == ' ' || c == '\t':
			s.pos++
		case lines && (c == '\n' || c == '\r'):
			s.pos++
		case lines && c == '#':
			n := bytes.IndexByte(s.text[s.pos:], '\n')
			if n < 0 {
				n = len(s.text) - s.pos
			}
			s.pos += n
		default:
			return
		}
	}
}

// header reads [a.b] or [[a.b]] and returns the table it opens.
func (s *tomlScanner) header(root *tomlNode) *tomlNode {
	start := s.pos
	double := s.peek(1) == '['
	brackets := 1
	if double {
		brackets = 2
	}
	s.pos += brackets
	path := s.path()
	s.skipSpace(false)
	for range brackets {
		if s.peek(0) != ']' {
			s.fail(start, "the header is not closed")
			return root
		}
		s.pos++
	}
	if s.err != nil || len(path) == 0 {
		s.fail(start, "the header has no name")
		return root
	}
	table := s.open(root, path[:len(path)-1], start)
	last := path[len(path)-1]
	f := table.field(last.key)
	switch {
	case double && (f == nil || f.value.kind != tomlTables):
		last.value = &tomlNode{kind: tomlTables, start: start, parent: table}
		table.add(last)
		f = &table.fields[len(table.fields)-1]
	case !double && f != nil && f.value.kind == tomlTable:
		f.value.extend(s.pos)
		return f.value
	}
	opened := &tomlNode{kind: tomlTable, start: start, parent: table}
	if double {
		opened.parent = f.value
		f.value.items = append(f.value.items, opened)
	} else {
		last.value = opened
		table.add(last)
	}
	opened.extend(s.pos)
	return opened
}

// open walks down to the table that path names, making what is missing.
func (s *tomlScanner) open(table *tomlNode, path []tomlField, start int) *tomlNode {
	for _, part := range path {
		f := table.field(part.key)
		if f == nil {
			part.value = &tomlNode{kind: tomlTable, start: start, end: s.pos, parent: table}
			table.add(part)
			f = &table.fields[len(table.fields)-1]
		}
		table = f.value
		if table.kind == tomlTables {
			table = table.items[len(table.items)-1]
		}
	}
	return table
}

// path reads the parts of a dotted key. Values of the fields are not set.
func (s *tomlScanner) path() []tomlField {
	var path []tomlField
	for s.err == nil {
		s.skipSpace(false)
		f := tomlField{start: s.pos}
		switch c := s.peek(0); {
		case c == '"' || c == '\'':
			s.str()
			f.key = unquoteKey(s.text[f.start:s.pos])
		default:
			for s.pos < len(s.text) && isBareKey(s.text[s.pos]) {
				s.pos++
			}
			f.key = string(s.text[f.start:s.pos])
		}
		f.end = s.pos
		if f.start == f.end {
			s.fail(s.pos, "a key is missing")
			return nil
		}
		path = append(path, f)
		if len(path) > maxDottedParts {
			s.failLimit(f.start, "the key has more than 32 parts")
			return nil
		}
		s.skipSpace(false)
		if s.peek(0) != '.' {
			return path
		}
		s.pos++
	}
	return nil
}

func isBareKey(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-' || c >= 0x80
}

// assignment reads `key = value` into a table.
func (s *tomlScanner) assignment(table *tomlNode, depth int) {
	start := s.pos
	path := s.path()
	s.skipSpace(false)
	if s.err == nil && s.peek(0) != '=' {
		s.fail(start, "the key has no value")
	}
	if s.err != nil {
		return
	}
	s.pos++
	s.skipSpace(false)
	value := s.value(depth)
	if s.err != nil {
		return
	}
	table = s.open(table, path[:len(path)-1], start)
	last := path[len(path)-1]
	last.value = value
	if table.kind == tomlTable {
		table.extend(s.pos)
		table.add(last)
	}
}

func (s *tomlScanner) value(depth int) *tomlNode {
	if depth > maxDepth {
		s.failLimit(s.pos, "lists and tables are nested more than 64 deep")
		return nil
	}
	n := &tomlNode{start: s.pos}
	switch c := s.peek(0); c {
	case '[':
		n.kind = tomlList
		s.list(n, depth)
	case '{':
		n.kind = tomlTable
		s.inline(n, depth)
	case '"', '\'':
		s.str()
	default:
		for s.pos < len(s.text) && strings.IndexByte(",]}#\r\n", s.text[s.pos]) < 0 {
			s.pos++
		}
		for s.pos > n.start && (s.text[s.pos-1] == ' ' || s.text[s.pos-1] == '\t') {
			s.pos--
		}
		if s.pos == n.start {
			s.fail(s.pos, "a value is missing")
		}
	}
	n.end = s.pos
	return n
}

func (s *tomlScanner) list(n *tomlNode, depth int) {
	for s.pos++; s.err == nil; {
		s.skipSpace(true)
		switch {
		case s.pos >= len(s.text):
			s.fail(n.start, "the list is not closed")
		case s.text[s.pos] == ']':
			s.pos++
			return
		case s.text[s.pos] == ',':
			s.pos++
		default:
			n.items = append(n.items, s.value(depth+1))
		}
	}
}

func (s *tomlScanner) inline(n *tomlNode, depth int) {
	for s.pos++; s.err == nil; {
		s.skipSpace(true)
		switch {
		case s.pos >= len(s.text):
			s.fail(n.start, "the table is not closed")
		case s.text[s.pos] == '}':
			s.pos++
			return
		case s.text[s.pos] == ',':
			s.pos++
		default:
			s.assignment(n, depth+1)
		}
	}
}

// str passes over a string of any of the four forms.
func (s *tomlScanner) str() {
	start := s.pos
	mark := s.text[s.pos]
	if s.peek(1) == mark && s.peek(2) == mark {
		s.longString(start, mark)
		return
	}
	for s.pos++; s.pos < len(s.text); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '\\' && mark == '"':
			s.pos++
		case c == '\n':
			s.fail(start, "the quote is not closed on its line")
			return
		case c == mark:
			s.pos++
			return
		}
	}
	s.fail(start, "the quote is not closed")
}

func (s *tomlScanner) longString(start int, mark byte) {
	for s.pos += 3; s.pos < len(s.text); s.pos++ {
		if s.text[s.pos] == '\\' && mark == '"' {
			s.pos++
			continue
		}
		if s.text[s.pos] == mark && s.peek(1) == mark && s.peek(2) == mark {
			s.pos += 3
			for range 2 { // one or two quotes may stand before the closing three
				if s.peek(0) == mark {
					s.pos++
				}
			}
			return
		}
	}
	s.fail(start, "the text in three quotes is not closed")
}

// unquoteKey undoes the quotes of a key. Escapes are rare enough in keys to be
// left to the value decoder of strings.
func unquoteKey(quoted []byte) string {
	inner := quoted[1:max(1, len(quoted)-1)]
	if quoted[0] == '\'' || bytes.IndexByte(inner, '\\') < 0 {
		return string(inner)
	}
	return unescapeTOML(quoted)
}

// tables lists the tables of a field that stands as [[name]], with the ranges
// of its headers and all that belongs to them.
func (n *tomlNode) tables(name string) []*tomlNode {
	if f := n.field(name); f != nil && f.value.kind == tomlTables {
		return f.value.items
	}
	return nil
}

func (r *reader) tomlSpan(n *tomlNode) source.Span { return r.span(n.start, n.end) }
