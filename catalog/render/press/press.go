// Package press prints templates that html/template has escaped, many times
// faster than html/template does.
//
// What is safe where is decided by html/template alone: it parses a template,
// works out the context of every action and writes the escapers into the tree.
// [Set.Add] then turns the finished tree into functions that append to a
// buffer, with escapers that give the same bytes. What those functions do not
// know is not printed in another way, it is not printed at all: a template with
// an unknown part is not taken in, and a page that meets an unknown value, an
// error or an address that may not be published is given up. Both are left to
// html/template, which then has the last word and the better message.
//
// Read [Set.Add] first, then compile.go. Values are looked into in value.go.
package press

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
)

// Set is templates that call one another, compiled. Once the last is added it
// is safe for concurrent use.
type Set struct {
	source    *template.Template
	funcs     map[string]Func
	templates map[string]*Template
}

// Template is one compiled template.
type Template struct {
	body step
	vars int // most variables that are alive at once, $ among them
}

// Func is a function that templates call. It has one of the two forms, and must
// give what the function of the same name in the template's own map gives. An
// error gives the page up.
type Func struct {
	Text   func(args []reflect.Value) (string, error)             // text, to be escaped
	Markup func(dst []byte, args []reflect.Value) ([]byte, error) // appends what is printed as it is
}

// NewSet makes an empty set that takes its templates from source, whose
// functions beside the built-in ones are funcs.
func NewSet(source *template.Template, funcs map[string]Func) *Set {
	return &Set{source: source, funcs: funcs, templates: map[string]*Template{}}
}

// Add compiles the template of that name and all that it calls. It has
// html/template escape them first. The error says which part is unknown, or
// what html/template has to say against the template; it is then left out.
func (s *Set) Add(name string) error {
	t := s.source.Lookup(name)
	if t == nil {
		return fmt.Errorf("there is no template %q", name)
	}
	if err := escape(t); err != nil {
		return err
	}
	c := compiler{set: s, made: map[string]*Template{}}
	if _, err := c.template(name); err != nil {
		return err
	}
	for name, t := range c.made {
		s.templates[name] = t
	}
	return nil
}

// Lookup returns a compiled template, or nil.
func (s *Set) Lookup(name string) *Template { return s.templates[name] }

// errStop keeps a template from being executed once it is escaped.
var errStop = errors.New("stop")

type stopper struct{}

func (stopper) Write([]byte) (int, error) { return 0, errStop }

// escape has html/template escape a template, which it does before the first
// execution; that ends with the first byte.
func escape(t *template.Template) error {
	err := t.Execute(stopper{}, nil)
	var refused *template.Error
	if errors.As(err, &refused) {
		return refused
	}
	return nil
}

// Append prints a page: it appends to dst what the template makes of data. Data
// should be a pointer, because what cannot be addressed is slower to read. It
// reports false, and gives dst back as it was, when the page is to be left to
// html/template.
func (t *Template) Append(dst []byte, data any) (printed []byte, ok bool) {
	r := &run{out: dst}
	defer func() {
		if p := recover(); p != nil {
			if _, given := p.(giveUp); !given {
				panic(p)
			}
			printed, ok = dst, false
		}
	}()
	dot := reflect.ValueOf(data)
	if dot.Kind() == reflect.Pointer && !dot.IsNil() {
		dot = dot.Elem()
	}
	r.call(t, dot)
	return r.out, true
}

// run is the printing of one page.
type run struct {
	out   []byte
	vars  []reflect.Value // of all templates that are being printed, the innermost last
	base  int             // where those of the innermost begin
	depth int
	args  []reflect.Value // of function calls
}

// giveUp is the panic that leaves a page to html/template.
type giveUp struct{}

// mostDepth is how deep templates may call one another. Those that need more
// most likely call themselves without end.
const mostDepth = 200

// call prints a template with its own variables.
func (r *run) call(t *Template, dot reflect.Value) {
	if r.depth == mostDepth {
		panic(giveUp{})
	}
	base, top := r.base, len(r.vars)
	r.depth++
	r.base = top
	for range t.vars {
		r.vars = append(r.vars, reflect.Value{})
	}
	r.vars[top] = dot
	t.body(r, dot)
	r.vars, r.base = r.vars[:top], base
	r.depth--
}
