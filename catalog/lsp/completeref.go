package lsp

import (
	"reflect"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// references proposes entries of some kinds, by the shortest ID that leads to
// them from here: those of the same domain first, those that are retired last.
func (c *completer) references(kinds []model.Kind) {
	if object, ok := c.columnsOf(kinds); ok {
		c.columns(object)
		return
	}
	prefix := ""
	if k, _, ok := strings.Cut(c.partial, ":"); ok {
		if kind, known := model.ParseKind(k); known {
			prefix, kinds = k+":", []model.Kind{kind}
		}
	}
	list := c.candidates(func(e *model.Entry) bool { return len(kinds) == 0 || slices.Contains(kinds, e.Kind) })
	for _, e := range list {
		written := e.ID
		if prefix == "" {
			written = c.st.write(c.entry, e, kinds)
		} else {
			written = prefix + written
		}
		c.add(c.referenceItem(e, written), c.scalar(written))
	}
}

// candidates lists the entries of some sort that what was typed may mean, those
// that are near first, and no more than can be shown.
func (c *completer) candidates(fit func(*model.Entry) bool) []*model.Entry {
	typed := strings.ToLower(c.partial)
	if k, id, ok := strings.Cut(typed, ":"); ok {
		if _, known := model.ParseKind(k); known {
			typed = id
		}
	}
	var ranks [4][]*model.Entry
	look := func(e *model.Entry, words string) {
		if fit(e) && (e.Kind != c.kind || e.ID != c.entry.ID) && fits(typed, words) {
			rank := c.nearness(e)[0] - '0'
			ranks[rank] = append(ranks[rank], e)
		}
	}
	c.st.eachCalled(look)
	list := slices.Concat(ranks[:]...)
	if len(list) > mostItems {
		list, c.more = list[:mostItems], true
	}
	return list
}

func (c *completer) referenceItem(e *model.Entry, written string) completionItem {
	return completionItem{Label: written, Kind: itemReference, LabelDetails: &labelDetails{Description: e.Title()},
		Detail: e.Kind.Title() + " · " + e.Title(), Documentation: markdown(c.short(e)), Deprecated: !e.Live(),
		SortText: c.nearness(e) + written, FilterText: written + " " + e.ID + " " + e.Title()}
}

// short is what a proposal says of an entry.
func (c *completer) short(e *model.Entry) string {
	text := plainWords(e.Meaning().S)
	if e.Accountable != nil {
		text = strings.TrimSpace(text + "\n\nOwner: " + ownerWords(e))
	}
	if e.Status != model.Approved {
		text = strings.TrimSpace(text + "\n\nStatus: " + e.Status.String())
	}
	return text
}

// nearness sorts entries of the domain at hand before others.
func (c *completer) nearness(e *model.Entry) string {
	switch {
	case !e.Live():
		return "3"
	case c.entry.InDomain != nil && e.InDomain != nil && e.InDomain.ID == c.entry.InDomain.ID:
		return "1"
	}
	return "2"
}

// objectPart is an object and the reference to it as it was typed, dot included.
type objectPart struct {
	*model.Object
	typed string
}

// columnsOf is the object whose columns are asked for, as in
// `sales/order-line.`, where a reference may name one.
func (c *completer) columnsOf(kinds []model.Kind) (objectPart, bool) {
	dot := strings.LastIndexByte(c.partial, '.')
	if dot < 0 || len(kinds) > 0 && !slices.Contains(kinds, model.ObjectKind) {
		return objectPart{}, false
	}
	o := c.object(c.partial[:dot])
	return objectPart{o, c.partial[:dot+1]}, o != nil
}

// object is the data object that a reference or a name in a formula means here,
// or nil.
func (c *completer) object(name string) *model.Object {
	id := strings.ReplaceAll(strings.TrimPrefix(name, "object:"), "_", "-")
	var found *model.Object
	for _, e := range slices.Concat(c.st.IDs.ByLastPart(id), c.st.IDs.ByID(id)) {
		o, ok := e.Self.(*model.Object)
		if ok && (found == nil || e.ID == id || e.SharesDomain(c.entry)) {
			found = o
		}
	}
	return found
}

// columns proposes the columns of an object, each after what was typed before
// the dot.
func (c *completer) columns(o objectPart) {
	for i := range o.Fields {
		name := o.typed + o.Fields[i].Name.S
		item := columnItem(o.Object, i)
		item.FilterText = name
		c.add(item, c.scalar(name))
	}
}

func columnItem(o *model.Object, i int) completionItem {
	f := &o.Fields[i]
	detail := f.Type.S
	if f.Unit.S != "" {
		detail = strings.TrimSpace(detail + " in " + f.Unit.S)
	}
	return completionItem{Label: f.Name.S, Kind: itemField, Detail: detail, Documentation: markdown(aboutColumn(o, i))}
}

// special proposes for fields whose keys are no fixed words.
func (c *completer) special(x expectation) {
	keys := c.spot.key || c.spot.bare
	switch name := x.value.Name; name {
	case "canonical":
		c.add(completionItem{Label: "true", Kind: itemEnum, Detail: "this is the agreed one"}, "true")
		c.references([]model.Kind{model.KPIKind})
	case "translations":
		c.translations(x.rest, keys)
	case "given":
		c.given(x.rest, keys)
	case "expect":
		if keys && len(x.rest) == 0 {
			c.referenceKeys([]model.Kind{model.TermKind, model.KPIKind}, " ")
		}
	case "rules":
		if keys {
			c.ruleKeys()
		} else {
			c.words(severities(), "")
		}
	case "weights":
		if keys {
			c.wordKeys(severities())
		}
	case "custom":
		c.custom(x.rest, keys)
	}
}

func severities() []string {
	var words []string
	for s := diag.Off; s <= diag.Critical; s++ {
		words = append(words, s.String())
	}
	return words
}

func (c *completer) wordKeys(words []string) {
	for _, w := range words {
		c.add(completionItem{Label: w, Kind: itemField}, c.keyText(w, " "))
	}
}

func (c *completer) ruleKeys() {
	for _, k := range catalog.Kinds() {
		if k.Family != diag.Error {
			c.add(completionItem{Label: k.ID, Kind: itemField, Detail: k.Code + " " + k.Title, Documentation: markdown(k.Why)}, c.keyText(k.ID, " "))
		}
	}
}

func (c *completer) referenceKeys(kinds []model.Kind, behind string) {
	for _, e := range c.candidates(func(e *model.Entry) bool { return slices.Contains(kinds, e.Kind) }) {
		written := c.st.write(c.entry, e, kinds)
		c.add(c.referenceItem(e, written), c.keyText(quotedKey(written, c.spot.toml), behind))
	}
}

// quotedKey is a key as TOML takes it: with quotes where there is a slash.
func quotedKey(key string, toml bool) string {
	if toml && strings.Contains(key, "/") {
		return `"` + key + `"`
	}
	return key
}

func (c *completer) translations(rest []string, keys bool) {
	switch {
	case len(rest) == 0 && keys:
		for _, l := range c.st.Catalog.Config.Languages {
			c.add(completionItem{Label: l.S, Kind: itemField}, c.keyText(l.S, ""))
		}
	case len(rest) == 1 && keys:
		c.fields(model.PartSchema(reflect.TypeFor[model.Translation]()))
	}
}

// given proposes data objects, their columns, and the codes of a column.
func (c *completer) given(rest []string, keys bool) {
	if len(rest) == 0 {
		c.referenceKeys([]model.Kind{model.ObjectKind}, "")
		return
	}
	o := c.object(rest[0])
	if o == nil {
		return
	}
	column := rest[len(rest)-1]
	if f, _ := o.Field(column); f != nil && len(rest) > 1 && !keys {
		for _, code := range f.Values {
			c.add(codeItem(code), c.scalar(code.Code))
		}
		return
	}
	for i := range o.Fields {
		c.add(columnItem(o, i), c.keyText(o.Fields[i].Name.S, " "))
	}
}

func codeItem(code model.Code) completionItem {
	return completionItem{Label: code.Code, Kind: itemConstant, Detail: code.Name.S, Documentation: markdown(codeWords(code))}
}

// custom proposes the organisation's own fields, and the words that one takes;
// in concord.toml, what declares one.
func (c *completer) custom(rest []string, keys bool) {
	if c.kind == model.NoKind {
		c.declaring(rest, keys)
		return
	}
	for i := range c.st.Catalog.Config.Fields {
		f := &c.st.Catalog.Config.Fields[i]
		mine := len(f.Kinds) == 0 || slices.ContainsFunc(f.Kinds, func(k model.Text) bool { return k.S == c.kind.String() })
		switch {
		case !mine:
		case len(rest) == 0:
			c.add(completionItem{Label: f.Key.S, Kind: itemField, Detail: f.Type.S, Documentation: markdown(plainWords(f.Title.S))}, c.keyText(f.Key.S, " "))
		case rest[0] == f.Key.S && !keys || len(rest) == 1 && rest[0] == f.Key.S:
			for _, w := range f.Values {
				c.add(completionItem{Label: w.S, Kind: itemEnum}, c.scalar(w.S))
			}
		}
	}
}

func (c *completer) declaring(rest []string, keys bool) {
	fields := model.PartSchema(reflect.TypeFor[model.CustomField]())
	switch {
	case len(rest) == 1 && keys:
		c.fields(fields)
	case len(rest) > 1:
		if f := fieldCalled(fields, rest[1]); f != nil {
			c.values(f)
		}
	}
}
