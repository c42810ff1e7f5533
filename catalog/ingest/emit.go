package ingest

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// record is the fields of an entry in the order in which they are written. A
// value is a string, bool, int64, float64, []string, record, []record or []any
// of those.
type record []pair

type pair struct {
	key   string
	value any
}

// add appends a field unless it says nothing.
func (r *record) add(key string, value any) {
	switch v := value.(type) {
	case nil:
		return
	case string:
		if v == "" {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case record:
		if len(v) == 0 {
			return
		}
	case []record:
		if len(v) == 0 {
			return
		}
	}
	*r = append(*r, pair{key, value})
}

// get returns the field of that name, or nil.
func (r record) get(key string) any {
	for _, p := range r {
		if p.key == key {
			return p.value
		}
	}
	return nil
}

// yamlText writes a record as a block mapping.
func yamlText(r record) string {
	var b strings.Builder
	yamlRecord(&b, r, "")
	return b.String()
}

func yamlRecord(b *strings.Builder, r record, indent string) {
	for _, p := range r {
		b.WriteString(indent + yamlKey(p.key, indent) + ":")
		yamlValue(b, p.value, indent)
	}
}

// yamlValue writes what follows a key's colon, line end included.
func yamlValue(b *strings.Builder, value any, indent string) {
	switch v := value.(type) {
	case string:
		yamlString(b, v, indent)
	case []string:
		if flow, ok := yamlFlow(v); ok {
			b.WriteString(" " + flow + "\n")
			return
		}
		b.WriteByte('\n')
		for _, item := range v {
			b.WriteString(indent + "  -")
			yamlString(b, item, indent+"  ")
		}
	case record:
		if len(v) == 0 {
			b.WriteString(" {}\n")
			return
		}
		b.WriteByte('\n')
		yamlRecord(b, v, indent+"  ")
	case []record:
		b.WriteByte('\n')
		for _, item := range v {
			yamlItem(b, item, indent+"  ")
		}
	case []any:
		yamlList(b, v, indent)
	default:
		b.WriteString(" " + number(v) + "\n")
	}
}

// yamlItem writes a record as one item of a list.
func yamlItem(b *strings.Builder, item record, indent string) {
	if len(item) == 0 {
		b.WriteString(indent + "- {}\n")
		return
	}
	for i, p := range item {
		lead := "  "
		if i == 0 {
			lead = "- "
		}
		b.WriteString(indent + lead + yamlKey(p.key, indent+"  ") + ":")
		yamlValue(b, p.value, indent+"  ")
	}
}

func yamlList(b *strings.Builder, items []any, indent string) {
	if len(items) == 0 {
		b.WriteString(" []\n")
		return
	}
	b.WriteByte('\n')
	for _, item := range items {
		if r, ok := item.(record); ok {
			yamlItem(b, r, indent+"  ")
			continue
		}
		b.WriteString(indent + "  -")
		yamlValue(b, item, indent+"  ")
	}
}

// number writes true, false and numbers, which YAML and TOML spell alike.
func number(value any) string {
	switch v := value.(type) {
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return quoted(fmt.Sprint(v))
		}
		s := strconv.FormatFloat(v, 'f', -1, 64)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	default:
		return fmt.Sprint(v)
	}
}

const flowWidth = 100

// yamlFlow writes a short list of short texts as [a, b].
func yamlFlow(items []string) (string, bool) {
	parts := make([]string, len(items))
	width := 0
	for i, s := range items {
		parts[i] = s
		if !flowWord.MatchString(s) || ambiguous(s) {
			parts[i] = quoted(s)
		}
		width += len(parts[i]) + 2
	}
	return "[" + strings.Join(parts, ", ") + "]", width <= flowWidth
}

var (
	plainWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*$`)
	flowWord  = regexp.MustCompile(`^[A-Za-z]([A-Za-z0-9_./ -]*[A-Za-z0-9])?$`)
)

// yamlKey writes a key up to its colon. YAML wants a mark before long ones.
func yamlKey(key, indent string) string {
	switch {
	case len(key) > maxPlainKey:
		return "? " + quoted(key) + "\n" + indent
	case plainWord.MatchString(key) && !ambiguous(key):
		return key
	}
	return quoted(key)
}

const maxPlainKey = 120

func yamlString(b *strings.Builder, s, indent string) {
	switch {
	case plainYAML(s):
		b.WriteString(" " + s + "\n")
	case literalYAML(s):
		b.WriteString(" |" + margin(s) + chomp(s) + "\n")
		for line := range strings.SplitSeq(strings.TrimSuffix(s, "\n"), "\n") {
			if line != "" {
				b.WriteString(indent + "  " + line)
			}
			b.WriteByte('\n')
		}
	case strings.ContainsAny(s, `"\`) && !strings.ContainsFunc(s, func(r rune) bool { return !printableYAML(r) }):
		b.WriteString(" '" + strings.ReplaceAll(s, "'", "''") + "'\n")
	default:
		b.WriteString(" " + quoted(s) + "\n")
	}
}

// margin tells YAML how far a block is indented, where its first line does not
// show it.
func margin(s string) string {
	if strings.ContainsAny(s[:1], " \t\n") {
		return "2"
	}
	return ""
}

// chomp tells YAML whether the text ends with a line end.
func chomp(s string) string {
	if strings.HasSuffix(s, "\n") {
		return ""
	}
	return "-"
}

// plainYAML reports whether a text can stand without quotes.
func plainYAML(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) && first != '(' || ambiguous(s) || strings.HasSuffix(s, " ") || strings.HasSuffix(s, ":") {
		return false
	}
	return !strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.ContainsFunc(s, func(r rune) bool {
		return r == '\n' || r == '\t' || !printableYAML(r)
	})
}

// ambiguous words mean something other than themselves to some YAML reader.
func ambiguous(s string) bool {
	return slices.Contains([]string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}, strings.ToLower(s))
}

// literalYAML reports whether a text of several lines can stand in a block.
func literalYAML(s string) bool {
	if !strings.Contains(s, "\n") || strings.HasSuffix(s, "\n\n") || strings.TrimSpace(s) == "" || !utf8.ValidString(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && !printableYAML(r) })
}

func printableYAML(r rune) bool {
	return !unicode.IsControl(r) && r != '\u2028' && r != '\u2029' && r != '\ufeff' &&
		r != utf8.RuneError && r != '\ufffe' && r != '\uffff'
}

// quoted writes a string between double quotes as both YAML and TOML read it.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r != utf8.RuneError && !printableYAML(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// tomlList writes records as a list of [[entry]] tables.
func tomlList(records []record) string {
	var b strings.Builder
	for i, r := range records {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("[[entry]]\n")
		tomlFields(&b, r)
	}
	return b.String()
}

func tomlFields(b *strings.Builder, r record) {
	for _, p := range r {
		b.WriteString(tomlKey(p.key) + " = " + tomlValue(p.value) + "\n")
	}
}

func tomlKey(key string) string {
	if bareKey.MatchString(key) {
		return key
	}
	return quoted(key)
}

var bareKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

func tomlValue(value any) string {
	switch v := value.(type) {
	case string:
		return quoted(v)
	case []string:
		return "[" + joined(v, quoted) + "]"
	case record:
		return "{" + joined(v, func(p pair) string { return tomlKey(p.key) + " = " + tomlValue(p.value) }) + "}"
	case []record:
		return "[" + joined(v, func(r record) string { return tomlValue(r) }) + "]"
	case []any:
		return "[" + joined(v, tomlValue) + "]"
	}
	return number(value)
}

func joined[T any](items []T, text func(T) string) string {
	parts := make([]string, len(items))
	for i, item := range items {
		parts[i] = text(item)
	}
	return strings.Join(parts, ", ")
}

// foreign turns a decoded TOML, JSON or YAML value into what a record holds;
// the fields of tables in key order, texts cleaned by the caller's function.
func foreign(value any, clean func(string) string) any {
	switch v := value.(type) {
	case string:
		return clean(v)
	case bool, int64, float64:
		return v
	case int:
		return int64(v)
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return n
		}
		if f, err := v.Float64(); err == nil {
			return f
		}
		return v.String()
	case time.Time:
		return strings.TrimSuffix(v.Format(time.RFC3339), "T00:00:00Z")
	case []any:
		return foreignList(v, clean)
	case map[any]any:
		named := make(map[string]any, len(v))
		for key, item := range v {
			named[fmt.Sprint(key)] = item
		}
		return foreign(named, clean)
	case []map[string]any:
		items := make([]any, len(v))
		for i := range v {
			items[i] = foreign(v[i], clean)
		}
		return items
	case map[string]any:
		r := record{}
		for _, key := range sortedKeys(v) {
			if item := foreign(v[key], clean); item != nil {
				r = append(r, pair{clean(key), item})
			}
		}
		return r
	case nil:
		return nil
	}
	return clean(fmt.Sprint(value))
}

func foreignList(items []any, clean func(string) string) any {
	list := make([]any, 0, len(items))
	words := make([]string, 0, len(items))
	for _, item := range items {
		value := foreign(item, clean)
		if value == nil {
			continue
		}
		if s, ok := value.(string); ok {
			words = append(words, s)
		}
		list = append(list, value)
	}
	if len(words) == len(list) {
		return words
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
