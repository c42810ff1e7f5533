package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/concord-catalog/concord/catalog/model"
)

func openSDG() Format {
	return Format{
		Name:  "sdg",
		Title: "Open SDG indicators (Markdown)",
		Doc: "Reads the indicators of one country in `meta/*.md`, or of several in `*/meta/*.md`. Indicators become " +
			"KPIs, the countries domains, goals and targets outcomes, and custodian agencies owners. The indicator " +
			"number is the `concept`, so that countries that define an indicator differently show side by side.",
		Import: importSDG,
	}
}

// sdg is one import of Open SDG indicators.
type sdg struct {
	*batch
	reporters []*reporter
	agencies  map[string]*agency // by slug of the short name, or of the only one
	short     map[string]string  // slug of a long name to that of the short one
	targets   map[string]*target // by number
}

// reporter is one country's set of indicators.
type reporter struct {
	folder     string // "" for the root
	name       string
	domain     string
	indicators []*indicator
}

// indicator is one file.
type indicator struct {
	at     place
	stem   string // the file's name without .md
	number string // as in 1.1.1
	fields fields
	body   string
}

// agency is an owner under the longest name given for it.
type agency struct{ id, name string }

// target is a target, or a goal when its number has no dot.
type target struct {
	id, name string
}

func importSDG(ctx context.Context, src fs.FS, opt Options) (*Result, error) {
	s := &sdg{batch: newBatch(newInput(ctx, src, opt)), agencies: map[string]*agency{}, short: map[string]string{}, targets: map[string]*target{}}
	names, err := s.in.glob("meta/*.md", "*/meta/*.md")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := s.load(name); err != nil {
			return nil, err
		}
	}
	if !slices.ContainsFunc(s.reporters, func(r *reporter) bool {
		return slices.ContainsFunc(r.indicators, func(i *indicator) bool { return i.number != "" })
	}) {
		return nil, errors.New("these are not Open SDG indicators: expected `meta/*.md` with `indicator_number` in their front matter")
	}
	s.nameReporters()
	for _, r := range s.reporters {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, i := range r.indicators {
			s.collectTargets(i)
			s.collectAgencies(i)
		}
	}
	for _, r := range s.reporters {
		for _, i := range r.indicators {
			s.writeIndicator(r, i)
		}
	}
	s.writeShared()
	return s.result("Sustainable Development Goals", opt), nil
}

// maxFrontMatter bounds the part of a file that the YAML reader sees, whose
// check for repeated keys takes time that grows with their square.
const maxFrontMatter = 256 << 10

var (
	frontMatter     = regexp.MustCompile(`(?s)^\s*---[ \t]*\n(.*?)\n---[ \t]*(?:\n(.*))?$`)
	indicatorNumber = regexp.MustCompile(`^([0-9]{1,2})[.-]([0-9a-z]{1,2})[.-]([0-9a-z]{1,2})$`)
	numberAtEnd     = regexp.MustCompile(`([0-9]{1,2})-([0-9a-z]{1,2})-([0-9a-z]{1,2})$`)
)

// load reads one file. A file without an indicator in it is noted.
func (s *sdg) load(name string) error {
	data, err := s.in.read(name)
	if err != nil {
		return err
	}
	s.read("indicator")
	at := place{name, 1}
	i := &indicator{at: at, stem: strings.TrimSuffix(path.Base(name), ".md")}
	m := frontMatter.FindSubmatch(data)
	table := map[string]any{}
	switch {
	case m == nil:
		err = errors.New("it has no front matter between two lines `---`")
	case len(m[1]) > maxFrontMatter:
		err = fmt.Errorf("its front matter is larger than %d KiB", maxFrontMatter>>10)
	default:
		err = yaml.Unmarshal(m[1], &table)
		i.body = string(m[2])
	}
	if err != nil {
		s.dropped("indicator")
		s.drop(at, "the file cannot be read: "+strings.TrimPrefix(err.Error(), "yaml: "), "put the syntax right and import again")
		return nil
	}
	maps.DeleteFunc(table, func(_ string, value any) bool { return value == nil })
	i.fields = fields{s.batch, at, i.stem, table}
	if text, ok := table["placeholder"].(string); ok && len(table) == 1 {
		s.dropped("indicator")
		s.drop(at, "the file only holds the place of an indicator: "+oneLine(readMixed(text)), "")
		return nil
	}
	i.number = s.numberOf(i)
	folder, _, _ := strings.Cut(name, "meta/")
	r := s.reporter(strings.TrimSuffix(folder, "/"))
	r.indicators = append(r.indicators, i)
	return nil
}

// numberOf is the indicator's number, from its field or else from the file's
// name; "" when neither is one.
func (s *sdg) numberOf(i *indicator) string {
	for _, key := range []string{"indicator_number", "indicator"} {
		if m := indicatorNumber.FindStringSubmatch(i.fields.line(key)); m != nil {
			return strings.Join(m[1:], ".")
		}
	}
	if m := numberAtEnd.FindStringSubmatch(i.stem); m != nil {
		s.note(i.at, fmt.Sprintf("`%s` names no `indicator_number`; it was taken from the file's name", i.stem), "")
		return strings.Join(m[1:], ".")
	}
	s.note(i.at, fmt.Sprintf("`%s` has no indicator number; it measures no target", i.stem), "")
	return ""
}

func (s *sdg) reporter(folder string) *reporter {
	for _, r := range s.reporters {
		if r.folder == folder {
			return r
		}
	}
	r := &reporter{folder: folder}
	s.reporters = append(s.reporters, r)
	return r
}

// nameReporters names each country by the area that most of its indicators
// cover, or else by its folder.
func (s *sdg) nameReporters() {
	for _, r := range s.reporters {
		areas := map[string]int{}
		for _, i := range r.indicators {
			if area, ok := i.fields.table["national_geographical_coverage"].(string); ok && oneLine(area) != "" {
				areas[oneLine(area)]++
			}
		}
		best := 0
		for _, area := range sortedKeys(areas) {
			if areas[area] > best {
				r.name, best = area, areas[area]
			}
		}
		if r.name == "" {
			r.name = words(path.Base("reporter/" + r.folder))
		}
		r.domain = s.id(model.DomainKind, "", r.name, place{path: path.Join(r.folder, "meta")})
	}
}

// agencySeparator parts agencies. A comma does so only after a closing bracket
// or in a list of short names, for names hold commas too.
var (
	agencySeparator = regexp.MustCompile(`;\s*|\)\s*(?:,|/|&|and)\s+`)
	lineBreak       = regexp.MustCompile(`(?i)\s*<br */?>\s*`)
)

// agencyList cuts a list of agencies into names.
func agencyList(text string) []string {
	text = lineBreak.ReplaceAllString(text, "; ")
	if names := strings.Split(text, ","); !slices.ContainsFunc(names, func(n string) bool { return len(strings.Fields(n)) > 2 }) {
		text = strings.Join(names, ";") // short names only
	}
	var names []string
	start := 0
	for _, m := range agencySeparator.FindAllStringIndex(text, -1) {
		end := m[0]
		if text[m[0]] == ')' {
			end++
		}
		names = append(names, text[start:end])
		start = m[1]
	}
	names = append(names, text[start:])
	for i, name := range names {
		names[i] = strings.TrimRight(oneLine(name), ",.")
	}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

var bracketed = regexp.MustCompile(`^(.*\S)\s*\(([^()]+)\)$`)

// collectAgencies makes every way of naming an agency known, so that the long
// and the short one are one owner wherever both are given together.
func (s *sdg) collectAgencies(i *indicator) {
	text, _ := i.fields.table["un_custodian_agency"].(string)
	for _, name := range agencyList(oneLine(text)) {
		m := bracketed.FindStringSubmatch(name)
		if m == nil || !shortName(m[2]) {
			continue
		}
		key := Slug(m[2])
		s.short[Slug(name)] = key
		if long := Slug(m[1]); s.short[long] == "" {
			s.short[long] = key
		}
	}
}

// agencyID files an agency under its short name and returns its ID.
func (s *sdg) agencyID(name string, at place) string {
	key := cmp.Or(s.short[Slug(name)], Slug(name))
	a := s.agencies[key]
	s.read("agency name")
	if a == nil {
		a = &agency{id: s.id(model.OwnerKind, "", key, at)}
		s.agencies[key] = a
		s.written("agency name")
	} else {
		s.merged("agency name")
	}
	if len(name) > len(a.name) {
		a.name = name
	}
	return a.id
}

// shortName reports whether a name is an abbreviation, as in UN-Habitat.
func shortName(name string) bool {
	capitals := 0
	for _, r := range name {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	return capitals >= 2 && len(name) <= 14 && !strings.Contains(name, " ")
}
