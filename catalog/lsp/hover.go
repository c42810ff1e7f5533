package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// hover says what the word under the cursor means.
func (v *view) hover(ctx context.Context, offset int) (*hover, error) {
	st, err := v.now(ctx)
	if err != nil {
		return nil, err
	}
	if t, ok := st.under(v.path, offset); ok && !(t.declares && v.onKey(offset)) {
		if says := v.describe(st, t); says != "" {
			r := v.text.span(int(t.at.Start), int(t.at.End), v.enc)
			return &hover{markdown(says), &r}, nil
		}
	}
	return v.hoverKey(st, offset), nil
}

// describe is what is known of a thing, in Markdown.
func (v *view) describe(st *state, t thing) string {
	switch {
	case t.call != "":
		return aboutFunction(t.call)
	case t.entry == nil:
		return ""
	case t.column >= 0:
		return aboutColumn(t.entry.Self.(*model.Object), t.column)
	}
	return v.aboutEntry(st, t.entry)
}

func aboutFunction(name string) string {
	for _, f := range formula.Functions() {
		if f.Name == name {
			return fmt.Sprintf("```\n%s\n```\n%s", f.Usage, f.Doc)
		}
	}
	return ""
}

func aboutColumn(o *model.Object, i int) string {
	f := &o.Fields[i]
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** · column of `%s` (%s)", code(f.Name.S), o.ID, plainWords(o.Title()))
	if f.Description.S != "" {
		fmt.Fprintf(&b, "\n\n%s", plainWords(f.Description.S))
	}
	var facts []string
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, fmt.Sprintf("- %s: %s", name, value))
		}
	}
	add("Type", f.Type.S)
	add("Unit", plainWords(f.Unit.S))
	add("Concept", refName(f.Term))
	add("Classification", f.Classification.S)
	for _, c := range f.Values {
		facts = append(facts, "- "+codeWords(c))
	}
	return b.String() + listed(facts)
}

func codeWords(c model.Code) string {
	text := code(c.Code)
	for _, s := range []string{c.Name.S, c.Definition.S} {
		if s != "" {
			text += ": " + plainWords(s)
		}
	}
	return text
}

func refName(r model.Ref) string {
	if r.To == nil {
		return ""
	}
	return fmt.Sprintf("%s (`%s`)", plainWords(r.To.Title()), r.To.ID)
}

func listed(facts []string) string {
	if len(facts) == 0 {
		return ""
	}
	return "\n\n" + strings.Join(facts, "\n")
}

// aboutEntry is an entry in short: what it means, who answers for it, where it
// stands, and who disagrees.
func (v *view) aboutEntry(st *state, e *model.Entry) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**%s** · %s `%s`", plainWords(e.Title()), e.Kind.Title(), e.ID)
	if m := e.Meaning().S; m != "" {
		fmt.Fprintf(&b, "\n\n%s", plainWords(m))
	}
	if m := e.Measured(); m != nil && m.Formula.S != "" {
		fmt.Fprintf(&b, "\n\n```\n%s\n```", strings.TrimSpace(m.Formula.S))
	}
	facts := []string{"- Status: " + standing(e)}
	if e.Accountable != nil {
		facts = append(facts, "- Owner: "+ownerWords(e))
	}
	if m := e.Measured(); m != nil && m.Unit.S != "" {
		facts = append(facts, "- Unit: "+plainWords(m.Unit.S))
	}
	if e.ReplacedBy.To != nil {
		facts = append(facts, "- Use instead: "+refName(e.ReplacedBy))
	}
	if o, ok := e.Self.(*model.Object); ok && len(o.Fields) > 0 {
		facts = append(facts, "- Columns: "+columnList(o))
	}
	b.WriteString(listed(facts))
	b.WriteString(v.disagreements(e))
	return b.String()
}

func standing(e *model.Entry) string {
	text := e.Status.String()
	if !e.Since.IsZero() {
		text += ", since " + e.Since.String()
	}
	if !e.Reviewed.IsZero() {
		text += ", reviewed " + e.Reviewed.String()
	}
	return text
}

func ownerWords(e *model.Entry) string {
	o := &e.Accountable.Entry
	text := fmt.Sprintf("%s (`%s`)", plainWords(o.Title()), o.ID)
	if e.Owner.To == nil && e.InDomain != nil {
		text += ", through the domain `" + e.InDomain.ID + "`"
	}
	return text
}

func columnList(o *model.Object) string {
	const most = 12
	var names []string
	for i := range o.Fields {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(o.Fields)-most))
			break
		}
		names = append(names, code(o.Fields[i].Name.S))
	}
	return strings.Join(names, ", ")
}

// disagreements lists the open conflicts that an entry is part of.
func (v *view) disagreements(e *model.Entry) string {
	c := v.findings()
	if c == nil {
		return ""
	}
	var lines []string
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Kind.Family == diag.Conflict && f.Settled == nil && slices.Contains(f.Subjects, e.Key()) {
			lines = append(lines, fmt.Sprintf("- %s %s: %s", f.Kind.Code, f.Kind.Title, escape(f.Message)))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	head := "One open conflict"
	if len(lines) > 1 {
		head = fmt.Sprintf("%d open conflicts", len(lines))
	}
	return "\n\n**" + head + "**\n\n" + strings.Join(lines, "\n")
}

// onKey reports whether the cursor stands on the name of a field.
func (v *view) onKey(offset int) bool {
	_, end := v.word(offset)
	rest := v.text.data[end:]
	return len(rest) > 0 && (rest[0] == ':' || rest[0] == '=' || len(rest) > 1 && rest[0] == ' ' && rest[1] == '=')
}

// word is the range of the name that the cursor touches.
func (v *view) word(offset int) (from, to int) {
	data := v.text.data
	from, to = offset, offset
	for from > 0 && isWord(data[from-1]) {
		from--
	}
	for to < len(data) && isWord(data[to]) {
		to++
	}
	return from, to
}

func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-'
}

// hoverKey says what the model says of a field, on its name or on one of the
// words that it takes.
func (v *view) hoverKey(st *state, offset int) *hover {
	from, to := v.word(offset)
	if from == to {
		return nil
	}
	probe := to
	if v.onKey(offset) { // as it is read once the separator stands
		if probe = to + 1; v.text.data[to] == ' ' {
			probe = to + 2
		}
	}
	s, ok := spotIn(v.path, v.text.data, probe)
	if !ok || s.block {
		return nil
	}
	x := s.expected(s.kindAt(v.path, v.text.data), v.path == decode.ConfigFile)
	if x.value == nil || len(x.rest) > 0 {
		return nil
	}
	word := string(v.text.data[from:to])
	if !v.onKey(offset) && !slices.Contains(x.value.Enum, word) {
		return nil
	}
	r := v.text.span(from, to, v.enc)
	return &hover{markdown(aboutField(x.value)), &r}
}

// aboutField is what the model says of a field.
func aboutField(f *model.Field) string {
	text := fmt.Sprintf("**%s** · %s", f.Name, shapeOf(f))
	if f.Doc != "" {
		text += "\n\n" + plainWords(f.Doc)
	}
	if f.Alias != "" {
		text += "\n\nIt may also be written `" + f.Alias + "`."
	}
	return text
}

// shapeOf says what a field takes.
func shapeOf(f *model.Field) string {
	one := map[model.Form]string{model.FormText: "text", model.FormDate: "a day, as in 2027-01-31", model.FormPeriod: "a length of time, as in 6 months",
		model.FormNumber: "a number", model.FormFlag: "true or false", model.FormScalar: "a number or text",
		model.FormGroup: "a table", model.FormSpecial: "a table"}[f.Form]
	switch {
	case f.Name == "canonical" && f.Form == model.FormSpecial:
		return "true, or the ID of a KPI"
	case f.Form == model.FormRef:
		one = "the ID of " + kindWords(f)
	case len(f.Enum) > 0:
		one = strings.Join(f.Enum, ", ")
	case f.Period:
		one = "a rhythm, as in monthly or 15 minutes"
	case f.Form == model.FormGroup:
		var parts []string
		for _, p := range f.Parts {
			parts = append(parts, p.Name)
		}
		one = "a table of " + strings.Join(parts, ", ")
	}
	if f.List {
		return one + "; several as a list"
	}
	return one
}

func kindWords(f *model.Field) string {
	switch {
	case f.Self:
		return "an entry of this kind"
	case len(f.Kinds) == 0:
		return "an entry"
	}
	var names []string
	for _, k := range f.Kinds {
		names = append(names, k.Title())
	}
	text := strings.Join(names, " or ")
	if strings.ContainsRune("aeiou", rune(text[0])) {
		return "an " + text
	}
	return "a " + text
}

func code(s string) string { return "`" + strings.ReplaceAll(s, "`", "'") + "`" }

// escape keeps text from being read as markup. What stands in backticks in a
// message stays so.
func escape(s string) string {
	return strings.NewReplacer("\\", "\\\\", "*", "\\*", "<", "&lt;", "[", "\\[").Replace(s)
}

// plainWords is text of a file on one line, free of markup.
func plainWords(s string) string {
	return escape(strings.Join(strings.Fields(s), " "))
}
