package resolve

import (
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// special reads the fields whose keys are not fixed words: tables by language,
// by object, by entry, and the organisation's own fields.
func (b *binder) special(into reflect.Value, desc *model.Field, f *source.Field) {
	if p, ok := into.Addr().Interface().(*model.Canonical); ok {
		b.canonical(p, desc, &f.Value)
		return
	}
	if p, ok := into.Addr().Interface().(*[]model.Expect); ok && f.Value.Kind != source.Map && f.Value.Kind != source.List {
		*p = []model.Expect{{Of: model.Ref{At: f.KeyAt}, Value: model.Scalar{Kind: f.Value.Kind, Text: f.Value.Text, At: f.Value.At}}}
		return
	}
	if f.Value.Kind != source.Map {
		b.report(&wrongType, f.Value.At, "`"+f.Key+"` takes a table of fields, and this is "+f.Value.Kind.String(), "write one line for each key")
		return
	}
	switch p := into.Addr().Interface().(type) {
	case *[]model.Custom:
		for _, c := range f.Value.Fields {
			*p = append(*p, model.Custom{Key: c.Key, KeyAt: c.KeyAt, Value: c.Value})
		}
	case *[]model.Translation:
		b.translations(p, &f.Value)
	case *[]model.Table:
		b.tables(p, &f.Value)
	case *[]model.Expect:
		b.expectations(p, &f.Value)
	case *[]model.RuleSetting:
		for _, c := range f.Value.Fields {
			*p = append(*p, model.RuleSetting{Rule: model.Text{S: c.Key, At: c.KeyAt}, Severity: b.severity(&c)})
		}
	case *[]model.Setting:
		b.settings(p, &f.Value)
	case *[]model.CustomField:
		b.customFields(p, &f.Value)
	}
}

// canonical takes true, false, or the ID of the KPI that is the agreed one.
func (b *binder) canonical(p *model.Canonical, desc *model.Field, v *source.Value) {
	p.At = v.At
	switch v.Kind {
	case source.Bool:
		p.Yes = v.Text == "true"
	case source.String:
		p.Ref = model.Ref{Text: v.Text, At: v.At}
		ref := *desc
		ref.Kinds = []model.Kind{model.KPIKind}
		b.refs = append(b.refs, pending{&p.Ref, &ref, b.current})
	default:
		b.report(&wrongType, v.At, "`canonical` takes true or the ID of a KPI, and this is "+v.Kind.String(), "write `true` on the agreed KPI, or its ID on the others")
	}
}

var translationParts = partsOf[model.Translation]()

// partsOf is the schema of a struct that is read by hand.
func partsOf[T any]() []model.Field { return model.PartSchema(reflect.TypeFor[T]()) }

func (b *binder) translations(p *[]model.Translation, v *source.Value) {
	list := make([]model.Translation, len(v.Fields))
	for i := range v.Fields {
		f := &v.Fields[i]
		list[i].Lang, list[i].At = f.Key, f.KeyAt
		if _, err := language.Parse(f.Key); err != nil {
			b.report(&unknownWord, f.KeyAt, "`"+f.Key+"` is no language tag", "write a BCP 47 tag such as de, fr or pt-BR")
		}
		if f.Value.Kind != source.Map {
			b.report(&wrongType, f.Value.At, "a translation takes a table of fields, and this is "+f.Value.Kind.String(), "write `name`, `definition` and `note` under the language")
			continue
		}
		b.group(reflect.ValueOf(&list[i]).Elem(), translationParts, &f.Value, "a translation")
	}
	*p = list
}

var objectRef = &model.Field{Name: "given", Form: model.FormRef, Kinds: []model.Kind{model.ObjectKind}}

// tables reads the facts of a scenario: rows by data object.
func (b *binder) tables(p *[]model.Table, v *source.Value) {
	list := make([]model.Table, len(v.Fields))
	for i := range v.Fields {
		f := &v.Fields[i]
		list[i].Object = model.Ref{Text: idOfName(f.Key), At: f.KeyAt}
		b.refs = append(b.refs, pending{&list[i].Object, objectRef, b.current})
		if f.Value.Kind != source.List {
			b.report(&wrongType, f.Value.At, "the facts of `"+f.Key+"` are a list of rows, and this is "+f.Value.Kind.String(), "write one `- {field: value, …}` for each row, or `[]` for none")
			continue
		}
		for _, row := range f.Value.Items {
			if row.Kind != source.Map {
				b.report(&wrongType, row.At, "a row is a table of fields, and this is "+row.Kind.String(), "write `- {field: value, …}`")
				continue
			}
			list[i].Rows = append(list[i].Rows, rowOf(&row))
		}
	}
	*p = list
}

// idOfName lets facts name an object as formulas do.
func idOfName(name string) string { return strings.ReplaceAll(name, "_", "-") }

func rowOf(v *source.Value) model.Row {
	r := model.Row{At: v.At}
	for _, c := range v.Fields {
		r.Cells = append(r.Cells, model.Cell{
			Field: model.Text{S: c.Key, At: c.KeyAt},
			Value: model.Scalar{Kind: c.Value.Kind, Text: c.Value.Text, At: c.Value.At},
		})
	}
	return r
}

var measureRef = &model.Field{Name: "expect", Form: model.FormRef, Kinds: []model.Kind{model.TermKind, model.KPIKind}}

func (b *binder) expectations(p *[]model.Expect, v *source.Value) {
	list := make([]model.Expect, len(v.Fields))
	for i := range v.Fields {
		f := &v.Fields[i]
		list[i] = model.Expect{Of: model.Ref{Text: f.Key, At: f.KeyAt}, Value: model.Scalar{Kind: f.Value.Kind, Text: f.Value.Text, At: f.Value.At}}
		b.refs = append(b.refs, pending{&list[i].Of, measureRef, b.current})
		if f.Value.Kind == source.List || f.Value.Kind == source.Map {
			b.report(&wrongType, f.Value.At, "the expected answer is one value, and this is "+f.Value.Kind.String(), "write a number, a text, or `undefined`")
		}
	}
	*p = list
}

// expectOfAll turns one expected answer into the answer that is expected of
// every definition under `compare`.
func (b *binder) expectOfAll(s *model.Scenario) {
	if len(s.Expect) != 1 || s.Expect[0].Of.Text != "" {
		return
	}
	one := s.Expect[0]
	if len(s.Compare) == 0 {
		b.report(&wrongType, one.Of.At, "`expect` gives an answer, and nothing says of what", "name the definitions under `compare`, or write `expect: {definition: answer}`")
	}
	s.Expect = make([]model.Expect, len(s.Compare))
	for i, r := range s.Compare {
		s.Expect[i] = model.Expect{Of: model.Ref{Text: r.Text, At: r.At}, Value: one.Value}
		b.refs = append(b.refs, pending{&s.Expect[i].Of, measureRef, b.current})
	}
}

func (b *binder) severity(f *source.Field) model.Text {
	words := []string{"off", "info", "minor", "major", "critical"}
	t := model.Text{S: f.Value.Text, At: f.Value.At}
	for _, w := range words {
		if t.S == w {
			return t
		}
	}
	b.report(&unknownWord, f.Value.At, "`"+t.S+"` is no severity", suggest(t.S, words, "write one of "+strings.Join(words, ", ")))
	b.mendNear(t.At, t.S, words, true)
	return model.Text{}
}

func (b *binder) settings(p *[]model.Setting, v *source.Value) {
	for i := range v.Fields {
		f := &v.Fields[i]
		n, err := strconv.ParseFloat(f.Value.Text, 64)
		if err != nil || f.Value.Kind != source.Number {
			b.report(&wrongType, f.Value.At, "`"+f.Key+"` takes a number, and this is "+f.Value.Kind.String(), "write a number")
			continue
		}
		*p = append(*p, model.Setting{Name: model.Text{S: f.Key, At: f.KeyAt}, Value: model.Number{V: n, Text: f.Value.Text, Set: true, At: f.Value.At}})
	}
}

var customParts = partsOf[model.CustomField]()

func (b *binder) customFields(p *[]model.CustomField, v *source.Value) {
	list := make([]model.CustomField, len(v.Fields))
	for i := range v.Fields {
		f := &v.Fields[i]
		list[i].Key = model.Text{S: f.Key, At: f.KeyAt}
		if f.Value.Kind != source.Map {
			b.report(&wrongType, f.Value.At, "a field of your own is declared by a table, and this is "+f.Value.Kind.String(), "write `title`, `type`, `values` and `kinds`")
			continue
		}
		b.group(reflect.ValueOf(&list[i]).Elem(), customParts, &f.Value, "a field of your own")
	}
	*p = list
}

func (b *binder) config(v source.Value) model.Config {
	var c model.Config
	if v.Kind == source.Map {
		b.group(reflect.ValueOf(&c).Elem(), model.ConfigSchema(), &v, "concord.toml")
	}
	return c
}
