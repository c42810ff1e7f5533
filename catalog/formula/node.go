package formula

import "github.com/concord-catalog/concord/catalog/model"

// Op is what a [Node] does.
type Op uint8

// The operations. Everything that a formula can say is one of these.
const (
	OpNumber Op = iota // Num
	OpString           // Str
	OpBool             // Num is 1 or 0
	OpNil              // a missing value
	OpTable            // the rows of Object
	OpColumn           // field Field of the row at hand
	OpEntry            // the value of Entry, a term or KPI
	OpToday            // the day the catalog is read on
	OpUnary            // Str is the operator: "-", "not"
	OpBinary           // Str is the operator: + - * / % ** == != < <= > >= and or in contains startsWith endsWith ??
	OpList             // Args are the items
	OpCond             // Args: condition, then, else
	OpCall             // Str is the function; with a second argument that looks at rows it aggregates
)

// Node is one part of a formula as a tree. Trees are immutable once a program
// is made.
type Node struct {
	Op       Op
	From, To int // bytes of the formula's text that the node covers
	Args     []*Node
	Str      string
	Num      float64
	Rows     bool // an OpCall whose last argument is evaluated for each row of the first
	Object   *model.Object
	Field    int
	Entry    *model.Entry
	Type     Type
}

// Walk calls visit for n and everything below it, parents first.
func (n *Node) Walk(visit func(*Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, a := range n.Args {
		a.Walk(visit)
	}
}
