// Package search is the index that readers search: compiled here, read by
// scripts in the browser.
//
// [Compile] makes an [Index] of a catalog, [Index.Files] writes it as scripts
// small enough to be fetched as somebody types, and [Index.Find] answers a query
// from the same records as the scripts do. The records are the format: the
// script themes/concord/js/search.js reads them by the same rules, and a test
// puts the same queries to both. The rules and their numbers are in rank.go;
// what a record looks like is in dict.go. Nothing here knows HTML.
package search

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// Input is what an index is made of.
type Input struct {
	Catalog  *model.Catalog
	Findings diag.List               // its open conflicts mark entries as disputed
	Text     func(key string) string // what the site itself says, by key; see [Keys]
}

// Index is everything that can be found, in the form in which it is read.
type Index struct {
	docs     []doc
	labels   dict // whole labels, to the entries that carry them
	words    dict // stems, to the entries in whose labels and texts they stand
	prefixes dict // beginnings of words that too many records share
	spelling dict // words that a misspelt one may stand for
	facets   dict // filters, to the entries that pass them
	lexicon  lexicon
	domains  []*model.Domain
	owners   []*model.Owner
	text     func(string) string
}

// Entries is the number of entries that can be found.
func (x *Index) Entries() int { return len(x.docs) }

// Key is the entry, as in "term:finance/revenue", that a [Hit] names by its
// number.
func (x *Index) Key(number int) string { return x.docs[number].entry.Key() }

// doc is an entry as results show it. Its number is its place in the order of
// the index, which is the order of entries that match equally well.
type doc struct {
	entry     *model.Entry
	labels    []label
	conflicts int
	domain    int // index into domains, or -1
}

// label is one designation and how it may be used: 0 preferred, 1 admitted, 2
// abbreviation, 3 deprecated.
type label struct {
	text string
	use  int
	lang string
}

// kindOrder is the order of kinds among entries that match equally well: what
// people look up most comes first.
var kindOrder = []model.Kind{model.TermKind, model.KPIKind, model.ObjectKind, model.DomainKind, model.SystemKind, model.DecisionKind,
	model.OutcomeKind, model.ReportKind, model.IntegrationKind, model.OwnerKind, model.PageKind, model.ScenarioKind, model.ResolutionKind}

// Compile makes the index of a catalog.
func Compile(in Input) *Index {
	if in.Text == nil {
		in.Text = func(key string) string { return key }
	}
	x := &Index{lexicon: newLexicon(in.Catalog), domains: in.Catalog.Domains, owners: in.Catalog.Owners, text: in.Text}
	x.arrange(in)
	b := newBuilder(x)
	for i := range x.docs {
		b.add(i)
	}
	b.compounds()
	x.labels, x.words = b.labelDict(), b.wordDict()
	x.prefixes = x.commonPrefixes()
	x.spelling, x.facets = b.spellingDict(), x.facetDict()
	return x
}

// arrange numbers the entries.
func (x *Index) arrange(in Input) {
	open := map[*model.Entry]int{}
	for i := range in.Findings {
		if f := &in.Findings[i]; f.Kind.Family == diag.Conflict && f.Settled == nil {
			for _, key := range f.Subjects {
				if e := in.Catalog.ByKey(key); e != nil {
					open[e]++
				}
			}
		}
	}
	domains := map[*model.Domain]int{}
	for i, d := range x.domains {
		domains[d] = i
	}
	keys := make(map[*model.Entry]string, len(in.Catalog.Entries))
	for _, e := range in.Catalog.Entries {
		d := doc{entry: e, labels: labelsOf(e, in.Catalog.Config.Language()), conflicts: open[e], domain: -1}
		if e.InDomain != nil && e.Kind != model.DomainKind {
			d.domain = domains[e.InDomain]
		}
		keys[e] = strings.Join(x.lexicon.split(e.Title()), " ")
		x.docs = append(x.docs, d)
	}
	slices.SortStableFunc(x.docs, func(a, b doc) int {
		return cmp.Or(compareBool(!a.entry.Live(), !b.entry.Live()),
			cmp.Compare(slices.Index(kindOrder, a.entry.Kind), slices.Index(kindOrder, b.entry.Kind)),
			strings.Compare(keys[a.entry], keys[b.entry]), strings.Compare(a.entry.ID, b.entry.ID))
	})
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// labelsOf lists the designations of an entry in all languages.
func labelsOf(e *model.Entry, lang string) []label {
	var list []label
	for i, l := range e.Labels() {
		if i == 0 {
			l.S = e.Title()
		}
		list = append(list, label{l.S, int(l.Use), lang})
	}
	for _, t := range e.Translations {
		if t.Name.S != "" {
			list = append(list, label{t.Name.S, int(model.Admitted), t.Lang})
		}
	}
	return list
}
