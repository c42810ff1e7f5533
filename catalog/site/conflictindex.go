package site

import (
	"encoding/json"
	"slices"

	"github.com/concord-catalog/concord/catalog/model"
)

// conflictFile is every conflict in a few words, for the filter of the
// conflicts page: the pages themselves hold a part of the list each. Names are
// kept once and referred to by number.
type conflictFile struct {
	Categories []FilterOption    `json:"categories"`
	Severities []FilterOption    `json:"severities"` // the gravest first
	Domains    []FilterOption    `json:"domains"`
	Owners     []FilterOption    `json:"owners"`
	Titles     []string          `json:"titles"` // sorts of conflict
	Words      map[string]string `json:"words"`
	Rows       [][]any           `json:"rows"` // open ones by risk, then settled ones
}

// conflictFilters are what all conflicts can be told apart by.
type conflictFilters struct {
	categories, severities, domains, owners options
}

// options are choices, each once, with their places.
type options struct {
	list []FilterOption
	at   map[string]int
}

func (o *options) add(value, label string) {
	if _, known := o.at[value]; !known {
		if o.at == nil {
			o.at = map[string]int{}
		}
		o.at[value] = len(o.list)
		o.list = append(o.list, FilterOption{value, label})
	}
}

// sort orders the choices as readers look for them.
func (o *options) sort(key func(string) string) {
	slices.SortStableFunc(o.list, func(a, b FilterOption) int {
		return compareText(key(a.Label), key(b.Label))
	})
	for i, x := range o.list {
		o.at[x.Value] = i
	}
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func severityWord(c conflict) string { return "sev-" + c.Severity.String() }

func (p *planner) conflictFilters() *conflictFilters {
	f := &conflictFilters{}
	for _, c := range p.conflicts {
		cat := p.category(c.Kind)
		f.categories.add(cat.Class, cat.Label)
		p.each(c.Subjects, func(n *info) {
			if d := n.entry.InDomain; d != nil {
				f.domains.add("dom-"+slug(d.ID), p.title(&d.Entry))
			}
		})
		for _, o := range append([]string{c.Decider}, c.Owners...) {
			if e := p.in.Catalog.Get(model.OwnerKind, o); e != nil {
				f.owners.add("own-"+slug(o), e.Title())
			}
		}
	}
	bySeverity := slices.Clone(p.conflicts)
	slices.SortStableFunc(bySeverity, func(a, b conflict) int { return int(b.Severity) - int(a.Severity) })
	for _, c := range bySeverity {
		f.severities.add(severityWord(c), p.t("severity."+c.Severity.String()))
	}
	for _, o := range []*options{&f.categories, &f.domains, &f.owners} {
		o.sort(p.collator.key)
	}
	return f
}

// conflictData writes the file: a script that sets one global, because pages
// opened from a folder can read nothing else. A row is [id, message, title,
// category, severity, weight, days open or -1, since when in words, domains,
// owners, decider or -1, how it was settled or ""].
func (p *planner) conflictData(f *conflictFilters) File {
	file := conflictFile{Categories: f.categories.list, Severities: f.severities.list, Domains: f.domains.list, Owners: f.owners.list,
		Words: map[string]string{"weight": p.t("weight.title"), "decimal": p.t("number.decimal"), "decider": p.t("conflict.decider"), "nobody": p.t("conflict.nobody"),
			"between": p.t("column.domain"), "more": p.t("filter.more"), "none": p.t("filter.none")}}
	var titles options
	for _, c := range p.conflicts {
		titles.add(c.Kind.ID, sentence(p.sayings.Title(c.Kind)))
		settled, days, domains, owners := "", -1, []int{}, []int{}
		if c.Settled != nil {
			settled = p.t("settled." + c.Settled.How)
		}
		if c.Since != nil {
			days = c.Since.Age
		}
		p.each(c.Subjects, func(n *info) {
			if d := n.entry.InDomain; d != nil {
				domains = append(domains, f.domains.at["dom-"+slug(d.ID)])
			}
		})
		for _, o := range c.Owners {
			if at, ok := f.owners.at["own-"+slug(o)]; ok {
				owners = append(owners, at)
			}
		}
		decider, ok := f.owners.at["own-"+slug(c.Decider)]
		if !ok {
			decider = -1
		}
		file.Rows = append(file.Rows, []any{c.ID, wordsOf(p.message(c.Finding)), titles.at[c.Kind.ID], f.categories.at[p.category(c.Kind).Class],
			f.severities.at[severityWord(c)], c.weight(), days, p.sinceLine(c.Since), domains, owners, decider, settled})
	}
	for _, t := range titles.list {
		file.Titles = append(file.Titles, t.Label)
	}
	data, err := json.Marshal(file)
	if err != nil {
		panic("unreachable: the index is strings and numbers: " + err.Error())
	}
	return File{URL: "assets/conflicts-data.js", Data: append(append([]byte("window.concordConflicts="), data...), ";\n"...)}
}
