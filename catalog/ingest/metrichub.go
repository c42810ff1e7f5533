package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/concord-catalog/concord/catalog/model"
)

func metricHub() Format {
	return Format{
		Name:  "metric-hub",
		Title: "Mozilla metric-hub definitions (TOML)",
		Doc: "Reads `definitions/*.toml`: one product a file. Metrics become KPIs, data sources become objects, " +
			"segments and dimensions become terms, owners become owners, and each product a domain. SQL is kept " +
			"as text in custom fields, never translated into formulas. A metric that stands in several products " +
			"gets its ID as `concept`, so that definitions that disagree show as conflicts.",
		Import: importMetricHub,
	}
}

// hub is one import of metric-hub definitions.
type hub struct {
	*batch
	products  []*product
	standsIn  map[string]int    // in how many products a metric ID stands
	ownerIDs  map[string]string // owner as written, to ID
	functions []function
}

// product is one definitions file.
type product struct {
	path   string
	key    string // the file's name without .toml
	domain string // ID
	doc    map[string]any
	lines  map[string]int    // table header, as in metrics.x, to line
	kpis   map[string]string // metric ID to entry ID
	object map[string]string // data source, or segment data source with its prefix, to entry ID
}

type function struct{ name, title, description, sql string }

// The sections of a definitions file.
const (
	metrics        = "metrics"
	dataSources    = "data_sources"
	dimensions     = "dimensions"
	segments       = "segments"
	functionTables = "functions"
	segmentSources = segments + "." + dataSources // data sources that only segments use
)

func importMetricHub(ctx context.Context, src fs.FS, opt Options) (*Result, error) {
	h := &hub{batch: newBatch(newInput(ctx, src, opt)), standsIn: map[string]int{}, ownerIDs: map[string]string{}}
	names, err := h.in.glob("definitions/*.toml", "*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := h.load(name); err != nil {
			return nil, err
		}
	}
	if len(h.products) == 0 && len(h.functions) == 0 {
		return nil, errors.New("this is not a metric-hub: expected `definitions/*.toml` with `[metrics.…]` or `[data_sources.…]` tables")
	}
	h.nameEntries()
	for _, p := range h.products {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h.writeProduct(p)
	}
	h.writeShared()
	return h.result("Metric hub", opt), nil
}

// load reads one file. A file that is not TOML is noted and left out.
func (h *hub) load(name string) error {
	data, err := h.in.read(name)
	if err != nil {
		return err
	}
	doc := map[string]any{}
	if err := decodeTOML(string(data), &doc); err != nil {
		var syntax toml.ParseError
		at := place{path: name}
		if errors.As(err, &syntax) {
			at.line, err = syntax.Position.Line, errors.New(syntax.Message)
		}
		h.read("file")
		h.dropped("file")
		h.drop(at, "the file is not TOML that can be read: "+err.Error(), "put the syntax right and import again")
		return nil
	}
	p := &product{path: name, key: strings.TrimSuffix(path.Base(name), ".toml"), doc: doc, lines: headerLines(string(data)),
		kpis: map[string]string{}, object: map[string]string{}}
	if !slices.ContainsFunc([]string{metrics, dataSources, dimensions, segments, functionTables}, func(s string) bool { return doc[s] != nil }) {
		return nil // some other TOML file; listed among those not read
	}
	h.read("file")
	h.written("file")
	h.loadFunctions(p)
	if len(doc) > 0 {
		h.products = append(h.products, p)
		for id := range p.tables(metrics) {
			h.standsIn[id]++
		}
	}
	return nil
}

var header = regexp.MustCompile(`^\s*\[\s*([A-Za-z0-9_.\-"' ]+?)\s*\]\s*(#.*)?$`)

// headerLines finds the line of each table. A line inside a text that looks
// like a header does no harm: the numbers only serve notes.
func headerLines(text string) map[string]int {
	lines := map[string]int{}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		if m := header.FindStringSubmatch(line); m != nil {
			key := strings.NewReplacer(`"`, "", "'", "", " ", "").Replace(m[1])
			if lines[key] == 0 {
				lines[key] = n
			}
		}
	}
	return lines
}

// tables returns the tables of a section by ID.
func (p *product) tables(section string) map[string]map[string]any {
	found := map[string]map[string]any{}
	for id, value := range p.section(section) {
		if t, ok := value.(map[string]any); ok && (section != segments || id != dataSources) {
			found[id] = t
		}
	}
	return found
}

func (p *product) section(section string) map[string]any {
	var at any = p.doc
	for key := range strings.SplitSeq(section, ".") {
		m, _ := at.(map[string]any)
		at = m[key]
	}
	m, _ := at.(map[string]any)
	return m
}

func (p *product) at(section, id string) place {
	line := p.lines[section+"."+id]
	if line == 0 {
		line = p.lines[section]
	}
	return place{p.path, line}
}

// loadFunctions takes the SQL functions out of a file, for the page that lists
// those of all files.
func (h *hub) loadFunctions(p *product) {
	tables := p.tables(functionTables)
	for _, id := range sortedKeys(tables) {
		f := fields{h.batch, p.at(functionTables, id), functionTables + "." + id, tables[id]}
		h.read("function")
		h.written("function")
		fn := function{name: id, title: f.line("friendly_name"), description: f.markdown("description"), sql: f.block("definition")}
		f.dropRest()
		h.functions = append(h.functions, fn)
	}
	h.strays(p, functionTables)
	delete(p.doc, functionTables)
}

// strays notes what stands in a section and is no table.
func (h *hub) strays(p *product, section string) {
	all := p.section(section)
	for _, key := range sortedKeys(all) {
		if _, ok := all[key].(map[string]any); !ok {
			h.drop(p.at(section, key), fmt.Sprintf("`%s.%s` is not a table and was left out", section, key), "")
		}
	}
}

// nameEntries gives out all IDs, so that references may point in any order.
func (h *hub) nameEntries() {
	for _, p := range h.products {
		p.domain = h.id(model.DomainKind, "", p.key, place{path: p.path})
		for _, id := range sortedKeys(p.tables(metrics)) {
			p.kpis[id] = h.id(model.KPIKind, p.domain, id, p.at(metrics, id))
		}
		for _, id := range sortedKeys(p.tables(dataSources)) {
			name := id
			if h.ids[model.KPIKind].has(p.domain + "/" + Slug(id)) {
				name = id + "_data"
				h.note(p.at(dataSources, id), fmt.Sprintf("data source `%s` is named `%s`: a metric has the plain name, and references must tell them apart", id, name), "")
			}
			p.object[id] = h.id(model.ObjectKind, p.domain, name, p.at(dataSources, id))
		}
		for _, id := range sortedKeys(p.tables(segmentSources)) {
			p.object[segmentSources+"."+id] = h.id(model.ObjectKind, p.domain, "segment_"+id, p.at(segmentSources, id))
		}
	}
	owners := h.owners()
	for _, owner := range sortedKeys(owners) {
		local, _, _ := strings.Cut(owner, "@")
		h.ownerIDs[owner] = h.id(model.OwnerKind, "", local, owners[owner])
	}
}

// owners lists everyone who is named as an owner, and where first.
func (h *hub) owners() map[string]place {
	named := map[string]place{}
	for _, p := range h.products {
		for _, section := range []string{metrics, dataSources, segments, dimensions} {
			tables := p.tables(section)
			for _, id := range sortedKeys(tables) {
				for _, o := range texts(tables[id]["owner"]) {
					if _, known := named[oneLine(o)]; !known {
						named[oneLine(o)] = p.at(section, id)
					}
				}
			}
		}
	}
	delete(named, "")
	return named
}

// texts reads a text or a list of texts.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, item := range v {
			if s, ok := item.(string); ok {
				list = append(list, s)
			}
		}
		return list
	}
	return nil
}
