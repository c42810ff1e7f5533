package decode

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/source"
)

// tag applies the tags of the core schema and reports all others.
func (d *yamlDocument) tag(n *yaml.Node, v *source.Value) {
	kind := plainKind(n.Value)
	switch n.Tag {
	case "!!str":
		v.Kind = source.String
	case "!!int", "!!float":
		if kind == source.Number {
			v.Kind = kind
		}
	case "!!bool":
		if kind == source.Bool {
			v.Kind = kind
		}
	case "!!null":
		if kind == source.Null {
			v.Kind = kind
		}
	default:
		d.reportTag(n)
	}
}

func (d *yamlDocument) reportTag(n *yaml.Node) {
	start, end := d.tagAt(n)
	name := string(d.text[start:end])
	d.r.report(customTag.At(d.span(start, end), fmt.Sprintf("the tag `%s` has no meaning here", name)).
		WithHelp("delete the tag, or put the value in quotes if it begins with an exclamation mark"))
}
