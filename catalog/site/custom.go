package site

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// customFacts shows the organisation's own fields: those that concord.toml
// declares, in its order, unless it hides them.
func (b *pageBuilder) customFacts(e *model.Entry) []Fact {
	var facts []Fact
	for i := range b.in.Catalog.Config.Fields {
		decl := &b.in.Catalog.Config.Fields[i]
		at := slices.IndexFunc(e.Custom, func(c model.Custom) bool { return c.Key == decl.Key.S })
		if at < 0 || !decl.Show.Or(true) {
			continue
		}
		label := decl.Title.S
		if label == "" {
			label = model.Humanise(decl.Key.S)
		}
		f := Fact{Label: label}
		value := &e.Custom[at].Value
		if decl.Type.S == "url" && value.Kind == source.String {
			l, ok := b.outward("", model.Text{S: value.Text, At: value.At})
			if !ok {
				b.reportUnsafe(value.At, value.Text, e)
			}
			f.Links = []Link{l}
		} else {
			f.Text = valueText(value)
		}
		facts = append(facts, f)
	}
	return facts
}

// valueText is a value of any form as one line.
func valueText(v *source.Value) string {
	switch v.Kind {
	case source.List:
		parts := make([]string, len(v.Items))
		for i := range v.Items {
			parts[i] = valueText(&v.Items[i])
		}
		return strings.Join(parts, ", ")
	case source.Map:
		parts := make([]string, len(v.Fields))
		for i := range v.Fields {
			parts[i] = v.Fields[i].Key + ": " + valueText(&v.Fields[i].Value)
		}
		return strings.Join(parts, "; ")
	}
	return v.Text
}
