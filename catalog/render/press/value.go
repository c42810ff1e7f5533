package press

import (
	"cmp"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
)

// field reads a field by name, or calls a method without arguments. It
// remembers where that is in the type that it saw last.
type field struct {
	name string
	last atomic.Pointer[access]
}

// access is how a name is read from the values of a type.
type access struct {
	of     reflect.Type
	index  []int // of the field; nil for a method
	method int   // its number, as a method of a pointer to the type
	known  bool
}

type accessKey struct {
	of   reflect.Type
	name string
}

// accesses holds an access by its key. It is a cache of what types are like,
// which does not change.
var accesses sync.Map

func (f *field) of(v reflect.Value) reflect.Value {
	if !v.IsValid() {
		return v // text/template says the same of nil
	}
	if v = indirect(v); !v.IsValid() {
		panic(giveUp{})
	}
	a := f.last.Load()
	if t := v.Type(); a == nil || a.of != t {
		a = accessTo(t, f.name)
		f.last.Store(a)
	}
	if !a.known {
		panic(giveUp{})
	}
	if a.index == nil {
		return a.result(v)
	}
	for i, n := range a.index {
		if i > 0 && v.Kind() == reflect.Pointer { // embedded
			if v.IsNil() {
				panic(giveUp{})
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v
}

func accessTo(t reflect.Type, name string) *access {
	key := accessKey{t, name}
	if a, ok := accesses.Load(key); ok {
		return a.(*access)
	}
	a := &access{of: t}
	if m, ok := reflect.PointerTo(t).MethodByName(name); ok {
		a.method, a.known = m.Index, m.Type.NumIn() == 1 && m.Type.NumOut() == 1
	} else if t.Kind() == reflect.Struct {
		if f, ok := t.FieldByName(name); ok && f.IsExported() {
			a.index, a.known = f.Index, true
		}
	}
	kept, _ := accesses.LoadOrStore(key, a)
	return kept.(*access)
}

// result calls a method.
func (a *access) result(v reflect.Value) reflect.Value {
	if !v.CanAddr() {
		panic(giveUp{}) // the method may be one of the value and may not
	}
	if z, ok := v.Addr().Interface().(interface{ IsZero() bool }); ok && isZero(a) {
		return boolean(z.IsZero()) // without the cost of a call through reflection
	}
	return v.Addr().Method(a.method).Call(nil)[0]
}

func isZero(a *access) bool { return reflect.PointerTo(a.of).Method(a.method).Name == "IsZero" }

// indirect follows pointers and interfaces. Where it ends at nil it gives the
// zero Value.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// content is what an interface holds.
func content(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// truth is what {{if}} makes of a value.
func truth(v reflect.Value) bool {
	v = content(v)
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.Array, reflect.Slice, reflect.Map, reflect.String:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Pointer:
		return !v.IsNil()
	case reflect.Struct:
		return true
	case reflect.Float32, reflect.Float64:
		return v.Float() != 0 // neither of the two zeros
	case reflect.Complex64, reflect.Complex128, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		panic(giveUp{})
	}
	return !v.IsZero()
}

var yes, no = reflect.ValueOf(true), reflect.ValueOf(false)

func boolean(b bool) reflect.Value {
	if b {
		return yes
	}
	return no
}

func length(v reflect.Value) int {
	v = indirect(v)
	switch v.Kind() {
	case reflect.Array, reflect.Slice, reflect.Map, reflect.String:
		return v.Len()
	}
	panic(giveUp{})
}

// equal compares texts, whole numbers and truths.
func equal(x, y reflect.Value) bool {
	x, y = content(x), content(y)
	if x.Kind() == reflect.Bool && y.Kind() == reflect.Bool {
		return x.Bool() == y.Bool()
	}
	return compare(x, y) == 0
}

// compare orders texts and whole numbers.
func compare(x, y reflect.Value) int {
	x, y = content(x), content(y)
	switch {
	case x.Kind() == reflect.String && y.Kind() == reflect.String:
		return strings.Compare(x.String(), y.String())
	case x.IsValid() && y.IsValid() && x.CanInt() && y.CanInt():
		return cmp.Compare(x.Int(), y.Int())
	}
	panic(giveUp{})
}

// item is an item of a list.
func item(list, at reflect.Value) reflect.Value {
	list, at = content(list), content(at)
	if list.Kind() != reflect.Slice && list.Kind() != reflect.Array || !at.CanInt() {
		panic(giveUp{})
	}
	i := at.Int()
	if i < 0 || i >= int64(list.Len()) {
		panic(giveUp{})
	}
	return list.Index(int(i))
}
