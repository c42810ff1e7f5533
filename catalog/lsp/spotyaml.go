package lsp

import (
	"bytes"
	"strings"
)

// yamlLevel is a key, or a list item, that later lines may stand below.
type yamlLevel struct {
	indent int
	key    string
	filled bool // it has a value on its own line
	from   int  // where that value begins
}

// yamlScan goes through the lines of a YAML document up to the cursor.
type yamlScan struct {
	data   []byte
	end    int // the cursor
	levels []yamlLevel
	block  int // indent of the key whose text over several lines is being read, or -1
	below  int // where that text begins
	flow   flow
	spot   spot
	found  bool
}

func yamlSpot(data []byte, start, offset int) (spot, bool) {
	y := &yamlScan{data: data, end: offset, block: -1, spot: spot{entry: start}}
	for at := start; ; {
		next := min(lineAfter(data, at), offset)
		last := next == offset && (at == offset || data[offset-1] != '\n' || at == next)
		y.line(at, next, last)
		if last {
			break
		}
		at = next
	}
	for _, l := range y.levels {
		y.spot.path = append(y.spot.path, l.key)
	}
	switch {
	case y.flow.quote != 0 || len(y.flow.open) > 0:
		y.spot.bare, y.found = false, true
		y.flow.settle(&y.spot, data, offset)
	case y.block >= 0:
		y.spot.block, y.spot.from, y.found = true, y.below, true
	}
	return y.spot, y.found
}

// line reads one line, or the part of it before the cursor.
func (y *yamlScan) line(from, to int, last bool) {
	text := bytes.TrimRight(y.data[from:to], "\r\n")
	indent := len(text) - len(bytes.TrimLeft(text, " "))
	blank := indent == len(text)
	if y.block >= 0 {
		if indent > y.block || blank && !last {
			return
		}
		y.block = -1
	}
	switch {
	case y.flow.quote != 0 || len(y.flow.open) > 0:
		y.flow.scan(y.data, from, to)
		return
	case blank && !last:
		return
	case !blank && text[indent] == '#':
		return
	}
	at := y.items(from+indent, from, to)
	y.field(at, at-from, from+len(text), last)
}

// items takes the hyphens of list items at the start of a line, and returns what
// follows them.
func (y *yamlScan) items(at, line, to int) int {
	for at < to && y.data[at] == '-' && (at+1 == to || strings.IndexByte(" \r\n", y.data[at+1]) >= 0) {
		y.pop(at-line, true)
		y.levels = append(y.levels, yamlLevel{indent: at - line, key: item})
		for at++; at < to && y.data[at] == ' '; at++ {
		}
	}
	return at
}

// pop leaves the levels that a line of that indent does not stand below. A list
// may stand at the indent of its own key.
func (y *yamlScan) pop(indent int, list bool) {
	for n := len(y.levels); n > 0; n = len(y.levels) {
		l := y.levels[n-1]
		if l.indent < indent || list && l.indent == indent && l.key != item {
			return
		}
		y.levels = y.levels[:n-1]
	}
}

// field reads `key: value`, or what stands there instead.
func (y *yamlScan) field(at, indent, end int, last bool) {
	key, value, ok := yamlKey(y.data[at:end])
	if !ok {
		y.loose(at, indent, end, last)
		return
	}
	y.pop(indent, false)
	y.levels = append(y.levels, yamlLevel{indent: indent, key: key})
	y.value(at+value, end, indent, last)
}

// value reads the value behind a key, or an item.
func (y *yamlScan) value(at, end, indent int, last bool) {
	for at < end && y.data[at] == ' ' {
		at++
	}
	y.spot.from, y.spot.bare, y.found = at, false, last
	level := &y.levels[len(y.levels)-1]
	level.from = at
	if at == end {
		return
	}
	level.filled = true
	switch c := y.data[at]; c {
	case '|', '>':
		y.block, y.below = indent, lineAfter(y.data, at)
		if last {
			y.found, y.block = false, -1
		}
	case '[', '{', '"', '\'':
		y.flow = flow{sep: ':', from: at}
		y.flow.scan(y.data, at, end)
	}
	if i := bytes.Index(y.data[at:end], []byte(" #")); i >= 0 && y.flow.quote == 0 {
		y.found = false // in a comment
	}
}

// loose reads text without a key: the item of a list, more of a text that began
// above, or the beginning of a key.
func (y *yamlScan) loose(at, indent, end int, last bool) {
	if n := len(y.levels); at < end && n > 0 && y.levels[n-1].key == item && y.levels[n-1].indent < indent && strings.IndexByte(`[{"'|>`, y.data[at]) >= 0 {
		y.value(at, end, y.levels[n-1].indent, last)
		return
	}
	if !last {
		return
	}
	y.pop(indent, false)
	y.found, y.spot.bare, y.spot.from, y.spot.indent = true, true, at, indent
	if n := len(y.levels); n > 0 && y.levels[n-1].filled && y.levels[n-1].key != item {
		y.spot.bare, y.spot.from = false, y.levels[n-1].from
	}
}

// yamlKey reads a key and returns where its value begins.
func yamlKey(line []byte) (key string, value int, ok bool) {
	if len(line) == 0 || strings.IndexByte("[{|>&*!%@", line[0]) >= 0 {
		return "", 0, false
	}
	from := 0
	if q := line[0]; q == '"' || q == '\'' {
		end := bytes.IndexByte(line[1:], q)
		if end < 0 {
			return "", 0, false
		}
		from = end + 2
	}
	for i := from; i < len(line); i++ {
		switch {
		case line[i] == ':' && (i+1 == len(line) || line[i+1] == ' '):
			return strings.Trim(strings.TrimSpace(string(line[:i])), `"'`), i + 1, true
		case line[i] == '#' && i > 0 && line[i-1] == ' ':
			return "", 0, false
		}
	}
	return "", 0, false
}
