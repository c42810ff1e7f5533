package export

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// writeFields writes what an entry says, in the order of the schema. The
// schema's struct tags are the only list of fields there is, so a new field is
// exported from the day it exists.
func writeFields(w *writer, e *model.Entry) {
	writeStruct(w, reflect.ValueOf(e.Self).Elem(), model.Schema(e.Kind))
}

func writeStruct(w *writer, v reflect.Value, fields []model.Field) {
	for i := range fields {
		f := &fields[i]
		part := v.FieldByIndex(f.Index)
		if isEmpty(part) {
			continue
		}
		if f.List && f.Form != model.FormSpecial {
			w.key(f.Name).open('[')
			for j := range part.Len() {
				writeValue(w, part.Index(j), f)
			}
			w.close(']')
			continue
		}
		w.key(f.Name)
		writeValue(w, part, f)
	}
}

// isEmpty reports whether a field says nothing. A place alone says nothing.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Pointer:
		return v.IsNil()
	}
	switch t := v.Addr().Interface().(type) {
	case *model.Text:
		return t.S == ""
	case *model.Ref:
		return t.To == nil
	case *model.Date:
		return t.IsZero()
	case *model.Period:
		return t.IsZero()
	case *model.Number:
		return !t.Set
	case *model.Flag:
		return !t.Set
	case *model.Scalar:
		return t.IsZero()
	case *model.Canonical:
		return !t.Yes && t.Ref.To == nil
	case *string:
		return *t == ""
	}
	return v.IsZero()
}

func writeValue(w *writer, v reflect.Value, f *model.Field) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() == reflect.Slice {
		writeSpecial(w, v.Interface())
		return
	}
	switch t := v.Addr().Interface().(type) {
	case *model.Text:
		w.string(t.S)
	case *string:
		w.string(*t)
	case *model.Ref:
		w.string(refKey(*t))
	case *model.Date:
		w.string(t.String())
	case *model.Period:
		w.string(t.Text)
	case *model.Number:
		w.raw(strconv.FormatFloat(t.V, 'g', -1, 64))
	case *model.Flag:
		w.raw(strconv.FormatBool(t.V))
	case *model.Scalar:
		writeScalar(w, *t)
	case *model.Canonical:
		if t.Yes {
			w.raw("true")
		} else {
			w.string(refKey(t.Ref))
		}
	default:
		w.open('{')
		writeStruct(w, v, f.Parts)
		w.close('}')
	}
}

// refKey is what a reference means; what nothing was found for stays as it was
// written.
func refKey(r model.Ref) string {
	switch {
	case r.To == nil:
		return r.Text
	case r.Field != "":
		return r.To.Key() + "." + r.Field
	}
	return r.To.Key()
}

func writeScalar(w *writer, s model.Scalar) {
	writePlain(w, s.Kind, s.Text)
}

// writePlain writes a value that the language leaves open. Numbers keep the
// digits they were written with where JSON allows them.
func writePlain(w *writer, kind source.ValueKind, text string) {
	switch kind {
	case source.Null:
		w.raw("null")
		return
	case source.Bool:
		if text == "true" || text == "false" {
			w.raw(text)
			return
		}
	case source.Number:
		if isJSONNumber(text) {
			w.raw(text)
			return
		}
		if v, err := strconv.ParseFloat(text, 64); err == nil && v-v == 0 {
			w.raw(strconv.FormatFloat(v, 'g', -1, 64))
			return
		}
	}
	w.string(text)
}

// isJSONNumber reports whether text is a number as RFC 8259 spells it.
func isJSONNumber(s string) bool {
	digits := func() int {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		return n
	}
	if s != "" && s[0] == '-' {
		s = s[1:]
	}
	n := digits()
	if n == 0 || n > 1 && s[0] == '0' {
		return false
	}
	s = s[n:]
	if s != "" && s[0] == '.' {
		s = s[1:]
		if n = digits(); n == 0 {
			return false
		}
		s = s[n:]
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if n = digits(); n == 0 {
			return false
		}
		s = s[n:]
	}
	return s == ""
}

// writeSpecial writes the parts that files keep by key.
func writeSpecial(w *writer, list any) {
	w.open('{')
	defer w.close('}')
	switch list := list.(type) {
	case []model.Custom:
		for i := range list {
			w.key(list[i].Key)
			writeTree(w, &list[i].Value)
		}
	case []model.Translation:
		for i := range list {
			w.key(list[i].Lang).open('{')
			w.text("name", list[i].Name.S)
			w.text("definition", list[i].Definition.S)
			w.text("note", list[i].Note.S)
			w.close('}')
		}
	case []model.Table:
		for _, t := range list {
			w.key(refKey(t.Object)).open('[')
			for _, row := range t.Rows {
				w.open('{')
				for _, c := range row.Cells {
					w.key(c.Field.S)
					writeScalar(w, c.Value)
				}
				w.close('}')
			}
			w.close(']')
		}
	case []model.Expect:
		for _, x := range list {
			w.key(refKey(x.Of))
			writeScalar(w, x.Value)
		}
	default:
		panic(fmt.Sprintf("unreachable: an entry has no field of the form %T", list))
	}
}

// writeTree writes a value as it stands in the file.
func writeTree(w *writer, v *source.Value) {
	switch v.Kind {
	case source.List:
		w.open('[')
		for i := range v.Items {
			writeTree(w, &v.Items[i])
		}
		w.close(']')
	case source.Map:
		w.open('{')
		for i := range v.Fields {
			w.key(v.Fields[i].Key)
			writeTree(w, &v.Fields[i].Value)
		}
		w.close('}')
	default:
		writePlain(w, v.Kind, v.Text)
	}
}
