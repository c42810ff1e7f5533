package model

import "reflect"

// EachRef visits every reference that an entry writes, in the order of the
// model, with the name of the field it stands in. References that are inherited
// or computed are not visited.
func (e *Entry) EachRef(visit func(field string, r *Ref)) {
	v := reflect.ValueOf(e.Self).Elem()
	for _, f := range Schema(e.Kind) {
		eachRef(v.FieldByIndex(f.Index), func(r *Ref) { visit(f.Name, r) })
	}
}

// EachRef visits every reference of concord.toml.
func (c *Config) EachRef(visit func(field string, r *Ref)) {
	v := reflect.ValueOf(c).Elem()
	for _, f := range ConfigSchema() {
		eachRef(v.FieldByIndex(f.Index), func(r *Ref) { visit(f.Name, r) })
	}
}

func eachRef(v reflect.Value, visit func(*Ref)) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			eachRef(v.Index(i), visit)
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*Entry]() {
			eachRef(v.Elem(), visit)
		}
	case reflect.Struct:
		if r, ok := v.Addr().Interface().(*Ref); ok {
			if r.Text != "" {
				visit(r)
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachRef(v.Field(i), visit)
			}
		}
	}
}
