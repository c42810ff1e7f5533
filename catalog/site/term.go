package site

import (
	"strconv"

	"github.com/concord-catalog/concord/catalog/model"
)

// TermView is the page of a term.
type TermView struct {
	EntryView
	Uses       []OtherUse // how others use the word, the term itself first; nil when nobody does
	Formula    *FormulaView
	Examples   []string
	Counter    []string
	Cases      [2][][]Span // Examples and Counter with links to the words of the catalog
	Codes      []CodeView
	Relations  []Relation
	RecordedIn []Link // data objects and fields that hold its instances
	UsedBy     []Relation
}

// CodeView is one permissible value.
type CodeView struct {
	Code, Name, Definition string
	Spans                  []Span // Definition with links to the words of the catalog
}

// Relation is a list of links under a heading.
type Relation struct {
	Label string
	Links []Link
	More  int // how many are left out
}

// most links of one relation that a page lists.
const mostLinks = 60

func (b *pageBuilder) relation(key string, links []Link) []Relation {
	if len(links) == 0 {
		return nil
	}
	r := Relation{Label: b.t(key), Links: links}
	if len(links) > mostLinks {
		r.More, r.Links = len(links)-mostLinks, links[:mostLinks]
	}
	return []Relation{r}
}

func (b *pageBuilder) term(t *model.Term, base EntryView) *TermView {
	v := &TermView{EntryView: base, Uses: b.otherUses(&t.Entry), Formula: b.formula(&t.Entry), Codes: b.codeViews(t.Values)}
	cases := b.passage()
	for _, x := range t.Examples {
		v.Examples, v.Cases[0] = append(v.Examples, x.S), append(v.Cases[0], b.linked(cases, x.S))
	}
	for _, x := range t.NotExamples {
		v.Counter, v.Cases[1] = append(v.Counter, x.S), append(v.Cases[1], b.linked(cases, x.S))
	}
	for _, r := range []struct {
		key  string
		refs []model.Ref
	}{{"relation.broader", t.Broader}, {"relation.narrower", t.Narrower}, {"relation.related", t.Related}, {"relation.distinct", t.DistinctFrom}} {
		v.Relations = append(v.Relations, b.relation(r.key, b.links(b.url, r.refs))...)
	}
	var back []Link
	for _, e := range b.relatedBy[&t.Entry] {
		if !isIn(t.Broader, e) && !isIn(t.Narrower, e) && !isIn(t.Related, e) {
			back = append(back, b.domainLink(b.url, e))
		}
	}
	v.Relations = append(v.Relations, b.relation("relation.back", back)...)
	v.RecordedIn, v.UsedBy = b.usedBy(&t.Entry)
	return v
}

func (b *pageBuilder) codeViews(list []model.Code) []CodeView {
	var views []CodeView
	within := b.passage()
	for _, c := range list {
		views = append(views, CodeView{c.Code, c.Name.S, c.Definition.S, b.linked(within, c.Definition.S)})
	}
	return views
}

// KPIView is the page of a KPI.
type KPIView struct {
	EntryView
	Tiles    []Tile
	Uses     []OtherUse
	Formula  *FormulaView
	Inputs   []Link
	Informs  []Link
	Measures []Link
	Reported []Link
	Manual   []string
	UsedBy   []Relation
}

// Tile is one figure set large; Href leads to what it counts, or is "".
type Tile struct{ Label, Value, Note, Class, Href string }

func (b *pageBuilder) kpi(k *model.KPI, base EntryView) *KPIView {
	v := &KPIView{EntryView: base, Uses: b.otherUses(&k.Entry), Formula: b.formula(&k.Entry),
		Inputs: b.links(b.url, k.Inputs), Informs: b.links(b.url, k.Informs), Measures: b.links(b.url, k.Measures),
		Reported: b.links(b.url, k.ReportedBy), Manual: stringsOf(k.ManualSteps)}
	tile := func(key, value, note string) {
		if value != "" {
			v.Tiles = append(v.Tiles, Tile{Label: b.t(key), Value: value, Note: note, Class: slug(key)})
		}
	}
	direction := ""
	if k.Direction.S != "" {
		direction = b.t("direction." + k.Direction.S)
	}
	tile("fact.target", withUnit(k.Target.Text, k.Unit.S), direction)
	if k.Target.Text == "" {
		tile("fact.direction", direction, "")
	}
	tile("fact.baseline", withUnit(k.Baseline.Text, k.Unit.S), "")
	tile("fact.cadence", sentence(b.sayings.Word("pace", k.Cadence.S)), "")
	switch {
	case k.Canonical.Yes:
		v.Facts = append(v.Facts, Fact{Label: b.t("fact.canonical"), Text: b.t("fact.canonical.this"), Class: "s-approved"})
	case k.Canonical.Ref.To != nil:
		v.Facts = append(v.Facts, b.linkFact("fact.canonical", k.Canonical.Ref)...)
	}
	_, v.UsedBy = b.usedBy(&k.Entry)
	return v
}

func stringsOf(list []model.Text) []string {
	var out []string
	for _, t := range list {
		out = append(out, t.S)
	}
	return out
}

// withUnit writes a value with its unit: a sign closes up, a word stands off.
func withUnit(value, unit string) string {
	value = grouped(value)
	switch {
	case value == "" || unit == "" || unit == "ratio":
		return value
	case unit == "%" || unit == "‰":
		return value + "\u202f" + unit
	}
	return value + "\u00a0" + unit
}

// grouped sets a long whole number in groups of three digits and leaves any
// other text as it is.
func grouped(value string) string {
	n, err := strconv.Atoi(value)
	if err != nil || len(value) < 5 || value[0] == '+' {
		return value
	}
	return thousands(n)
}
