package press

import (
	"fmt"
	"reflect"
	"strings"
	"text/template/parse"
)

// pipe compiles an expression of one command, and the variables it declares.
func (b *body) pipe(p *parse.PipeNode) (value, error) {
	if len(p.Cmds) != 1 {
		return nil, fmt.Errorf("several commands in %s", p)
	}
	v, err := b.command(p.Cmds[0])
	if err != nil {
		return nil, err
	}
	if len(p.Decl) == 0 {
		return v, nil
	}
	places := make([]int, len(p.Decl))
	for i, d := range p.Decl {
		if p.IsAssign {
			if places[i], err = b.place(d.Ident[0]); err != nil {
				return nil, err
			}
			continue
		}
		places[i] = b.declare(d.Ident[0])
	}
	return func(r *run, dot reflect.Value) reflect.Value {
		x := v(r, dot)
		for _, place := range places {
			r.vars[r.base+place] = x
		}
		return x
	}, nil
}

// command compiles one command. A value that is known only as any is taken for
// what it holds, as text/template does.
func (b *body) command(c *parse.CommandNode) (value, error) {
	if _, ok := c.Args[0].(*parse.IdentifierNode); ok {
		return b.apply(c)
	}
	if len(c.Args) > 1 {
		return nil, fmt.Errorf("arguments for what is no function: %s", c)
	}
	v, err := b.operand(c.Args[0])
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) reflect.Value { return held(v(r, dot)) }, nil
}

// held is what an empty interface holds.
func held(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && v.NumMethod() == 0 {
		return v.Elem()
	}
	return v
}

func (b *body) operand(n parse.Node) (value, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return func(_ *run, dot reflect.Value) reflect.Value { return dot }, nil
	case *parse.FieldNode:
		return chain(func(_ *run, dot reflect.Value) reflect.Value { return dot }, n.Ident), nil
	case *parse.VariableNode:
		place, err := b.place(n.Ident[0])
		if err != nil {
			return nil, err
		}
		return chain(func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+place] }, n.Ident[1:]), nil
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			break
		}
		return b.pipe(n)
	case *parse.ChainNode:
		of, err := b.operand(n.Node)
		if err != nil {
			return nil, err
		}
		return chain(of, n.Field), nil
	case *parse.IdentifierNode:
		return b.apply(&parse.CommandNode{Args: []parse.Node{n}})
	case *parse.StringNode:
		return constant(n.Text), nil
	case *parse.BoolNode:
		return constant(n.True), nil
	case *parse.NumberNode:
		if n.IsInt && !strings.ContainsAny(n.Text, ".eEpP'") && int64(int(n.Int64)) == n.Int64 {
			return constant(int(n.Int64)), nil
		}
	}
	return nil, fmt.Errorf("unknown value %s", n)
}

func constant(x any) value {
	v := reflect.ValueOf(x)
	return func(*run, reflect.Value) reflect.Value { return v }
}

// chain follows fields, one after the other.
func chain(of value, fields []string) value {
	for _, name := range fields {
		from, f := of, &field{name: name}
		of = func(r *run, dot reflect.Value) reflect.Value { return f.of(from(r, dot)) }
	}
	return of
}

// function finds the function of the set that a command calls, nil where it
// calls none.
func (b *body) function(c *parse.CommandNode) (*Func, []value, error) {
	name, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok {
		return nil, nil, nil
	}
	f, ok := b.set.funcs[name.Ident]
	if !ok {
		return nil, nil, nil
	}
	args, err := b.operands(c.Args[1:])
	return &f, args, err
}

func (b *body) operands(nodes []parse.Node) ([]value, error) {
	list := make([]value, len(nodes))
	for i, n := range nodes {
		v, err := b.operand(n)
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	return list, nil
}

// apply compiles the call of a function whose result is a value.
func (b *body) apply(c *parse.CommandNode) (value, error) {
	f, args, err := b.function(c)
	switch {
	case err != nil:
		return nil, err
	case f != nil && f.Text != nil:
		return func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(r.text(f, args, dot)) }, nil
	case f != nil:
		return nil, fmt.Errorf("%s: markup can only be printed", c)
	}
	if args, err = b.operands(c.Args[1:]); err != nil {
		return nil, err
	}
	name := c.Args[0].(*parse.IdentifierNode).Ident
	switch {
	case name == "and" && len(args) > 0:
		return lazily(args, false), nil
	case name == "or" && len(args) > 0:
		return lazily(args, true), nil
	}
	return builtin(name, args)
}

// lazily is {{or}}, the first value that is true, and {{and}}, the first that is
// not; for want of one the last.
func lazily(args []value, or bool) value {
	return func(r *run, dot reflect.Value) (v reflect.Value) {
		for _, a := range args {
			if v = held(a(r, dot)); truth(v) == or {
				break
			}
		}
		return v
	}
}

// builtin compiles the call of a function that text/template brings along.
func builtin(name string, args []value) (value, error) {
	if len(args) == 1 {
		x := args[0]
		switch name {
		case "not":
			return func(r *run, dot reflect.Value) reflect.Value { return boolean(!truth(x(r, dot))) }, nil
		case "len":
			return func(r *run, dot reflect.Value) reflect.Value { return reflect.ValueOf(length(x(r, dot))) }, nil
		}
	}
	if len(args) == 2 {
		x, y := args[0], args[1]
		if holds := comparisons[name]; holds != nil {
			return func(r *run, dot reflect.Value) reflect.Value { return boolean(holds(x(r, dot), y(r, dot))) }, nil
		}
		if name == "index" {
			return func(r *run, dot reflect.Value) reflect.Value { return item(x(r, dot), y(r, dot)) }, nil
		}
	}
	return nil, fmt.Errorf("unknown function %s of %d arguments", name, len(args))
}

var comparisons = map[string]func(x, y reflect.Value) bool{
	"eq": equal,
	"ne": func(x, y reflect.Value) bool { return !equal(x, y) },
	"lt": func(x, y reflect.Value) bool { return compare(x, y) < 0 },
	"le": func(x, y reflect.Value) bool { return compare(x, y) <= 0 },
	"gt": func(x, y reflect.Value) bool { return compare(x, y) > 0 },
	"ge": func(x, y reflect.Value) bool { return compare(x, y) >= 0 },
}
