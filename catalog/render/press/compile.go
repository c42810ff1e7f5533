package press

import (
	"bytes"
	"fmt"
	"reflect"
	"text/template/parse"
)

// step prints a part of a template.
type step func(r *run, dot reflect.Value)

// value works out an expression.
type value func(r *run, dot reflect.Value) reflect.Value

// compiler compiles a template and those that it calls.
type compiler struct {
	set  *Set
	made map[string]*Template
}

// body compiles the inside of one template.
type body struct {
	*compiler
	scope []string // the names of the variables that are alive; the index is their place
	most  int
}

func (c *compiler) template(name string) (*Template, error) {
	if t := c.set.templates[name]; t != nil {
		return t, nil
	}
	if t := c.made[name]; t != nil {
		return t, nil // or will be, where it calls itself
	}
	source := c.set.source.Lookup(name)
	if source == nil || source.Tree == nil || source.Tree.Root == nil {
		return nil, fmt.Errorf("%q is no template of its own", name) // such as one for the inside of an attribute
	}
	t := &Template{}
	c.made[name] = t
	b := body{compiler: c, scope: []string{"$"}, most: 1}
	inside, err := b.list(source.Tree.Root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t.body, t.vars = inside, b.most
	return t, nil
}

// declare makes a place for a variable that is alive until its scope is cut.
func (b *body) declare(name string) int {
	b.scope = append(b.scope, name)
	b.most = max(b.most, len(b.scope))
	return len(b.scope) - 1
}

func (b *body) place(name string) (int, error) {
	for i := len(b.scope) - 1; i >= 0; i-- {
		if b.scope[i] == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no variable %s", name)
}

func (b *body) list(list *parse.ListNode) (step, error) {
	if list == nil {
		return nil, nil
	}
	var steps []step
	for i := 0; i < len(list.Nodes); i++ {
		var text []byte
		for ; i < len(list.Nodes); i++ {
			n, ok := list.Nodes[i].(*parse.TextNode)
			if !ok {
				break
			}
			text = append(text, n.Text...)
		}
		if len(text) > 0 {
			text = bytes.Clone(text)
			steps = append(steps, func(r *run, _ reflect.Value) { r.out = append(r.out, text...) })
		}
		if i == len(list.Nodes) {
			break
		}
		s, err := b.node(list.Nodes[i])
		if err != nil {
			return nil, err
		}
		if s != nil {
			steps = append(steps, s)
		}
	}
	if len(steps) == 1 {
		return steps[0], nil
	}
	return func(r *run, dot reflect.Value) {
		for _, s := range steps {
			s(r, dot)
		}
	}, nil
}

func (b *body) node(n parse.Node) (step, error) {
	switch n := n.(type) {
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return b.action(n.Pipe)
	case *parse.IfNode:
		return b.branch(&n.BranchNode, false)
	case *parse.WithNode:
		return b.branch(&n.BranchNode, true)
	case *parse.RangeNode:
		return b.loop(n)
	case *parse.TemplateNode:
		return b.call(n)
	}
	return nil, fmt.Errorf("unknown part %s", n)
}

// branch compiles {{if}} and {{with}}; the second takes the value for its dot.
func (b *body) branch(n *parse.BranchNode, with bool) (step, error) {
	alive := len(b.scope)
	defer func() { b.scope = b.scope[:alive] }()
	test, err := b.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	then, err := b.list(n.List)
	if err != nil {
		return nil, err
	}
	other, err := b.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) {
		v := test(r, dot)
		switch {
		case truth(v) && with:
			then(r, v)
		case truth(v):
			then(r, dot)
		case other != nil:
			other(r, dot)
		}
	}, nil
}

func (b *body) loop(n *parse.RangeNode) (step, error) {
	alive := len(b.scope)
	defer func() { b.scope = b.scope[:alive] }()
	if n.Pipe.IsAssign {
		return nil, fmt.Errorf("a loop with variables from outside: %s", n.Pipe)
	}
	items, err := b.pipe(n.Pipe) // declares the variables
	if err != nil {
		return nil, err
	}
	index, item := 0, 0 // the place of $ for none
	switch len(n.Pipe.Decl) {
	case 1:
		item = alive
	case 2:
		index, item = alive, alive+1
	}
	inside, err := b.list(n.List)
	if err != nil {
		return nil, err
	}
	other, err := b.list(n.ElseList)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) {
		list := items(r, dot)
		if list.IsValid() { // nil is an empty list
			list = indirect(list)
			if list.Kind() != reflect.Slice && list.Kind() != reflect.Array {
				panic(giveUp{})
			}
		}
		if !list.IsValid() || list.Len() == 0 {
			if other != nil {
				other(r, dot)
			}
			return
		}
		for i := range list.Len() {
			v := list.Index(i)
			if item > 0 {
				r.vars[r.base+item] = v
			}
			if index > 0 {
				r.vars[r.base+index] = reflect.ValueOf(i)
			}
			inside(r, v)
		}
	}, nil
}

func (b *body) call(n *parse.TemplateNode) (step, error) {
	t, err := b.template(n.Name)
	if err != nil {
		return nil, err
	}
	if n.Pipe == nil {
		return func(r *run, _ reflect.Value) { r.call(t, reflect.Value{}) }, nil
	}
	data, err := b.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) { r.call(t, data(r, dot)) }, nil
}

// action compiles what is printed: an expression, and after it the escapers
// that html/template has put there. Without them it is nothing to print.
func (b *body) action(p *parse.PipeNode) (step, error) {
	if len(p.Decl) > 0 {
		v, err := b.pipe(p)
		if err != nil {
			return nil, err
		}
		return func(r *run, dot reflect.Value) { v(r, dot) }, nil
	}
	into, err := contextOf(p.Cmds[1:])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p, err)
	}
	if f, args, err := b.function(p.Cmds[0]); err != nil {
		return nil, err
	} else if f != nil {
		return printFunc(f, args, into)
	}
	v, err := b.command(p.Cmds[0])
	if err != nil {
		return nil, err
	}
	return func(r *run, dot reflect.Value) { r.out = into.append(r.out, v(r, dot)) }, nil
}

// printFunc compiles the call of a function whose result is printed.
func printFunc(f *Func, args []value, into context) (step, error) {
	if f.Markup == nil {
		return func(r *run, dot reflect.Value) { r.out = into.appendString(r.out, r.text(f, args, dot)) }, nil
	}
	if into != inText {
		return nil, fmt.Errorf("markup within a tag")
	}
	return func(r *run, dot reflect.Value) {
		top := len(r.args)
		r.push(args, dot)
		out, err := f.Markup(r.out, r.args[top:])
		if err != nil {
			panic(giveUp{})
		}
		r.out, r.args = out, r.args[:top]
	}, nil
}

// text calls a function that gives text.
func (r *run) text(f *Func, args []value, dot reflect.Value) string {
	top := len(r.args)
	r.push(args, dot)
	s, err := f.Text(r.args[top:])
	if err != nil {
		panic(giveUp{})
	}
	r.args = r.args[:top]
	return s
}

// push works out the arguments of a function onto the stack of arguments.
func (r *run) push(args []value, dot reflect.Value) {
	for _, a := range args {
		v := held(a(r, dot))
		r.args = append(r.args, v)
	}
}
