package render

import (
	"html/template"
	"strings"
	"text/template/parse"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/render/press"
	"github.com/concord-catalog/concord/catalog/site"
)

// unbound are the functions of the templates, for parsing. [Renderer.bind]
// replaces them by those of one run.
var unbound = template.FuncMap{
	"t":      func(key string) string { return key },
	"n":      func(key string, n int) string { return key },
	"prose":  func(site.Prose) (template.HTML, error) { return "", nil },
	"math":   func(formula.MathML) template.HTML { return "" },
	"figure": func(*site.Figure) template.HTML { return "" },
	"shared": func(string, any) (template.HTML, error) { return "", nil },
}

// bound is templates that speak the language of a plan.
type bound struct {
	set     *template.Template
	pressed *press.Set // those that can be printed the fast way: all of the built-in ones
}

// bind makes templates that speak the language of a plan.
func (r *Renderer) bind(words site.Words, draw Draw) (*bound, error) {
	set, err := r.set.Clone()
	if err != nil {
		return nil, err
	}
	m := &markup{words: words, draw: draw, set: set}
	set.Funcs(template.FuncMap{"t": words.T, "n": words.N, "prose": m.prose, "math": m.math, "figure": m.figure, "shared": m.shared})
	for _, t := range set.Templates() {
		if t.Tree != nil {
			spell(t.Tree.Root, words)
		}
	}
	b := &bound{set, press.NewSet(set, m.pressed())}
	for _, t := range set.Templates() {
		if strings.HasPrefix(t.Name(), "page/") {
			// What cannot be added is printed by html/template, which also says
			// what is wrong where something is.
			_ = b.pressed.Add(t.Name())
		}
	}
	return b, nil
}

// spell puts the words of constant keys into a template in the place of the
// calls that would look them up on every page: {{t "nav.az"}} becomes A to Z.
func spell(list *parse.ListNode, words site.Words) {
	if list == nil {
		return
	}
	for i, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if key, ok := constantKey(n.Pipe); ok {
				list.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(words.T(key)))}
			}
		case *parse.IfNode:
			spell(n.List, words)
			spell(n.ElseList, words)
		case *parse.RangeNode:
			spell(n.List, words)
			spell(n.ElseList, words)
		case *parse.WithNode:
			spell(n.List, words)
			spell(n.ElseList, words)
		}
	}
}

// constantKey returns the key of {{t "key"}}.
func constantKey(p *parse.PipeNode) (string, bool) {
	if p == nil || len(p.Cmds) != 1 || len(p.Decl) > 0 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	name, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	if !ok || name.Ident != "t" {
		return "", false
	}
	key, ok := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return key.Text, true
}
