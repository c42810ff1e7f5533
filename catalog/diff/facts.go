package diff

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// fact is one thing that an entry says: a field and its value as text, or a
// list of texts. Item is the part of a list that it belongs to, such as one
// field of an object: "fields.quantity".
type fact struct {
	field, item string
	text        string
	list        []string
	isList      bool
}

// teller makes facts of the fields that the model declares.
type teller struct {
	target func(*model.Ref) string // how a reference is written
	facts  []fact
}

// factsOf lists what an entry says, in the order of the model.
func factsOf(e *model.Entry, target func(*model.Ref) string) []fact {
	t := teller{target: target}
	v := reflect.ValueOf(e.Self).Elem()
	for _, f := range model.Schema(e.Kind) {
		switch f.Name {
		case "status":
			t.add("status", "", e.Status.String())
		case "preferred":
			if term, ok := e.Self.(*model.Term); ok && term.Preferred.S != term.Name.S {
				t.add("preferred", "", term.Preferred.S)
			}
		default:
			t.field(f.Name, "", &f, v.FieldByIndex(f.Index))
		}
	}
	return t.facts
}

// factsOfConfig lists what concord.toml says.
func factsOfConfig(c *model.Config, target func(*model.Ref) string) []fact {
	t := teller{target: target}
	v := reflect.ValueOf(c).Elem()
	for _, f := range model.ConfigSchema() {
		t.field(f.Name, "", &f, v.FieldByIndex(f.Index))
	}
	return t.facts
}

func (t *teller) add(field, item, text string) {
	if text != "" {
		t.facts = append(t.facts, fact{field: field, item: item, text: text})
	}
}

func (t *teller) field(name, item string, f *model.Field, v reflect.Value) {
	switch {
	case f.Form == model.FormSpecial:
		t.special(name, v)
	case f.List && f.Form == model.FormGroup:
		t.items(name, f, v)
	case f.List:
		var list []string
		for i := range v.Len() {
			list = append(list, t.scalar(f, v.Index(i)))
		}
		if len(list) > 0 {
			t.facts = append(t.facts, fact{field: name, item: item, list: list, isList: true})
		}
	case f.Form == model.FormGroup:
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				return
			}
			v = v.Elem()
		}
		t.group(name, item, f.Parts, v)
	default:
		t.add(name, item, t.scalar(f, v))
	}
}

func (t *teller) group(name, item string, parts []model.Field, v reflect.Value) {
	for i := range parts {
		t.field(name+"."+parts[i].Name, item, &parts[i], v.FieldByIndex(parts[i].Index))
	}
}

// items tells the parts of a list, each under its first part: its name or code.
func (t *teller) items(name string, f *model.Field, v reflect.Value) {
	seen := map[string]int{}
	for i := range v.Len() {
		key := t.keyOf(f, v.Index(i))
		if seen[key]++; seen[key] > 1 {
			key = fmt.Sprintf("%s#%d", key, seen[key])
		}
		item := name + "." + key
		before := len(t.facts)
		t.group(item, item, f.Parts, v.Index(i))
		t.facts = slices.DeleteFunc(t.facts, func(x fact) bool { // the key says itself
			return x.item == item && x.field == item+"."+f.Parts[0].Name && x.text == key
		})
		if len(t.facts) == before {
			t.facts = append(t.facts, fact{field: item, item: item, text: key})
		}
	}
}

// keyOf is the first thing that a part of a list says.
func (t *teller) keyOf(f *model.Field, v reflect.Value) string {
	for i := range f.Parts {
		p := &f.Parts[i]
		if p.Form == model.FormGroup || p.Form == model.FormSpecial {
			continue
		}
		part := v.FieldByIndex(p.Index)
		if p.List && part.Len() > 0 {
			part = part.Index(0)
		}
		if s := t.scalar(p, part); s != "" {
			return s
		}
	}
	return "?"
}

func (t *teller) scalar(f *model.Field, v reflect.Value) string {
	switch x := v.Interface().(type) {
	case string:
		return x
	case model.Text:
		return words(x.S)
	case model.Ref:
		return t.ref(f, &x)
	case model.Date:
		return x.String()
	case model.Period:
		return x.Text
	case model.Number:
		if x.Set {
			return strconv.FormatFloat(x.V, 'f', -1, 64)
		}
	case model.Flag:
		if x.Set {
			return strconv.FormatBool(x.V)
		}
	case model.Scalar:
		return x.Text
	}
	return ""
}

// ref writes a reference without the kind where the field takes only one.
func (t *teller) ref(f *model.Field, r *model.Ref) string {
	if r.Text == "" {
		return ""
	}
	text := strings.TrimPrefix(t.target(r), "?")
	if f != nil && (len(f.Kinds) == 1 || f.Self) {
		_, id, ok := strings.Cut(text, ":")
		if ok {
			return id
		}
	}
	return text
}

// special tells the fields whose keys are not fixed words.
func (t *teller) special(name string, v reflect.Value) {
	switch x := v.Interface().(type) {
	case model.Canonical:
		if x.Yes {
			t.add(name, "", "true")
		} else {
			t.add(name, "", t.ref(nil, &x.Ref))
		}
	case []model.Translation:
		for _, l := range x {
			item := name + "." + l.Lang
			t.add(item+".name", item, words(l.Name.S))
			t.add(item+".definition", item, words(l.Definition.S))
			t.add(item+".note", item, words(l.Note.S))
		}
	case []model.Custom:
		for i := range x {
			t.add(name+"."+x[i].Key, "", written(&x[i].Value))
		}
	case []model.Table:
		for i := range x {
			var rows []string
			for _, r := range x[i].Rows {
				rows = append(rows, rowText(r))
			}
			t.facts = append(t.facts, fact{field: name + "." + t.ref(nil, &x[i].Object), list: rows, isList: true})
		}
	case []model.Expect:
		for i := range x {
			t.add(name+"."+t.ref(nil, &x[i].Of), "", x[i].Value.Text)
		}
	case []model.RuleSetting:
		for _, s := range x {
			t.add(name+"."+s.Rule.S, "", s.Severity.S)
		}
	case []model.Setting:
		for _, s := range x {
			t.add(name+"."+s.Name.S, "", s.Value.Text)
		}
	case []model.CustomField:
		parts := model.PartSchema(reflect.TypeFor[model.CustomField]())
		for i := range x {
			item := name + "." + x[i].Key.S
			t.group(item, item, parts, reflect.ValueOf(&x[i]).Elem())
		}
	}
}

func rowText(r model.Row) string {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = c.Field.S + ": " + c.Value.Text
	}
	return strings.Join(cells, ", ")
}

// written is a value of the organisation's own as one line.
func written(v *source.Value) string {
	var parts []string
	for i := range v.Items {
		parts = append(parts, written(&v.Items[i]))
	}
	for i := range v.Fields {
		parts = append(parts, v.Fields[i].Key+": "+written(&v.Fields[i].Value))
	}
	if parts == nil {
		return words(v.Text)
	}
	return strings.Join(parts, ", ")
}

// words is a text with single spaces: how lines are broken means nothing.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }
