package lsp

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// waiverMonths is how long a waiver runs unless somebody writes another day: it
// is a loan, and a quarter is when most people meet again.
const waiverMonths = 3

// waive adds an `allow` to the entry of this document that a finding is about.
// The reason is left to be written.
func (v *view) waive(st *state, f placed) (codeAction, bool) {
	var entry *model.Entry
	for _, key := range f.Subjects {
		if e := st.entry(key); e != nil && st.Set.File(e.All.File).Path == v.path {
			entry = e
		}
	}
	if entry == nil {
		return codeAction{}, false
	}
	d := st.decl(entry)
	data := st.Set.File(entry.All.File).Data
	if d == nil || string(data) != string(v.text.data) {
		return codeAction{}, false
	}
	w := waiver{rule: f.Kind.ID, until: model.Period{Months: waiverMonths}.After(st.Today), d: d, data: data}
	if entry.Accountable != nil {
		w.by = entry.Accountable.ID
	}
	at, text := w.edit()
	if !w.holds(v.path, at, text) {
		return codeAction{}, false
	}
	e := textEdit{v.text.span(at, at, v.enc), text}
	edit, err := v.edit(map[string][]textEdit{v.path: {e}}, nil)
	return codeAction{Title: fmt.Sprintf("Waive %s (%s) here until %s", f.Kind.Code, f.Kind.ID, w.until), Edit: edit}, err == nil
}

// waiver is a line of `allow` to be written into an entry.
type waiver struct {
	rule, by string
	until    model.Date
	d        *decode.Decl
	data     []byte
}

const (
	waiverComment = "say why it may stand; without a reason it does not count"
	someone       = "some-owner"
)

// edit is where the waiver goes and how it is written there: into the list that
// there is, or below the last field.
func (w waiver) edit() (at int, text string) {
	toml := w.d.Format == decode.TOML || w.d.Format == decode.Markdown && bytes.HasPrefix(bytes.TrimLeft(w.data, "\ufeff"), []byte("+++"))
	allow := w.d.Fields.Get("allow")
	switch {
	case allow != nil && allow.Value.Kind == source.List && len(allow.Value.Items) > 0:
		return w.item(&allow.Value, toml)
	case allow != nil:
		return 0, ""
	case toml:
		return w.table()
	}
	return w.block()
}

// item adds one to a list of waivers.
func (w waiver) item(list *source.Value, toml bool) (int, string) {
	last := list.Items[len(list.Items)-1].At
	line := bytes.LastIndexByte(w.data[:last.Start], '\n') + 1
	lead := string(w.data[line:last.Start])
	switch {
	case strings.TrimSpace(lead) == "-": // one item a block
		at, broken := w.lineAfter(int(last.End))
		return at, broken + w.lines(lead, strings.Repeat(" ", len(lead)), ": ")
	case toml && bytes.HasPrefix(bytes.TrimLeft(w.data[line:], " "), []byte("[[")), toml && int(last.End) <= line:
		return w.table()
	}
	return int(last.End), ", " + w.inline(toml)
}

// block adds the field to a YAML entry that has none.
func (w waiver) block() (int, string) {
	fields := w.d.Fields.Fields
	if len(fields) == 0 {
		return 0, ""
	}
	first := int(fields[0].KeyAt.Start)
	lead := string(w.data[bytes.LastIndexByte(w.data[:first], '\n')+1 : first])
	if strings.TrimSpace(lead) != "" { // {name: hub}
		end := int(w.d.Fields.At.End) - 1
		return end, ", allow: [" + w.inline(false) + "]"
	}
	end := 0
	for i := range fields {
		end = max(end, int(fields[i].Value.At.End), int(fields[i].KeyAt.End))
	}
	at, broken := w.lineAfter(end)
	return at, broken + lead + "allow:\n" + w.lines(lead+"  - ", lead+"    ", ": ")
}

// table adds a table to a TOML entry.
func (w waiver) table() (int, string) {
	header := "[[allow]]"
	if bytes.HasPrefix(bytes.TrimLeft(w.data[w.d.At.Start:], " "), []byte("[[entry")) {
		header = "[[entry.allow]]"
	}
	end := 0
	for i := range w.d.Fields.Fields {
		end = max(end, lastByte(&w.d.Fields.Fields[i].Value))
	}
	at, broken := w.lineAfter(end)
	return at, broken + "\n" + header + "\n" + w.lines("", "", " = ")
}

// lastByte is where a value and all its parts end.
func lastByte(v *source.Value) int {
	end := int(v.At.End)
	for i := range v.Fields {
		end = max(end, lastByte(&v.Fields[i].Value))
	}
	for i := range v.Items {
		end = max(end, lastByte(&v.Items[i]))
	}
	return end
}

// lineAfter is where the line below a place begins, and the line break that is
// missing before it.
func (w waiver) lineAfter(at int) (int, string) {
	if at > 0 && w.data[at-1] == '\n' {
		return at, ""
	}
	if next := lineAfter(w.data, at); next > at && w.data[next-1] == '\n' {
		return next, ""
	}
	return len(w.data), "\n"
}

func (w waiver) lines(first, lead, sep string) string {
	quote := func(s string) string { return s }
	if sep == " = " {
		quote = func(s string) string { return `"` + s + `"` }
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%srule%s%s\n", first, sep, quote(w.rule))
	fmt.Fprintf(&b, "%sreason%s\"\" # %s\n", lead, sep, waiverComment)
	if w.by != "" {
		fmt.Fprintf(&b, "%sby%s%s\n", lead, sep, quote(w.by))
	} else {
		fmt.Fprintf(&b, "%s# by%s%s\n", lead, sep, quote(someone))
	}
	fmt.Fprintf(&b, "%suntil%s%s\n", lead, sep, w.until)
	return b.String()
}

func (w waiver) inline(toml bool) string {
	by := ""
	if w.by != "" {
		by = ", by: " + w.by
	}
	if toml {
		if by != "" {
			by = fmt.Sprintf(", by = %q", w.by)
		}
		return fmt.Sprintf(`{ rule = %q, reason = ""%s, until = %s }`, w.rule, by, w.until)
	}
	return fmt.Sprintf(`{rule: %s, reason: ""%s, until: %s}`, w.rule, by, w.until)
}

// holds reports whether the entry reads as before but for the waiver.
func (w waiver) holds(path string, at int, text string) bool {
	if text == "" {
		return false
	}
	data := append(append(bytes.Clone(w.data[:at]), text...), w.data[at:]...)
	set := source.NewSet(map[string][]byte{path: data})
	unit := decode.File(set.Files()[0])
	for i := range unit.Decls {
		d := &unit.Decls[i]
		if d.Kind != w.d.Kind || d.ID != w.d.ID {
			continue
		}
		before, after := resolve.Bind(w.d), resolve.Bind(d)
		n := len(after.Allow)
		return n == len(before.Allow)+1 && after.Allow[n-1].Rule.S == w.rule && !after.Allow[n-1].Until.IsZero() && fieldCount(d) >= fieldCount(w.d)
	}
	return false
}

func fieldCount(d *decode.Decl) int { return len(d.Fields.Fields) }
