package model

import (
	"reflect"
	"strings"
	"sync"

	"github.com/concord-catalog/concord/catalog/source"
)

// Field describes one field of a kind, or of a part of it, as the struct tags
// declare it.
type Field struct {
	Name   string // the key in files
	Alias  string // another key that is accepted
	Doc    string // what it means, in a sentence
	Form   Form   // what shape of value it takes
	List   bool   // it takes several; a single value stands for a list of one
	Kinds  []Kind // of a reference: the kinds it may point to, nil for any
	Self   bool   // of a reference: to an entry of the same kind
	Enum   []string
	Also   map[string]string // other spellings of the words in Enum, and the words that they stand for
	Period bool              // text that says a length of time
	Parts  []Field           // of a FormGroup: its own fields
	Scalar string            // of a FormGroup: the part that a plain value stands for

	Index []int // where it stands in the Go struct, for reflect's FieldByIndex
}

// Form is the shape of a field's value.
type Form uint8

// The shapes of values.
const (
	FormText Form = iota
	FormRef
	FormDate
	FormPeriod
	FormNumber
	FormFlag
	FormScalar
	FormGroup // a table of fields of its own
	FormSpecial
)

// Schema lists the fields of a kind in the order of the model. It is computed
// once for each kind.
func Schema(kind Kind) []Field { return schemas()[kind] }

// ConfigSchema lists the fields of concord.toml.
func ConfigSchema() []Field { return configSchema() }

// NewSelf makes an empty entry of a kind: the *Term, *KPI… whose embedded Entry
// knows its kind and itself.
func NewSelf(kind Kind) *Entry {
	v := reflect.New(selfType(kind))
	e := v.Elem().FieldByName("Entry").Addr().Interface().(*Entry)
	e.Kind, e.Self = kind, v.Interface()
	return e
}

func selfType(kind Kind) reflect.Type {
	return reflect.TypeOf([...]any{nil, Domain{}, Owner{}, Term{}, System{}, Object{}, KPI{}, Decision{}, Outcome{},
		Integration{}, Scenario{}, Report{}, Resolution{}, Page{}}[kind])
}

var schemas = sync.OnceValue(func() map[Kind][]Field {
	m := map[Kind][]Field{}
	for _, k := range Kinds() {
		m[k] = fieldsOf(selfType(k), nil)
	}
	return m
})

var configSchema = sync.OnceValue(func() []Field { return fieldsOf(reflect.TypeFor[Config](), nil) })

func fieldsOf(t reflect.Type, prefix []int) []Field {
	var fields []Field
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(append([]int{}, prefix...), i)
		if sf.Anonymous {
			fields = append(fields, fieldsOf(sf.Type, index)...)
			continue
		}
		if name := sf.Tag.Get("field"); name != "" && name != "-" {
			fields = append(fields, fieldOf(sf, name, index))
		}
	}
	return fields
}

func fieldOf(sf reflect.StructField, name string, index []int) Field {
	f := Field{Name: name, Alias: sf.Tag.Get("alias"), Doc: sf.Tag.Get("doc"), Index: index,
		Scalar: sf.Tag.Get("scalar"), Period: sf.Tag.Get("period") != ""}
	if enum := sf.Tag.Get("enum"); enum != "" {
		f.Enum, f.Also = strings.Split(enum, ","), spellings[enum]
	}
	switch ref := sf.Tag.Get("ref"); ref {
	case "", "any":
	case "self":
		f.Self = true
	default:
		for _, k := range strings.Split(ref, ",") {
			kind, _ := ParseKind(k)
			f.Kinds = append(f.Kinds, kind)
		}
	}
	t := sf.Type
	if t.Kind() == reflect.Slice {
		f.List, t = true, t.Elem()
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	f.Form = formOf(t)
	if f.Form == FormGroup {
		f.Parts = fieldsOf(t, nil)
	}
	return f
}

func formOf(t reflect.Type) Form {
	switch t {
	case reflect.TypeFor[Text](), reflect.TypeFor[string]():
		return FormText
	case reflect.TypeFor[Ref]():
		return FormRef
	case reflect.TypeFor[Date]():
		return FormDate
	case reflect.TypeFor[Period]():
		return FormPeriod
	case reflect.TypeFor[Number]():
		return FormNumber
	case reflect.TypeFor[Flag]():
		return FormFlag
	case reflect.TypeFor[Scalar]():
		return FormScalar
	case reflect.TypeFor[Custom](), reflect.TypeFor[Translation](), reflect.TypeFor[Table](), reflect.TypeFor[Expect](),
		reflect.TypeFor[Canonical](), reflect.TypeFor[RuleSetting](), reflect.TypeFor[Setting](), reflect.TypeFor[CustomField](),
		reflect.TypeFor[source.Value]():
		return FormSpecial
	}
	return FormGroup
}

// PartSchema lists the fields of a part that is kept by key, such as a
// translation or a declared field of the organisation's own.
func PartSchema(part reflect.Type) []Field { return fieldsOf(part, nil) }
