package decode

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/source"
)

// yaml decodes a YAML file, which may hold several documents.
func (r *reader) yaml(start int) {
	documents := splitDocuments(r.file.Data, start)
	listed := len(documents) > 1
	for _, doc := range documents {
		fields, ok := r.yamlDocument(doc.start, doc.end)
		if !ok {
			r.losePart(nil, r.span(doc.start, doc.end))
			continue
		}
		at := r.span(doc.start, doc.end)
		if !listed {
			at = r.file.Span()
		}
		if fields.Kind != source.Map {
			r.reportNoEntry(fields, at)
			r.losePart(nil, at)
			continue
		}
		r.declare(written{at: at, head: fields.At.Head(), format: YAML, fields: fields, listed: listed})
	}
	if len(documents) == 0 {
		r.reportNoEntry(source.Value{}, r.file.Span())
		r.loseFile()
	}
}

func (r *reader) reportNoEntry(v source.Value, at source.Span) {
	if v.Kind == source.Null {
		r.report(notAnEntry.At(at.Head(), "there are no fields").
			WithHelp("write fields, as in `name: Net revenue`, or delete the file"))
		return
	}
	f := notAnEntry.At(v.At, fmt.Sprintf("the entry is %s, not a table of fields", v.Kind))
	if v.Kind == source.List {
		f = f.WithHelp("put each entry in a file of its own, or between lines of `---`, without the hyphen before it")
	}
	r.report(f.WithHelp("write fields, as in `name: Net revenue`"))
}

// part is a range of a file.
type part struct{ start, end int }

// splitDocuments finds the documents of a YAML stream, leaving out those with
// nothing but comments. Markers stand at the start of a line and nothing can
// quote them, so that a document that is broken does not take the next with it.
func splitDocuments(data []byte, start int) []part {
	var documents []part
	begin, marked, content := start, false, false
	end := func(at, next int) {
		if content {
			documents = append(documents, part{begin, at})
		}
		begin, marked, content = next, false, false
	}
	lines := yamlLines(data[start:])
	for i, pos := range lines {
		at, next := start+int(pos), len(data)
		if i+1 < len(lines) {
			next = start + int(lines[i+1])
		}
		switch line := data[at:next]; {
		case isMarker(line, "..."):
			end(at, next)
		case isMarker(line, "---"):
			if marked || content {
				end(at, at)
			}
			marked = true
			content = !isBlank(line[3:])
		case len(line) > 0 && line[0] == '%' && !marked && !content:
			// A directive belongs to the document that follows.
		default:
			content = content || !isBlank(line)
		}
	}
	end(len(data), len(data))
	return documents
}

// isBlank reports a line of spaces or with a comment alone.
func isBlank(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#'
}

func isMarker(line []byte, marker string) bool {
	if !bytes.HasPrefix(line, []byte(marker)) {
		return false
	}
	return len(line) == 3 || strings.IndexByte(" \t\r\n", line[3]) >= 0 || breakLen(line, 3) > 0
}

// yamlDocument reads the one document that stands in data[start:end]. It
// answers false after a finding that leaves nothing to go on with.
func (r *reader) yamlDocument(start, end int) (source.Value, bool) {
	text := r.file.Data[start:end]
	var root yaml.Node
	if err := unmarshal(text, &root); err != nil {
		r.reportYAML(err, start, end)
		return source.Value{}, false
	}
	d := &yamlDocument{r: r, text: text, base: start, lines: yamlLines(text), root: &root}
	v := source.Value{At: r.span(start, start)}
	if len(root.Content) > 0 {
		v = d.value(root.Content[0], 1)
	}
	return v, !d.failed
}

// unmarshal keeps panics of the parser, of which it has had some, to the file
// that causes them.
func unmarshal(text []byte, root *yaml.Node) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return yaml.Unmarshal(text, root)
}

// yamlDocument is the state of turning nodes into values. Nodes know lines and
// columns; see yamlspan.go for how they become ranges of bytes.
type yamlDocument struct {
	r      *reader
	text   []byte
	base   int     // where text begins in the file
	lines  []int32 // where each line begins in text
	root   *yaml.Node
	failed bool

	aliases  int
	budget   int          // nodes that may still be made, once there is an alias
	expanded []*yaml.Node // the anchors that are being followed
}

func (d *yamlDocument) span(start, end int) source.Span {
	return d.r.span(d.base+start, d.base+end)
}

// fail reports a limit that makes the whole document useless.
func (d *yamlDocument) fail(at source.Span, format string, args ...any) source.Value {
	if !d.failed {
		d.r.reportLimit(at, format, args...)
	}
	d.failed = true
	return source.Value{At: at}
}

func (d *yamlDocument) value(n *yaml.Node, depth int) source.Value {
	if d.failed {
		return source.Value{}
	}
	if d.aliases > 0 {
		if d.budget--; d.budget < 0 {
			at := d.place(n)
			d.r.report(badAlias.At(at, fmt.Sprintf("the aliases make the file more than %d times as large", maxExpansion)).
				WithHelp("write the values out where they are needed"))
			d.failed = true
			return source.Value{At: at}
		}
	}
	if depth > maxDepth {
		return d.fail(d.place(n), "tables and lists are nested more than %d deep", maxDepth)
	}
	if n.Anchor != "" && n.Kind != yaml.ScalarNode {
		d.expanded = append(d.expanded, n)
		defer func() { d.expanded = d.expanded[:len(d.expanded)-1] }()
	}
	if (n.Kind == yaml.MappingNode && n.Tag != "!!map" || n.Kind == yaml.SequenceNode && n.Tag != "!!seq") && n.Style&yaml.TaggedStyle != 0 {
		d.reportTag(n)
	}
	switch n.Kind {
	case yaml.MappingNode:
		return d.mapping(n, depth)
	case yaml.SequenceNode:
		return d.sequence(n, depth)
	case yaml.AliasNode:
		return d.alias(n, depth)
	}
	return d.scalar(n)
}

// alias writes out the value that an alias stands for. The value's place is
// that of the alias; parts of it stand where the anchor is.
func (d *yamlDocument) alias(n *yaml.Node, depth int) source.Value {
	at := d.place(n)
	if d.aliases == 0 {
		d.budget = maxExpansion*countNodes(d.root) + 1000
	}
	d.aliases++
	switch {
	case d.aliases > maxAliases:
		return d.fail(at, "there are more than %d aliases", maxAliases)
	case slices.Contains(d.expanded, n.Alias):
		d.r.report(badAlias.At(at, fmt.Sprintf("the alias `*%s` contains itself", n.Value)).
			WithPlace(d.place(n.Alias), "the anchor").
			WithHelp("write the value out where it is needed"))
		return source.Value{At: at}
	}
	findings := len(d.r.unit.Findings)
	v := d.value(n.Alias, depth)
	// What is wrong with the anchored value has been said at the anchor.
	if !d.failed && d.aliases < maxAliases {
		d.r.unit.Findings = d.r.unit.Findings[:findings]
	}
	plain := source.Value{Kind: v.Kind, Text: v.Text, At: at, Items: v.Items, Fields: v.Fields}
	return plain
}

func countNodes(n *yaml.Node) int {
	count := 1
	for _, c := range n.Content {
		count += countNodes(c)
	}
	return count
}

func (d *yamlDocument) sequence(n *yaml.Node, depth int) source.Value {
	start := d.skipProperties(n)
	v := source.Value{Kind: source.List, Items: make([]source.Value, 0, len(n.Content))}
	if len(n.Content) > maxItems {
		return d.fail(d.span(start, start+1), "the list has more than %d items", maxItems)
	}
	for _, c := range n.Content {
		v.Items = append(v.Items, d.value(c, depth+1))
	}
	end := start
	if k := len(v.Items); k > 0 {
		end = int(v.Items[k-1].At.End) - d.base
	}
	v.At = d.collectionSpan(n, start, end)
	return v
}

func (d *yamlDocument) mapping(n *yaml.Node, depth int) source.Value {
	start := d.skipProperties(n)
	if len(n.Content) > 2*maxKeys {
		return d.fail(d.span(start, start+1), "the table has more than %d fields", maxKeys)
	}
	v := source.Value{Kind: source.Map, Fields: make([]source.Field, 0, len(n.Content)/2)}
	var names keySet
	var merges []*yaml.Node
	end := start
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, c := n.Content[i], n.Content[i+1]
		if k.Tag == "!!merge" && k.Kind == yaml.ScalarNode {
			merges = append(merges, c)
			end = max(end, int(d.place(c).End)-d.base)
			continue
		}
		f := source.Field{}
		name, ok := d.key(k)
		f.Key, f.KeyAt = name.Text, name.At
		f.Value = d.value(c, depth+1)
		end = max(end, int(f.KeyAt.End)-d.base, int(f.Value.At.End)-d.base)
		if !ok {
			continue
		}
		if first := names.add(v.Fields, name.Text); first >= 0 {
			d.r.report(duplicateKey.At(f.KeyAt, fmt.Sprintf("the field `%s` is written twice", name.Text)).
				WithPlace(v.Fields[first].KeyAt, "the first").
				WithHelp("keep one of the two"))
			continue
		}
		v.Fields = append(v.Fields, f)
	}
	v.At = d.collectionSpan(n, start, end)
	for _, m := range merges {
		d.merge(&v, &names, m, depth)
	}
	return v
}

// merge adds the fields of an anchored table, or of several, that v does not
// have itself.
func (d *yamlDocument) merge(v *source.Value, names *keySet, n *yaml.Node, depth int) {
	m := d.value(n, depth+1)
	tables := []source.Value{m}
	if m.Kind == source.List {
		tables = m.Items
	}
	for _, t := range tables {
		if t.Kind != source.Map {
			d.r.report(badAlias.At(d.place(n), "`<<` takes a table of fields").
				WithHelp("name the anchor of a table, as in `<<: *defaults`"))
			return
		}
		for _, f := range t.Fields {
			if names.add(v.Fields, f.Key) < 0 {
				v.Fields = append(v.Fields, f)
			}
		}
	}
}

// key reads the name of a field. It answers false after a finding.
func (d *yamlDocument) key(n *yaml.Node) (source.Value, bool) {
	at := d.place(n)
	if n.Kind == yaml.AliasNode && n.Alias.Kind == yaml.ScalarNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode {
		v := d.scalar(n)
		if v.Kind == source.String || n.Tag == "!!merge" {
			v.At = at
			return v, true
		}
		f := keyNotText.At(at, fmt.Sprintf("the field name `%s` is %s, not text", n.Value, v.Kind)).
			WithHelp(fmt.Sprintf("put it in quotes: %q", n.Value))
		if n.Anchor == "" && n.Value != "" && v.Raw {
			f.Edits = append(f.Edits, quote(at, n.Value))
		}
		d.r.report(f)
		return source.Value{At: at}, false
	}
	start := int(at.Start) - d.base
	if bytes.HasPrefix(d.text[start:], []byte("{")) && start > 0 && d.text[start-1] == '{' {
		d.r.report(keyNotText.At(d.span(start-1, start+1), "`{{` begins a table inside a table, not a placeholder").
			WithHelp("put the value in quotes; placeholders are not filled in"))
		return source.Value{At: at}, false
	}
	d.r.report(keyNotText.At(at, "a field name cannot be a list or a table").
		WithHelp("write the name as text"))
	return source.Value{At: at}, false
}

// keySet finds names that a table has already. Small tables, which nearly all
// are, need no index.
type keySet struct{ index map[string]int }

// add notes that name comes after fields. If it is among them, it answers where,
// else -1.
func (s *keySet) add(fields []source.Field, name string) int {
	if s.index == nil {
		if len(fields) < 16 {
			return slices.IndexFunc(fields, func(f source.Field) bool { return f.Key == name })
		}
		s.index = make(map[string]int, 4*len(fields))
		for i := range fields {
			s.index[fields[i].Key] = i
		}
	}
	if i, ok := s.index[name]; ok {
		return i
	}
	s.index[name] = len(fields)
	return -1
}

func (d *yamlDocument) scalar(n *yaml.Node) source.Value {
	v := source.Value{Kind: source.String, Text: n.Value}
	d.locate(n, &v)
	if len(n.Value) > maxScalar {
		return d.fail(v.At, "the text is longer than %s", size(maxScalar))
	}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0 && n.Tag != "!!merge" {
		v.Kind = plainKind(n.Value)
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.tag(n, &v)
	}
	if n.Style&yaml.DoubleQuotedStyle != 0 && !v.Raw {
		d.r.checkEscapes(&v)
	}
	switch v.Kind {
	case source.String:
		if !d.r.checkMarkdown(&v) {
			d.failed = true
		}
	case source.Number:
		d.r.checkFinite(&v)
	case source.Null:
		v.Text, v.Raw = "", false
	}
	return v
}

// checkEscapes reports control characters that escapes have brought in.
func (r *reader) checkEscapes(v *source.Value) {
	r.escapes = true
	for i, c := range v.Text {
		if isControl(c) || c == '\r' || c == 0x85 {
			r.report(controlCharacter.At(v.Span(i, i+1), "the text contains a control character, "+showRune(c)).
				WithHelp("delete the escape"))
			return
		}
	}
}

// checkFinite reports numbers that cannot be computed with, and makes them
// nothing.
func (r *reader) checkFinite(v *source.Value) {
	x, err := strconv.ParseFloat(v.Text, 64)
	if err == nil && !math.IsInf(x, 0) && !math.IsNaN(x) {
		return
	}
	r.report(notFinite.At(v.At, fmt.Sprintf("`%s` cannot be computed with", v.Text)).
		WithHelp("write a number, or leave the field out"))
	*v = source.Value{At: v.At}
}

// plainKind tells what an unquoted YAML scalar is, by the core schema of YAML
// 1.2, with dates added and hexadecimal and octal numbers left as text.
func plainKind(s string) source.ValueKind {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return source.Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return source.Bool
	}
	switch c := s[0]; {
	case c == '+' || c == '-' || c == '.' || '0' <= c && c <= '9':
		if isNumber(s) {
			return source.Number
		}
		if isDate(s) {
			return source.Date
		}
	}
	return source.String
}

// isNumber reports the decimal numbers of the core schema, and its spellings of
// infinity and not-a-number.
func isNumber(s string) bool {
	switch strings.TrimLeft(s, "+-") {
	case ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN":
		return true
	}
	i := 0
	if s[0] == '+' || s[0] == '-' {
		i++
	}
	digits := func() (n int) {
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			i++
			n++
		}
		return n
	}
	whole, fraction := digits(), 0
	if i < len(s) && s[i] == '.' {
		i++
		fraction = digits()
	}
	if whole+fraction == 0 {
		return false
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if digits() == 0 {
			return false
		}
	}
	return i == len(s)
}

// isDate reports YYYY-MM-DD, if the calendar has the day.
func isDate(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
