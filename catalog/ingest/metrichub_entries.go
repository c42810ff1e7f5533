package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

const (
	hubSource = "metric-hub"
	bigQuery  = "bigquery"
)

func (h *hub) writeProduct(p *product) {
	for _, section := range []string{metrics, dataSources, dimensions, segments, segmentSources} {
		h.strays(p, section)
	}
	tables := p.tables(metrics)
	for _, id := range sortedKeys(tables) {
		h.writeMetric(p, id, tables[id])
	}
	columns := h.writeDimensions(p)
	tables = p.tables(dataSources)
	for _, id := range sortedKeys(tables) {
		h.writeDataSource(p, dataSources, id, tables[id], columns[id])
	}
	tables = p.tables(segmentSources)
	for _, id := range sortedKeys(tables) {
		h.writeDataSource(p, segmentSources, id, tables[id], nil)
	}
	tables = p.tables(segments)
	for _, id := range sortedKeys(tables) {
		h.writeConcept(p, segments, id, tables[id])
	}
	for _, key := range sortedKeys(p.doc) {
		if !slices.Contains([]string{metrics, dataSources, dimensions, segments}, key) {
			h.drop(place{p.path, p.lines[key]}, fmt.Sprintf("`%s` is not part of a definitions file that can be imported", key), "")
		}
	}
}

// writeMetric makes a KPI of a metric.
func (h *hub) writeMetric(p *product, id string, table map[string]any) {
	h.read("metric")
	f := fields{h.batch, p.at(metrics, id), metrics + "." + id, table}
	var r record
	h.head(&r, f, id, "description")
	if h.standsIn[id] > 1 {
		r.add("concept", id)
	}
	if better, ok := f.bool("bigger_is_better"); ok {
		r.add("direction", map[bool]string{true: "higher", false: "lower"}[better])
	}
	custom := record{}
	custom.add("sql", f.block("select_expression"))
	var inputs []string
	if name := f.line("data_source"); name != "" {
		if object, ok := p.object[name]; ok {
			inputs = append(inputs, object)
		} else {
			h.dangling(f.at, "metric", id, "data source", name)
			custom.add("data_source", name)
		}
	}
	var lost []string
	for _, name := range f.lines("depends_on") {
		if kpi, ok := p.kpis[name]; ok {
			inputs = append(inputs, kpi)
		} else {
			h.dangling(f.at, "metric", id, "metric", name)
			lost = append(lost, name)
		}
	}
	custom.add("depends_on", lost)
	r.add("inputs", inputs)
	h.tail(&r, f, p, metrics, id, custom)
	h.entryYAML(model.KPIKind, p.kpis[id], r)
	h.written("metric")
}

func (h *hub) dangling(at place, kind, id, target, name string) {
	h.drop(at, fmt.Sprintf("%s `%s` refers to %s `%s`, which does not exist; the name is kept as a custom field", kind, id, target, name),
		"define it in the same file, or correct the name")
}

// head writes what all entries have first: name, meaning (as definition or
// description), owners, status.
func (h *hub) head(r *record, f fields, id, meaning string) {
	name := f.line("friendly_name")
	if name == "" {
		name = words(id)
		h.note(f.at, fmt.Sprintf("`%s` has no `friendly_name`; its name was made from the ID", f.what), "")
	}
	r.add("name", name)
	text := f.markdown("description")
	if misspelt := "descriptions"; text == "" && f.table[misspelt] != nil {
		text = f.markdown(misspelt)
		h.note(f.at, fmt.Sprintf("`%s` has `%s`, which was read as `description`", f.what, misspelt), "")
	}
	r.add(meaning, text)
	var owners []string
	for _, o := range f.lines("owner") {
		owners = append(owners, h.ownerIDs[o])
	}
	if len(owners) > 0 {
		r.add("owner", owners[0])
		r.add("stewards", slices.Compact(owners[1:]))
	}
	status := "approved"
	if gone, _ := f.bool("deprecated"); gone {
		status = "deprecated"
	}
	r.add("status", status)
	r.add("tags", f.lines("category"))
}

// tail writes what all entries have last: where they come from, and every
// field that Concord has no place for.
func (h *hub) tail(r *record, f fields, p *product, section, id string, custom record) {
	r.add("source", record{{"authority", hubSource}, {"clause", p.path + ": " + section + "." + id}})
	f.rest(&custom)
	r.add("custom", custom)
}

// writeDataSource makes an object of a data source. Columns are the dimensions
// declared on it.
func (h *hub) writeDataSource(p *product, section, id string, table map[string]any, columns []record) {
	kind := "data source"
	if section == segmentSources {
		kind = "segment data source"
	}
	h.read(kind)
	f := fields{h.batch, p.at(section, id), section + "." + id, table}
	object := p.object[id]
	var r record
	if section == segmentSources {
		object = p.object[section+"."+id]
		if f.table["friendly_name"] == nil {
			f.table["friendly_name"] = words(id) + " (for segments)"
		}
	}
	h.head(&r, f, id, "description")
	if section == segmentSources {
		r.add("tags", []string{"segment"})
	}
	r.add("system_of_record", []string{bigQuery})
	r.add("fields", columns)
	custom := record{}
	custom.add("from_expression", f.block("from_expression"))
	h.tail(&r, f, p, section, id, custom)
	h.entryYAML(model.ObjectKind, object, r)
	h.written(kind)
}

// writeDimensions makes terms of the dimensions and returns the columns that
// record them, by data source.
func (h *hub) writeDimensions(p *product) map[string][]record {
	columns := map[string][]record{}
	tables := p.tables(dimensions)
	for _, id := range sortedKeys(tables) {
		source, _ := tables[id]["data_source"].(string)
		term := h.writeConcept(p, dimensions, id, tables[id])
		if _, ok := p.object[source]; ok {
			columns[source] = append(columns[source], record{{"name", id}, {"term", term}})
		}
	}
	return columns
}

// writeConcept makes a term of a segment or a dimension.
func (h *hub) writeConcept(p *product, section, id string, table map[string]any) string {
	kind := strings.TrimSuffix(section, "s")
	h.read(kind)
	f := fields{h.batch, p.at(section, id), section + "." + id, table}
	source := f.line("data_source")
	var r record
	h.head(&r, f, id, "definition")
	r.add("tags", []string{kind})
	custom := record{}
	custom.add("sql", f.block("select_expression"))
	object := p.object[source]
	if section == segments && p.object[segmentSources+"."+source] != "" {
		object = p.object[segmentSources+"."+source]
	}
	if object == "" && source != "" {
		h.dangling(f.at, kind, id, "data source", source)
		object = source
	}
	custom.add("data_source", object)
	h.tail(&r, f, p, section, id, custom)
	term := h.id(model.TermKind, p.domain, id, f.at)
	h.entryYAML(model.TermKind, term, r)
	h.written(kind)
	return term
}

// writeShared writes what stands above the products.
func (h *hub) writeShared() {
	var domains, owners []record
	for _, p := range h.products {
		domains = append(domains, record{{"id", p.domain}, {"name", words(p.key)},
			{"description", "What `" + p.path + "` defines."}, {"status", "approved"}})
	}
	for _, o := range sortedKeys(h.ownerIDs) {
		h.read("owner")
		h.written("owner")
		r := record{{"id", h.ownerIDs[o]}, {"name", o}}
		if strings.Contains(o, "@") {
			r.add("email", o)
		}
		owners = append(owners, r)
	}
	h.entryList(model.DomainKind, "products", domains)
	h.entryList(model.OwnerKind, "owners", owners)
	h.entryList(model.SystemKind, "systems", []record{{{"id", bigQuery}, {"name", "BigQuery"}, {"type", "data warehouse"},
		{"vendor", "Google"}, {"description", "The data warehouse that the data sources are queries on."}, {"status", "approved"}}})
	if len(h.functions) > 0 {
		h.file("pages/sql-functions.md", functionsPage(h.functions))
	}
}

func functionsPage(functions []function) string {
	var b strings.Builder
	b.WriteString("---\n" + yamlText(record{{"name", "SQL functions"}}) + "---\n\n")
	b.WriteString("Expressions such as `{{agg_sum(\"x\")}}` in the SQL of metrics stand for these templates.\n")
	for _, f := range functions {
		b.WriteString("\n## " + escapeMarkdown(f.name) + "\n")
		for _, text := range []string{f.title, f.description} {
			if text != "" {
				b.WriteString("\n" + text + "\n")
			}
		}
		b.WriteString("\n" + codeBlock(f.sql, "sql") + "\n")
	}
	return b.String()
}

// codeBlock fences code, whatever is in it.
func codeBlock(code, language string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + language + "\n" + code + "\n" + fence
}
