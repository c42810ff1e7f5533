package render

import (
	"fmt"
	"reflect"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/render/press"
	"github.com/concord-catalog/concord/catalog/site"
)

// pressed are the functions of the templates as [press] calls them. Each gives
// what the function of the same name gives that html/template calls.
func (m *markup) pressed() map[string]press.Func {
	return map[string]press.Func{
		"t": {Text: func(args []reflect.Value) (string, error) {
			key, err := one[string](args)
			if err != nil {
				return "", err
			}
			return m.words.T(*key), nil
		}},
		"n": {Text: func(args []reflect.Value) (string, error) {
			key, n, err := two[string, int](args)
			if err != nil {
				return "", err
			}
			return m.words.N(*key, *n), nil
		}},
		"prose": {Markup: func(dst []byte, args []reflect.Value) ([]byte, error) {
			p, err := one[site.Prose](args)
			if err != nil {
				return nil, err
			}
			return appendProse(dst, *p, m.words)
		}},
		"math": {Markup: func(dst []byte, args []reflect.Value) ([]byte, error) {
			x, err := one[formula.MathML](args)
			if err != nil {
				return nil, err
			}
			return append(dst, *x...), nil
		}},
		"figure": {Markup: func(dst []byte, args []reflect.Value) ([]byte, error) {
			f, err := one[*site.Figure](args)
			if err != nil {
				return nil, err
			}
			return m.appendFigure(dst, *f), nil
		}},
		"shared": {Markup: func(dst []byte, args []reflect.Value) ([]byte, error) {
			name, p, err := two[string, page](args)
			if err != nil {
				return nil, err
			}
			html, err := m.part(*name, p)
			return append(dst, html...), err
		}},
	}
}

func one[A any](args []reflect.Value) (*A, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("%d arguments, not one", len(args))
	}
	return argument[A](args[0])
}

func two[A, B any](args []reflect.Value) (*A, *B, error) {
	if len(args) != 2 {
		return nil, nil, fmt.Errorf("%d arguments, not two", len(args))
	}
	a, err := argument[A](args[0])
	if err != nil {
		return nil, nil, err
	}
	b, err := argument[B](args[1])
	return a, b, err
}

// argument is where an argument of exactly that type stands.
func argument[T any](v reflect.Value) (*T, error) {
	if v.IsValid() && v.CanAddr() {
		if p, ok := v.Addr().Interface().(*T); ok {
			return p, nil
		}
	} else if v.IsValid() {
		if x, ok := v.Interface().(T); ok {
			return &x, nil
		}
	}
	return nil, fmt.Errorf("an argument is no %T", *new(T))
}
