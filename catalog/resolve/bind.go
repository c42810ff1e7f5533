package resolve

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// binder reads values into the structs of the model and collects the
// references that are to be linked.
type binder struct {
	set      *source.Set // where the spans point; nil for entries alone
	findings diag.List
	refs     []pending
	current  *model.Entry // being bound; nil for concord.toml
}

// pending is a reference that has been read and not linked yet.
type pending struct {
	ref   *model.Ref
	field *model.Field
	entry *model.Entry
}

func (b *binder) report(k *diag.Kind, at source.Span, message string, help ...string) {
	f := k.At(at, message).WithHelp(help...)
	if b.current != nil {
		f.Subjects = []string{b.current.Key()}
	}
	b.findings = append(b.findings, f)
}

func (b *binder) entry(d *decode.Decl) *model.Entry {
	e := model.NewSelf(d.Kind)
	e.ID, e.At, e.All = d.ID, d.Head, d.At
	b.current = e
	defer func() { b.current = nil }()
	b.group(reflect.ValueOf(e.Self).Elem(), model.Schema(d.Kind), &d.Fields, "a "+d.Kind.Title())
	if d.Body.Kind == source.String && strings.TrimSpace(d.Body.Text) != "" {
		b.body(e, d.Body)
	}
	b.complete(e, d)
	return e
}

// body joins the text under the front matter with a note in it, if both are
// there.
func (b *binder) body(e *model.Entry, body source.Value) {
	if e.Note.S != "" {
		e.Note.S += "\n\n" + body.Text
		return
	}
	e.Note = model.Text{S: body.Text, At: body.At}
}

// complete sets what follows from an entry's own fields.
func (b *binder) complete(e *model.Entry, d *decode.Decl) {
	if t, ok := e.Self.(*model.Term); ok {
		switch {
		case t.Preferred.S == "":
			t.Preferred = e.Name
		case e.Name.S == "":
			e.Name = t.Preferred
		}
	}
	for s := model.Draft; s <= model.Retired; s++ {
		if e.StatusText.S == s.String() {
			e.Status = s
		}
	}
	switch {
	case !e.Name.At.IsZero():
		e.At = e.Name.At
	case d.IDAt.Len() > 0:
		e.At = d.IDAt
	}
	switch self := e.Self.(type) {
	case *model.Object:
		b.distinctFields(self)
	case *model.Scenario:
		b.expectOfAll(self)
	}
}

func (b *binder) distinctFields(o *model.Object) {
	first := map[string]source.Span{}
	for _, f := range o.Fields {
		if f.Name.S == "" {
			b.report(&missingName, f.At.Head(), "a field of `"+o.ID+"` has no name", "write `name:` with the column's name, as formulas use it")
			continue
		}
		if at, again := first[f.Name.S]; again {
			b.report(&twiceNamed, f.Name.At, "`"+o.ID+"` has two fields called `"+f.Name.S+"`", "rename one of them, or remove it")
			last := len(b.findings) - 1
			b.findings[last] = b.findings[last].WithPlace(at, "the first one")
			continue
		}
		first[f.Name.S] = f.Name.At
	}
	for _, k := range o.ObjectKey {
		if _, ok := first[k.S]; !ok && len(o.Fields) > 0 {
			names := make([]string, 0, len(o.Fields))
			for _, f := range o.Fields {
				names = append(names, f.Name.S)
			}
			b.report(&unknownRefField, k.At, "the key names `"+k.S+"`, which is no field of `"+o.ID+"`", suggest(k.S, names, "name fields of the object"))
			b.mendNear(k.At, k.S, names, false)
		}
	}
}

func suggest(word string, among []string, otherwise string) string {
	if c, ok := editdist.Closest(word, among); ok {
		return "did you mean `" + c + "`?"
	}
	return otherwise
}

// group reads the fields of a map into a struct whose schema is given.
func (b *binder) group(into reflect.Value, schema []model.Field, v *source.Value, of string) {
	for i := range v.Fields {
		f := &v.Fields[i]
		desc := findField(schema, f.Key)
		if desc == nil {
			b.unknown(f, schema, of, v)
			continue
		}
		if f.Value.Kind == source.Null {
			b.report(&emptyValue, f.KeyAt, "`"+f.Key+"` is empty", "fill it in or remove it")
			b.mendEmpty(f)
			continue
		}
		b.field(into.FieldByIndex(desc.Index), desc, f)
	}
}

func findField(schema []model.Field, key string) *model.Field {
	for i := range schema {
		if schema[i].Name == key || schema[i].Alias == key && key != "" {
			return &schema[i]
		}
	}
	return nil
}

func (b *binder) unknown(f *source.Field, schema []model.Field, of string, in *source.Value) {
	names := make([]string, len(schema))
	custom := false
	for i := range schema {
		names[i] = schema[i].Name
		custom = custom || schema[i].Name == "custom"
	}
	help := []string{"its fields are " + strings.Join(names, ", ")}
	if c, ok := editdist.Closest(f.Key, names); ok {
		help = []string{"did you mean `" + c + "`?"}
	} else if custom && b.current != nil {
		help = []string{"a field of your own goes under `custom:`", "`concord new " + b.current.Kind.String() + "` shows the fields that there are"}
	}
	b.report(&unknownField, f.KeyAt, of+" has no field `"+f.Key+"`", help...)
	b.mendField(f, names, in)
}

// field reads one field's value, as a list where the model has one.
func (b *binder) field(into reflect.Value, desc *model.Field, f *source.Field) {
	if desc.Form == model.FormSpecial {
		b.special(into, desc, f)
		return
	}
	if !desc.List {
		b.single(into, desc, &f.Value, f.Key)
		return
	}
	items := listItems(desc, &f.Value)
	slice := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i := range items {
		b.single(slice.Index(i), desc, &items[i], f.Key)
	}
	into.Set(slice)
}

// listItems makes a list of whatever stands for one: the list itself, one value
// alone, or a table whose keys name the items.
func listItems(desc *model.Field, v *source.Value) []source.Value {
	switch {
	case v.Kind == source.List:
		return v.Items
	case v.Kind == source.Map && desc.Form == model.FormGroup && !allParts(desc, v):
		return keyedItems(desc, v)
	}
	return []source.Value{*v}
}

func allParts(desc *model.Field, v *source.Value) bool {
	for i := range v.Fields {
		if findField(desc.Parts, v.Fields[i].Key) == nil {
			return false
		}
	}
	return true
}

// keyedItems reads `available: In stock and free` as the item whose code is
// available and whose name is the text, and tables by key likewise.
func keyedItems(desc *model.Field, v *source.Value) []source.Value {
	items := make([]source.Value, len(v.Fields))
	for i := range v.Fields {
		f := &v.Fields[i]
		key := source.Field{Key: desc.Parts[0].Name, KeyAt: f.KeyAt, Value: source.Value{Kind: source.String, Text: f.Key, At: f.KeyAt, Raw: true}}
		items[i] = source.Value{Kind: source.Map, At: source.Span{File: f.KeyAt.File, Start: f.KeyAt.Start, End: f.Value.At.End}, Fields: []source.Field{key}}
		if f.Value.Kind == source.Map {
			items[i].Fields = append(items[i].Fields, f.Value.Fields...)
		} else if len(desc.Parts) > 1 {
			items[i].Fields = append(items[i].Fields, source.Field{Key: desc.Parts[1].Name, KeyAt: f.KeyAt, Value: f.Value})
		}
	}
	return items
}

func (b *binder) single(into reflect.Value, desc *model.Field, v *source.Value, key string) {
	if into.Kind() == reflect.Pointer {
		into.Set(reflect.New(into.Type().Elem()))
		into = into.Elem()
	}
	if desc.Form == model.FormGroup {
		b.part(into, desc, v, key)
		return
	}
	if v.Kind == source.List || v.Kind == source.Map {
		b.wrong(desc, v, key)
		return
	}
	b.scalar(into, desc, v, key)
}

func (b *binder) wrong(desc *model.Field, v *source.Value, key string) {
	want := map[model.Form]string{model.FormText: "text", model.FormRef: "the ID of an entry", model.FormDate: "a date such as 2026-01-31",
		model.FormPeriod: "a length of time such as 6 months", model.FormNumber: "a number", model.FormFlag: "true or false",
		model.FormScalar: "a number or text", model.FormGroup: "a table of fields"}[desc.Form]
	help := "write " + want
	if desc.Form == model.FormGroup {
		help = "its fields are " + strings.Join(partNames(desc), ", ")
	}
	b.report(&wrongType, v.At, fmt.Sprintf("`%s` takes %s, and this is %s", key, want, v.Kind), help)
}

func partNames(desc *model.Field) []string {
	names := make([]string, len(desc.Parts))
	for i := range desc.Parts {
		names[i] = desc.Parts[i].Name
	}
	return names
}

// part reads a value that has fields of its own, or the plain value that stands
// for one of them.
func (b *binder) part(into reflect.Value, desc *model.Field, v *source.Value, key string) {
	if at := into.FieldByName("At"); at.IsValid() {
		at.Set(reflect.ValueOf(v.At))
	}
	switch {
	case v.Kind == source.Map:
		b.group(into, desc.Parts, v, "`"+key+"`")
	case desc.Scalar != "" && v.Kind != source.List:
		p := findField(desc.Parts, desc.Scalar)
		b.single(into.FieldByIndex(p.Index), p, v, key)
	default:
		b.wrong(desc, v, key)
	}
}

func (b *binder) scalar(into reflect.Value, desc *model.Field, v *source.Value, key string) {
	switch p := into.Addr().Interface().(type) {
	case *string:
		*p = v.Text
	case *model.Text:
		*p = model.Text{S: v.Text, At: v.At}
		b.word(desc, p, key)
	case *model.Ref:
		*p = model.Ref{Text: v.Text, At: v.At}
		b.refs = append(b.refs, pending{p, desc, b.current})
	case *model.Date:
		b.date(p, v, key)
	case *model.Period:
		b.period(p, v, key)
	case *model.Number:
		n, err := strconv.ParseFloat(strings.ReplaceAll(v.Text, "_", ""), 64)
		if err != nil || v.Kind == source.String {
			b.wrong(desc, v, key)
			return
		}
		*p = model.Number{V: n, Text: v.Text, Set: true, At: v.At}
	case *model.Flag:
		if v.Kind != source.Bool {
			b.wrong(desc, v, key)
			return
		}
		*p = model.Flag{V: v.Text == "true", Set: true, At: v.At}
	case *model.Scalar:
		*p = model.Scalar{Kind: v.Kind, Text: v.Text, At: v.At}
	}
}

// word checks text that takes one of a few words or says a length of time.
// Another spelling of one of the words becomes that word.
func (b *binder) word(desc *model.Field, t *model.Text, key string) {
	if desc.Period {
		if _, ok := model.ParseRhythm(t.S); !ok {
			b.report(&badPeriod, t.At, fmt.Sprintf("`%s` cannot be read as a length of time: `%s`", key, t.S),
				suggest(t.S, model.RhythmWords(), "write "+strings.Join(model.RhythmWords(), ", ")+", or a number with a unit such as 15 minutes"))
			b.mendNear(t.At, t.S, model.RhythmWords(), true)
		}
		return
	}
	if len(desc.Enum) == 0 {
		return
	}
	if w := desc.Word(t.S); w != "" {
		t.S = w
		return
	}
	b.report(&unknownWord, t.At, fmt.Sprintf("`%s` is no %s", t.S, key),
		suggest(t.S, desc.Enum, "write one of "+strings.Join(desc.Enum, ", ")))
	b.mendNear(t.At, t.S, desc.Enum, true)
}

func (b *binder) date(p *model.Date, v *source.Value, key string) {
	d, err := model.ParseDate(v.Text)
	if err != nil {
		b.report(&badDate, v.At, fmt.Sprintf("`%s` is not a day of the calendar: `%s`", key, v.Text), dateHelp(v.Text))
		if d, ok := swapped(v.Text); ok {
			b.mend(v.At, v.Text, d.String(), false)
		}
		return
	}
	d.At = v.At
	*p = d
}

// dateHelp offers the day that was probably meant where month and day changed
// places.
func dateHelp(text string) string {
	if d, ok := swapped(text); ok {
		return "did you mean `" + d.String() + "`? The month comes before the day"
	}
	return "write year, month and day, as in 2026-01-31"
}

// swapped reads a day whose month and day have changed places.
func swapped(text string) (model.Date, bool) {
	if len(text) != len("2026-31-01") || text[4] != '-' || text[7] != '-' {
		return model.Date{}, false
	}
	d, err := model.ParseDate(text[:5] + text[8:] + "-" + text[5:7])
	return d, err == nil
}

func (b *binder) period(p *model.Period, v *source.Value, key string) {
	r, ok := model.ParseRhythm(v.Text)
	if !ok || r.Months == 0 && r.Days == 0 {
		b.report(&badPeriod, v.At, fmt.Sprintf("`%s` cannot be read as a length of time: `%s`", key, v.Text), "write a number and a unit, as in 6 months or 90 days")
		return
	}
	*p = model.Period{Months: r.Months, Days: r.Days, Text: v.Text, At: v.At}
}
