package lsp

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// mostItems is how many proposals are sent at once; the editor asks again when
// more is typed.
const mostItems = 300

// completer gathers proposals for one place.
type completer struct {
	*view
	st      *state
	spot    spot
	kind    model.Kind
	entry   *model.Entry // the one that is written
	from    int          // where the word begins that is replaced
	to      int          // where it ends
	partial string       // what of it stands before the cursor
	items   []completionItem
	more    bool // there are others that did not fit
}

// completion proposes what can stand at the cursor. While the text cannot be read
// as it stands, which is most of the time between two keys, proposals rest on
// what it was when it last could.
func (v *view) completion(ctx context.Context, offset int) (*completionList, error) {
	st, err := v.now(ctx)
	if err != nil {
		return nil, err
	}
	if f := st.Set.ByPath(v.path); st.sketch != nil && (f == nil || len(st.of(f)) == 0) {
		st = st.whole
	}
	s, ok := spotIn(v.path, v.text.data, offset)
	if !ok {
		return &completionList{Items: []completionItem{}}, nil
	}
	c := &completer{view: v, st: st, spot: s, kind: s.kindAt(v.path, v.text.data)}
	c.entry = v.entryHere(st, s)
	c.bound(offset)
	config := v.path == decode.ConfigFile
	x := s.expected(c.kind, config)
	switch {
	case c.kind == model.NoKind && !config:
		c.kinds()
	case x.value != nil && x.value.Name == "formula" && len(x.rest) == 0:
		c.formula(offset)
	case x.value != nil && x.value.Form == model.FormSpecial:
		c.special(x)
	case s.block:
	case s.key:
		c.fields(x.keys)
	case s.bare && (len(s.path) == 0 || x.value != nil && x.value.Form == model.FormGroup):
		c.fields(x.keys)
		if x.value != nil {
			c.values(x.value)
		}
	case x.value != nil:
		c.values(x.value)
	}
	return c.list(), nil
}

// list is what was gathered, the best first, no more than fits.
func (c *completer) list() *completionList {
	slices.SortStableFunc(c.items, func(a, b completionItem) int {
		return cmp.Or(cmp.Compare(a.SortText, b.SortText), cmp.Compare(a.Label, b.Label))
	})
	if len(c.items) > mostItems {
		c.items, c.more = c.items[:mostItems], true
	}
	if c.items == nil {
		c.items = []completionItem{}
	}
	return &completionList{c.more, c.items}
}

// entryHere is the entry that the cursor stands in, as it was last read, or one
// that has at least its kind, ID and domain.
func (v *view) entryHere(st *state, s spot) *model.Entry {
	f := st.Set.ByPath(v.path)
	if f != nil {
		at := s.entry
		if from, _, ok := shiftBetween(v.text.data, f.Data).move(at, at); ok {
			at = from
		}
		if e := st.entryAt(v.path, at); e != nil {
			return e
		}
	}
	return st.stranger(v.path)
}

// bound finds the word that is replaced.
func (c *completer) bound(offset int) {
	c.from, c.to = min(c.spot.from, offset), offset
	inWord := func(b byte) bool { return isWord(b) || b == '/' || b == ':' && !c.spot.toml || b == '.' }
	if c.spot.block || c.spot.key || c.spot.bare {
		inWord = isWord
	}
	for c.to < len(c.text.data) && inWord(c.text.data[c.to]) {
		c.to++
	}
	c.partial = strings.TrimLeft(string(c.text.data[c.from:offset]), `"'`)
}

// add takes in a proposal whose text fits what was typed.
func (c *completer) add(i completionItem, text string) {
	filter := cmp.Or(i.FilterText, text)
	if !fits(c.partial, filter) {
		return
	}
	i.TextEdit = &textEdit{c.text.span(c.from, c.to, c.enc), text}
	if i.FilterText == "" && text != i.Label {
		i.FilterText = text
	}
	if i.InsertTextFormat == 0 {
		i.InsertTextFormat = plainText
	}
	c.items = append(c.items, i)
}

// fits reports whether a word of a text begins with what was typed, or, once
// that is long enough to mean something, whether the text has it anywhere.
func fits(typed, text string) bool {
	typed, text = strings.ToLower(typed), strings.ToLower(text)
	for from := 0; ; {
		i := strings.Index(text[from:], typed)
		if i < 0 {
			return false
		}
		i += from
		if i == 0 || len(typed) >= 3 || !isLetter(text[i-1]) {
			return true
		}
		from = i + 1
	}
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 0x80 }

// scalar writes a value the way the file's format has it where the cursor is.
func (c *completer) scalar(text string) string {
	if c.spot.quote == 0 && c.spot.toml {
		return `"` + text + `"`
	}
	return text
}

// kinds proposes the field without which nothing else is known.
func (c *completer) kinds() {
	if len(c.spot.path) == 1 && c.spot.path[0] == "kind" {
		c.words(kindNames(), "")
		return
	}
	c.add(completionItem{Label: "kind", Kind: itemField, Documentation: markdown("What kind of entry this is, for files that do not lie in the folder of their kind.")}, c.keyText("kind", " "))
}

func kindNames() []string {
	var names []string
	for _, k := range model.Kinds() {
		names = append(names, k.String())
	}
	return names
}

// fields proposes the names of fields, those of the kind first, without those
// that the table has already.
func (c *completer) fields(fields []model.Field) {
	have := c.siblings()
	for i := range fields {
		f := &fields[i]
		if have[f.Name] || f.Alias != "" && have[f.Alias] {
			continue
		}
		behind := " "
		if f.Form == model.FormGroup || f.Form == model.FormSpecial && f.Name != "canonical" {
			behind = ""
		}
		c.add(completionItem{Label: f.Name, Kind: itemField, Detail: shapeOf(f), Documentation: markdown(f.Doc),
			SortText: fmt.Sprintf("%03d", i)}, c.keyText(f.Name, behind))
	}
}

// keyText is the name of a field with its separator, unless one stands there
// already.
func (c *completer) keyText(name, behind string) string {
	rest := strings.TrimLeft(string(c.text.data[c.to:min(len(c.text.data), c.to+2)]), " ")
	switch {
	case c.spot.flow && c.spot.toml && !c.spot.key, strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "="):
		return name
	case c.spot.toml:
		return name + " = "
	}
	return name + ":" + behind
}

// siblings are the fields that the table at the cursor has on lines of their
// own, above and below.
func (c *completer) siblings() map[string]bool {
	have := map[string]bool{}
	if c.spot.flow || !c.spot.bare && !c.spot.key {
		return have
	}
	data := c.text.data
	here := bytes.LastIndexByte(data[:c.spot.from], '\n') + 1
	for at := here; at > c.spot.entry; {
		at = bytes.LastIndexByte(data[:at-1], '\n') + 1
		if !c.sibling(string(data[at:lineAfter(data, at)]), have) {
			break
		}
	}
	for at := lineAfter(data, here); at < len(data); at = lineAfter(data, at) {
		if line := string(data[at:lineAfter(data, at)]); strings.HasPrefix(strings.TrimLeft(line, " "), "- ") || !c.sibling(line, have) {
			break
		}
	}
	return have
}

// sibling takes the name of the field on a line, if it is one of the table at
// the cursor. It is false where that table ends.
func (c *completer) sibling(line string, have map[string]bool) bool {
	text := strings.TrimLeft(line, " ")
	indent := len(line) - len(text)
	switch {
	case strings.TrimSpace(text) == "" || text[0] == '#':
		return true
	case c.spot.toml && text[0] == '[', !c.spot.toml && strings.HasPrefix(line, "---"):
		return false
	}
	first := strings.HasPrefix(text, "- ") && indent+2 == c.spot.indent
	if first {
		text, indent = text[2:], indent+2
	}
	if name, _, ok := keyValue(text, c.spot.toml); ok && (c.spot.toml || indent == c.spot.indent) {
		have[name] = true
	}
	return !first && (c.spot.toml || indent >= c.spot.indent)
}

// words proposes words of a closed list, in its order.
func (c *completer) words(words []string, doc string) {
	for i, w := range words {
		item := completionItem{Label: w, Kind: itemEnum, SortText: fmt.Sprintf("%03d", i)}
		if doc != "" {
			item.Documentation = markdown(doc)
		}
		c.add(item, c.scalar(w))
	}
}

// values proposes values of a field.
func (c *completer) values(f *model.Field) {
	switch f.Form {
	case model.FormRef:
		kinds := f.Kinds
		if f.Self {
			kinds = []model.Kind{c.kind}
		}
		c.references(kinds)
	case model.FormFlag:
		for _, w := range []string{"true", "false"} {
			c.add(completionItem{Label: w, Kind: itemEnum}, w)
		}
	case model.FormDate:
		c.day(f)
	case model.FormPeriod:
		c.words([]string{"3 months", "6 months", "1 year", "2 years"}, "")
	case model.FormGroup:
		if p := fieldCalled(f.Parts, f.Scalar); p != nil && f.Scalar != "" {
			c.values(p)
		}
	case model.FormText:
		c.texts(f)
	}
}

func (c *completer) day(f *model.Field) {
	today := c.st.Today
	day := today
	if f.Name == "until" || f.Name == "review_by" {
		day = model.Period{Months: 3}.After(today)
	}
	if c.spot.quote == 0 {
		c.add(completionItem{Label: day.String(), Kind: itemConstant, Detail: "counted from " + today.String()}, day.String())
	}
}

// texts proposes what other entries write in a field, and words where there are
// only some.
func (c *completer) texts(f *model.Field) {
	switch {
	case len(f.Enum) > 0:
		c.words(f.Enum, f.Doc)
	case f.Period:
		c.words(model.RhythmWords(), "")
	case f.Name == "kind":
		c.words(kindNames(), "")
	case f.Name == "kinds":
		c.words(kindNames(), f.Doc)
	case f.Name == "rule":
		c.rules(catalog.Kinds(), diag.Advice)
	case f.Name == "id" && len(c.spot.path) > 0 && c.spot.path[0] == "settles":
		c.conflicts()
	case f.Name == "audience":
		for _, a := range c.st.Catalog.Config.Audiences {
			c.add(completionItem{Label: a.S, Kind: itemEnum}, c.scalar(a.S))
		}
	case slices.Contains([]string{"concept", "unit", "grain", "window", "calendar", "tags"}, f.Name):
		c.habits(f)
	}
}

// habits proposes what a field holds elsewhere, the most frequent first.
func (c *completer) habits(f *model.Field) {
	count := map[string]int{}
	c.st.entries(func(e *model.Entry) {
		for _, g := range model.Schema(e.Kind) {
			if g.Name != f.Name {
				continue
			}
			switch x := reflect.ValueOf(e.Self).Elem().FieldByIndex(g.Index).Interface().(type) {
			case model.Text:
				count[x.S]++
			case []model.Text:
				for _, t := range x {
					count[t.S]++
				}
			}
		}
	})
	delete(count, "")
	for word, n := range count {
		c.add(completionItem{Label: word, Kind: itemConstant, Detail: times(n), SortText: fmt.Sprintf("%06d", 999999-n)}, c.scalar(word))
	}
}

func times(n int) string {
	if n == 1 {
		return "used once"
	}
	return fmt.Sprintf("used %d times", n)
}

// rules proposes the IDs of findings that can be waived or settled.
func (c *completer) rules(kinds []*diag.Kind, least diag.Family) {
	for _, k := range kinds {
		if k.Family >= diag.Error || k.Family < least {
			continue
		}
		c.add(completionItem{Label: k.ID, Kind: itemEnum, Detail: k.Code + " " + k.Title, Documentation: markdown(k.Why)}, c.scalar(k.ID))
	}
}

// conflicts proposes the IDs of open conflicts.
func (c *completer) conflicts() {
	found := c.findings()
	if found == nil {
		return
	}
	for i := range found.Findings {
		f := &found.Findings[i]
		if f.ID != "" && f.Settled == nil {
			c.add(completionItem{Label: f.ID, Kind: itemReference, Detail: f.Kind.Title, Documentation: markdown(escape(f.Message)),
				FilterText: f.ID + " " + f.Message}, c.scalar(f.ID))
		}
	}
}
