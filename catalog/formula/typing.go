package formula

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// typer gives types to the nodes of one program and notes what it touches.
type typer struct {
	*analyser
	program *Program
	as      *model.Entry    // the entry for which names are looked up; nil for the program's own
	rows    []*model.Object // objects whose row is at hand, innermost last; nil for an unknown one
}

func (t *typer) at(n *Node) source.Span {
	return part(t.source, t.program.Entry.Measured().Formula, n.From, n.To)
}

func (t *typer) report(kind *diag.Kind, n *Node, message string, help ...string) Type {
	f := kind.At(t.at(n), message).WithHelp(help...)
	f.Subjects = []string{t.program.Entry.Key()}
	t.findings = append(t.findings, f)
	t.program.Broken = true
	return Type{}
}

// mend gives the finding reported last the edit that puts a better word in the
// place of one. Another may be meant.
func (t *typer) mend(n *Node, word, better string) {
	if at := t.at(n); t.source.Text(at) == word {
		f := &t.findings[len(t.findings)-1]
		f.Edits = []diag.Edit{{At: at, New: better, Unsafe: true}}
	}
}

func (t *typer) node(n *Node) Type {
	n.Type = t.typeOf(n)
	return n.Type
}

func (t *typer) typeOf(n *Node) Type {
	switch n.Op {
	case OpNumber:
		return Type{Base: NumberType}
	case OpString:
		return Type{Base: StringType}
	case OpBool:
		return Type{Base: BoolType}
	case OpToday:
		return Type{Base: DateType}
	case OpEntry:
		return t.name(n, false)
	case OpColumn:
		return t.column(n)
	case OpUnary:
		return t.unary(n)
	case OpBinary:
		return t.binary(n)
	case OpList:
		return t.list(n)
	case OpCond:
		t.want(n.Args[0], BoolType, "a condition")
		a, b := t.node(n.Args[1]), t.node(n.Args[2])
		return t.same(n, "?:", a, b)
	case OpCall:
		return t.call(n)
	}
	return Type{}
}

// name looks an identifier up, as a table where rows are wanted.
func (t *typer) name(n *Node, table bool) Type {
	if n.Object != nil {
		return Type{Base: TableType, Object: n.Object}
	}
	e, candidates := t.names.find(n.Str, cmp.Or(t.as, t.program.Entry), table)
	switch {
	case len(candidates) > 0:
		return t.ambiguous(n, candidates)
	case e == nil:
		return t.unknownName(n, table)
	}
	if o, ok := e.Self.(*model.Object); ok {
		n.Op, n.Object = OpTable, o
		t.program.Reads = append(t.program.Reads, Read{o, -1, t.at(n)})
		return Type{Base: TableType, Object: o}
	}
	n.Entry = e
	t.program.Uses = append(t.program.Uses, Use{e, t.at(n)})
	return t.valueOf(e)
}

func (t *typer) ambiguous(n *Node, candidates []*model.Entry) Type {
	var forms []string
	for _, c := range candidates {
		forms = append(forms, fmt.Sprintf("`%s` (%s)", Name(c.ID), c.Key()))
	}
	return t.report(&ambiguousKind, n, fmt.Sprintf("`%s` is the name of %d entries", n.Str, len(candidates)),
		"write the one that is meant: "+strings.Join(forms, ", "))
}

func (t *typer) unknownName(n *Node, table bool) Type {
	what := "term or KPI"
	if table {
		what = "data object"
	}
	message := fmt.Sprintf("no %s is called `%s`", what, n.Str)
	help := []string{fmt.Sprintf("write the entry, as in `concord new %s %s`",
		map[bool]string{true: "object", false: "term"}[table], strings.ReplaceAll(n.Str, "_", "-"))}
	near, ok := editdist.Closest(n.Str, t.names.known(table))
	if ok {
		help = append([]string{"did you mean `" + near + "`?"}, help...)
	}
	typ := t.report(&nameKind, n, message, help...)
	if ok {
		t.mend(n, n.Str, near)
	}
	return typ
}

func (t *typer) column(n *Node) Type {
	if len(t.rows) == 0 {
		return t.report(&syntaxKind, n, fmt.Sprintf("the column `.%s` stands outside a table", n.Str),
			"columns have a meaning inside filter, count, sum and their like: sum(table, ."+n.Str+")")
	}
	o := t.rows[len(t.rows)-1]
	if o == nil {
		return Type{}
	}
	n.Object = o
	f, i := o.Field(n.Str)
	if f == nil {
		var fields []string
		for _, f := range o.Fields {
			fields = append(fields, f.Name.S)
		}
		help := "its fields are " + strings.Join(fields[:min(len(fields), 12)], ", ")
		near, ok := editdist.Closest(n.Str, fields)
		if ok {
			help = "did you mean `." + near + "`?"
		}
		typ := t.report(&columnKind, n, fmt.Sprintf("`%s` has no field `%s`", Name(model.LastPart(o.ID)), n.Str), help)
		if ok {
			t.mend(n, "."+n.Str, "."+near)
		}
		return typ
	}
	n.Field = i
	t.program.Reads = append(t.program.Reads, Read{o, i, t.at(n)})
	return FieldType(f)
}

// FieldType is the type of a cell of a field.
func FieldType(f *model.ObjectField) Type {
	switch f.Type.S {
	case "number", "integer":
		return Type{Base: NumberType, Unit: ParseUnit(f.Unit.S)}
	case "string":
		return Type{Base: StringType}
	case "boolean":
		return Type{Base: BoolType}
	case "date":
		return Type{Base: DateType}
	case "datetime":
		return Type{Base: InstantType}
	case "duration":
		return Type{Base: DurationType}
	}
	if u := ParseUnit(f.Unit.S); u.Known() {
		return Type{Base: NumberType, Unit: u}
	}
	return Type{}
}

func (t *typer) list(n *Node) Type {
	elem := Type{}
	for i, a := range n.Args {
		at := t.node(a)
		if i == 0 {
			elem = at
		} else {
			elem = t.same(a, "list", elem, at)
		}
	}
	return Type{Base: ListType, Elem: &elem}
}

// want types a node that must be of one sort.
func (t *typer) want(n *Node, base Base, what string) Type {
	got := t.node(n)
	if got.Base != Unknown && got.Base != base {
		t.report(&typeKind, n, fmt.Sprintf("%s is needed here, and `%s` is a %s", what, t.text(n), got.Base), wantHelp(got.Base, base))
	}
	return got
}

func wantHelp(got, want Base) string {
	switch {
	case got == DurationType && want == NumberType:
		return "say in which unit: `hours(…)` or `days(…)`"
	case got == TableType:
		return "say what to do with its rows: sum(table, .column), count(table, condition), len(table)"
	case want == BoolType:
		return "compare it with something: `== \"open\"`, `> 0`"
	}
	return "`concord explain FRM004` shows which values go together"
}

func (t *typer) text(n *Node) string { return t.program.Text[n.From:n.To] }

// same is the type of two values that must be alike, such as the two answers of
// a condition.
func (t *typer) same(n *Node, op string, a, b Type) Type {
	switch {
	case a.Base == Unknown:
		return b
	case b.Base == Unknown:
		return a
	case !comparable(a, b):
		return t.report(&typeKind, n, fmt.Sprintf("a %s and a %s do not go together", a.Base, b.Base), wantHelp(a.Base, b.Base))
	}
	if a.Base == NumberType {
		t.clash(n, op, a.Unit, b.Unit)
		if !a.Unit.Known() {
			return b
		}
	}
	return a
}

// comparable reports whether two values can be told apart or put in order.
// Dates compare with dates that carry a time, and with text that is a date.
func comparable(a, b Type) bool {
	if a.Base == Unknown || b.Base == Unknown || a.Base == b.Base {
		return true
	}
	return temporal(a.Base) && temporal(b.Base)
}

func temporal(b Base) bool { return b == DateType || b == InstantType }

// clash notes that two quantities meet whose units do not fit.
func (t *typer) clash(n *Node, op string, a, b Unit) {
	if fit := a.Compare(b); fit == FitScale || fit == FitDimension {
		t.program.Clash = append(t.program.Clash, Clash{At: t.at(n), Op: op, Left: a, Right: b, Fit: fit})
	}
}

// checkCode says when a field with a code list is compared with a text that is
// no code of it.
func (t *typer) checkCode(field, code *Node) {
	if field.Op != OpColumn || field.Field < 0 || code.Op != OpString {
		return
	}
	values := field.Object.Fields[field.Field].Values
	if len(values) == 0 || slices.ContainsFunc(values, func(v model.Code) bool { return v.Code == code.Str }) {
		return
	}
	var codes []string
	for _, v := range values {
		codes = append(codes, v.Code)
	}
	help := "its codes are " + strings.Join(codes[:min(len(codes), 12)], ", ")
	if c, ok := editdist.Closest(code.Str, codes); ok {
		help = "did you mean `" + c + "`?"
	}
	t.report(&codeKind, code, fmt.Sprintf("`%s` is not a code of `%s.%s`", code.Str, Name(model.LastPart(field.Object.ID)), field.Str), help)
}
