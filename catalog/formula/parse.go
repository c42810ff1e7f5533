package formula

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"

	"github.com/concord-catalog/concord/catalog/internal/editdist"
)

// Limits on one formula. The parser underneath recurses, so brackets are
// counted before it sees a byte.
const (
	maxLength = 4096
	maxDepth  = 64
	maxNodes  = 1000
)

// syntaxError is a formula that cannot be read, and where.
type syntaxError struct {
	from, to int // bytes
	message  string
	help     string
	function bool   // it is a call of a function that does not exist
	instead  string // what was most likely meant, in the place of these bytes; "" when nothing suggests itself
}

func (e *syntaxError) Error() string { return e.message }

// Parse reads a formula into a tree. Names are not looked up: identifiers come
// back as OpEntry nodes with only Str set, columns as OpColumn nodes with the
// column's name in Str. The error is a *syntaxError.
func parse(text string) (*Node, *syntaxError) {
	if len(text) > maxLength {
		return nil, &syntaxError{to: len(text), message: fmt.Sprintf("the formula is %d bytes long; %d is the limit", len(text), maxLength),
			help: "give its parts names: make a term of each and use the terms here"}
	}
	if err := checkDepth(text); err != nil {
		return nil, err
	}
	rewritten, renamed, err := columnAggregates(text)
	if err != nil {
		return nil, err
	}
	tree, perr := parser.Parse(rewritten)
	if perr != nil {
		return nil, parserError(text, perr)
	}
	c := converter{text: text, offsets: runeOffsets(text), renamed: renamed}
	root := c.node(tree.Node)
	if c.err == nil && c.count > maxNodes {
		c.fail(tree.Node, fmt.Sprintf("the formula has more than %d parts", maxNodes), "give its parts names: make a term of each and use the terms here")
	}
	if c.err != nil {
		return nil, c.err
	}
	return root, nil
}

func checkDepth(text string) *syntaxError {
	depth, quote := 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case quote != 0:
			if b == '\\' && quote != '`' {
				i++
			} else if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'' || b == '`':
			quote = b
		case b == '(' || b == '[' || b == '{':
			if depth++; depth > maxDepth {
				return &syntaxError{from: i, to: i + 1, message: fmt.Sprintf("brackets are nested more than %d deep", maxDepth),
					help: "give its parts names: make a term of each and use the terms here"}
			}
		case b == ')' || b == ']' || b == '}':
			depth--
		}
	}
	return nil
}

// runeOffsets gives the byte offset of each rune, and of the end: expr counts
// in runes.
func runeOffsets(text string) []int {
	offsets := make([]int, 0, len(text)+1)
	for i := range text {
		offsets = append(offsets, i)
	}
	return append(offsets, len(text))
}

// rowForms are functions that take a column as second argument here, as in
// mean(order_line, .price), and the expr function of the same length that
// parses alike. Only the parse borrows the other's name.
func rowForm(name string) (stand string, ok bool) {
	switch name {
	case "min", "max":
		return "map", true
	case "avg":
		return "map", true
	case "mean":
		return "find", true
	case "median":
		return "filter", true
	case "distinct":
		return "findLast", true
	}
	return "", false
}

// otherName is what functions are called elsewhere, by that name: they may be
// written so. The day has a name in formulas and is a function of expr.
var otherName = map[string]string{"uniq": "distinct", "avg": "mean", "now": "today", "today": "today"}

// columnAggregates lets aggregate functions take a column: it replaces their
// names, where they have two arguments, by others of the same length whose
// second argument expr reads row by row. It returns the text to parse and the
// real names by byte offset.
func columnAggregates(text string) (string, map[int]string, *syntaxError) {
	lex := lexer.New()
	lex.Reset(file.NewSource(text))
	var tokens []lexer.Token
	for {
		t, err := lex.Next()
		if err != nil {
			break // expr's own parser reports it with a place, or the text has ended
		}
		tokens = append(tokens, t)
		if t.Kind == lexer.EOF {
			break
		}
	}
	offsets := runeOffsets(text)
	out := []byte(text)
	var renamed map[int]string
	for i, t := range tokens {
		if t.Kind != lexer.Identifier || i+1 >= len(tokens) || !tokens[i+1].Is(lexer.Bracket, "(") {
			continue
		}
		if !slices.Contains(functions(), t.Value) && otherName[t.Value] == "" {
			e := &syntaxError{from: offsets[t.From], to: offsets[t.To], function: true}
			e.message, e.help = unknownFunction(t.Value)
			e.instead, _ = editdist.Closest(t.Value, functions())
			return "", nil, e
		}
		stand, ok := rowForm(t.Value)
		if !ok || arguments(tokens[i+1:]) != 2 {
			continue
		}
		at := offsets[t.From]
		copy(out[at:], stand)
		if renamed == nil {
			renamed = map[int]string{}
		}
		renamed[at] = t.Value
	}
	return string(out), renamed, nil
}

// arguments counts the arguments of a call whose opening bracket comes first.
func arguments(tokens []lexer.Token) int {
	depth, n := 0, 1
	for _, t := range tokens {
		switch {
		case t.Is(lexer.Bracket, "(", "[", "{"):
			depth++
		case t.Is(lexer.Bracket, ")", "]", "}"):
			if depth--; depth == 0 {
				return n
			}
		case depth == 1 && t.Is(lexer.Operator, ","):
			n++
		}
	}
	return 0
}

func parserError(text string, err error) *syntaxError {
	from, to, message := 0, len(text), err.Error()
	if fe, ok := err.(*file.Error); ok {
		offsets := runeOffsets(text)
		at := max(0, min(fe.From, len(offsets)-1))
		end := max(at, min(fe.To, len(offsets)-1))
		from, to = offsets[at], offsets[end]
		message = fe.Message
	}
	e := &syntaxError{from: from, to: to}
	switch {
	case strings.Contains(message, "literal not terminated"):
		e.message, e.help = "a quoted text is not closed", "add the missing quote"
	case strings.Contains(message, "EOF") || from >= len(text):
		e.message = "the formula ends too early"
		e.help = "close every bracket and quote, and give each operator something on both sides"
	case strings.Contains(message, "pointer") || strings.Contains(message, "predicate") || text[from:to] == "." && startsName(text[to:]):
		e.message = "a column such as `.name` stands outside a table"
		e.help = "columns have a meaning inside filter, count, sum, mean, min, max, median, map, any and all: sum(table, .name)"
	default:
		e.message = "the formula cannot be read from here on"
		if word := strings.TrimSpace(text[from:to]); word != "" && utf8.ValidString(word) {
			e.message = "`" + word + "` does not fit here"
		}
		e.help = "`concord explain FRM001` shows how formulas are written"
		if text[from:to] == "=" {
			e.help, e.instead = "to compare, write `==`", "=="
		}
	}
	return e
}

// startsName reports whether text begins with a letter, as a column's name does.
func startsName(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// converter makes nodes of ours from expr's tree, and refuses what definitions
// do not need.
type converter struct {
	text    string
	offsets []int
	renamed map[int]string
	count   int
	err     *syntaxError
}

func (c *converter) fail(n ast.Node, message, help string) *Node {
	if c.err == nil {
		from, to := c.token(n)
		c.err = &syntaxError{from: from, to: to, message: message, help: help}
	}
	return &Node{Op: OpNil}
}

// token is where expr places a node: at one token of it.
func (c *converter) token(n ast.Node) (from, to int) {
	at := func(r int) int { return c.offsets[max(0, min(r, len(c.offsets)-1))] }
	loc := n.Location()
	return at(loc.From), at(loc.To)
}

// make gives a node its span: its own token and all of its arguments.
func (c *converter) make(n ast.Node, node *Node) *Node {
	c.count++
	node.From, node.To = c.token(n)
	for _, a := range node.Args {
		node.From, node.To = min(node.From, a.From), max(node.To, a.To)
	}
	if node.Op == OpCall || node.Op == OpList {
		node.To = closing(c.text, node.From, node.To)
	} else if len(node.Args) > 0 {
		node.From, node.To = enclosed(c.text, node.From, node.To)
	}
	return node
}

// enclosed extends a span by the round brackets around its first and its last
// argument, which belong to it: of `not (a or b)`, the last one.
func enclosed(text string, from, to int) (int, int) {
	depth, least, quote := 0, 0, byte(0)
	for i := from; i < to; i++ {
		switch b := text[i]; {
		case quote != 0:
			if b == '\\' && quote != '`' {
				i++
			} else if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'' || b == '`':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth--
			least = min(least, depth)
		}
	}
	for before := strings.TrimRight(text[:from], " \t\r\n"); least < 0 && strings.HasSuffix(before, "("); least++ {
		from, depth = len(before)-1, depth+1
		before = strings.TrimRight(text[:from], " \t\r\n")
	}
	for after := strings.TrimLeft(text[to:], " \t\r\n"); depth > 0 && strings.HasPrefix(after, ")"); depth-- {
		to = len(text) - len(after) + 1
		after = strings.TrimLeft(text[to:], " \t\r\n")
	}
	return from, to
}

// closing extends a span to the bracket that ends it.
func closing(text string, from, to int) int {
	depth := strings.Count(text[from:to], "(") + strings.Count(text[from:to], "[") -
		strings.Count(text[from:to], ")") - strings.Count(text[from:to], "]")
	for i := to; i < len(text) && depth > 0; i++ {
		switch text[i] {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return to
}

func (c *converter) node(n ast.Node) *Node {
	if c.err != nil {
		return &Node{Op: OpNil}
	}
	switch v := n.(type) {
	case *ast.NilNode:
		return c.make(n, &Node{Op: OpNil})
	case *ast.IntegerNode:
		return c.make(n, &Node{Op: OpNumber, Num: float64(v.Value)})
	case *ast.FloatNode:
		return c.make(n, &Node{Op: OpNumber, Num: v.Value})
	case *ast.BoolNode:
		num := 0.0
		if v.Value {
			num = 1
		}
		return c.make(n, &Node{Op: OpBool, Num: num})
	case *ast.StringNode:
		return c.make(n, &Node{Op: OpString, Str: v.Value})
	case *ast.IdentifierNode:
		if v.Value == "today" {
			return c.make(n, &Node{Op: OpToday})
		}
		return c.make(n, &Node{Op: OpEntry, Str: v.Value})
	case *ast.UnaryNode:
		return c.unary(v)
	case *ast.BinaryNode:
		return c.binary(v)
	case *ast.ConditionalNode:
		return c.make(n, &Node{Op: OpCond, Args: []*Node{c.node(v.Cond), c.node(v.Exp1), c.node(v.Exp2)}})
	case *ast.ArrayNode:
		return c.make(n, &Node{Op: OpList, Args: c.all(v.Nodes)})
	case *ast.MemberNode:
		return c.member(v)
	case *ast.ChainNode:
		return c.node(v.Node)
	case *ast.PredicateNode:
		return c.node(v.Node)
	case *ast.BuiltinNode:
		return c.call(n, v.Name, v.Arguments)
	case *ast.CallNode:
		if name, ok := v.Callee.(*ast.IdentifierNode); ok {
			return c.call(n, name.Value, v.Arguments)
		}
	}
	return c.fail(n, "the formula uses a construct that definitions do not have", "`concord explain FRM001` shows how formulas are written")
}

func (c *converter) all(nodes []ast.Node) []*Node {
	list := make([]*Node, len(nodes))
	for i, n := range nodes {
		list[i] = c.node(n)
	}
	return list
}

func (c *converter) unary(v *ast.UnaryNode) *Node {
	switch v.Operator {
	case "not", "!":
		return c.make(v, &Node{Op: OpUnary, Str: "not", Args: []*Node{c.node(v.Node)}})
	case "-":
		return c.make(v, &Node{Op: OpUnary, Str: "-", Args: []*Node{c.node(v.Node)}})
	case "+":
		return c.node(v.Node)
	}
	return c.fail(v, "`"+v.Operator+"` is not an operator of formulas", "")
}

func (c *converter) binary(v *ast.BinaryNode) *Node {
	op := v.Operator
	switch op {
	case "&&":
		op = "and"
	case "||":
		op = "or"
	case "^":
		op = "**"
	case "+", "-", "*", "/", "%", "**", "==", "!=", "<", "<=", ">", ">=", "and", "or", "in",
		"contains", "startsWith", "endsWith", "??":
	default:
		return c.fail(v, "`"+op+"` is not an operator of formulas", "`concord explain FRM001` lists the operators")
	}
	return c.make(v, &Node{Op: OpBinary, Str: op, Args: []*Node{c.node(v.Left), c.node(v.Right)}})
}

// member is a column of the row at hand, the only member access there is.
func (c *converter) member(v *ast.MemberNode) *Node {
	name, ok := v.Property.(*ast.StringNode)
	if !ok {
		return c.fail(v, "rows cannot be picked by number", "say which rows are meant with filter(table, condition)")
	}
	if p, ok := v.Node.(*ast.PointerNode); ok && p.Name == "" {
		n := c.make(v, &Node{Op: OpColumn, Str: name.Value, Field: -1})
		from, to := c.token(name)
		n.From, n.To = min(n.From, from), max(n.To, to)
		if n.From > 0 && c.text[n.From-1] == '.' {
			n.From--
		}
		return n
	}
	if id, ok := v.Node.(*ast.IdentifierNode); ok {
		return c.fail(v, fmt.Sprintf("`%s.%s` is a whole column, which is not one value", id.Value, name.Value),
			fmt.Sprintf("say what to do with its rows: sum(%s, .%s) or count(%s, .%s == …)", id.Value, name.Value, id.Value, name.Value))
	}
	return c.fail(v, "a column is looked up in something that is no table row", "write `.name` inside filter, sum, count and their like")
}

func (c *converter) call(n ast.Node, name string, args []ast.Node) *Node {
	from, _ := c.token(n)
	if real, ok := c.renamed[from]; ok {
		name = real
	}
	if other := otherName[name]; other != "" {
		name = other
	}
	if name == "today" {
		if len(args) > 0 {
			return c.fail(n, "`today` takes nothing", "write `today`")
		}
		return c.make(n, &Node{Op: OpToday})
	}
	if len(args) == 1 && takesColumn(name) {
		if m, ok := args[0].(*ast.MemberNode); ok {
			return c.make(n, &Node{Op: OpCall, Str: name, Args: []*Node{c.wholeColumn(m)}})
		}
	}
	node := &Node{Op: OpCall, Str: name, Args: c.all(args)}
	if len(args) == 2 {
		_, node.Rows = args[1].(*ast.PredicateNode)
	}
	return c.make(n, node)
}

// takesColumn reports whether a function makes something of a column as a whole,
// written as table.column.
func takesColumn(name string) bool {
	return slices.Contains([]string{"sum", "mean", "median", "min", "max", "distinct"}, name)
}

// wholeColumn is table.column, the values of a column of all rows. Of the row at
// hand it is one value.
func (c *converter) wholeColumn(v *ast.MemberNode) *Node {
	name, named := v.Property.(*ast.StringNode)
	if p, ok := v.Node.(*ast.PointerNode); !named || ok && p.Name == "" {
		return c.member(v)
	}
	column := c.make(name, &Node{Op: OpColumn, Str: name.Value, Field: -1})
	if column.From > 0 && c.text[column.From-1] == '.' {
		column.From--
	}
	return c.make(v, &Node{Op: OpCall, Str: "map", Rows: true, Args: []*Node{c.node(v.Node), column}})
}
