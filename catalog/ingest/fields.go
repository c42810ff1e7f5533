package ingest

import (
	"fmt"
	"regexp"
	"strings"
)

// fields are one foreign table, from which an importer takes what it knows;
// what is left over goes to the entry's custom fields. A value of another type
// than expected is left where it is.
type fields struct {
	b     *batch
	at    place
	what  string // names the table in notes
	table map[string]any
}

// text takes a field that is a text, cleaned.
func (f fields) text(key string) string {
	s, ok := f.table[key].(string)
	if !ok {
		return ""
	}
	delete(f.table, key)
	return f.clean(key, s)
}

func (f fields) clean(key, s string) string {
	return f.b.clean(f.at, fmt.Sprintf("`%s` of `%s`", key, f.what), s)
}

// line takes a text as one line.
func (f fields) line(key string) string { return oneLine(f.text(key)) }

// block takes a text of several lines, without its margin.
func (f fields) block(key string) string { return dedent(f.text(key)) }

// markdown takes a text that is Markdown, with raw HTML made visible.
func (f fields) markdown(key string) string { return escapeHTML(f.block(key)) }

// lines takes a text or a list of texts. A list that holds anything else stays.
func (f fields) lines(key string) []string {
	found := texts(f.table[key])
	if list, ok := f.table[key].([]any); ok && len(list) != len(found) {
		return nil
	}
	var all []string
	for _, s := range found {
		if s = oneLine(f.clean(key, s)); s != "" {
			all = append(all, s)
		}
	}
	if found != nil {
		delete(f.table, key)
	}
	return all
}

func (f fields) bool(key string) (value, ok bool) {
	if value, ok = f.table[key].(bool); ok {
		delete(f.table, key)
	}
	return value, ok
}

// rest puts every field that nobody took into the custom fields.
func (f fields) rest(custom *record) {
	for _, key := range sortedKeys(f.table) {
		custom.add(f.key(key, *custom), foreign(f.table[key], func(s string) string { return dedent(f.clean(key, s)) }))
	}
}

var customKey = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,63}$`)

// key is the name of a custom field for a foreign one.
func (f fields) key(key string, others record) string {
	name := key
	if !customKey.MatchString(name) {
		name = strings.ReplaceAll(slugWithin(key, 60), "-", "_")
	}
	for plain, i := name, 2; others.get(name) != nil; i++ {
		name = fmt.Sprintf("%s_%d", plain, i)
	}
	if name != key {
		f.b.note(f.at, fmt.Sprintf("field `%s` of `%s` is kept as `custom.%s`", oneLine(f.clean("a key", key)), f.what, name), "")
	}
	return name
}

// dropRest notes every field that nobody took.
func (f fields) dropRest() {
	for _, key := range sortedKeys(f.table) {
		f.b.drop(f.at, fmt.Sprintf("field `%s` of `%s` has no place and was left out", key, f.what), "")
	}
}
