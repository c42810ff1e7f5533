package lsp

import (
	"regexp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// codePlace matches a formula up to the cursor where a code of a column is
// written: behind a comparison, with the quote or without it yet.
var codePlace = regexp.MustCompile(`\.(\w+)\s*(?:==|!=|\bin\s*\[(?:[^\]]*,)?)\s*(?:["']([^"']*))?$`)

// formula proposes what a formula can go on with: columns behind a dot, codes
// behind a comparison, else functions, data objects, terms and KPIs.
func (c *completer) formula(offset int) {
	begin := c.spot.from
	before := string(c.text.data[begin:offset])
	if !c.spot.block && c.spot.quote == 0 { // the quote that opens a TOML value may be missing
		before = strings.TrimLeft(before, `"'`)
	}
	if m := codePlace.FindStringSubmatchIndex(before); m != nil {
		c.codes(before, m, offset)
		return
	}
	if strings.Count(before, `"`)%2 == 1 {
		return // in a text
	}
	word := len(before)
	for word > 0 && isName(before[word-1]) {
		word--
	}
	c.partial, c.from, c.to = before[word:], offset-(len(before)-word), offset
	for c.to < len(c.text.data) && isName(c.text.data[c.to]) {
		c.to++
	}
	calls := openCalls(before[:word])
	if word > 0 && before[word-1] == '.' {
		c.formulaColumns(before[:word-1], calls)
		return
	}
	c.names(calls)
}

func isName(b byte) bool { return isWord(b) && b != '-' }

// call is a function whose bracket is still open at the cursor.
type call struct {
	name  string
	first string // its first argument, or the beginning of it
	arg   int    // the argument that the cursor stands in
}

// openCalls lists the calls around the end of a formula's text, outermost first.
func openCalls(text string) []call {
	type open struct {
		call
		from int
	}
	var stack []open
	name, quote := "", byte(0)
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case quote != 0:
			if b == quote {
				quote = 0
			}
			continue
		case b == '"' || b == '\'':
			quote = b
		case isName(b):
			if i == 0 || !isName(text[i-1]) {
				name = ""
			}
			name += string(b)
			continue
		case b == '(' || b == '[' || b == '{':
			stack = append(stack, open{call{name: name}, i + 1})
		case (b == ')' || b == ']' || b == '}') && len(stack) > 0:
			stack = stack[:len(stack)-1]
		case b == ',' && len(stack) > 0:
			if top := &stack[len(stack)-1]; top.arg == 0 {
				top.first = text[top.from:i]
				top.arg = 1
			} else {
				top.arg++
			}
		}
		if b != ' ' {
			name = ""
		}
	}
	var calls []call
	for _, o := range stack {
		if o.arg == 0 {
			o.first = text[o.from:]
		}
		calls = append(calls, o.call)
	}
	return calls
}

// formulaColumns proposes the columns of the object whose rows are at hand.
func (c *completer) formulaColumns(before string, calls []call) {
	if o := c.named(trailingName(before)); o != nil { // object.column
		c.columnNames(o)
		return
	}
	if o := c.rows(calls); o != nil {
		c.columnNames(o)
	}
}

func trailingName(text string) string {
	i := len(text)
	for i > 0 && isName(text[i-1]) {
		i--
	}
	return text[i:]
}

func (c *completer) columnNames(o *model.Object) {
	for i := range o.Fields {
		c.add(columnItem(o, i), o.Fields[i].Name.S)
	}
}

// rows is the object whose rows the innermost call goes over, or nil.
func (c *completer) rows(calls []call) *model.Object {
	for _, call := range slices.Backward(calls) {
		if call.arg == 0 || call.name == "" {
			continue
		}
		for _, name := range names.FindAllString(call.first, -1) {
			if o := c.named(name); o != nil {
				return o
			}
		}
	}
	return nil
}

var names = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// named is the object whose rows a name in a formula stands for: an object, or a
// term that selects some of its rows.
func (c *completer) named(name string) *model.Object {
	if name == "" || isFunction(name) {
		return nil
	}
	if o := c.object(name); o != nil {
		return o
	}
	for _, o := range c.st.Catalog.Objects {
		if formula.Name(o.ID) == name {
			o, _ := c.st.now(&o.Entry).Self.(*model.Object)
			return o
		}
	}
	for _, e := range c.st.IDs.ByLastPart(strings.ReplaceAll(name, "_", "-")) {
		if p := c.st.Formulas.Of(e); p != nil && p.Type.Base == formula.TableType {
			return p.Type.Object
		}
	}
	return nil
}

func isFunction(name string) bool {
	return slices.ContainsFunc(formula.Functions(), func(f formula.Function) bool { return f.Name == name })
}

// codes proposes the codes of the column that is compared.
func (c *completer) codes(before string, m []int, offset int) {
	o := c.rows(openCalls(before[:m[0]]))
	if o == nil {
		return
	}
	f, _ := o.Field(before[m[2]:m[3]])
	if f == nil {
		return
	}
	typed, quoted := "", m[4] >= 0
	if quoted {
		typed = before[m[4]:m[5]]
	}
	c.partial, c.from, c.to = typed, offset-len(typed), offset
	for quoted && c.to < len(c.text.data) && isWord(c.text.data[c.to]) {
		c.to++
	}
	codes := f.Values
	if t, ok := termOf(f); ok && len(codes) == 0 {
		codes = t.Values
	}
	for _, code := range codes {
		text := code.Code
		if !quoted {
			text = c.quoteIn(text)
		}
		c.add(codeItem(code), text)
	}
}

// quoteIn quotes a text in a formula, so that the value around the formula is
// not ended by it.
func (c *completer) quoteIn(text string) string {
	if c.spot.quote == '"' && !c.spot.block {
		return "'" + text + "'"
	}
	return `"` + text + `"`
}

func termOf(f *model.ObjectField) (*model.Term, bool) {
	if f.Term.To == nil {
		return nil, false
	}
	t, ok := f.Term.To.Self.(*model.Term)
	return t, ok
}

// names proposes functions and entries. Where rows are wanted, data objects come
// first.
func (c *completer) names(calls []call) {
	rows := false
	if n := len(calls); n > 0 && calls[n-1].arg == 0 {
		for _, f := range formula.Functions() {
			rows = rows || f.Name == calls[n-1].name && f.Rows
		}
	}
	for _, f := range formula.Functions() {
		item := completionItem{Label: f.Name, Kind: itemFunction, Detail: f.Usage, Documentation: markdown(f.Doc), SortText: "2" + f.Name}
		text := f.Name
		if c.server.can.TextDocument.Completion.CompletionItem.SnippetSupport && c.bare() {
			item.InsertTextFormat, text = snippet, f.Name+"($0)"
		}
		c.add(item, text)
	}
	for _, e := range c.candidates(func(e *model.Entry) bool { return e.Kind == model.ObjectKind || e.Measured() != nil }) {
		name := c.st.Words.For(c.entry, e)
		if name == "" {
			continue
		}
		item := c.referenceItem(e, name)
		item.Kind = itemVariable
		group := "3"
		if (e.Kind == model.ObjectKind) == rows {
			group = "1"
		}
		if e.Kind == model.ObjectKind {
			item.Kind = itemStruct
		}
		item.SortText = group + c.nearness(e) + name
		c.add(item, name)
	}
}

// bare reports whether no bracket stands behind the word yet.
func (c *completer) bare() bool {
	return c.to >= len(c.text.data) || c.text.data[c.to] != '('
}
