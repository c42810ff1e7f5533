package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

const goalsDomain = "sdg"

// translationKey is what stands where a text is expected when the text is kept
// in another repository.
var translationKey = regexp.MustCompile(`^[a-z_]+\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// collectTargets makes the outcomes that an indicator measures known: its
// target and its goal.
func (s *sdg) collectTargets(i *indicator) {
	if i.number == "" {
		return
	}
	goal, rest, _ := strings.Cut(i.number, ".")
	number := goal + "." + rest[:strings.IndexByte(rest, '.')]
	for _, n := range []string{goal, number} {
		if s.targets[n] == nil {
			s.targets[n] = &target{id: s.id(model.OutcomeKind, goalsDomain, n, i.at)}
		}
	}
	name, _ := i.fields.table["target_name"].(string)
	t := s.targets[number]
	if name = oneLine(name); t.name == "" && name != "" && !translationKey.MatchString(name) {
		t.name = name
		delete(i.fields.table, "target_name")
	} else if name == t.name {
		delete(i.fields.table, "target_name")
	}
}

// The fields that describe an indicator, the most specific first, and those
// that name it.
var (
	sdgMeaning = []string{"national_indicator_description", "national_indicator_definition", "national_definition", "indicator_definition", "computation_definitions"}
	sdgNames   = []string{"indicator_available", "national_indicator_available", "indicator_name", "title", "graph_title"}
)

// sdgNotes are the fields that become sections of the note, in order.
var sdgNotes = []struct{ key, heading string }{
	{"indicator_definition", "Indicator definition"},
	{"computation_definitions", "Definitions"},
	{"computation_calculations", "Calculation"},
	{"national_computation_method", "National calculation"},
	{"computation_disaggregation", "Disaggregation"},
	{"available_disaggregations", "Available disaggregations"},
	{"comments_limitations", "Limitations"},
	{"other_info", "Other information"},
	{"data_footnote", "Footnote"},
}

// writeIndicator makes a KPI of an indicator.
func (s *sdg) writeIndicator(r *reporter, i *indicator) {
	f := i.fields
	var e record
	e.add("name", s.nameOf(i))
	for _, key := range sdgMeaning {
		if text := readMixed(f.block(key)); text != "" {
			e.add("description", text)
			break
		}
	}
	s.addAgencies(&e, f)
	e.add("status", statusOf(i))
	if keywords := f.line("data_keywords"); keywords != "" {
		e.add("tags", parts(keywords))
	}
	e.add("concept", i.number)
	e.add("unit", f.line("computation_units"))
	if i.number != "" {
		e.add("measures", []string{s.targets[i.number[:strings.LastIndexByte(i.number, '.')]].id})
	}
	custom := record{}
	e.add("source", s.takeSources(i, &custom))
	if address := f.line("goal_meta_link"); webAddress(address) {
		e.add("links", []record{{{"label", cmp.Or(f.line("goal_meta_link_text"), "Metadata")}, {"url", address}}})
	} else {
		custom.add("goal_meta_link", address)
	}
	note := s.noteOf(i)
	f.rest(&custom)
	e.add("custom", custom)
	id := s.id(model.KPIKind, r.domain, i.stem, i.at)
	s.entryMarkdown(model.KPIKind, id, e, note)
	s.written("indicator")
}

func parts(list string) []string {
	var all []string
	for _, p := range strings.FieldsFunc(list, func(r rune) bool { return r == ';' || r == ',' }) {
		if p = oneLine(p); p != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// nameOf takes the indicator's name from the first field that holds one.
func (s *sdg) nameOf(i *indicator) string {
	why := "it has none"
	name := "Indicator " + cmp.Or(i.number, i.stem)
	for _, key := range sdgNames {
		text, _ := i.fields.table[key].(string)
		text = oneLine(text)
		if translationKey.MatchString(text) {
			why = fmt.Sprintf("its `%s` is `%s`, the key of a text kept elsewhere", key, text)
			continue
		}
		if text != "" {
			name = oneLine(readMixed(i.fields.text(key)))
			if why == "it has none" {
				return name
			}
			break
		}
	}
	s.note(i.at, fmt.Sprintf("`%s` is named `%s`: %s", i.stem, name, why), "")
	return name
}

func (s *sdg) addAgencies(e *record, f fields) {
	var owners []string
	for _, name := range agencyList(f.line("un_custodian_agency")) {
		if id := s.agencyID(name, f.at); !slices.Contains(owners, id) {
			owners = append(owners, id)
		}
	}
	if len(owners) > 0 {
		e.add("owner", owners[0])
		e.add("stewards", owners[1:])
	}
}

// statusOf is where the indicator stands: archived ones are deprecated, those
// that are not reported yet are drafts.
func statusOf(i *indicator) string {
	reported, _ := i.fields.table["reporting_status"].(string)
	switch {
	case strings.HasPrefix(i.stem, "archived-"):
		return "deprecated"
	case reported == "notstarted":
		return "draft"
	}
	return "approved"
}

// noteOf joins the fields that explain the indicator, and the file's body.
func (s *sdg) noteOf(i *indicator) string {
	var blocks []string
	for _, n := range sdgNotes {
		if text := readMixed(i.fields.block(n.key)); text != "" {
			blocks = append(blocks, "### "+n.heading, text)
		}
	}
	body := dedent(s.clean(i.at, fmt.Sprintf("the text of `%s`", i.stem), i.body))
	if body = readMixed(body); body != "" {
		blocks = append(blocks, "### Text", body)
	}
	return joinBlocks(blocks)
}

var sourceField = regexp.MustCompile(`^(source_[a-z_]+?)_([0-9]{1,2})$`)

// takeSources takes the numbered source fields. A source in use that names an
// organisation or an address becomes a source of the entry; what else is said
// about it, and sources out of use, become custom fields.
func (s *sdg) takeSources(i *indicator, custom *record) []record {
	slots := map[string]map[string]any{}
	for _, key := range sortedKeys(i.fields.table) {
		if m := sourceField.FindStringSubmatch(key); m != nil {
			if slots[m[2]] == nil {
				slots[m[2]] = map[string]any{}
			}
			slots[m[2]][strings.TrimPrefix(m[1], "source_")] = i.fields.table[key]
			delete(i.fields.table, key)
		}
	}
	var used, more []record
	for n := 1; n < 100; n++ {
		slot := slots[strconv.Itoa(n)]
		f := fields{s.batch, i.at, fmt.Sprintf("source %d of %s", n, i.stem), slot}
		active, said := f.bool("active")
		source, detail := sourceOf(f)
		if active || !said {
			used = append(used, source...)
		} else if len(source) > 0 {
			detail = append(record{{"active", false}}, append(source[0], detail...)...)
		}
		if len(detail) > 0 {
			more = append(more, append(record{{"number", int64(n)}}, detail...))
		}
	}
	custom.add("sources", more)
	return used
}

// sourceOf reads one numbered source: what names it, and what else it has.
func sourceOf(f fields) (source []record, detail record) {
	var r record
	r.add("authority", f.line("organisation"))
	clause := f.line("url_text")
	if clause != "Link to source" { // what the form is filled with
		r.add("clause", clause)
	}
	address := f.line("url")
	if webAddress(address) {
		r.add("url", address)
	} else if address != "Link to source" {
		detail.add("url", address)
	}
	f.rest(&detail)
	if len(r) > 0 {
		source = []record{r}
	}
	return source, detail
}

// writeShared writes what stands above the indicators.
func (s *sdg) writeShared() {
	domains := []record{{{"id", goalsDomain}, {"name", "Sustainable Development Goals"},
		{"description", "The goals and targets that the indicators measure."}, {"status", "approved"}}}
	for _, r := range s.reporters {
		domains = append(domains, record{{"id", r.domain}, {"name", r.name},
			{"description", "Indicators as " + r.name + " reports them."}, {"status", "approved"}})
	}
	s.entryList(model.DomainKind, "reporters", domains)
	var owners, outcomes []record
	for _, key := range sortedKeys(s.agencies) {
		a := s.agencies[key]
		owners = append(owners, record{{"id", a.id}, {"name", a.name}, {"type", "team"}})
	}
	s.entryList(model.OwnerKind, "agencies", owners)
	for _, number := range s.targetNumbers() {
		t := s.targets[number]
		goal, _, isTarget := strings.Cut(number, ".")
		kind := "goal"
		r := record{{"id", t.id}, {"name", "Goal " + number}}
		if isTarget {
			kind = "target"
			r = record{{"id", t.id}, {"name", "Target " + number}}
			r.add("description", escapeHTML(t.name))
		}
		r.add("status", "approved")
		if isTarget {
			r.add("parent", s.targets[goal].id)
		}
		s.read(kind)
		s.written(kind)
		outcomes = append(outcomes, r)
	}
	s.entryList(model.OutcomeKind, "goals", outcomes)
}

// targetNumbers lists goals and targets in the order of their numbers.
func (s *sdg) targetNumbers() []string {
	numbers := sortedKeys(s.targets)
	slices.SortStableFunc(numbers, func(a, b string) int {
		goalA, restA, _ := strings.Cut(a, ".")
		goalB, restB, _ := strings.Cut(b, ".")
		x, _ := strconv.Atoi(goalA)
		y, _ := strconv.Atoi(goalB)
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(len(restA), len(restB)), cmp.Compare(restA, restB))
	})
	return numbers
}
