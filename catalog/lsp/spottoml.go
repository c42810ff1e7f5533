package lsp

import (
	"bytes"
	"strings"
)

// tomlScan goes through the lines of a TOML text up to the cursor.
type tomlScan struct {
	data   []byte
	end    int
	config bool
	table  []string // the path of the table at hand
	flow   flow
	spot   spot
	found  bool
}

func tomlSpot(data []byte, start, offset int, config bool) (spot, bool) {
	t := &tomlScan{data: data, end: offset, config: config, spot: spot{toml: true, entry: start}}
	for at := start; at <= offset; {
		next := min(lineAfter(data, at), offset)
		last := next == offset && (at == offset || data[offset-1] != '\n')
		t.line(at, next, last)
		if last {
			break
		}
		at = next
	}
	if t.flow.quote != 0 || len(t.flow.open) > 0 {
		t.found = true
		t.flow.settle(&t.spot, data, offset)
	}
	return t.spot, t.found
}

func (t *tomlScan) line(from, to int, last bool) {
	if t.flow.quote != 0 || len(t.flow.open) > 0 {
		t.flow.scan(t.data, from, to)
		return
	}
	for from < to && (t.data[from] == ' ' || t.data[from] == '\t') {
		from++
	}
	text := bytes.TrimRight(t.data[from:to], "\r\n")
	switch {
	case len(text) > 0 && text[0] == '#':
	case len(text) > 0 && text[0] == '[':
		t.header(string(text), from, last)
	default:
		t.field(text, from, last)
	}
}

// header reads `[table]` or `[[item]]`.
func (t *tomlScan) header(text string, from int, last bool) {
	name := strings.Trim(text, "[]")
	if last && !strings.HasSuffix(text, "]") { // it is being written
		i := strings.LastIndexByte(text, '.')
		t.spot.path = nil
		if i >= 0 {
			t.spot.path = t.pathOf(strings.Trim(text[:i], "["), false)
		}
		t.spot.key, t.spot.flow, t.found = true, true, true
		t.spot.from = from + max(i+1, len(text)-len(strings.TrimLeft(text, "[")))
		return
	}
	if name == "entry" && !t.config {
		t.spot.entry = from
	}
	t.table = t.pathOf(name, strings.HasPrefix(text, "[["))
}

// pathOf is the path of a table by the name in its header.
func (t *tomlScan) pathOf(name string, list bool) []string {
	parts := strings.Split(name, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	if !t.config && parts[0] == "entry" {
		if parts = parts[1:]; len(parts) == 0 {
			return nil
		}
	}
	if list {
		parts = append(parts, item)
	}
	return parts
}

// field reads `key = value`.
func (t *tomlScan) field(text []byte, from int, last bool) {
	eq := bytes.IndexByte(text, '=')
	t.spot.path = append([]string{}, t.table...)
	t.spot.key, t.spot.flow = false, false
	if eq < 0 {
		t.found, t.spot.key, t.spot.from = last, last, from
		if i := bytes.LastIndexByte(text, '.'); i >= 0 {
			t.spot.path = append(t.spot.path, t.keys(string(text[:i]))...)
			t.spot.from = from + i + 1
		}
		return
	}
	t.spot.path = append(t.spot.path, t.keys(string(text[:eq]))...)
	at, end := from+eq+1, from+len(text)
	for at < end && t.data[at] == ' ' {
		at++
	}
	t.found, t.spot.from = last, at
	if at < end && strings.IndexByte(`[{"'`, t.data[at]) >= 0 {
		t.flow = flow{sep: '=', from: at}
		t.found = t.flow.scan(t.data, at, end) >= end && last
	}
}

func (t *tomlScan) keys(text string) []string {
	parts := strings.Split(text, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return parts
}
