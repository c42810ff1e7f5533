package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// customFields are the fields of their own that imported entries have, by key.
type customFields map[string]*customField

type customField struct {
	typ   string // as concord.toml names it; "" when entries differ
	kinds []string
}

// see takes note of the custom fields of one entry.
func (c customFields) see(kind model.Kind, r record) {
	custom, _ := r.get("custom").(record)
	for _, p := range custom {
		typ := customType(p.value)
		f := c[p.key]
		if f == nil {
			f = &customField{typ: typ}
			c[p.key] = f
		}
		if f.typ != typ {
			f.typ = ""
		}
		if !slices.Contains(f.kinds, kind.String()) {
			f.kinds = append(f.kinds, kind.String())
			slices.Sort(f.kinds)
		}
	}
}

func customType(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case bool:
		return "boolean"
	case int64, float64:
		return "number"
	case []string:
		return "list"
	}
	return ""
}

// configText is concord.toml: the title, and every custom field declared whose
// values are all of one type.
func configText(title string, custom customFields) string {
	var b strings.Builder
	b.WriteString("title = " + quoted(title) + "\n")
	for _, key := range sortedKeys(custom) {
		f := custom[key]
		if f.typ == "" {
			continue
		}
		fmt.Fprintf(&b, "\n[custom.%s]\n", tomlKey(key))
		tomlFields(&b, record{
			{"title", customTitle(key)}, {"type", f.typ}, {"kinds", f.kinds},
		})
	}
	return b.String()
}

func customTitle(key string) string {
	if key == "sql" {
		return "SQL"
	}
	return words(key)
}

// words makes a title of a name_like_this.
func words(name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == ' ' }), " ")
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// aboutText is the page that says where the catalog came from.
func aboutText(title string, opt Options, counts []Count, notes []Note) string {
	var b strings.Builder
	b.WriteString("---\n" + yamlText(record{{"name", "About this catalog"}}) + "---\n\n")
	b.WriteString("The entries of " + escapeMarkdown(title) + " were imported from another format.\n")
	facts := []pair{{"Origin", opt.Origin}, {"Attribution", opt.Attribution}, {"Licence", opt.Licence}, {"Taken on", opt.Date}}
	lead := "\n"
	for _, f := range facts {
		text, _ := cleanText(f.value.(string))
		if text = oneLine(text); text != "" {
			b.WriteString(lead + "- " + f.key + ": " + escapeMarkdown(text) + "\n")
			lead = ""
		}
	}
	b.WriteString("\n## What was read\n\n| kind | read | written | merged into others | left out |\n|---|--:|--:|--:|--:|\n")
	for _, c := range counts {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", c.Kind, c.Read, c.Written, c.Merged, c.Dropped)
	}
	writeNotes(&b, "What was left out", notes, true)
	writeNotes(&b, "What was changed", notes, false)
	return b.String()
}

func writeNotes(b *strings.Builder, title string, notes []Note, dropped bool) {
	lead := "\n## " + title + "\n\n"
	for _, n := range notes {
		if n.Dropped != dropped {
			continue
		}
		at := n.Source
		if n.Line > 0 {
			at = fmt.Sprintf("%s:%d", n.Source, n.Line)
		}
		b.WriteString(lead + "- " + codeSpan(at) + " " + escapeHTML(oneLine(n.What)) + "\n")
		lead = ""
	}
}

// codeSpan shows text as code, whatever is in it.
func codeSpan(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}
