// Package schema writes JSON Schemas of what content files may hold, for editors
// that complete and check as one types.
//
// The schemas are made from the model's own struct tags, so that editor and
// compiler cannot drift apart. They keep to draft-07 and to what both YAML and
// TOML language servers understand.
package schema

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// node is a JSON Schema.
type node = map[string]any

// Kind is the schema of one entry of a kind, and of a TOML file that lists
// several.
func Kind(kind model.Kind) []byte {
	entry := object(model.Schema(kind))
	props := entry["properties"].(node)
	props["kind"] = node{"enum": []string{kind.String()}, "description": "The kind, for files that do not lie in the folder of their kind."}
	props["id"] = node{"type": "string", "pattern": idPattern, "description": "The ID, where it is not the path of the file."}
	return document("concord "+kind.String(), node{
		"definitions": node{"entry": entry, "listed": node{"allOf": []any{node{"$ref": "#/definitions/entry"}, node{"required": []string{"id"}}}}},
		"anyOf": []any{
			node{"$ref": "#/definitions/entry"},
			node{"type": "object", "required": []string{"entry"}, "additionalProperties": false, "properties": node{
				"kind":  props["kind"],
				"entry": node{"type": "array", "items": node{"$ref": "#/definitions/listed"}, "description": "Several entries in one file."},
			}},
		},
	})
}

// Config is the schema of concord.toml.
func Config() []byte {
	config := object(model.ConfigSchema())
	config["properties"].(node)["custom"] = customFields()
	return document("concord.toml", config)
}

const (
	idPattern   = "^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*){0,5}$"
	datePattern = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
)

func document(title string, body node) []byte {
	body["$schema"] = "http://json-schema.org/draft-07/schema#"
	body["title"] = title
	data, err := json.MarshalIndent(body, "", "  ")
	if err != nil {
		panic("unreachable: a schema is maps, lists and strings: " + err.Error())
	}
	return append(data, '\n')
}

// object is the schema of a table of fields.
func object(fields []model.Field) node {
	props := node{}
	for i := range fields {
		f := &fields[i]
		s := field(f)
		s["description"] = f.Doc
		props[f.Name] = s
		if f.Alias != "" {
			alias := field(f)
			alias["description"] = f.Doc + " Another spelling of `" + f.Name + "`."
			props[f.Alias] = alias
		}
	}
	return node{"type": "object", "properties": props, "additionalProperties": false}
}

// field is the schema of one field's value. Where the model takes several, one
// alone stands for a list of one; parts with a name may also be keyed by it.
func field(f *model.Field) node {
	if f.Form == model.FormSpecial {
		return special(f)
	}
	one := single(f)
	if !f.List {
		return one
	}
	forms := []any{one, node{"type": "array", "items": one}}
	if f.Form == model.FormGroup {
		forms = append(forms, node{"type": "object", "additionalProperties": keyed(f)})
	}
	return node{"anyOf": forms}
}

// keyed is what may stand under the name of a part: its other fields, or the
// one that a plain value stands for.
func keyed(f *model.Field) node {
	table := object(f.Parts)
	return node{"anyOf": []any{table, plain()}}
}

func plain() node { return node{"type": []string{"string", "number", "boolean"}} }

func single(f *model.Field) node {
	switch f.Form {
	case model.FormGroup:
		table := object(f.Parts)
		if f.Scalar == "" {
			return table
		}
		part := f.Parts[slices.IndexFunc(f.Parts, func(p model.Field) bool { return p.Name == f.Scalar })]
		return node{"anyOf": []any{table, single(&part)}}
	case model.FormText:
		if len(f.Enum) > 0 {
			return node{"enum": append(slices.Clone(f.Enum), slices.Sorted(maps.Keys(f.Also))...)}
		}
	case model.FormDate:
		return node{"type": "string", "pattern": datePattern}
	case model.FormPeriod:
		return node{"type": "string", "examples": []string{"6 months", "90 days", "1 year"}}
	case model.FormNumber:
		return node{"type": "number"}
	case model.FormFlag:
		return node{"type": "boolean"}
	case model.FormRef:
		return node{"type": []string{"string", "number"}}
	}
	return plain()
}

// special covers the fields whose keys are not fixed words.
func special(f *model.Field) node {
	table := func(item node) node { return node{"type": "object", "additionalProperties": item} }
	switch f.Name {
	case "canonical":
		return node{"type": []string{"boolean", "string"}}
	case "translations":
		return table(object(model.PartSchema(reflect.TypeFor[model.Translation]())))
	case "given":
		return table(node{"type": "array", "items": table(plainOrNull())})
	case "expect":
		return table(plainOrNull())
	case "rules":
		return table(node{"enum": strings.Fields("off info minor major critical")})
	case "thresholds", "weights":
		return table(node{"type": "number"})
	}
	return node{"type": "object"}
}

// customFields is how concord.toml declares the organisation's own fields,
// which entries then fill under the same name.
func customFields() node {
	return node{"type": "object", "additionalProperties": object(model.PartSchema(reflect.TypeFor[model.CustomField]()))}
}

// plainOrNull lets a cell be missing.
func plainOrNull() node { return node{"type": []string{"string", "number", "boolean", "null"}} }
